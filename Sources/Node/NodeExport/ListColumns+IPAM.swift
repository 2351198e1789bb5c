import NetworkTypes
import NodeModel

enum NetworkColumns {
  static let all: [ListColumn<IPAMState.Network>] = [
    ListColumn("name", "NETWORK") { $2.add($0.name) },
    ListColumn("store", "STORE") { $2.add($0.store) },
    ListColumn("ranges", "RANGES") { network, _, text in
      text.add(network.ranges.map { "\($0.first)-\($0.last)" })
    },
    ListColumn("size", "SIZE", .right) { network, _, text in
      text.add(network.ranges.isEmpty ? nil : network.size)
    },
    ListColumn("used", "USED", .right) { network, _, text in
      text.add(network.ranges.isEmpty ? UInt64(network.leases.count) : network.used)
    },
    ListColumn("free", "FREE", .right) { $2.add($0.freeOfTightestSet) },
    count(.inUse, "IN-USE"), count(.leaked, "LEAKED"), count(.missing, "MISSING"),
    count(.duplicate, "DUPLICATE"), count(.reserved, "RESERVED"), count(.unknown, "UNKNOWN"),
    ListColumn("path", "PATH", isWide: true) { $2.add($0.path) },
    ListColumn("problems", "PROBLEMS") { $2.add($0.problems) },
  ]

  private static func count(
    _ state: LeaseState, _ title: String
  ) -> ListColumn<IPAMState.Network> {
    ListColumn(state.rawValue, title, .right) { network, _, text in
      text.add(network.count(state))
    }
  }
}

/// A lease with the name of its network.
struct LeaseRow: Sendable {
  var network: String
  var lease: IPAMState.Lease
}

enum LeaseColumns {
  static let all: [ListColumn<LeaseRow>] = [
    ListColumn("address", "ADDRESS") { $2.add($0.lease.address) },
    ListColumn("network", "NETWORK") { $2.add($0.network) },
    ListColumn("state", "STATE") { $2.add($0.lease.state.rawValue) },
    ListColumn("pod", "POD") { $2.add($0.lease.pod) },
    ListColumn("ifname", "IFNAME") { $2.add($0.lease.ifname) },
    ListColumn("ageSeconds", "AGE", .right) { $2.add($0.lease.ageSeconds) },
    ListColumn("containerId", "CONTAINER", isWide: true) { $2.add($0.lease.containerID) },
    ListColumn("evidence", "EVIDENCE") { row, _, text in
      text.add(row.lease.evidence.words.joined(separator: "; "))
    },
  ]
}

extension RowSet {
  static func networks(_ snapshot: Snapshot) -> RowSet {
    let node = ListContext(place: "", names: DeviceNames(), links: LinkNames())
    return RowSet(
      .networks, NetworkColumns.all, [ListSection(node, snapshot.ipam?.networks ?? [])]
    ) { network, _, writer in
      network.describeSummary(to: &writer)
      writer.objects("ranges", network.ranges) { $0.describe(to: &$1, names: DeviceNames()) }
    }
  }

  static func leases(_ snapshot: Snapshot) -> RowSet {
    let node = ListContext(place: "", names: DeviceNames(), links: LinkNames())
    let sections = (snapshot.ipam?.networks ?? []).map { network in
      ListSection(node, count: network.leases.count) {
        LeaseRow(network: network.name, lease: network.leases[$0])
      }
    }
    return RowSet(.leases, LeaseColumns.all, sections) { row, _, writer in
      writer.field("network", row.network)
      row.lease.describe(to: &writer, names: DeviceNames())
    }
  }
}
