import Canvas
import NetworkTypes
import NodeModel
import Screens
import Testing

struct PortsViewTests {
  @Test func whatIsWrongComesWithOneKey() {
    var driver = Driver(.ports, columns: 200)
    #expect(driver.screen().contains("kubernetes: kubelet API"))
    driver.type("!")
    let screen = driver.screen()
    #expect(screen.contains("shadowed by the host port of default/web-0"))
    #expect(screen.contains("10.244.1.2:80 +1"))
    #expect(!screen.contains("kubelet"))
  }

  @Test func aPortIsFoundByItsNumber() {
    var driver = Driver(.ports, columns: 120, rows: 60)
    driver.type("/10250")
    driver.press(.enter)
    #expect(driver.selectedLine().contains("kubelet (802)"))
    driver.type("y")
    #expect(driver.commands.last == .copy("ss -t -lnpe 'sport = :10250'"))
    driver.press(.enter)
    let detail = driver.screen()
    #expect(detail.contains("expected by") && detail.contains("32768-60999"))
  }

  /// Who else is at the same port is what a conflict is about.
  @Test func theDetailTellsOfOthersAtThePort() {
    var driver = Driver(.ports, columns: 120, rows: 60)
    driver.type("/default/web-0")
    driver.press(.enter, .enter)
    let detail = driver.screen()
    #expect(detail.contains("Others on the same port"))
    #expect(detail.contains("[fd00:244:1::2]:80"))
    #expect(!detail.unicodeScalars.contains("\u{1B}"))
  }

  @Test func notReadIsNotEmpty() {
    var snapshot = SampleNode.snapshot(second: 3)
    snapshot.ports = nil
    var driver = Driver(.ports, data: ScreenData(snapshot: snapshot, now: SampleNode.start))
    #expect(driver.screen().contains("looking who listens"))
    snapshot.ports = PortState()
    driver.data.update(snapshot)
    #expect(driver.screen().contains("nobody listens on this node"))
  }

  @Test func theViewWantsItsPart() {
    var driver = Driver(.tunnels)
    driver.type(":ports")
    driver.press(.enter)
    #expect(driver.state.view == .ports)
    #expect(driver.commands.contains(.wantParts(.ports)))
  }
}
