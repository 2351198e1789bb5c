import NetworkTypes
import NodeModel

struct AddressRow: Sendable {
  var link: LinkID
  var device: String
  var address: InterfaceAddress
}

enum AddressColumns {
  static let all: [ListColumn<AddressRow>] =
    ListColumn.place + [
      ListColumn("device", "DEVICE") { $2.add($0.device) },
      ListColumn("link", "LINK", isWide: true) { $2.add($0.link.description) },
      ListColumn("address", "ADDRESS") { row, _, text in
        text.add(IPPrefix(row.address.address, length: row.address.prefixLength))
      },
      ListColumn("peer", "PEER") { $2.add($0.address.peer) },
      ListColumn("scope", "SCOPE") { $2.add($0.address.scope) },
      ListColumn("flags", "FLAGS") { row, _, text in
        text.add(row.address.flags.words(for: row.address.address.family))
      },
      ListColumn("label", "LABEL", isWide: true) { $2.add($0.address.label) },
      ListColumn("broadcast", "BROADCAST", isWide: true) { $2.add($0.address.broadcast) },
      ListColumn("anycast", "ANYCAST", isWide: true) { $2.add($0.address.anycast) },
      ListColumn("validSeconds", "VALID", .right) { $2.addLifetime($0.address.validSeconds) },
      ListColumn("preferredSeconds", "PREFERRED", .right, isWide: true) {
        $2.addLifetime($0.address.preferredSeconds)
      },
      ListColumn("metric", "METRIC", .right, isWide: true) { $2.add($0.address.metric) },
    ]
}

extension CellText {
  /// Seconds; `forever` for a lifetime that does not end, as `ip` has it.
  fileprivate mutating func addLifetime(_ seconds: UInt32?) {
    if seconds == .max { add("forever") } else { add(seconds) }
  }
}

enum RouteColumns {
  static let all: [ListColumn<Route>] =
    ListColumn.place + [
      ListColumn("family", "FAMILY", isWide: true) { $2.add($0.family.word) },
      ListColumn("type", "TYPE") { $2.add($0.type) },
      ListColumn("destination", "DESTINATION") { $2.add($0.destination) },
      ListColumn("gateway", "GATEWAY") { route, _, text in
        text.add(route.gateway ?? route.extra?.via)
      },
      ListColumn("device", "DEVICE") { route, context, text in
        text.add(context.names[route.device])
      },
      ListColumn("nextHops", "NEXT HOPS") { route, context, text in
        let hops = (route.extra?.nextHops ?? []).map { hop in
          [hop.gateway?.description, context.names[hop.device].map { "dev \($0)" }]
            .compactMap { $0 }.joined(separator: " ") + " weight \(hop.weight)"
        }
        text.add(hops.joined(separator: ", "))
      },
      ListColumn("table", "TABLE", .right) { $2.add($0.table) },
      ListColumn("protocol", "PROTOCOL") { $2.add($0.protocol) },
      ListColumn("scope", "SCOPE") { $2.add($0.scope) },
      ListColumn("priority", "PRIORITY", .right) { $2.add($0.priority) },
      ListColumn("source", "SOURCE") { $2.add($0.extra?.source) },
      ListColumn("flags", "FLAGS") { $2.add($0.extra?.flags.words ?? []) },
      ListColumn("mtu", "MTU", .right, isWide: true) { $2.add($0.extra?.mtu) },
      ListColumn("from", "FROM", isWide: true) { $2.add($0.extra?.from) },
      ListColumn("nextHopId", "NEXT HOP ID", .right, isWide: true) { $2.add($0.extra?.nextHopID) },
      ListColumn("attributes", "ATTRIBUTES", isWide: true) {
        $2.add($0.extra?.attributes ?? Facts())
      },
    ]
}

enum RuleColumns {
  static let all: [ListColumn<Rule>] =
    ListColumn.place + [
      ListColumn("family", "FAMILY") { $2.add($0.family.word) },
      ListColumn("priority", "PRIORITY", .right) { $2.add($0.priority) },
      ListColumn("from", "FROM") { $2.add($0.from) },
      ListColumn("to", "TO") { $2.add($0.to) },
      ListColumn("iif", "IIF") { $2.add($0.iif) },
      ListColumn("oif", "OIF") { $2.add($0.oif) },
      ListColumn("fwMark", "FWMARK", .right) { $2.add($0.fwMark) },
      ListColumn("fwMask", "FWMASK", .right, isWide: true) { $2.add($0.fwMask) },
      ListColumn("action", "ACTION") { $2.add($0.action) },
      ListColumn("table", "TABLE", .right) { $2.add($0.table) },
      ListColumn("attributes", "ATTRIBUTES") { $2.add($0.attributes) },
    ]
}

enum NeighbourColumns {
  static let all: [ListColumn<Neighbour>] =
    ListColumn.place + [
      ListColumn("address", "ADDRESS") { $2.add($0.address) },
      ListColumn("macAddress", "MAC") { $2.add($0.macAddress) },
      ListColumn("device", "DEVICE") { $2.add($1.names[$0.device]) },
      ListColumn("state", "STATE") { $2.add($0.stateWord) },
      ListColumn("flags", "FLAGS") { $2.add($0.flags.words) },
      ListColumn("protocol", "PROTOCOL", isWide: true) { $2.add($0.protocol) },
      ListColumn("confirmedSeconds", "CONFIRMED", .right, isWide: true) {
        $2.add($0.confirmedSeconds)
      },
      ListColumn("usedSeconds", "USED", .right, isWide: true) { $2.add($0.usedSeconds) },
      ListColumn("updatedSeconds", "UPDATED", .right, isWide: true) { $2.add($0.updatedSeconds) },
      ListColumn("probes", "PROBES", .right, isWide: true) { $2.add($0.probes) },
    ]
}

enum FDBColumns {
  static let all: [ListColumn<FDBEntry>] =
    ListColumn.place + [
      ListColumn("macAddress", "MAC") { $2.add($0.macAddress) },
      ListColumn("device", "DEVICE") { $2.add($1.names[$0.device]) },
      ListColumn("bridge", "BRIDGE") { $2.add($1.names[$0.bridge]) },
      ListColumn("vlan", "VLAN", .right) { $2.add($0.vlan) },
      ListColumn("remote", "REMOTE") { $2.add($0.remote) },
      ListColumn("port", "PORT", .right) { $2.add($0.port) },
      ListColumn("vni", "VNI", .right) { $2.add($0.vni) },
      ListColumn("sourceVni", "SOURCE VNI", .right, isWide: true) { $2.add($0.sourceVNI) },
      ListColumn("via", "VIA", isWide: true) { $2.add($1.names[$0.via]) },
      ListColumn("nextHopGroup", "NEXT HOP GROUP", .right, isWide: true) {
        $2.add($0.nextHopGroup)
      },
      ListColumn("state", "STATE") { $2.add($0.stateWord) },
      ListColumn("flags", "FLAGS") { $2.add($0.flags.words) },
      ListColumn("protocol", "PROTOCOL", isWide: true) { $2.add($0.protocol) },
      ListColumn("usedSeconds", "USED", .right, isWide: true) { $2.add($0.usedSeconds) },
      ListColumn("updatedSeconds", "UPDATED", .right, isWide: true) { $2.add($0.updatedSeconds) },
      ListColumn("linkNsid", "LINK NSID", .right, isWide: true) { $2.add($0.linkNSID) },
    ]
}
