public import NodeModel

/// The snapshot as a document: the contract that every reader of exports relies on.
public enum SnapshotDocument {
  /// Readers refuse a version that they do not know; added keys are no new version.
  public static let schemaVersion: Int64 = 1

  /// The program that wrote a document.
  public struct Tool: Hashable, Sendable {
    public var name: String
    public var version: String
    public init(name: String = "cnitop", version: String) {
      self.name = name
      self.version = version
    }
  }

  /// Writes the snapshot as one object with the layout of the writer, and ends the document.
  ///
  /// Errors of the sink are thrown by `writer.finish()`.
  public static func write(
    _ snapshot: Snapshot, by tool: Tool, to writer: inout DocumentWriter
  ) {
    writer.beginObject()
    writeHead(snapshot, by: tool, to: &writer)
    writer.object("node") { snapshot.describeNode(to: &$0) }
    writer.objects("completeness", snapshot.orderedCompleteness) {
      $0.describe(to: &$1, names: DeviceNames())
    }
    writer.objects("namespaces", snapshot.namespaces) { write($0, to: &$1) }
    writer.objects("pods", snapshot.pods) { $0.describe(to: &$1, names: DeviceNames()) }
    let paths = snapshot.tunnelPaths()
    writer.objects("tunnels", snapshot.orderedTunnels) {
      $0.describe(to: &$1, paths: paths[$0.link])
    }
    if let cni = snapshot.cni {
      writer.object("cni") { cni.describe(to: &$0, names: DeviceNames()) }
    }
    if let services = snapshot.services {
      writer.objects("services", services.services) { $0.describe(to: &$1, names: DeviceNames()) }
      writer.objects("serviceProblems", services.problems) {
        $0.describe(to: &$1, names: DeviceNames())
      }
    }
    if let bgp = snapshot.bgp {
      writer.object("bgp") { bgp.describe(to: &$0, names: DeviceNames()) }
    }
    if let ipam = snapshot.ipam {
      writer.object("ipam") { ipam.describe(to: &$0, names: DeviceNames()) }
    }
    if let ports = snapshot.ports {
      writer.objects("ports", ports.entries) { $0.describe(to: &$1, names: DeviceNames()) }
      writer.object("portRanges") { ports.ranges.describe(to: &$0, names: DeviceNames()) }
    }
    if let segments = snapshot.segments {
      writer.objects("segments", segments) { $0.describe(to: &$1, names: DeviceNames()) }
    }
    writer.endObject()
    writer.endDocument()
  }

  static func writeHead(
    _ snapshot: Snapshot, by tool: Tool, to writer: inout DocumentWriter
  ) {
    writer.field("kind", "snapshot")
    writer.field("schemaVersion", schemaVersion)
    writer.object("tool") {
      $0.field("name", tool.name)
      $0.field("version", tool.version)
    }
    writer.field("capturedAt", Timestamp.text(snapshot.capturedAt))
  }

  /// Writes a namespace with its tables; a table that was not read has no key.
  private static func write(_ namespace: Namespace, to writer: inout DocumentWriter) {
    let names = DeviceNames(namespace)
    namespace.describe(to: &writer, names: names)
    if let links = namespace.links {
      writer.objects("links", links.indices) { position, writer in
        links[position].describe(
          to: &writer, statistics: namespace.statistics.element(at: position))
      }
    }
    if let routes = namespace.routes {
      writer.key("routes")
      writer.beginList()
      var rows = RouteRows(routes, names: names)
      rows.write(0..<routes.count, to: &writer) { _ in }
      writer.endList()
    }
    write("rules", namespace.rules, names, to: &writer)
    write("neighbours", namespace.orderedNeighbours, names, to: &writer)
    write("fdb", namespace.orderedFDB, names, to: &writer)
    write("nextHops", namespace.orderedNextHops, names, to: &writer)
    write("qdiscs", namespace.orderedQdiscs, names, to: &writer)
    if let filters = namespace.filters {
      writer.object("filters") { filters.describe(to: &$0, names: names) }
    }
    if let connections = namespace.connections {
      writer.object("conntrack") { connections.describe(to: &$0, names: names) }
    }
  }

  private static func write(
    _ key: String, _ table: [some Described]?, _ names: DeviceNames,
    to writer: inout DocumentWriter
  ) {
    guard let table else { return }
    writer.objects(key, table) { $0.describe(to: &$1, names: names) }
  }
}

extension Snapshot {
  /// Writes the fields of the node with the addresses that others reach it by.
  func describeNode(to writer: inout DocumentWriter) {
    node.describe(to: &writer, addresses: host?.links == nil ? nil : nodeAddresses)
  }

  var orderedCompleteness: [Completeness] { completeness.sorted { $0.source < $1.source } }
  var orderedTunnels: [Tunnel] { tunnels.sorted { $0.link < $1.link } }
}

extension Array {
  func element(at position: Int) -> Element? { indices.contains(position) ? self[position] : nil }
}
