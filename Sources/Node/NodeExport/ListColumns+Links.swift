import NetworkTypes
import NodeModel

struct LinkRow: Sendable {
  var link: Link
  var statistics: LinkStatistics?
}

enum LinkColumns {
  static let all: [ListColumn<LinkRow>] = ListColumn.place + identity + wiring + counters

  private static let identity: [ListColumn<LinkRow>] = [
    ListColumn("id", "ID", isWide: true) { $2.add($0.link.id.description) },
    ListColumn("ifindex", "INDEX", .right) { $2.add($0.link.id.index) },
    ListColumn("name", "NAME") { $2.add($0.link.name) },
    ListColumn("kind", "KIND") { $2.add($0.link.kind) },
    ListColumn("hardwareType", "HARDWARE", isWide: true) { $2.add($0.link.hardwareType) },
    ListColumn("operState", "STATE") { $2.add($0.link.operState) },
    ListColumn("flags", "FLAGS", isWide: true) { $2.add($0.link.flags.words) },
    ListColumn("mtu", "MTU", .right) { $2.add($0.link.mtu) },
    ListColumn("macAddress", "MAC") { $2.add($0.link.linkAddressText) },
    ListColumn("broadcast", "BROADCAST", isWide: true) { $2.add($0.link.broadcastText) },
    ListColumn("altNames", "ALTERNATIVE NAMES", isWide: true) { $2.add($0.link.altNames.sorted()) },
    ListColumn("group", "GROUP", .right, isWide: true) { $2.add($0.link.group) },
    ListColumn("txQueueLength", "TX QUEUE", .right, isWide: true) {
      $2.add($0.link.txQueueLength)
    },
  ]

  private static let wiring: [ListColumn<LinkRow>] = [
    ListColumn("master", "MASTER") { row, context, text in
      text.add(row.link.master.map { context.links.name($0, from: context.netns) })
    },
    ListColumn("peer", "PEER") { row, context, text in
      text.add(row.link.peer.map { context.links.name($0, from: context.netns) })
    },
    ListColumn("parent", "PARENT") { row, context, text in
      text.add(row.link.parent.map { context.links.name($0, from: context.netns) })
    },
    ListColumn("addresses", "ADDRESSES") { row, _, text in
      text.add(row.link.orderedAddresses.map { "\($0.address)/\($0.prefixLength)" })
    },
    ListColumn("attributes", "ATTRIBUTES", isWide: true) { $2.add($0.link.attributes) },
    ListColumn("detail", "DETAIL", isWide: true) { $2.add($0.link.detail) },
    ListColumn("port", "PORT", isWide: true) { $2.add($0.link.port) },
  ]

  private static let counters: [ListColumn<LinkRow>] = [
    counter("rxBytes", "RX BYTES", \.rxBytes), counter("txBytes", "TX BYTES", \.txBytes),
    counter("rxPackets", "RX PACKETS", \.rxPackets),
    counter("txPackets", "TX PACKETS", \.txPackets),
    counter("rxErrors", "RX ERRORS", \.rxErrors), counter("txErrors", "TX ERRORS", \.txErrors),
    counter("rxDropped", "RX DROPPED", \.rxDropped),
    counter("txDropped", "TX DROPPED", \.txDropped),
  ]

  private static func counter(
    _ key: String, _ title: String, _ path: any KeyPath<LinkStatistics, UInt64> & Sendable
  ) -> ListColumn<LinkRow> {
    ListColumn(key, title, .right, isWide: true) { $2.add($0.statistics?[keyPath: path]) }
  }
}
