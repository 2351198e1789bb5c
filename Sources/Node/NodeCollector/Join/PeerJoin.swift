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
  /// Numbers that belong to no namespace that can be seen: each was asked for.
  private var hopeless: Set<Number> = []
  /// How many questions may still be asked in this round.
  private var budget = 0
  /// Whether questions were left for the next round.
  private(set) var isUnfinished = false

  private struct Pair: Hashable {
    let inside: NamespaceID
    let other: NamespaceID
  }

  private struct Number: Hashable {
    let inside: NamespaceID
    let nsid: Int32
    /// Only namespaces with a link that refers back were asked about this one.
    let ends: Ends?
  }

  /// Takes in the numbers that one namespace has for others.
  mutating func learn(_ numbers: [Int32: NamespaceID], in namespace: NamespaceID) {
    known[namespace, default: [:]].merge(numbers) { _, new in new }
  }

  /// Forgets the numbers that one namespace has: some were assigned or taken away.
  mutating func forget(numbersIn namespace: NamespaceID) {
    known[namespace] = nil
    asked = asked.filter { $0.inside != namespace }
    hopeless = hopeless.filter { $0.inside != namespace }
  }

  /// Forgets a namespace that is gone, and the numbers of it.
  mutating func forget(_ namespace: NamespaceID) {
    forget(numbersIn: namespace)
    asked = asked.filter { $0.other != namespace }
    for inside in Array(known.keys) {
      known[inside] = known[inside]?.filter { $0.value != namespace }
    }
  }

  /// New namespaces or links may be what could not be found before.
  mutating func hope() { hopeless = [] }

  /// Fills in `peer` and `parent` of all links; what cannot be resolved is nil.
  ///
  /// Links that do not change keep their storage.
  /// - Parameters:
  ///   - references: Of each link of each namespace, in the same order.
  ///   - questions: How many may be asked at most.
  mutating func resolve(
    _ namespaces: inout [Namespace], _ references: [[LinkReference?]], questions: Int = 4096,
    ask: Question
  ) {
    budget = questions
    isUnfinished = false
    var open: [Open] = []
    for position in namespaces.indices {
      let id = namespaces[position].id
      for (link, reference) in references[position].enumerated() {
        guard let reference else { continue }
        if let other = reference.nsid.map({ known[id]?[$0] }) ?? id {
          Self.set(LinkID(other, reference.index), at: link, in: &namespaces[position])
        } else if let nsid = reference.nsid {
          open.append(Open(namespace: position, link: link, index: reference.index, nsid: nsid))
        }
      }
    }
    guard !open.isEmpty else { return }
    // The other end of a pair that is resolved says who is here. The number is not learned from
    // it: this end may have been read before the other one moved, and then it is another's.
    let ends = Self.ends(of: namespaces)
    open.removeAll { item in
      guard let other = ends[namespaces[item.namespace].links![item.link].id],
        other.index == item.index
      else { return false }
      Self.set(other, at: item.link, in: &namespaces[item.namespace])
      return true
    }
    guard !open.isEmpty else { return }
    let candidates = Candidates(namespaces, references)
    for item in open {
      let other = find(item, in: namespaces, candidates, ask: ask)
      Self.set(
        other.map { LinkID($0, item.index) }, at: item.link, in: &namespaces[item.namespace])
    }
  }

  /// A link that refers to one in a namespace that is not known yet.
  private struct Open {
    var namespace: Int
    var link: Int
    var index: Int32
    var nsid: Int32
  }

  private mutating func find(
    _ item: Open, in namespaces: [Namespace], _ candidates: Candidates, ask: Question
  ) -> NamespaceID? {
    let inside = namespaces[item.namespace].id
    if let found = known[inside]?[item.nsid] { return found }
    let own = namespaces[item.namespace].links![item.link]
    let ends = Ends(index: item.index, other: own.id.index)
    let number = Number(
      inside: inside, nsid: item.nsid, ends: Self.isPair(own.kind) ? ends : nil)
    if hopeless.contains(number) { return nil }
    // Each end of a pair refers to the other one, so nobody else can be it.
    let order =
      Self.isPair(own.kind) ? [candidates.referringBack(ends)] : candidates.order(ends)
    for group in order {
      for other in group where other != inside {
        guard !asked.contains(Pair(inside: inside, other: other)) else { continue }
        guard budget > 0 else {
          isUnfinished = true
          return nil
        }
        budget -= 1
        asked.insert(Pair(inside: inside, other: other))
        guard let answer = ask(inside, other) else { continue }
        learn([answer: other], in: inside)
        if answer == item.nsid { return other }
      }
    }
    hopeless.insert(number)
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

  /// The ends of pairs that the other end does not refer back to, and those other ends.
  ///
  /// The kernel tells a link's own namespace when it is moved, and not that of its other end; so
  /// one that is out of step was moved since it was read.
  static func outOfStep(_ namespaces: [Namespace]) -> Set<LinkID> {
    var positions: [NamespaceID: Int] = [:]
    for position in namespaces.indices { positions[namespaces[position].id] = position }
    var found: Set<LinkID> = []
    for namespace in namespaces {
      for link in namespace.links ?? [] where isPair(link.kind) {
        guard let peer = link.peer, let other = positions[peer.namespace],
          namespaces[other].links != nil
        else { continue }
        if namespaces[other].link(peer.index)?.peer != link.id {
          found.formUnion([link.id, peer])
        }
      }
    }
    return found
  }

  /// Kinds of links that come in pairs, each end of which refers to the other one.
  private static func isPair(_ kind: String?) -> Bool {
    kind == "veth" || kind == "netkit" || kind == "vxcan"
  }

  private static func set(_ target: LinkID?, at link: Int, in namespace: inout Namespace) {
    let field: WritableKeyPath<Link, LinkID?> =
      isPair(namespace.links![link].kind) ? \.peer : \.parent
    if namespace.links![link][keyPath: field] != target {
      namespace.links![link][keyPath: field] = target
    }
  }
}

/// The index of a link, and the index that it refers to in another namespace.
private struct Ends: Hashable {
  let index: Int32
  let other: Int32
}

/// In which order to try namespaces for an unresolved link.
private struct Candidates {
  private let host: [NamespaceID]
  private var byIndex: [Int32: [NamespaceID]] = [:]
  private var byEnds: [Ends: [NamespaceID]] = [:]

  init(_ namespaces: [Namespace], _ references: [[LinkReference?]]) {
    host = namespaces.filter(\.isHost).map(\.id)
    for (position, namespace) in namespaces.enumerated() {
      for (link, reference) in zip(namespace.links ?? [], references[position]) {
        byIndex[link.id.index, default: []].append(namespace.id)
        guard let reference, reference.nsid != nil else { continue }
        byEnds[Ends(index: link.id.index, other: reference.index), default: []]
          .append(namespace.id)
      }
    }
  }

  func referringBack(_ ends: Ends) -> [NamespaceID] { byEnds[ends] ?? [] }

  /// The node's own first, then all others that have a link with the index.
  func order(_ ends: Ends) -> [[NamespaceID]] { [host, byIndex[ends.index] ?? []] }
}
