import NodeCollector
import NodeModel

/// The namespaces that are bound in a folder, each through a socket that is kept.
enum Pods {
  static let rows: [String: @Sendable (String, Int) throws -> Void] = [
    "namespaces": namespaces, "statistics": statistics,
  ]

  /// Links, addresses and routes of the pods, from the kernel into the model.
  private static func namespaces(folder: String, laps: Int) throws {
    let session = try NodeSession.node(with: folder)
    let pods = session.sessions.values.filter { !$0.isHost }
    try Laps.run(laps) {
      session.read([.links, .addresses, .routes], of: pods.map(\.id))
      return pods.reduce(0) { sum, pod in
        let links = pod.namespace.links ?? []
        let addresses = links.reduce(0) { $0 + $1.addresses.count }
        return sum + links.count + addresses + (pod.namespace.routes?.count ?? 0)
      }
    }
  }

  /// The counters of the node and its pods, into the snapshot that a screen shows.
  private static func statistics(folder: String, laps: Int) throws {
    let session = try NodeSession.node(with: folder)
    session.read(.links)
    var snapshot = session.snapshot()
    try Laps.run(laps) {
      session.readStatistics()
      session.updateStatistics(of: &snapshot)
      return snapshot.namespaces.reduce(0) { $0 + $1.statistics.count }
    }
  }
}
