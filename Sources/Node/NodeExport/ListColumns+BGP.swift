import NetworkTypes
import NodeModel

enum BGPColumns {
  static let all: [ListColumn<BGPStatus.Session>] = [
    ListColumn("netns", "NETNS", isWide: true) { $2.add($0.speaker.netns.description) },
    ListColumn("daemon", "DAEMON") { $2.add($0.daemon) },
    ListColumn("peer", "PEER") { $2.add($0.title) },
    ListColumn("name", "NAME") { $2.add($0.peer.name) },
    ListColumn("peerKind", "KIND") { $2.add($0.peer.kind.rawValue) },
    ListColumn("peerAS", "AS", .right) { $2.add($0.peer.peerAS) },
    ListColumn("localAS", "LOCAL AS", .right, isWide: true) { $2.add($0.peer.localAS) },
    ListColumn("localAddress", "LOCAL", isWide: true) { $2.add($0.peer.localAddress) },
    ListColumn("state", "STATE") { $2.add($0.stateWord) },
    ListColumn("sinceSeconds", "SINCE", .right) { $2.add($0.peer.sinceSeconds) },
    ListColumn("accepted", "IN", .right) { $2.add($0.accepted) },
    ListColumn("advertised", "OUT", .right) { $2.add($0.advertised) },
    ListColumn("families", "FAMILIES", isWide: true) { session, _, text in
      text.add(session.peer.families.map(\.name))
    },
    ListColumn("bfd", "BFD", isWide: true) { $2.add($0.peer.bfd) },
    ListColumn("flaps", "FLAPS", .right, isWide: true) { $2.add($0.peer.flaps) },
    ListColumn("source", "SOURCE", isWide: true) {
      $2.add($0.isKernelOnly ? "kernel" : $0.speaker.source)
    },
    ListColumn("reason", "REASON") { $2.add($0.reasonText) },
  ]
}
