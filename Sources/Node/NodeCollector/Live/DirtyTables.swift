import NodeModel

/// Which tables of which namespaces changed, and when each may be read again.
///
/// Events tell only what to read, never what it says: so an event that was lost or merged
/// cannot make the model wrong. A first change is read at once; while a table keeps changing,
/// it is read again after four times what the last reading took, so that a storm costs a fifth
/// of one processor and no more.
struct DirtyTables {
  private struct Key: Hashable {
    let namespace: NamespaceID
    let table: TableSet
  }
  /// Since when a table has changed, on the monotonic clock; tables without changes are not in it.
  private var dirty: [Key: Int64] = [:]
  /// Before when a table is not to be read again.
  private var pauses: [Key: Int64] = [:]

  /// How long changes gather before they are read, in microseconds: one operation of an
  /// operator or a runtime is many events.
  static let gathering: Int64 = 10_000
  /// The longest pause between two readings of a table that keeps changing.
  static let longestPause: Int64 = 500_000

  mutating func mark(_ tables: TableSet, of namespace: NamespaceID, at now: Int64) {
    for (table, _) in TableSet.each where tables.contains(table) {
      let key = Key(namespace: namespace, table: table)
      if dirty[key] == nil { dirty[key] = now }
    }
  }

  mutating func forget(_ namespace: NamespaceID) {
    dirty = dirty.filter { $0.key.namespace != namespace }
    pauses = pauses.filter { $0.key.namespace != namespace }
  }

  /// What is to be read now, by namespace, of the tables that are wanted.
  func due(_ wanted: TableSet, at now: Int64) -> [NamespaceID: TableSet] {
    var due: [NamespaceID: TableSet] = [:]
    for (key, since) in dirty where wanted.contains(key.table) && time(key, since) <= now {
      due[key.namespace, default: []].insert(key.table)
    }
    return due
  }

  /// When something becomes due next; nil if nothing is dirty.
  func nextTime(_ wanted: TableSet) -> Int64? {
    dirty.lazy.filter { wanted.contains($0.key.table) }.map { time($0.key, $0.value) }.min()
  }

  /// Tables were read, which took so long.
  mutating func read(
    _ tables: TableSet, of namespace: NamespaceID, at now: Int64, microseconds: Int64
  ) {
    for (table, _) in TableSet.each where tables.contains(table) {
      let key = Key(namespace: namespace, table: table)
      dirty[key] = nil
      pauses[key] = now + min(max(microseconds * 4, Self.gathering), Self.longestPause)
    }
  }

  private func time(_ key: Key, _ since: Int64) -> Int64 {
    max(since + Self.gathering, pauses[key] ?? 0)
  }
}
