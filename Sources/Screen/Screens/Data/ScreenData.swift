public import NodeModel

/// Where the shown facts come from, and whether they still come.
public enum DataSource: Hashable, Sendable {
  case live
  /// Live, but reading fails or is behind; why, in a few words.
  case stale(String)
}

/// All that a screen shows: it is made by the program, and a screen only reads it.
public struct ScreenData {
  public private(set) var snapshot: Snapshot
  public var rates: RateTable
  /// What changed, the newest last, as it happened.
  public private(set) var events: [Event] = []
  /// In microseconds since 1970 (UTC).
  public var now: Int64
  public var source: DataSource
  public var doors = NamespaceDoors()

  /// Another number after every update.
  private(set) var generation = 1
  let routeCounts = RouteCounts()
  private(set) var allocations = AllocationHistory()
  /// What is found from one fact to another, made anew only when more than counters changed.
  private(set) var index: NodeIndex

  public init(
    snapshot: Snapshot = Snapshot(), rates: RateTable = RateTable(), changes: [Change] = [],
    now: Int64 = 0, source: DataSource = .live
  ) {
    self.snapshot = snapshot
    self.rates = rates
    self.now = now
    self.source = source
    index = NodeIndex(snapshot)
    allocations.note(snapshot)
    add(changes, knownBy: [index])
  }

  /// Whether nothing was read yet, which is not the same as an empty node.
  var isUnread: Bool { snapshot.capturedAt == 0 && snapshot.namespaces.isEmpty }

  /// Takes a newer snapshot.
  ///
  /// - Parameters:
  ///   - countersOnly: Whether nothing but the counters of links differs from the last one; then
  ///     nothing is looked up or ordered anew that does not depend on them.
  ///   - changes: What is different, in the order in which it happened.
  public mutating func update(
    _ snapshot: Snapshot, countersOnly: Bool = false, changes: [Change] = []
  ) {
    let before = index
    self.snapshot = snapshot
    generation += 1
    allocations.note(snapshot)
    if !countersOnly || !index.fits(snapshot) { index = NodeIndex(snapshot) }
    add(changes, knownBy: [index, before])
  }

  /// Takes changes without a snapshot of their own.
  public mutating func add(_ changes: [Change]) { add(changes, knownBy: [index]) }

  private mutating func add(_ changes: [Change], knownBy indices: [NodeIndex]) {
    guard !changes.isEmpty else { return }
    let first = (events.last?.number ?? 0) + 1
    // A burst may have more than are kept.
    let kept = changes.indices.suffix(Self.longestHistory)
    events += kept.map { place in
      Event(
        number: first + place, change: changes[place],
        owner: EventOwner(changes[place], in: indices))
    }
    if events.count > Self.longestHistory {
      events.removeFirst(events.count - Self.longestHistory)
    }
  }

  /// How many changes are kept.
  static let longestHistory = 10_000
}
