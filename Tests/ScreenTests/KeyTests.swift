import Canvas
import NetworkTypes
import NodeModel
import Screens
import Testing

struct KeyTests {
  @Test func numbersAndTabsShowViews() {
    var driver = Driver()
    for kind in ViewKind.allCases {
      if let key = kind.key {
        driver.type("\(key)")
      } else {
        driver.type(":\(kind.rawValue)")
        driver.press(.enter)
      }
      #expect(driver.state.view == kind)
    }
    driver.press(.tab)
    #expect(driver.state.view == .overview)
    driver.press(.backTab)
    #expect(driver.state.view == .events)
    driver.type("[]]]")
    #expect(driver.state.view == .pods)
  }

  @Test func escapeOnlyGoesBackAndQuitGoesBackFirst() {
    var driver = Driver(.pods)
    driver.press(.escape, .escape, .escape)
    #expect(driver.commands.isEmpty)
    driver.press(.enter)
    #expect(driver.screen().contains("Connections"))
    driver.type("q")
    #expect(driver.commands.isEmpty)
    #expect(!driver.screen().contains("Connections"))
    driver.type("q")
    #expect(driver.commands == [.quit])
  }

  @Test func routesAreWantedOnlyWhileShown() {
    var driver = Driver()
    driver.type("4")
    #expect(driver.commands == [.wantRoutes(true)])
    driver.type("5")
    #expect(driver.commands.suffix(2) == [.wantRoutes(false), .wantNeighbours(true)])
    driver.type("1")
    #expect(driver.commands.last == .wantNeighbours(false))
  }

  @Test func selectionFollowsItsRowThroughRefreshesAndOrders() {
    var driver = Driver(.pods)
    driver.type("jj")
    #expect(driver.selectedLine().contains("-x2lqp "))
    driver.type(":sort rx")
    driver.press(.enter)
    #expect(driver.selectedLine().contains("-x2lqp "))
    var snapshot = SampleNode.snapshot(second: 9)
    snapshot.pods.insert(Pod(namespace: "aaa", name: "first"), at: 0)
    driver.data.update(snapshot)
    #expect(driver.selectedLine().contains("-x2lqp "))
    driver.type(":sort")
    driver.press(.enter)
    #expect(driver.selectedLine().contains("-x2lqp "))
    snapshot.pods.removeAll { $0.name.hasPrefix("coredns") }
    driver.data.update(snapshot)
    #expect(driver.selectedLine().contains("倉庫-0"), "the row that took its place")
  }

  @Test func topStaysSelectedUntilSomeoneMoves() {
    var driver = Driver(.events)
    let first = driver.selectedLine()
    var changed = SampleNode.snapshot(second: 4)
    changed.pods.removeFirst()
    changed.capturedAt += 1
    driver.data.add(
      SnapshotDiff.changes(
        from: SampleNode.snapshot(second: 4), to: changed))
    #expect(driver.selectedLine() != first)
    driver.type("j")
    let second = driver.selectedLine()
    driver.data.add(
      SnapshotDiff.changes(
        from: changed, to: SampleNode.snapshot(second: 4)))
    #expect(driver.selectedLine() == second)
  }

  @Test func filterNarrowsWhileItIsTypedAndEscapeRestores() {
    var driver = Driver(.pods)
    driver.type("/web-")
    #expect(driver.screen().contains("1/2"))
    driver.press(.enter)
    #expect(driver.screen().contains("filter: web-"))
    driver.type("/1")
    #expect(driver.screen().contains("1/1"))
    driver.press(.escape)
    #expect(driver.screen().contains("1/2"))
    driver.press(.escape)
    #expect(driver.screen().contains("1/8"))
  }

  @Test func helpShowsOnlyKeysOfTheView() {
    var driver = Driver(.pods, columns: 100, rows: 60)
    driver.type("?")
    #expect(driver.screen().contains("routes of its namespace"))
    #expect(!driver.screen().contains("tree or flat"))
    driver.press(.escape)
    driver.type("3?")
    #expect(driver.screen().contains("tree or flat"))
  }

