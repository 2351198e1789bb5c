public import NodeModel

/// Reads a node once.
public enum NodeReader {
  /// Everything that the options make the node, at one moment.
  ///
  /// - Throws: Only where the node's own namespace cannot be named; all other failures are
  ///   lines of `completeness`.
  public static func snapshot(
    _ options: CollectorOptions, tables: TableSet = .all, parts: SnapshotParts = []
  ) throws -> Snapshot {
    let session = try NodeSession(options)
    _ = session.discover()
    session.readNamespaceNumbers()
    session.read(tables)
    session.readPods()
    var snapshot = session.snapshot()
    if !parts.isEmpty {
      snapshot.add(PartReadings.read(parts, session.partContext(snapshot, wanted: parts)))
    }
    return snapshot
  }
}
