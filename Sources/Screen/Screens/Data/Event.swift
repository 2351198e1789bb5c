public import NodeModel

/// A change as the screen keeps it, with what is dear to find and never changes: a filter asks
/// for the texts of thousands of them again whenever one is added.
public final class Event {
  /// Counted from 1 in the order in which they came, and never given twice: the same thing may
  /// change in every pod at once, so neither its title nor the time tells two of them apart.
  public let number: Int
  public let change: Change
  /// The pod or the namespace that it is about, as it was called when it came; nil for what is
  /// nowhere.
  ///
  /// Nothing names a pod any more that went.
  let owner: EventOwner?

  init(number: Int, change: Change, owner: EventOwner?) {
    self.number = number
    self.change = change
    self.owner = owner
  }

  /// Whether it says nothing to a person; see `Change.isChatter`.
  private(set) lazy var isChatter = change.isChatter

  /// `operState down -> up, mtu 1500 -> 9000`; empty for what was added or removed.
  private(set) lazy var text: String =
    change.action == .changed
    ? change.fields.map { "\($0.name) \($0.before ?? "-") -> \($0.after ?? "-")" }
      .joined(separator: ", ") : ""
}

/// Whom a change is about.
struct EventOwner: Hashable {
  var title: String
  var isPod: Bool

  /// - Parameter indices: Of the snapshots after the change and before it: the first one that
  ///   knows a pod says who it is, or else the first that knows the namespace.
  init?(_ change: Change, in indices: [NodeIndex]) {
    if case .pod(let pod)? = change.after ?? change.before, !pod.hostNetwork {
      self.init(title: pod.title, isPod: true)
      return
    }
    if let link = change.link, let pod = Self.first(indices, { $0.pod(of: link) }) {
      self.init(title: pod.title, isPod: true)
      return
    }
    guard let namespace = change.namespace else { return nil }
    if let pod = Self.first(indices, { $0.pod(of: namespace) }) {
      self.init(title: pod.title, isPod: true)
      return
    }
    let index = indices.first { $0.namespace(namespace) != nil }
    self.init(title: index?.title(of: namespace) ?? namespace.description, isPod: false)
  }

  private init(title: String, isPod: Bool) {
    self.title = title
    self.isPod = isPod
  }

  private static func first<Found>(
    _ indices: [NodeIndex], _ find: (NodeIndex) -> Found?
  ) -> Found? {
    for index in indices {
      if let found = find(index) { return found }
    }
    return nil
  }
}
