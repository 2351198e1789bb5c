import NetworkTypes

/// What is different between two snapshots.
///
/// Counters are no changes, and neither are ages and lifetimes. A table that one of them does
/// not know is not compared; those of a new namespace are added and those of a lost one removed.
public enum SnapshotDiff {
  /// The changes, in the order namespaces with their tables, pods, tunnels.
  public static func changes(from old: Snapshot, to new: Snapshot) -> [Change] {
    var changes: [Change] = []
    let oldSpaces = Dictionary(old.namespaces.map { ($0.id, $0) }) { first, _ in first }
    let newSpaces = Set(new.namespaces.map(\.id))
    for namespace in old.namespaces where !newSpaces.contains(namespace.id) {
      var diff = NamespaceDiff(namespace, namespace.emptied, at: new.capturedAt)
      diff.compareTables()
      diff.add(.namespace, before: namespace.summary, after: nil)
      changes += diff.changes
    }
    for namespace in new.namespaces {
      var diff = NamespaceDiff(
        oldSpaces[namespace.id] ?? namespace.emptied, namespace, at: new.capturedAt)
      if let before = oldSpaces[namespace.id] {
        if !before.isAlike(namespace) {
          diff.add(.namespace, before: before.summary, after: namespace.summary)
        }
      } else {
        diff.add(.namespace, before: nil, after: namespace.summary)
      }
      diff.compareTables()
      changes += diff.changes
    }
    changes += podChanges(from: old, to: new)
    changes += tunnelChanges(from: old, to: new)
    changes += PartDiff.changes(from: old, to: new)
    return changes
  }

  private static func podChanges(from old: Snapshot, to new: Snapshot) -> [Change] {
    differences(old.pods, new.pods) { [$0.title, $0.uid ?? ""] }.map { before, after in
      Change(
        at: new.capturedAt, subject: .pod, namespace: (after ?? before)?.netns,
        before: before.map { .pod($0) }, after: after.map { .pod($0) })
    }
  }

  private static func tunnelChanges(from old: Snapshot, to new: Snapshot) -> [Change] {
    differences(old.tunnels, new.tunnels, identity: \.link).compactMap { before, after in
      guard let id = (after ?? before)?.link else { return nil }
      let link = new.link(id) ?? old.link(id)
      return Change(
        at: new.capturedAt, subject: .tunnel, namespace: id.namespace, link: id,
        before: before.map { .tunnel($0) }, after: after.map { .tunnel($0) },
        names: DeviceNames(link.map { [id.index: $0.name] } ?? [:]))
    }
  }
}

extension Namespace {
  /// The same namespace with empty tables, where there are any.
  fileprivate var emptied: Namespace {
    var empty = summaryOnly
    if links != nil { empty.links = [] }
    if routes != nil { empty.routes = RouteTable() }
    if rules != nil { empty.rules = [] }
    if neighbours != nil { empty.neighbours = [] }
    if fdb != nil { empty.fdb = [] }
    if nextHops != nil { empty.nextHops = [] }
    if qdiscs != nil { empty.qdiscs = [] }
    return empty
  }

  private var summaryOnly: Namespace {
    var summary = Namespace(id: id, isHost: isHost)
    summary.paths = paths
    summary.nsid = nsid
    summary.processes = processes
    return summary
  }

  fileprivate var summary: Change.Value { .namespace(summaryOnly) }

  /// Whether all but the tables is the same.
  ///
  /// Processes come and go; whether there are any is what says if something runs there.
  fileprivate func isAlike(_ other: Namespace) -> Bool {
    isHost == other.isHost && nsid == other.nsid && paths.sorted() == other.paths.sorted()
      && processes.map { $0 > 0 } == other.processes.map { $0 > 0 }
  }
}
