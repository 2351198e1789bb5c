import Canvas
import NetworkTypes
import NodeModel
import Screens
import Testing

/// What somebody who looks for a fault must be shown, and what must not be in the way.
struct OperatorTests {
  private func changed(_ change: (inout Snapshot) -> Void) -> ScreenData {
    var snapshot = SampleNode.snapshot(second: 3)
    change(&snapshot)
    return ScreenData(snapshot: snapshot, now: SampleNode.start)
  }

  // MARK: Pods

  /// `blue` with an interface, and a namespace that nothing holds but a link of it.
  private var unnamed: ScreenData {
    changed { snapshot in
      let blue = snapshot.namespaces[7].id
      snapshot.namespaces[7].links?.append(
        SampleNode.link(blue, 2, "wg0", kind: "wireguard", mtu: 1420, addresses: ["10.9.0.1/24"]))
      let lost = NamespaceID(inode: 4_026_534_111)
      var namespace = Namespace(id: lost)
      namespace.processes = 0
      namespace.links = [SampleNode.link(lost, 7, "dummy0", kind: "dummy", mtu: 1500)]
      snapshot.namespaces.append(namespace)
    }
  }

  @Test func namespacesWithoutAPodAreRowsAfterThePods() throws {
    var driver = Driver(.pods, data: unnamed, columns: 120)
    let lines = driver.screen().split(separator: "\n").map(String.init)
    #expect(lines[0].contains("pods 7 (+2 unnamed)"))
    let pods = try #require(lines.firstIndex { $0.contains("kube-proxy") })
    let blue = try #require(lines.firstIndex { $0.hasPrefix("blue") })
    #expect(blue > pods)
    #expect(lines[blue].contains("wg0") && lines[blue].contains("10.9.0.1"))
    #expect(lines.contains { $0.hasPrefix("pid-less netns:4026534111") })
    driver.type("/wg0")
    driver.press(.enter)
    driver.type("y")
    #expect(driver.commands.last == .copy("ip -n blue -d -s address show dev wg0"))
    driver.type("r")
    #expect(driver.screen().contains("routes > blue"))
  }

  @Test func podsAreNotMissedWhereOnlyNamespacesAre() {
    var data = unnamed
    var snapshot = data.snapshot
    snapshot.pods = []
    data.update(snapshot)
    var driver = Driver(.pods, data: data, columns: 120)
    #expect(!driver.screen().contains("no pods on this node"))
    #expect(driver.screen().contains("wg0"))
  }

  @Test func linkBelowAMacvlanStaysTheNodes() {
    var driver = Driver(
      .links,
      data: changed { snapshot in
        snapshot.pods[2].interfaces[1].hostLink = LinkID(SampleNode.host, 2)
      }, columns: 120)
    driver.type("j")
    #expect(driver.selectedLine().hasPrefix("eth0"))
    #expect(driver.selectedLine().contains("host"))
    #expect(!driver.selectedLine().contains("coredns"))
  }

  // MARK: Neighbours

  @Test func chatterIsHiddenUntilAskedFor() {
    var driver = Driver(
      .neighbours,
      data: changed { snapshot in
        snapshot.namespaces[0].neighbours?.append(
          Neighbour(
            address: IPAddress("ff02::16")!, macAddress: MACAddress("33:33:00:00:00:16"),
            device: 2, state: .noARP))
      }, columns: 120)
    #expect(!driver.screen().contains("ff02::16"))
    #expect(driver.screen().contains("4 shown of 6, a shows all"))
    driver.type("a")
    #expect(driver.screen().contains("ff02::16"))
    #expect(driver.screen().contains("33:33:00:00:00:01"))
    #expect(driver.screen().contains("a: hide chatter"))
    driver.type("a/failed")
    driver.press(.enter)
    #expect(driver.screen().contains("without chatter"))
  }

