public import NodeModel

/// The snapshot as NDJSON: one line per object, for tools that read line by line.
///
/// The first line is the head of the snapshot; then come the node, the sources, each namespace
/// followed by its tables, pods, tunnels and what CNI has. A line of a table says where it is from and has the
/// object of the snapshot under `object`.
public enum SnapshotLines {
  /// - Parameter writer: With the layout `compact`; another one would break the lines.
  public static func write(
    _ snapshot: Snapshot, by tool: SnapshotDocument.Tool, to writer: inout DocumentWriter
  ) {
    line(to: &writer) { SnapshotDocument.writeHead(snapshot, by: tool, to: &$0) }
    line("node", to: &writer) { snapshot.describeNode(to: &$0) }
    for source in snapshot.orderedCompleteness {
      line("completeness", to: &writer) { source.describe(to: &$0, names: DeviceNames()) }
    }
    for (namespace, context) in zip(snapshot.namespaces, snapshot.listContexts()) {
      write(namespace, context, to: &writer)
    }
    for pod in snapshot.pods {
      line("pod", to: &writer) { pod.describe(to: &$0, names: DeviceNames()) }
    }
    let paths = snapshot.tunnelPaths()
    for tunnel in snapshot.orderedTunnels {
      line("tunnel", to: &writer) { tunnel.describe(to: &$0, paths: paths[tunnel.link]) }
    }
    lines("configuration", snapshot.cni?.configurations, to: &writer)
    lines("attachment", snapshot.cni?.attachments, to: &writer)
    lines("plugin", snapshot.cni?.plugins, to: &writer)
    lines("solution", snapshot.cni?.solutions, to: &writer)
    lines("service", snapshot.services?.services, to: &writer)
    lines("serviceProblem", snapshot.services?.problems, to: &writer)
    lines("bgpSpeaker", snapshot.bgp?.speakers, to: &writer)
    lines("bgpSession", snapshot.bgp?.sessions, to: &writer)
    lines("segment", snapshot.segments, to: &writer)
    for network in snapshot.ipam?.networks ?? [] {
      line("network", to: &writer) { writer in
        network.describeSummary(to: &writer)
        writer.objects("ranges", network.ranges) { $0.describe(to: &$1, names: DeviceNames()) }
      }
      for lease in network.leases {
        line("lease", to: &writer) { writer in
          writer.field("network", network.name)
          lease.describe(to: &writer, names: DeviceNames())
        }
      }
    }
    lines("port", snapshot.ports?.entries, to: &writer)
    lines("portRanges", snapshot.ports.map { [$0.ranges] }, to: &writer)
  }

  /// The rows of a part, which are in no namespace.
  private static func lines(
    _ kind: String, _ rows: [some Described]?, to writer: inout DocumentWriter
  ) {
    for row in rows ?? [] {
      line(kind, to: &writer) { row.describe(to: &$0, names: DeviceNames()) }
    }
  }

  private static func write(
    _ namespace: Namespace, _ context: ListContext, to writer: inout DocumentWriter
  ) {
    let names = context.names
    line("namespace", context, to: &writer) { namespace.describe(to: &$0, names: names) }
    for (position, link) in (namespace.links ?? []).enumerated() {
      line("link", context, to: &writer) {
        link.describe(to: &$0, statistics: namespace.statistics.element(at: position))
      }
    }
    let routes = namespace.routes ?? RouteTable()
    for position in 0..<routes.count where writer.failure == nil {
      line("route", context, to: &writer) { routes[position].describe(to: &$0, names: names) }
    }
    lines("rule", namespace.rules, context, to: &writer)
    lines("neighbour", namespace.orderedNeighbours, context, to: &writer)
    lines("fdb", namespace.orderedFDB, context, to: &writer)
    lines("nextHop", namespace.orderedNextHops, context, to: &writer)
    lines("qdisc", namespace.orderedQdiscs, context, to: &writer)
    lines("filters", namespace.filters.map { [$0] }, context, to: &writer)
    lines("conntrack", namespace.connections.map { [$0] }, context, to: &writer)
  }

  private static func lines(
    _ kind: String, _ rows: [some Described]?, _ context: ListContext,
    to writer: inout DocumentWriter
  ) {
    for row in rows ?? [] {
      line(kind, context, to: &writer) { row.describe(to: &$0, names: context.names) }
    }
  }

  private static func line(
    _ kind: String, _ context: ListContext? = nil, to writer: inout DocumentWriter,
    object: (inout DocumentWriter) -> Void
  ) {
    line(to: &writer) {
      $0.field("kind", kind)
      context?.describe(to: &$0)
      $0.object("object", object)
    }
  }

  private static func line(
    to writer: inout DocumentWriter, fields: (inout DocumentWriter) -> Void
  ) {
    writer.beginObject()
    fields(&writer)
    writer.endObject()
    writer.endDocument()
  }
}
