import NetworkTypes
import NodeModel

/// What `IFLA_LINK` and `IFLA_LINK_NETNSID` say: an index, in a namespace that is known by the
/// number that the link's own namespace has for it.
struct LinkReference: Hashable, Sendable {
  var index: Int32
  /// nil is the link's own namespace.
  var nsid: Int32?
}

/// Resolves what links refer to, across any two namespaces of the node.
///
/// Asking each namespace for its number of each other one would cost n² requests. So the
/// node's own namespace is asked for all; a pair that one end explains needs no further
/// question; and only what is left is asked for, with likely candidates first.
struct PeerJoin {
  /// Asks namespace `inside` for its number of namespace `other` (`RTM_GETNSID`), which assigns
  /// none.
  typealias Question = (_ inside: NamespaceID, _ other: NamespaceID) -> Int32?

  /// What was learned: the numbers that namespaces have for others.
  private(set) var known: [NamespaceID: [Int32: NamespaceID]] = [:]
  private var asked: Set<Pair> = []
  /// How many questions may still be asked in this round, so that a node whose other ends are
  /// all out of reach costs milliseconds.
  private var budget = 0

  private struct Pair: Hashable {
    let inside: NamespaceID
    let other: NamespaceID
  }

  /// Takes in the numbers that one namespace has for others.
  mutating func learn(_ numbers: [Int32: NamespaceID], in namespace: NamespaceID) {
    known[namespace, default: [:]].merge(numbers) { _, new in new }
  }

  /// Forgets all numbers: some were assigned or taken away.
  mutating func forget() {
    known = [:]
    asked = []
  }

  /// Fills in `peer` and `parent` of all links.
  ///
  /// - Parameter references: Of each link of each namespace, in the same order.
  mutating func resolve(
    _ namespaces: inout [Namespace], _ references: [[LinkReference?]], ask: Question
  ) {
    budget = 4096
    var open: [(namespace: Int, link: Int, reference: LinkReference, nsid: Int32)] = []
    for position in namespaces.indices {
      let id = namespaces[position].id
      for (index, reference) in references[position].enumerated() {
        guard let reference else { continue }
        guard let nsid = reference.nsid else {
          Self.set(LinkID(id, reference.index), at: index, in: &namespaces[position])
          continue
        }
        if let other = known[id]?[nsid] {
          Self.set(LinkID(other, reference.index), at: index, in: &namespaces[position])
        } else {
          open.append((position, index, reference, nsid))
        }
      }
    }
    // The other end of a pair that is resolved says who is here.
    let ends = Self.ends(of: namespaces)
    open.removeAll { item in
      guard let other = ends[namespaces[item.namespace].links![item.link].id],
        other.index == item.reference.index
      else { return false }
      learn([item.nsid: other.namespace], in: namespaces[item.namespace].id)
      Self.set(other, at: item.link, in: &namespaces[item.namespace])
      return true
    }
    guard !open.isEmpty else { return }
    let candidates = Candidates(namespaces, references)
    for item in open {
      let inside = namespaces[item.namespace].id
      let own = namespaces[item.namespace].links![item.link]
      guard
        let other = find(
          item.nsid, inside: inside,
          candidates.order(for: own, index: item.reference.index, inside: inside), ask: ask)
      else { continue }
      Self.set(LinkID(other, item.reference.index), at: item.link, in: &namespaces[item.namespace])
    }
  }

  private mutating func find(
    _ nsid: Int32, inside: NamespaceID, _ order: [NamespaceID], ask: Question
  ) -> NamespaceID? {
    if let found = known[inside]?[nsid] { return found }
    for other in order where budget > 0 {
      guard asked.insert(Pair(inside: inside, other: other)).inserted else { continue }
      budget -= 1
      guard let number = ask(inside, other) else { continue }
      learn([number: other], in: inside)
      if number == nsid { return other }
    }
    return nil
  }

  /// By the id of each end, the other end, for all pairs that one end is resolved of.
  private static func ends(of namespaces: [Namespace]) -> [LinkID: LinkID] {
    var ends: [LinkID: LinkID] = [:]
    for namespace in namespaces {
      for link in namespace.links ?? [] {
        if let peer = link.peer { ends[peer] = link.id }
      }
    }
    return ends
  }

  private static func set(_ target: LinkID, at link: Int, in namespace: inout Namespace) {
    let kind = namespace.links![link].kind
    if kind == "veth" || kind == "netkit" || kind == "vxcan" {
      namespace.links![link].peer = target
    } else {
      namespace.links![link].parent = target
    }
  }
}

/// In which order to try namespaces for an unresolved link.
private struct Candidates {
  private let host: NamespaceID?
  private let all: [NamespaceID]
  /// By the index of a link and the index that it refers to: who has such a link.
  private var byEnds: [Ends: [NamespaceID]] = [:]

  private struct Ends: Hashable {
    let index: Int32
    let other: Int32
  }

  init(_ namespaces: [Namespace], _ references: [[LinkReference?]]) {
    host = namespaces.first(where: \.isHost)?.id
    all = namespaces.map(\.id)
    for (position, namespace) in namespaces.enumerated() {
      for (link, reference) in zip(namespace.links ?? [], references[position]) {
        guard let reference, reference.nsid != nil else { continue }
        byEnds[Ends(index: link.id.index, other: reference.index), default: []]
          .append(namespace.id)
      }
    }
  }

  /// Namespaces with a link that refers back first, then the node's own, then all others.
  func order(for link: Link, index: Int32, inside: NamespaceID) -> [NamespaceID] {
    let pairs = byEnds[Ends(index: index, other: link.id.index)] ?? []
    let first = pairs + [host].compactMap(\.self)
    return (first + all).filter { $0 != inside }
  }
}
