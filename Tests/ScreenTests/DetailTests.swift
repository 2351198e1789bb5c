import Canvas
import Screens
import Testing

struct DetailTests {
  @Test(arguments: [ViewKind.pods, .links, .routes, .neighbours, .tunnels, .events])
  func detailLooksAsRecorded(_ view: ViewKind) throws {
    var small = Driver(view)
    if view != .events { small.type("j") }
    small.press(.enter)
    try GoldenScreens.check(small.screen(), "\(view.rawValue)-detail-80x24")
    var wide = Driver(view, columns: 160, rows: 50)
    if view == .links { wide.type("jj") }
    wide.press(.enter)
    try GoldenScreens.check(wide.screen(), "\(view.rawValue)-detail-160x50")
  }

  /// Half an address is not found by who looks for it.
  @Test(arguments: [ViewKind.pods, .links, .tunnels, .neighbours], [36, 40, 44, 60])
  func addressesOfTheLinkLayerStayWhole(_ view: ViewKind, _ columns: Int) {
    var driver = Driver(view, columns: columns, rows: 200)
    if view != .neighbours { driver.type("j") }
    let word = #/\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/#
    driver.press(.enter, .enter)
    let screen = driver.screen()
    #expect(screen.contains("macAddress") && screen.contains(word), "\(screen)")
    #expect(!screen.contains(#/[0-9a-f]{2}:[ │]*\n/#), "\(screen)")
  }

  @Test func helpLooksAsRecorded() throws {
    var driver = Driver(.links)
    driver.type("?")
    try GoldenScreens.check(driver.screen(), "links-help-80x24")
    driver = Driver(.routes, columns: 120, rows: 20)
    driver.type("?")
    try GoldenScreens.check(driver.screen(), "routes-help-120x20")
  }

  @Test func commandLineLooksAsRecorded() throws {
    var driver = Driver(.pods)
    driver.type(":sort ")
    driver.press(.tab)
    try GoldenScreens.check(driver.screen(), "pods-command-80x24")
  }

  @Test func overviewAsTextLooksAsRecorded() throws {
    try GoldenScreens.check(overviewText(SampleNode.data(), width: 80), "overview-text-80")
  }
}
