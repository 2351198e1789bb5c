import NetworkTypes
import NodeModel
import Screens
import Testing

/// What the events view tells of changes that are alike, and of what is gone.
struct EventTests {
  /// The lines of the events view that name `word`.
  private func lines(_ driver: inout Driver, with word: String) -> [String] {
    driver.screen().split(separator: "\n").map(String.init).filter { $0.contains(word) }
  }

  /// Each pod has an `eth0`, and one diff has one time for all that it found.
  @Test func changesOfOneTitleInOneDiffKeepTheirOwnTexts() throws {
    var old = SampleNode.snapshot(second: 0)
    for place in 3...4 { old.namespaces[place].neighbours = [] }
    var new = old
    new.capturedAt += 1_000_000
    new.namespaces[1].links?[1].mtu = 1300
    new.namespaces[2].links?[1].mtu = 9000
    new.namespaces[1].links?[1].addresses[0].flags.insert(.tentative)
    new.namespaces[2].links?[1].addresses[0].flags.insert(.dadFailed)
    new.namespaces[3].neighbours = [
      Neighbour(
        address: IPAddress("10.0.0.1")!, macAddress: MACAddress("52:54:00:aa:00:01"), device: 2,
        state: .noARP)
    ]
    new.namespaces[4].neighbours = [
      Neighbour(
        address: IPAddress("10.0.0.1")!, macAddress: MACAddress("52:54:00:aa:00:01"), device: 2,
        state: .reachable)
    ]
    let data = SampleNode.data(changes: SnapshotDiff.changes(from: old, to: new))
    var driver = Driver(.events, data: data, columns: 200, rows: 40)
    let sizes = lines(&driver, with: "mtu")
    #expect(sizes.count == 2)
    #expect(sizes.contains { $0.contains("web-0") && $0.contains("mtu 1450 -> 1300") })
    #expect(sizes.contains { $0.contains("web-1") && $0.contains("mtu 1450 -> 9000") })
    // Which of two is chatter is asked of each.
    driver.type("a")
    let neighbours = lines(&driver, with: "10.0.0.1")
    #expect(neighbours.count == 1, "\(neighbours)")
    #expect(lines(&driver, with: "dadFailed").count == 1)
  }

  /// Two rows of one title and one time are two rows for the selection too.
  @Test func selectionStaysOnItsOwnRow() throws {
    let old = SampleNode.snapshot(second: 0)
    var new = old
    new.capturedAt += 1_000_000
    for place in 1...6 { new.namespaces[place].links?[1].mtu = UInt32(1300 + place) }
    let data = SampleNode.data(changes: SnapshotDiff.changes(from: old, to: new))
    var driver = Driver(.events, data: data, columns: 200, rows: 40)
    driver.type("f")
    var next = old
    next.namespaces[0].links?.removeLast()
    next.capturedAt += 2_000_000
    var seen: Set<String> = []
    for _ in 0..<6 {
      let size = String(driver.selectedLine().suffix(4))
      seen.insert(size)
      var copy = driver
      copy.data.add(SnapshotDiff.changes(from: old, to: next))
      #expect(copy.selectedLine().hasSuffix("mtu 1450 -> \(size)"))
      driver.type("j")
    }
    #expect(seen.count == 6)
  }

  @Test func podThatWentIsStillNamed() throws {
    let old = SampleNode.snapshot(second: 3)
    var data = ScreenData(snapshot: old, now: SampleNode.start)
    var without = old
    without.capturedAt += 1_000_000
    without.pods.remove(at: 1)
    without.namespaces.remove(at: 2)
    without.namespaces[0].links?.removeAll { $0.name == "veth77aa" }
    data.update(without, changes: SnapshotDiff.changes(from: old, to: without))
    // What follows must not take the names away.
    data.update(without, countersOnly: true)
    var later = without
    later.pods.removeAll()
    data.update(later)
    var driver = Driver(.events, data: data, columns: 160, rows: 40)
    for word in ["eth0", "veth77aa", "10.244.1.8/24"] {
      let found = lines(&driver, with: word).filter { $0.contains("removed") }
      #expect(!found.isEmpty, "\(word)")
      #expect(found.allSatisfy { $0.contains("default/web-1") }, "\(found)")
    }
  }

  /// What has no end must not take the room of what has one.
  @Test func longDifferencesLeaveRoomForWhatChanged() {
    let old = SampleNode.snapshot(second: 0)
    var new = old
    new.capturedAt += 1_000_000
    for place in 1...6 {
      new.namespaces[place].links?[1].altNames = [String(repeating: "long", count: 30)]
    }
    new.namespaces[0].neighbours?.append(
      Neighbour(
        address: IPAddress("10.244.1.250")!, macAddress: MACAddress("52:54:00:aa:00:09"),
        device: 4, state: .reachable))
    let data = SampleNode.data(changes: SnapshotDiff.changes(from: old, to: new))
    var narrow = Driver(.events, data: data, columns: 80)
    #expect(narrow.screen().contains(" neighbour ") && narrow.screen().contains("BEFORE -> "))
    var wide = Driver(.events, data: data, columns: 120)
    #expect(wide.screen().contains("kube-system/coredns-7f9c544f75-x2lqp link "))
  }

  /// As iproute2 calls them.
  @Test func tablesHaveTheirNames() {
    let old = SampleNode.snapshot(second: 0)
    var new = old
    new.namespaces[0].routes = RouteTable()
    let data = SampleNode.data(changes: SnapshotDiff.changes(from: old, to: new))
    var driver = Driver(.events, data: data, columns: 160)
    driver.type("aa")
    #expect(driver.screen().contains("local 192.168.10.11/32 table local"))
    #expect(!driver.screen().contains("table 25"))
  }

  @Test func onlyTheNewestAreKept() {
    let old = SampleNode.snapshot(second: 0)
    var new = old
    new.namespaces[0].links?[1].mtu = 9000
    let change = SnapshotDiff.changes(from: old, to: new)
    #expect(change.count == 1)
    var data = SampleNode.data(changes: [])
    for _ in 0..<30 {
      data.add([Change](repeating: change[0], count: 397))
    }
    #expect(data.events.count == 10_000)
    #expect(data.events.first?.number == 30 * 397 - 9999)
    #expect(data.events.last?.number == 30 * 397)
    data.add([Change](repeating: change[0], count: 25_000))
    #expect(data.events.count == 10_000)
    #expect(data.events.first?.number == 30 * 397 + 15_001)
    #expect(data.events.last?.number == 30 * 397 + 25_000)
  }
}
