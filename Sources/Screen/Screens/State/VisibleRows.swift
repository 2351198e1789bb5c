public import NodeModel

/// What a row of a table shows, by its place in a snapshot: for an export of what is seen.
public enum VisibleRow: Hashable, Sendable {
  /// A place in `Snapshot.pods`.
  case pod(Int)
  case namespace(NamespaceID)
  case link(LinkID)
  /// A place in the tables of a namespace.
  case route(NamespaceID, Int)
  case rule(NamespaceID, Int)
  case neighbour(NamespaceID, Int)
  case forwarding(NamespaceID, Int)
  /// A place in `Snapshot.tunnels`.
  case tunnel(Int)
  /// A place in the services.
  case service(Int)
  /// A place in the entries of `Snapshot.ports`.
  case port(Int)
  /// A place in `ScreenData.events`.
  case change(Int)
}

extension ScreenState {
  /// All rows of the shown table in their order, also those that do not fit on the screen.
  ///
  /// Filter, namespace and order choose them. A row of two facts, as a neighbour with its FDB
  /// entry, is two.
  ///
  /// - Returns: nil while they are not known: rows are still being filtered or sorted, or the
  ///   view is no table.
  public mutating func visibleRows(_ data: ScreenData) -> [VisibleRow]? {
    guard view.isTable else { return nil }
    prepare(data)
    guard let arrangement = current.arrangement, current.work == nil else { return nil }
    var rows: [VisibleRow] = []
    rows.reserveCapacity(arrangement.count)
    for position in 0..<arrangement.count {
      rows += arrangement.source.visibleRows(arrangement.row(at: position))
    }
    guard view == .pods else { return rows }
    // A pod is one row of an export, however many interfaces it has.
    var seen: Set<VisibleRow> = []
    return rows.filter { seen.insert($0).inserted }
  }
}

extension RowSource {
  func visibleRows(_ row: Int) -> [VisibleRow] { [] }
}

extension PodsSource {
  func visibleRows(_ row: Int) -> [VisibleRow] {
    if let link = unnamed(row) { return [.namespace(link.id.namespace)] }
    return podPlace(row).map { [.pod($0)] } ?? []
  }
}

extension LinksSource {
  func visibleRows(_ row: Int) -> [VisibleRow] { [.link(link(row).id)] }
}

extension RoutesSource {
  func visibleRows(_ row: Int) -> [VisibleRow] {
    let place = place(row)
    return [.route(place.namespace, place.position)]
  }
}

extension RulesSource {
  func visibleRows(_ row: Int) -> [VisibleRow] {
    let place = place(row)
    return [.rule(place.namespace, place.position)]
  }
}

extension NeighboursSource {
  func visibleRows(_ row: Int) -> [VisibleRow] {
    let place = place(row)
    let namespace = namespace(row).id
    var rows: [VisibleRow] = []
    if place.neighbour >= 0 { rows.append(.neighbour(namespace, Int(place.neighbour))) }
    if place.forwarding >= 0 { rows.append(.forwarding(namespace, Int(place.forwarding))) }
    return rows
  }
}

extension TunnelsSource {
  func visibleRows(_ row: Int) -> [VisibleRow] { [.tunnel(row)] }
}

extension EventsSource {
  func visibleRows(_ row: Int) -> [VisibleRow] { [.change(data.events.count - 1 - row)] }
}
