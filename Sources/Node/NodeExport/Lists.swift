import NetworkTypes
public import NodeModel

extension RowSet {
  /// The rows of a kind in a snapshot; a table that was not read has none.
  public init(_ kind: ListKind, in snapshot: Snapshot) {
    switch kind {
    case .pods: self = .pods(snapshot)
    case .links: self = .links(snapshot)
    case .addresses: self = .addresses(snapshot)
    case .routes: self = .routes(snapshot)
    case .rules: self = .table(.rules, RuleColumns.all, snapshot, \.rules)
    case .neighbours:
      self = .table(.neighbours, NeighbourColumns.all, snapshot, \.orderedNeighbours)
    case .fdb: self = .table(.fdb, FDBColumns.all, snapshot, \.orderedFDB)
    case .tunnels: self = .tunnels(snapshot)
    case .namespaces: self = .namespaces(snapshot)
    case .configurations:
      self = .part(.configurations, ConfigurationColumns.all, snapshot.cni?.configurations)
    case .plugins: self = .part(.plugins, PluginColumns.all, snapshot.cni?.plugins)
    case .services: self = .part(.services, ServiceColumns.all, snapshot.services?.services)
    case .ports: self = .ports(snapshot)
    case .bgp: self = .part(.bgp, BGPColumns.all, snapshot.bgp?.sessions)
    case .networks: self = .networks(snapshot)
    case .leases: self = .leases(snapshot)
    }
  }

  /// The rows of a part of the snapshot, which are in no namespace.
  private static func part<Row: Described & Sendable>(
    _ kind: ListKind, _ columns: [ListColumn<Row>], _ rows: [Row]?
  ) -> RowSet {
    let node = ListContext(place: "", names: DeviceNames(), links: LinkNames())
    return RowSet(kind, columns, [ListSection(node, rows ?? [])]) { row, _, writer in
      row.describe(to: &writer, names: DeviceNames())
    }
  }

  private static func table<Row: Described & Sendable>(
    _ kind: ListKind, _ columns: [ListColumn<Row>], _ snapshot: Snapshot,
    _ table: KeyPath<Namespace, [Row]?>
  ) -> RowSet {
    let sections = zip(snapshot.namespaces, snapshot.listContexts()).map { namespace, context in
      ListSection(context, namespace[keyPath: table] ?? [])
    }
    return RowSet(kind, columns, sections) { row, context, writer in
      context.describe(to: &writer)
      row.describe(to: &writer, names: context.names)
    }
  }

  private static func links(_ snapshot: Snapshot) -> RowSet {
    let sections = zip(snapshot.namespaces, snapshot.listContexts()).map { namespace, context in
      let links = namespace.links ?? []
      let statistics = namespace.statistics
      return ListSection(context, count: links.count) {
        LinkRow(link: links[$0], statistics: statistics.element(at: $0))
      }
    }
    return RowSet(.links, LinkColumns.all, sections) { row, context, writer in
      context.describe(to: &writer)
      row.link.describe(to: &writer, statistics: row.statistics)
    }
  }

  private static func addresses(_ snapshot: Snapshot) -> RowSet {
    let sections = zip(snapshot.namespaces, snapshot.listContexts()).map { namespace, context in
      ListSection(
        context,
        (namespace.links ?? []).flatMap { link in
          link.orderedAddresses.map { AddressRow(link: link.id, device: link.name, address: $0) }
        })
    }
    return RowSet(.addresses, AddressColumns.all, sections) { row, context, writer in
      context.describe(to: &writer)
      writer.field("link", row.link)
      writer.field("device", row.device)
      row.address.describe(to: &writer, names: context.names)
    }
  }

  private static func routes(_ snapshot: Snapshot) -> RowSet {
    let pairs = Array(zip(snapshot.namespaces, snapshot.listContexts()))
    let sections = pairs.map { namespace, context in
      let routes = namespace.routes ?? RouteTable()
      return ListSection(context, count: routes.count) { routes[$0] }
    }
    return RowSet(
      .routes, RouteColumns.all, sections,
      allObjects: { writer in
        for (namespace, context) in pairs {
          guard let routes = namespace.routes else { continue }
          var rows = RouteRows(routes, names: context.names)
          rows.write(0..<routes.count, to: &writer) { context.describe(to: &$0) }
        }
      },
      object: { row, context, writer in
        context.describe(to: &writer)
        row.describe(to: &writer, names: context.names)
      })
  }

  private static func pods(_ snapshot: Snapshot) -> RowSet {
    let contexts = snapshot.listContexts()
    let links = contexts.first?.links ?? LinkNames()
    let node = ListContext(place: "", names: DeviceNames(), links: links)
    return RowSet(.pods, PodColumns.all, [ListSection(node, snapshot.pods)]) {
      pod, context, writer in
      pod.describe(to: &writer, names: context.names)
    }
  }

  private static func tunnels(_ snapshot: Snapshot) -> RowSet {
    let contexts = snapshot.listContexts()
    let tunnels = Dictionary(grouping: snapshot.orderedTunnels, by: \.link.namespace)
    let sections = contexts.map { context in
      ListSection(context, context.netns.flatMap { tunnels[$0] } ?? [])
    }
    let paths = snapshot.tunnelPaths()
    return RowSet(.tunnels, TunnelColumns.all, sections) { tunnel, context, writer in
      context.describe(to: &writer)
      writer.field("device", context.names[tunnel.link.index])
      tunnel.describe(to: &writer, paths: paths[tunnel.link])
    }
  }

  private static func namespaces(_ snapshot: Snapshot) -> RowSet {
    let sections = zip(snapshot.namespaces, snapshot.listContexts()).map { namespace, context in
      ListSection(context, [namespace])
    }
    return RowSet(.namespaces, NamespaceColumns.all, sections) { namespace, context, writer in
      writer.field("pod", context.pod)
      namespace.describe(to: &writer, names: context.names)
    }
  }
}