  @Test func commandLineCompletesAndRuns() {
    var driver = Driver(.links)
    driver.type(":the")
    driver.press(.tab)
    driver.type("d")
    driver.press(.tab, .tab)
    driver.press(.enter)
    #expect(driver.commands == [.setTheme("dark")])
    driver.type(":refresh 0.5")
    driver.press(.enter)
    #expect(driver.commands.last == .setRefresh(milliseconds: 500))
    driver.type(":export x.csv")
    driver.press(.enter)
    #expect(driver.commands.last == .export(view: .links, format: .csv, file: "x.csv"))
    driver.type(":nonsense")
    driver.press(.enter)
    #expect(driver.screen().contains("no command \"nonsense\""))
    driver.type(":pods")
    driver.press(.enter)
    #expect(driver.state.view == .pods)
  }

  @Test func copyGivesTheCommandWithQuotedNames() {
    var driver = Driver(.pods)
    driver.type("y")
    #expect(
      driver.commands
        == [.copy("ip -n cni-3fb7c0e1-5d2e -d -s address show dev eth0")])
    var snapshot = SampleNode.snapshot(second: 3)
    snapshot.namespaces[1].paths = ["/run/docker/netns/it's; rm"]
    driver.data.update(snapshot)
    driver.type("y")
    #expect(
      driver.commands.last
        == .copy(
          #"nsenter --net='/run/docker/netns/it'\''s; rm' ip -d -s address show dev eth0"#))
  }

