import NetworkTypes
import NodeModel

/// Something that an operator wants to see first.
struct Problem: Hashable {
  enum Kind: Hashable { case source, link, pod, tunnel, address, mtu, loss }

  var kind: Kind
  /// What is wrong, in one or two words.
  var what: String
  /// Which thing.
  var subject: String
  var detail: String
  /// The row where more stands.
  var link: LinkID?

  /// What is wrong with a node as its facts alone can tell, the worst first.
  static func problems(of snapshot: Snapshot, index: NodeIndex) -> [Problem] {
    links(snapshot, index) + tunnels(snapshot, index) + sizes(snapshot, index) + pods(snapshot)
      + sources(snapshot)
  }

  private static func links(_ snapshot: Snapshot, _ index: NodeIndex) -> [Problem] {
    var found: [Problem] = []
    for namespace in snapshot.namespaces {
      for link in namespace.links ?? [] {
        // A broken pair is one problem: the node's end stands for both.
        let isFarEnd =
          !namespace.isHost
          && link.peer.flatMap { index.link($0) }.map { $0.condition != .up } ?? false
        if !isFarEnd, link.isFaulty(isUsed: index.isUsed(link)) {
          found.append(
            Problem(
              kind: .link, what: link.condition.word, subject: link.name,
              detail: owner(link, index), link: link.id))
        }
        for address in link.addresses where address.flags.contains(.dadFailed) {
          found.append(
            Problem(
              kind: .address, what: "duplicate", subject: "\(address.address)",
              detail: "\(link.name) \(owner(link, index))", link: link.id))
        }
      }
    }
    return found
  }

  private static func owner(_ link: Link, _ index: NodeIndex) -> String {
    index.pod(of: link.id)?.title ?? index.title(of: link.id.namespace)
  }

  private static func tunnels(_ snapshot: Snapshot, _ index: NodeIndex) -> [Problem] {
    snapshot.tunnels.compactMap { tunnel in
      guard let headroom = tunnel.headroom(index), headroom < 0 else { return nil }
      return Problem(
        kind: .tunnel, what: "mtu too high", subject: index.name(of: tunnel.link),
        detail: "by \(-headroom) bytes", link: tunnel.link)
    }
  }

  private static func sizes(_ snapshot: Snapshot, _ index: NodeIndex) -> [Problem] {
    snapshot.namespaces.flatMap { namespace in
      (namespace.links ?? []).compactMap { link -> Problem? in
        guard let mtu = link.mtu, let conflict = index.mtuConflict(of: link) else { return nil }
        // A pair is one problem, and the node's end or the first one stands for both.
        let isFarEnd =
          conflict.kind == .peer
          && (index.namespace(conflict.other.namespace)?.isHost == true && !namespace.isHost
            || conflict.other.namespace == namespace.id && conflict.other < link.id)
        if isFarEnd { return nil }
        let other = index.name(of: conflict.other, from: namespace.id)
        return Problem(
          kind: .mtu, what: "mtu differs", subject: link.name,
          detail: "\(mtu), \(other) \(conflict.otherMTU)", link: link.id)
      }
    }
  }

  private static func pods(_ snapshot: Snapshot) -> [Problem] {
    snapshot.pods.filter { !$0.hostNetwork && $0.netns != nil && $0.interfaces.isEmpty }.map {
      Problem(kind: .pod, what: "no interface", subject: $0.title, detail: "")
    }
  }

  private static func sources(_ snapshot: Snapshot) -> [Problem] {
    snapshot.completeness.filter(\.isProblem).map {
      Problem(
        kind: .source, what: $0.status.rawValue, subject: $0.source, detail: $0.detail ?? "")
    }
  }
}

extension Completeness {
  /// Whether facts are missing that should be there; what is not installed is not missed.
  var isProblem: Bool { status != .ok && status != .absent }
}

extension Tunnel {
  /// How many bytes the underlay has left when a full packet is wrapped; negative if it does not
  /// fit; nil where one of the figures is not known.
  func headroom(_ index: NodeIndex) -> Int? {
    guard let mtu, let overheadBytes, let below = underlay.flatMap({ index.link($0)?.mtu })
    else { return nil }
    return Int(below) - Int(overheadBytes) - Int(mtu)
  }
}