  @Test func tunnelEntriesWithoutANeighbourAreRows() {
    var driver = Driver(
      .neighbours,
      data: changed { snapshot in
        // The entry by which a vxlan floods, and one of a pod behind another node.
        for (mac, remote) in [
          ("00:00:00:00:00:00", "192.168.10.13"), ("ba:be:00:00:00:09", "192.168.10.14"),
        ] {
          var entry = FDBEntry(
            macAddress: MACAddress(mac)!, device: 5, state: .permanent, flags: [.`self`])
          entry.remote = IPAddress(remote)
          entry.vni = 7
          snapshot.namespaces[0].fdb?.append(entry)
        }
      }, columns: 120)
    let screen = driver.screen()
    #expect(screen.contains("192.168.10.13 vni 7") && screen.contains("00:00:00:00:00:00"))
    #expect(screen.contains("192.168.10.14 vni 7") && screen.contains("ba:be:00:00:00:09"))
  }

  /// A deployment's pods have one beginning and differ at the end.
  @Test(arguments: [ViewKind.pods, .links, .neighbours, .events])
  func podsOfOneDeploymentAreToldApart(_ view: ViewKind) {
    let names = ["web-frontend-6d4cf56db6-2xkzq", "web-frontend-6d4cf56db6-9p7rt"]
    let old = SampleNode.snapshot(second: 3)
    var snapshot = old
    snapshot.capturedAt += 1
    for place in 0..<2 {
      snapshot.pods[place].name = names[place]
      snapshot.namespaces[place + 1].links?[1].mtu = 1400
      var port = snapshot.namespaces[0].fdb![1]
      port.macAddress = snapshot.namespaces[place + 1].links![1].macAddress!
      port.device = Int32(10 + place)
      snapshot.namespaces[0].fdb?.append(port)
      snapshot.namespaces[0].neighbours?.append(
        Neighbour(
          address: IPAddress("10.244.1.\(207 + place)")!, macAddress: port.macAddress, device: 4,
          state: .reachable))
    }
    var data = ScreenData(snapshot: snapshot, now: SampleNode.start)
    data.add(SnapshotDiff.changes(from: old, to: snapshot).filter { $0.subject == .link })
    var driver = Driver(view, data: data, columns: 80)
    let screen = driver.screen()
    for name in names { #expect(screen.contains(name.suffix(5)), "\(screen)") }
    guard view == .neighbours else { return }
    let line = screen.split(separator: "\n").first { $0.contains("10.244.1.208") } ?? ""
    #expect(line.contains("veth77aa") && !line.contains("cni0 veth"), "only the port")
    // A filter marks what is seen of a name on both sides of the cut.
    driver.type("/9p7rt")
    driver.press(.enter)
    #expect(driver.screen().contains("9p7rt"))
  }

  // MARK: Overview

  @Test func changesOfOneMomentAreOneLine() throws {
    let old = SampleNode.snapshot(second: 0)
    var new = old
    new.capturedAt = SampleNode.start + 9_000_000
    for place in 1...6 { new.namespaces[place].links?[1].addresses[0].flags.insert(.tentative) }
    new.namespaces[0].links?.removeLast(2)
    new.namespaces[0].statistics.removeLast(2)
    let changes = SnapshotDiff.changes(from: old, to: new)
    #expect(changes.count { $0.subject == .address && $0.action == .changed } == 6)
    let data = SampleNode.data(changes: changes)
    var driver = Driver(data: data, columns: 160, rows: 40)
    #expect(driver.screen().contains("6 minor, view events"))
    #expect(driver.screen().contains("- link veth9d41 +1"))
    #expect(!driver.screen().contains("10.244.1.9/24 on eth0"))
    driver.type(":events")
    driver.press(.enter)
    #expect(driver.screen().contains("10.244.1.9/24 on eth0"))
    driver.type("a")
    #expect(!driver.screen().contains("10.244.1.9/24 on eth0"))
  }

  @Test func linksThatFlapAreToldWithTheirPod() {
    let old = SampleNode.snapshot(second: 0)
    var new = old
    new.capturedAt = SampleNode.start + 9_000_000
    new.namespaces[1].links?[1].operState = .lowerLayerDown
    let data = SampleNode.data(changes: SnapshotDiff.changes(from: old, to: new))
    var driver = Driver(data: data, columns: 200, rows: 40)
    #expect(driver.screen().contains("~ link eth0 in default/web-0 up -> no link"))
  }

  @Test func problemsAreToldInFull() {
    var data = SampleNode.data()
    var snapshot = data.snapshot
    snapshot.completeness[2].detail =
      "the kernel says permission denied; run as root, or with CAP_SYS_ADMIN and CAP_SYS_PTRACE"
    data.update(snapshot)
    var driver = Driver(data: data, columns: 80, rows: 40)
    let words = driver.screen().split { $0 == " " || $0 == "\n" }
    for word in ["kernel", "denied;", "CAP_SYS_ADMIN", "CAP_SYS_PTRACE"] {
      #expect(words.contains { $0 == word }, "\(word)")
    }
  }

  /// Only some are put into words, and all are counted.
  @Test(arguments: [199, 200, 201, 1000]) func aThousandProblemsAreCounted(_ count: Int) {
    var snapshot = Snapshot()
    snapshot.capturedAt = 1
    snapshot.completeness = (0..<count).map { Completeness(source: "file-\($0)", status: .denied) }
    let text = overviewText(ScreenData(snapshot: snapshot, now: 1), width: 80)
    let lines = text.split(separator: "\n")
    let listed = lines.count { $0.contains("file-") }
    #expect(listed == 99 && lines.contains { $0.hasSuffix("Problems  \(count)") })
    #expect(lines.contains { $0.hasSuffix("and \(count - listed) more") })
    for rows in [5, 10, 24, 60] {
      var driver = Driver(data: ScreenData(snapshot: snapshot, now: 1), columns: 80, rows: rows)
      let screen = driver.screen()
      let listed = screen.split(separator: "\n").count { $0.contains("file-") }
      #expect(rows < 20 || screen.contains("and \(count - listed) more"), "\(screen)")
    }
  }

  @Test func lossesAreToldWhileTheyLast() {
    var data = SampleNode.data()
    var snapshot = SampleNode.snapshot(second: 4)
    snapshot.namespaces[0].statistics[1].txDropped = 120
    data.rates.update(snapshot, at: 4_000_000)
    data.update(snapshot)
    var driver = Driver(data: data, columns: 200, rows: 60)
    #expect(driver.screen().contains("packet loss"))
    #expect(driver.screen().contains("eth0 120/s, host"))
    #expect(driver.screen().contains("Problems  3 "), "the header counts what stays")
    driver.data.rates.update(snapshot, at: 5_000_000)
    #expect(!driver.screen().contains("packet loss"))
  }

  @Test func overlappingRangesAreMarked() {
    var driver = Driver(
      data: changed { snapshot in
        let address = InterfaceAddress(
          address: IPAddress("10.244.200.1")!, prefixLength: 16, scope: .global, flags: .permanent)
        snapshot.namespaces[0].links?[5].addresses.append(address)
      }, columns: 200, rows: 60)
    #expect(driver.screen().contains("2 overlap"))
    #expect(driver.screen().contains("overlaps 10.244.0.0/16"))
    #expect(!Driver(columns: 200, rows: 60).isOverlapSeen)
  }

  // MARK: Links

  @Test func tunnelsThatDoNotFitAreMarkedOnNarrowScreensToo() {
    let data = changed { $0.tunnels[0].mtu = 1480 }
    var narrow = Driver(.tunnels, data: data)
    var widthsWithoutRoom = 0
    for columns in 20...80 {
      narrow.columns = columns
      let screen = narrow.screen()
      guard screen.contains(" MTU") else { continue }
      #expect(screen.contains("1480!"), "\(columns) columns")
      if !screen.contains("ROOM") { widthsWithoutRoom += 1 }
    }
    #expect(widthsWithoutRoom > 0)
    var wide = Driver(.tunnels, data: data, columns: 160)
    #expect(wide.screen().contains("-30!"))
    narrow.type("1")
    #expect(narrow.screen().contains("mtu too high") && narrow.screen().contains("by 30 bytes"))
  }

  @Test func differentSizesOfAPairAreAProblem() {
    var driver = Driver(
      .links,
      data: changed { $0.namespaces[1].links?[1].mtu = 1500 }, columns: 120)
    #expect(driver.screen().contains("1500! 10.244.1.7/24"))
    driver.type("!")
    #expect(driver.screen().contains("veth1a2b"))
    driver.type("1")
    #expect(driver.screen().contains("mtu differs"))
    #expect(driver.screen().contains("1450, eth0 in default/web-0 1500"))
  }
}

extension Driver {
  fileprivate var isOverlapSeen: Bool {
    var copy = self
    return copy.screen().contains("overlap")
  }
}
