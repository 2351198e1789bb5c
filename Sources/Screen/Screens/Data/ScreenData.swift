public import NodeModel

/// Where the shown facts come from, and whether they still come.
public enum DataSource: Hashable, Sendable {
  case live
  /// Live, but reading fails or is behind; why, in a few words.
  case stale(String)
  /// A snapshot from a file, with its name.
  case file(String)
  /// A recording; the moment that is shown, as text.
  case replay(String)
}

/// All that a screen shows: it is made by the program, and a screen only reads it.
public struct ScreenData {
  public private(set) var snapshot: Snapshot
  public var rates: RateTable
  /// The newest last, as they happened.
  public var changes: [Change]
  /// In microseconds since 1970 (UTC).
  public var now: Int64
  public var source: DataSource
  /// Whether actions that change the node are allowed.
  public var isWritable = false

  /// Another number after every update.
  private(set) var generation = 1
  /// The texts of changes, which are dear to make and never change.
  let changeTexts = ChangeTexts()
  let routeCounts = RouteCounts()
  /// What is found from one fact to another, made anew only when more than counters changed.
  private(set) var index: NodeIndex

  public init(
    snapshot: Snapshot = Snapshot(), rates: RateTable = RateTable(), changes: [Change] = [],
    now: Int64 = 0, source: DataSource = .live
  ) {
    self.snapshot = snapshot
    self.rates = rates
    self.changes = changes
    self.now = now
    self.source = source
    index = NodeIndex(snapshot)
  }

  /// Whether nothing was read yet, which is not the same as an empty node.
  var isUnread: Bool { snapshot.capturedAt == 0 && snapshot.namespaces.isEmpty }

  /// Whether all facts are of one moment and nothing more is read.
  var isFixed: Bool {
    switch source {
    case .file, .replay: true
    case .live, .stale: false
    }
  }

  /// Takes a newer snapshot.
  ///
  /// - Parameter countersOnly: Whether nothing but the counters of links differs from the last
  ///   one; then nothing is looked up or ordered anew that does not depend on them.
  public mutating func update(_ snapshot: Snapshot, countersOnly: Bool = false) {
    self.snapshot = snapshot
    generation += 1
    guard !countersOnly || !index.fits(snapshot) else { return }
    index = NodeIndex(snapshot)
  }
}
