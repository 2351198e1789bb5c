import Canvas
import NetworkTypes
import NodeModel
import Screens
import Testing

/// Which changes a person is told first.
struct ChatterTests {
  /// The lines of the events view of what is different in `change`, with and without chatter.
  private func lines(_ change: (inout Snapshot) -> Void) -> (all: Int, told: Int) {
    let old = SampleNode.snapshot(second: 0)
    var new = old
    change(&new)
    new.capturedAt += 1_000_000
    let data = SampleNode.data(changes: SnapshotDiff.changes(from: old, to: new))
    var driver = Driver(.events, data: data, columns: 160)
    let all = driver.state.visibleRows(data)?.count ?? -1
    driver.type("a")
    return (all, driver.state.visibleRows(data)?.count ?? -1)
  }

  @Test func detectionOfDuplicatesIsChatterUnlessItFails() {
    let tentative = lines { $0.namespaces[1].links?[1].addresses[0].flags.insert(.tentative) }
    #expect(tentative == (1, 0))
    let failed = lines { $0.namespaces[1].links?[1].addresses[0].flags.insert(.dadFailed) }
    #expect(failed == (1, 1))
  }

  @Test func multicastIsChatterAndTunnelsAreNot() {
    let groups = lines { snapshot in
      snapshot.namespaces[0].fdb?.append(
        FDBEntry(
          macAddress: MACAddress("33:33:ff:00:00:09")!, device: 2, state: .permanent,
          flags: [.`self`]))
      snapshot.namespaces[0].neighbours?.append(
        Neighbour(
          address: IPAddress("ff02::16")!, macAddress: MACAddress("33:33:00:00:00:16"),
          device: 2, state: .noARP))
      snapshot.namespaces[1].links?[1].attributes.set("inet6Flags", words: ["ready"])
      snapshot.namespaces[0].links?[6].port.set("multicastGroups", 4)
    }
    // What IPv6 does by itself on a link is no change at all.
    #expect(groups == (3, 0))
    let tunnel = lines { snapshot in
      var entry = FDBEntry(
        macAddress: MACAddress("00:00:00:00:00:00")!, device: 5, state: .permanent,
        flags: [.`self`])
      entry.remote = IPAddress("192.168.10.19")
      snapshot.namespaces[0].fdb?.append(entry)
    }
    #expect(tunnel == (1, 1))
  }

  @Test func whatAnOperatorSetsIsTold() {
    let set = lines { snapshot in
      snapshot.namespaces[0].links?[1].mtu = 9000
      snapshot.namespaces[0].rules?.append(
        Rule(family: .ipv4, priority: 100, table: 100, action: .toTable))
    }
    #expect(set == (2, 2))
    let both = lines { snapshot in
      snapshot.namespaces[1].links?[1].attributes.set("inet6Flags", words: ["ready"])
      snapshot.namespaces[1].links?[1].mtu = 1400
    }
    #expect(both == (1, 1), "news in the same change are news")
  }
}
