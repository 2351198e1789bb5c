import Canvas
import NetworkTypes
import NodeModel
import Screens
import Testing

/// The order, the columns and the rows that a table has by itself, and how they are chosen.
struct TableChoiceTests {
  @Test func waysOutOfTheNodeAreTheFirstRoutes() throws {
    var driver = Driver(.routes, columns: 120)
    let lines = driver.screen().split(separator: "\n").map(String.init)
    #expect(lines[3].hasPrefix("default ") && lines[4].hasPrefix("default v6"))
    let local = try #require(lines.lastIndex { $0.hasPrefix("local 192.168.10.11") })
    #expect(lines[(local + 1)...].allSatisfy { !$0.contains(" main ") || $0.contains("local 1") })
    #expect(driver.screen().contains("main 9  local 1"))
    #expect(driver.screen().contains("n: 7 more"))
    driver.type("/192.168.10.1")
    driver.press(.enter)
    let found = driver.screen().split(separator: "\n")
    #expect(found[3].hasPrefix("default "), "a filter keeps the order")
  }

  @Test func unreadTablesAreNotEmptyOnes() {
    var driver = Driver(.routes)
    var snapshot = driver.data.snapshot
    snapshot.namespaces[0].routes = nil
    driver.data.update(snapshot)
    #expect(driver.screen().contains("reading routes"))
    #expect(!driver.screen().contains("0/0"))
    snapshot.namespaces[0].routes = RouteTable()
    driver.data.update(snapshot)
    #expect(driver.screen().contains("no routes") && driver.screen().contains("0/0"))
  }

