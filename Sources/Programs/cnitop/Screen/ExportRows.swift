import NodeExport
import NodeModel
import Screens

/// The rows of a view as rows of lists: one list for each kind of rows among them.
struct ExportRows {
  private(set) var sets: [ListKind: RowSet] = [:]

  init(_ snapshot: Snapshot, _ rows: [VisibleRow]) {
    for (kind, chosen) in Dictionary(grouping: rows, by: Self.kind) {
      guard let kind else { continue }
      let all = RowSet(kind, in: snapshot)
      let places = Places(kind, snapshot)
      let found = chosen.compactMap { places.place(of: $0) }.filter { $0 < all.count }
      // The rows as they are can be written without being looked up one by one.
      let isAll = found.count == all.count && found.indices.allSatisfy { found[$0] == $0 }
      sets[kind] = isAll ? all : all.selecting(found)
    }
  }

  private static func kind(_ row: VisibleRow) -> ListKind? {
    switch row {
    case .pod: .pods
    case .namespace: .namespaces
    case .link: .links
    case .route: .routes
    case .rule: .rules
    case .neighbour: .neighbours
    case .forwarding: .fdb
    case .tunnel: .tunnels
    case .service: .services
    case .port: .ports
    case .change: nil
    }
  }
}

/// Where the rows of a snapshot stand in a list, which has those of all namespaces one after
/// another, neighbours and tunnels in an order of its own.
private struct Places {
  private var starts: [NamespaceID: Int] = [:]
  /// For each namespace, where its rows are within it, if not in their order.
  private var orders: [NamespaceID: [Int]] = [:]
  private var links: [LinkID: Int] = [:]
  private var tunnels: [Int: Int] = [:]

  init(_ kind: ListKind, _ snapshot: Snapshot) {
    var start = 0
    for namespace in snapshot.namespaces {
      starts[namespace.id] = start
      switch kind {
      case .links:
        for (place, link) in (namespace.links ?? []).enumerated() {
          links[link.id] = start + place
        }
        start += namespace.links?.count ?? 0
      case .routes: start += namespace.routes?.count ?? 0
      case .rules: start += namespace.rules?.count ?? 0
      case .neighbours:
        orders[namespace.id] = Self.order(namespace.neighbours, namespace.orderedNeighbours)
        start += namespace.neighbours?.count ?? 0
      case .fdb:
        orders[namespace.id] = Self.order(namespace.fdb, namespace.orderedFDB)
        start += namespace.fdb?.count ?? 0
      case .tunnels:
        let own = snapshot.tunnels.indices.filter {
          snapshot.tunnels[$0].link.namespace == namespace.id
        }
        let ordered = own.sorted { snapshot.tunnels[$0].link < snapshot.tunnels[$1].link }
        for (place, tunnel) in ordered.enumerated() { tunnels[tunnel] = start + place }
        start += own.count
      case .namespaces: start += 1
      case .pods, .addresses: break
      // The rows of a part are in one order, and in no namespace.
      case .configurations, .plugins, .bgp, .networks, .leases, .services, .ports: break
      }
    }
  }

  /// Where each of some values is among the same in another order.
  private static func order<Value: Hashable>(_ values: [Value]?, _ ordered: [Value]?) -> [Int] {
    var places: [Value: Int] = [:]
    for (place, value) in (ordered ?? []).enumerated() { places[value] = place }
    return (values ?? []).map { places[$0] ?? .max }
  }

  func place(of row: VisibleRow) -> Int? {
    switch row {
    case .pod(let place): place
    case .namespace(let namespace): starts[namespace]
    case .link(let link): links[link]
    case .route(let namespace, let place), .rule(let namespace, let place):
      starts[namespace].map { $0 + place }
    case .neighbour(let namespace, let place), .forwarding(let namespace, let place):
      starts[namespace].flatMap { start in
        orders[namespace].flatMap { $0.indices.contains(place) ? $0[place] : nil }
          .flatMap { $0 == .max ? nil : start + $0 }
      }
    case .tunnel(let place): tunnels[place]
    case .service(let place): place
    case .port(let place): place
    case .change: nil
    }
  }
}
