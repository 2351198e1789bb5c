import NetworkTypes
import NodeModel

/// Chooses the namespaces whose counters are worth reading.
///
/// What a pod sends and receives passes the node's own end of its pair, or the link that its
/// macvlan is on; those are read in one request. So a namespace is read when a link of the
/// node's that it hangs on has counted something, which on a quiet node is hardly ever. What
/// stays inside a namespace (`lo`) is noticed within twenty rounds, and from then on followed as
/// long as it goes on.
struct CounterPlan {
  /// Those whose counters were different, since the last time that somebody took them over.
  var changed: Set<NamespaceID> = []
  /// By the position of a link of the node's, the namespaces that hang on it.
  private var dependents: [Int: [NamespaceID]] = [:]
  /// Those with links that hang on none of the node's.
  private var always: [NamespaceID] = []
  private var others: [NamespaceID] = []
  /// Where something went on inside, and for how many more rounds they are read.
  private var lively: [NamespaceID: Int] = [:]
  /// Those that are read because of a link of the node's, in this round.
  private var triggered: Set<NamespaceID> = []
  private var nextOther = 0

  /// In so many rounds each namespace is read once.
  static let rounds = 20
  private static let patience = 30

  /// Takes in how namespaces are connected.
  mutating func plan(_ namespaces: [Namespace], host: NamespaceID) {
    dependents = [:]
    always = []
    others = []
    let own = namespaces.first { $0.id == host }?.links ?? []
    var positions: [Int32: Int] = [:]
    for (position, link) in own.enumerated() { positions[link.id.index] = position }
    for namespace in namespaces where namespace.id != host && namespace.links != nil {
      var isIndependent = own.isEmpty
      for link in namespace.links ?? [] where !link.flags.contains(.loopback) {
        if let target = link.peer ?? link.parent, target.namespace == host,
          let position = positions[target.index]
        {
          dependents[position, default: []].append(namespace.id)
        } else if link.flags.contains(.up) {
          isIndependent = true
        }
      }
      if isIndependent { always.append(namespace.id) } else { others.append(namespace.id) }
    }
    let known = Set(always + others)
    lively = lively.filter { known.contains($0.key) }
    if nextOther >= others.count { nextOther = 0 }
  }

  /// The namespaces to read in this round, besides the node's own.
  ///
  /// - Parameter changedHostLinks: The positions of the node's links that counted something.
  mutating func next(changedHostLinks: [Int]) -> Set<NamespaceID> {
    triggered = []
    for position in changedHostLinks {
      if let namespaces = dependents[position] { triggered.formUnion(namespaces) }
    }
    var due = triggered.union(always)
    for id in Array(lively.keys) {
      due.insert(id)
      lively[id]! -= 1
      if lively[id]! <= 0 { lively[id] = nil }
    }
    for _ in 0..<(others.count + Self.rounds - 1) / Self.rounds {
      due.insert(others[nextOther])
      nextOther = (nextOther + 1) % others.count
    }
    return due
  }

  /// Takes in what a reading brought.
  mutating func note(_ namespace: NamespaceID, hasChanged: Bool) {
    guard hasChanged else { return }
    changed.insert(namespace)
    if !triggered.contains(namespace) { lively[namespace] = Self.patience }
  }
}
