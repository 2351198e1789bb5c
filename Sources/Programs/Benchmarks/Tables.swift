import Glibc
import NodeCollector
import NodeExport
import NodeModel

/// One table of the namespace that the process is in, from the kernel into the model, again and
/// again through one socket.
enum Tables {
  static let rows: [String: @Sendable (Int) throws -> Void] = [
    "links": { try read(.links, $0, isFirst: true) { $0.links?.count } },
    "links-again": { try read(.links, $0) { $0.links?.count } },
    "neighbours": { try read(.neighbours, $0) { $0.neighbours?.count } },
    "fdb": { try read(.fdb, $0) { $0.fdb?.count } },
    "routes": { try read(.routes, $0) { $0.routes?.count } },
    "json-routes": jsonRoutes,
  ]

  /// - Parameter isFirst: Whether nothing of the table is known before a lap, as when a node is
  ///   looked at for the first time.
  private static func read(
    _ table: TableSet, _ laps: Int, isFirst: Bool = false, entries: (Namespace) -> Int?
  ) throws {
    let session = try NodeSession.ownNamespace()
    try Laps.run(laps, prepare: { if isFirst { session.drop(table) } }) {
      session.read(table)
      return try entries(session.ownNamespace()).orThrow(table)
    }
  }

  /// Reads the routes and writes the document of a node that has nothing else.
  private static func jsonRoutes(laps: Int) throws {
    let session = try NodeSession.ownNamespace()
    let sink = open("/dev/null", O_WRONLY | O_CLOEXEC)
    defer { close(sink) }
    try Laps.run(laps) {
      session.read(.routes)
      let namespace = try session.ownNamespace()
      let snapshot = Snapshot(capturedAt: 0, namespaces: [namespace])
      var writer = DocumentWriter(.compact) { write(sink, $0.baseAddress, $0.count) }
      SnapshotDocument.write(snapshot, by: .init(version: ""), to: &writer)
      try writer.finish()
      return try (namespace.routes?.count).orThrow(.routes)
    }
  }
}

/// A table that could not be read.
struct Unread: Error {
  let table: TableSet
}

extension Optional {
  func orThrow(_ table: TableSet) throws -> Wrapped {
    guard let self else { throw Unread(table: table) }
    return self
  }
}