  @Test func visibleRowsFollowFilterAndOrder() {
    var driver = Driver(.pods)
    #expect(driver.state.visibleRows(driver.data)?.count == 7, "a pod is one row")
    driver.type(":sort pod desc")
    driver.press(.enter)
    driver.type("/default/web")
    driver.press(.enter)
    #expect(driver.state.visibleRows(driver.data) == [.pod(1), .pod(0)])
    driver.type("3/eth1 !veth")
    driver.press(.enter)
    driver.type("t")
    #expect(driver.state.visibleRows(driver.data) == [.link(LinkID(SampleNode.host, 3))])
    driver.type("4/default")
    driver.press(.enter)
    #expect(
      driver.state.visibleRows(driver.data)
        == [.route(SampleNode.host, 0), .route(SampleNode.host, 9)])
    driver.type("r")
    #expect(driver.state.visibleRows(driver.data)?.first != .route(SampleNode.host, 0))
    driver.type("5/stale")
    driver.press(.enter)
    #expect(
      driver.state.visibleRows(driver.data)
        == [.neighbour(SampleNode.host, 3), .forwarding(SampleNode.host, 1)])
    driver.type(":events")
    driver.press(.enter)
    driver.type("/subject:link")
    driver.press(.enter)
    let changes = driver.data.events.indices.filter {
      driver.data.events[$0].change.subject == .link
    }
    #expect(
      driver.state.visibleRows(driver.data) == changes.reversed().map { .change($0) })
    driver.type("1")
    #expect(driver.state.visibleRows(driver.data) == nil)
  }

  @Test func followIsSwitched() {
    var driver = Driver(.events, columns: 120)
    #expect(driver.screen().contains("f: following"))
    driver.type("jf")
    #expect(driver.screen().contains("f: following"))
    #expect(driver.selectedLine().contains("kube-proxy"))
    driver.type("f")
    let line = driver.selectedLine()
    var changed = SampleNode.snapshot(second: 4)
    changed.pods.removeFirst()
    changed.capturedAt += 1
    driver.data.add(SnapshotDiff.changes(from: SampleNode.snapshot(second: 4), to: changed))
    #expect(driver.selectedLine() == line)
    #expect(driver.screen().contains("f: follow "))
  }

  /// What cannot be done is said and changes nothing.
  @Test(arguments: [
    (ViewKind.links, "sort mtu foo", "asc or desc; not \"foo\""),
    (.links, "sort mtu desc x", "asc or desc; not \"desc x\""),
    (.links, "sort nope", "no column \"nope\""), (.links, "columns +nope", "no column \"nope\""),
    (.links, "columns +", "no column \"\""), (.links, "columns -name", "cannot be hidden"),
    (.links, "refresh 0.01", "0.1 to 3600"), (.links, "refresh 3601", "0.1 to 3600"),
    (.links, "refresh nan", "0.1 to 3600"), (.overview, "export x.csv", "the overview has no CSV"),
    (.events, "export x.csv", "events have no CSV"), (.overview, "sort mtu", "for tables"),
  ])
  func refusesWhatItCannotDo(_ view: ViewKind, _ line: String, _ answer: String) {
    var driver = Driver(view, columns: 120)
    let before = driver.screen()
    driver.type(":" + line)
    driver.press(.enter)
    #expect(driver.screen().contains(answer))
    #expect(driver.commands.isEmpty)
    // The next key takes the words away.
    driver.press(.escape)
    #expect(driver.screen() == before)
  }

  @Test(arguments: [
    ("sort rxp/s", "RXp/s▼"), ("sort rxp asc", "RXp/s▲"), ("sort txp/s d", "TXp/s▼"),
    ("columns -kind +txp/s", "TXp/s"), ("columns +TXp", "TXp/s"),
  ])
  func columnsAreCalledByNameOrTitle(_ line: String, _ title: String) {
    var driver = Driver(.links, columns: 160)
    driver.type(":columns +rxp +txp")
    driver.press(.enter)
    if line.hasPrefix("columns") {
      driver.type(":columns")
      driver.press(.enter)
      driver.columns = 80
      #expect(!driver.screen().contains(title))
    }
    driver.type(":" + line)
    driver.press(.enter)
    #expect(driver.screen().contains(title), "\(driver.screen())")
    #expect(!driver.screen().contains("no column"))
  }

  @Test func columnsAreShownAndHidden() {
    var driver = Driver(.links)
    #expect(!driver.screen().contains("DROPS") && driver.screen().contains("MTU"))
    driver.type(":columns +drops -mtu")
    driver.press(.enter)
    #expect(driver.screen().contains("DROPS") && !driver.screen().contains("MTU"))
    driver.type(":columns")
    driver.press(.enter)
    #expect(!driver.screen().contains("DROPS") && driver.screen().contains("MTU"))
    driver.type(":columns -name")
    driver.press(.enter)
    #expect(driver.screen().contains("the column name cannot be hidden"))
  }

  @Test(arguments: [
    ("view", "view needs one of overview"), ("view x", "no view \"x\"; there are overview"),
    ("columns +x", "no column \"x\""), ("sort x", "no column \"x\""),
    ("theme x", "no theme \"x\"; there are default dark light"),
    ("refresh soon", "refresh takes seconds"), ("export", "export needs a file"),
    ("export a.txt", "\"a.txt\" must end with .json or .csv"),
    ("netns x", "no namespace \"x\"; Tab shows all"), ("p", "\"p\" may be"),
  ])
  func mistakesAreNamed(_ line: String, _ words: String) {
    var driver = Driver(.links, columns: 160)
    driver.type(":" + line)
    driver.press(.enter)
    #expect(driver.screen().contains(words))
    #expect(driver.commands.isEmpty)
  }

  @Test(arguments: [("overview", "the overview has"), ("events", "events have")])
  func whatIsNoTableHasNoCSV(_ view: String, _ words: String) {
    var driver = Driver(columns: 120)
    driver.type(":\(view)")
    driver.press(.enter)
    driver.type(":export a.csv")
    driver.press(.enter)
    #expect(driver.screen().contains("\(words) no CSV"))
    driver.type(":export a.json")
    driver.press(.enter)
    #expect(driver.commands.contains { if case .export = $0 { true } else { false } })
  }

  @Test func overviewSaysWhichCommandsNeedATable() {
    var driver = Driver()
    driver.type(":sort rx")
    driver.press(.enter)
    #expect(driver.screen().contains("sort is for tables"))
  }

  @Test(arguments: [
    ("view ev", "view events"), ("theme da", "theme dark"), ("columns +dr", "columns +drops"),
    ("export l", "export links.json"), ("filter st", "filter state:"), ("sort er", "sort errors"),
    ("netns default/web-1", "netns default/web-1"),
  ])
  func argumentsAreCompleted(_ typed: String, _ completed: String) {
    var driver = Driver(.links, columns: 120)
    driver.type(":" + typed)
    driver.press(.tab)
    #expect(driver.screen().contains(":" + completed))
  }

  @Test func helpListsEveryCommand() {
    var driver = Driver(.links, columns: 120, rows: 70)
    driver.type("?")
    for name in ["view", "sort", "filter", "columns", "netns", "theme", "refresh", "export"] {
      #expect(driver.screen().contains(":\(name) "), "\(name)")
    }
  }
}
