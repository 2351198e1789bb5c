import NetworkTypes
import NodeModel

/// A port with the name of the place that it is in.
struct PortRow: Sendable {
  var entry: PortState.Entry
  /// The pod, `host`, or the name of the namespace.
  var place: String
}

enum PortColumns {
  static let all: [ListColumn<PortRow>] = [
    ListColumn("port", "PORT", .right) { $2.add($0.entry.port) },
    ListColumn("protocol", "PROTO") { $2.add($0.entry.protocol) },
    ListColumn("address", "ADDRESS") { row, _, text in
      text.add(row.entry.addressText + (row.entry.device.map { "%\($0)" } ?? ""))
    },
    ListColumn("where", "NETNS/POD") { $2.add($0.place) },
    ListColumn("process", "PROCESS") { $2.add($0.entry.processText) },
    ListColumn("targets", "LEADS TO") { $2.add($0.entry.targets) },
    ListColumn("expectedBy", "EXPECTED BY") { $2.add($0.entry.expectedBy) },
    ListColumn("problem", "PROBLEM") { $2.add($0.entry.problem) },
    ListColumn("kind", "KIND", isWide: true) { $2.add($0.entry.kind.rawValue) },
    ListColumn("netns", "NETNS", isWide: true) { $2.add($0.entry.netns?.description) },
    ListColumn("pod", "POD", isWide: true) { $2.add($0.entry.pod) },
    ListColumn("pids", "PIDS", isWide: true) { row, _, text in
      text.add(row.entry.pids.map(String.init))
    },
    ListColumn("sockets", "SOCKETS", .right, isWide: true) { $2.add($0.entry.sockets) },
    ListColumn("uid", "UID", .right, isWide: true) { $2.add($0.entry.uid) },
  ]
}

extension RowSet {
  static func ports(_ snapshot: Snapshot) -> RowSet {
    let contexts = snapshot.listContexts()
    var places: [NamespaceID: String] = [:]
    for context in contexts { if let netns = context.netns { places[netns] = context.place } }
    let rows = (snapshot.ports?.entries ?? []).map { entry in
      let place = entry.netns.map { places[$0] ?? $0.description } ?? ""
      // A pod in the node's namespace, or behind one of its ports, says more than `host`.
      return PortRow(
        entry: entry, place: entry.pod.map { $0 == place ? $0 : "\(place) \($0)" } ?? place)
    }
    let node = ListContext(place: "", names: DeviceNames(), links: LinkNames())
    return RowSet(.ports, PortColumns.all, [ListSection(node, rows)]) { row, _, writer in
      row.entry.describe(to: &writer, names: DeviceNames())
    }
  }
}