  /// The same rows of a node that is not the shell's own, and of one below another root.
  @Test func copiedCommandsEnterTheNamespaceOfTheNode() {
    func copied(_ doors: NamespaceDoors, _ keys: String) -> String {
      var data = SampleNode.data()
      data.doors = doors
      var driver = Driver(.links, data: data, columns: 120)
      driver.type(keys + "y")
      guard case .copy(let text)? = driver.commands.last else { return "" }
      return text
    }
    let named = NamespaceDoors(hostPath: "/proc/77/ns/net")
    #expect(copied(NamespaceDoors(), "j") == "ip -d -s address show dev eth0")
    #expect(copied(named, "j") == "nsenter --net=/proc/77/ns/net ip -d -s address show dev eth0")
    #expect(
      copied(named, "4")
        == "nsenter --net=/proc/77/ns/net ip -d route show table main exact 0.0.0.0/0")
    #expect(copied(named, "5").hasPrefix("nsenter --net=/proc/77/ns/net ip -s neighbour show "))
    #expect(copied(named, "4r") == "nsenter --net=/proc/77/ns/net ip rule show")
    #expect(copied(named, "2G") == "nsenter --net=/proc/77/ns/net ip -d -s address show")
    #expect(
      copied(NamespaceDoors(hostPath: "/run/netns/node"), "j")
        == "ip -n node -d -s address show dev eth0")
    #expect(copied(named, "2") == "ip -n cni-3fb7c0e1-5d2e -d -s address show dev eth0")
    #expect(
      copied(NamespaceDoors(root: "/host"), "2")
        == "nsenter --net=/host/run/netns/cni-3fb7c0e1-5d2e ip -d -s address show dev eth0")
  }

  @Test func pauseSaysHowFarBehind() {
    var driver = Driver(.pods)
    driver.type("p")
    #expect(driver.commands == [.pause(true)])
    driver.data.now += 12_000_000
    #expect(driver.screen().contains("PAUSED 12s behind"))
    driver.type("p")
    #expect(driver.commands.last == .pause(false))
    #expect(driver.screen().contains("LIVE"))
  }

  @Test func faultsOnlyShowsWhatIsWrong() {
    var driver = Driver(.links)
    driver.type("!")
    let screen = driver.screen()
    #expect(screen.contains("eth1") && screen.contains("veth9d41"))
    #expect(!screen.contains("vethbeef"))
  }

  /// Not every problem has a row in another view, as a file that could not be read.
  @Test(arguments: ["!", ":faults\n"]) func faultsOfTheOverviewAreAllProblems(_ keys: String) {
    var data = SampleNode.data()
    var snapshot = data.snapshot
    snapshot.completeness += (0..<40).map {
      Completeness(source: "file:/run/\($0)", status: .error, detail: "detail \($0)")
    }
    snapshot.namespaces[0].statistics[1].txDropped = 120
    data.rates.update(snapshot, at: 4_000_000)
    data.update(snapshot)
    var driver = Driver(data: data, columns: 80, rows: 24)
    for key in keys { driver.press(key == "\n" ? .enter : .character(key)) }
    #expect(driver.state.view == .overview)
    #expect(driver.screen().contains("Problems  43") && driver.screen().contains("detail 0"))
    #expect(!driver.screen().contains("Address ranges"))
    driver.type("G")
    #expect(driver.screen().contains("file:/run/39 detail 39"))
    #expect(driver.screen().contains("packet loss"))
    driver.press(.escape)
    #expect(driver.screen().contains("Address ranges"))
    #expect(driver.commands.isEmpty)
  }

  @Test func lossesAreFaultsWhileTheyLast() {
    var data = SampleNode.data()
    var snapshot = SampleNode.snapshot(second: 4)
    // A node on which nothing else is wrong.
    for namespace in snapshot.namespaces.indices {
      for link in (snapshot.namespaces[namespace].links ?? []).indices {
        snapshot.namespaces[namespace].links?[link].operState = .up
        snapshot.namespaces[namespace].links?[link].flags.insert([.up, .lowerUp])
      }
    }
    data.update(snapshot)
    var driver = Driver(.links, data: data)
    driver.type("!")
    #expect(driver.screen().contains("no link is at fault"))
    snapshot.namespaces[0].statistics[1].txDropped = 120
    driver.data.rates.update(snapshot, at: 4_000_000)
    driver.data.update(snapshot, countersOnly: true)
    #expect(driver.selectedLine().contains("eth0"), "\(driver.screen())")
    #expect(driver.screen().contains("1/1"))
    driver.data.rates.update(snapshot, at: 5_000_000)
    driver.data.update(snapshot, countersOnly: true)
    #expect(driver.screen().contains("no link is at fault"))
  }

  @Test func branchesCloseAndOpen() {
    var driver = Driver(.links)
    driver.type("jjjjjh")
    #expect(driver.selectedLine().contains("▶ cni0"))
    #expect(!driver.screen().contains("veth1a2b"))
    driver.press(.right)
    #expect(driver.screen().contains("veth1a2b"))
    driver.press(.down, .down, .left, .left)
    #expect(driver.selectedLine().contains("▶ veth1a2b"), "a leaf goes to its parent")
  }

  @Test func mouseSelectsSortsAndShowsViews() throws {
    var driver = Driver(.pods)
    driver.press(.mouse(Mouse(column: 3, row: 5, kind: .press)))
    #expect(driver.selectedLine().contains("-x2lqp "))
    driver.press(.mouse(Mouse(column: 2, row: 2, kind: .press)))
    #expect(driver.screen().contains("NAMESPACE/POD▲"))
    driver.press(.mouse(Mouse(column: 2, row: 2, kind: .press)))
    #expect(driver.screen().contains("NAMESPACE/POD▼"))
    driver.press(.mouse(Mouse(column: 3, row: 4, kind: .doublePress)))
    #expect(driver.screen().contains("Connections"))
    let tabs = driver.surface().line(1)
    let place = try #require(tabs.firstRange(of: "Links")).lowerBound
    let column = tabs.distance(from: tabs.startIndex, to: place)
    driver.press(.mouse(Mouse(column: column, row: 1, kind: .press)))
    #expect(driver.state.view == .links)
  }

  @Test func namespaceOfAPodShowsItsRoutes() throws {
    var data = SampleNode.data()
    var snapshot = data.snapshot
    var table = RouteTable()
    var record = RouteRecord()
    record.destinationLow = 0
    record.device = 2
    _ = record.pack(type: 1, scope: 0)
    table.append(record)
    snapshot.namespaces[1].routes = table
    data.update(snapshot)
    var driver = Driver(.pods, data: data)
    driver.type("r")
    #expect(driver.state.view == .routes)
    #expect(driver.screen().contains("routes > default/web-0"))
    #expect(driver.screen().contains("1/1"))
    driver.type(":netns all")
    driver.press(.enter)
    #expect(driver.screen().contains("1/11"))
    driver.type("rN")
    #expect(driver.screen().contains("rules > host"))
  }
}
