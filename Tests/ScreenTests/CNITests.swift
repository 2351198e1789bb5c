import Canvas
import NodeModel
import Testing

@testable import Screens

/// The CNI view.
struct CNITests {
  private func line(_ driver: inout Driver, _ text: String) throws -> String {
    try #require(
      driver.screen().split(separator: "\n").map(String.init).first { $0.contains(text) })
  }

  @Test func partsAreWantedWhileShown() {
    var driver = Driver()
    driver.type(":cni")
    driver.press(.enter)
    #expect(driver.commands == [.wantParts([.cni, .pluginVersions])])
    driver.type("1")
    #expect(driver.commands.last == .wantParts([]))
  }

  @Test func attachmentsAreHeldAgainstTheKernel() throws {
    var driver = Driver(.cni, columns: 200, rows: 40)
    let made = try line(&driver, "default/web-0")
    #expect(made.contains("as made") && made.contains("10.244.1.7/24"))
    let other = try line(&driver, "default/web-1")
    #expect(other.contains("no address") && other.contains("without 10.244.1.99/24"))
    #expect(try line(&driver, "container bb01").contains("no netns"))
  }

  @Test func faultsAreWhatIsWrong() throws {
    var driver = Driver(.cni, columns: 200, rows: 40)
    driver.type("!")
    let text = driver.screen()
    #expect(text.contains("broken") && text.contains("mute") && !text.contains("as made"))
  }

  @Test func detailHasTheFileAndWhatIsWrong() throws {
    var driver = Driver(.cni, columns: 200, rows: 60)
    driver.press(.enter)
    #expect(driver.screen().contains(#""portMappings": true"#))
    driver.press(.escape)
    driver.type("/storage")
    driver.press(.enter, .enter)
    #expect(driver.screen().contains("What is wrong"))
  }

  @Test func unreadAndEmptyAreToldApart() {
    var data = SampleNode.data()
    var snapshot = SampleNode.snapshot(second: 3)
    snapshot.cni = nil
    data.update(snapshot)
    var driver = Driver(.cni, data: data)
    #expect(driver.screen().contains("reading CNI"))
    snapshot.cni = CNIState()
    driver.data.update(snapshot)
    #expect(driver.screen().contains("this node has no CNI"))
  }

  @Test func documentsBecomeLines() {
    #expect(
      JSONLines.lines(of: #"{"a":[1,{"b":"x,{\"y"}],"c":{},"d":[]}"#) == [
        "{", #"  "a": ["#, "    1,", "    {", #"      "b": "x,{\"y""#, "    }", "  ],",
        #"  "c": {},"#, #"  "d": []"#, "}",
      ])
    for text in ["", "}", "]]]", "{[", "\"", "a\u{301}{", String(repeating: "[", count: 5000)] {
      #expect(JSONLines.lines(of: text).count <= 5001)
    }
  }
}
