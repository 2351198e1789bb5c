import NodeModel

extension ScreenState {
  /// Below this many rows an order is made at once.
  private static let rowsAtOnce = 20_000

  /// Brings the rows of the shown view up to date with the data and with what was chosen.
  mutating func prepare(_ data: ScreenData) {
    guard view.isTable else { return }
    let source = source(data)
    let key = key(of: source, data)
    if key == current.arrangementKey {
      current.arrangement?.source = source
      current.work = nil
      current.workKey = nil
      return
    }
    if let workKey = current.workKey {
      if workKey == key { return }
      // Data that change all the time must not keep an order from ever being ready.
      if workKey.choice == key.choice { return }
    }
    if current.arrangementKey?.choice != key.choice {
      current.widths = []
      current.isMeasured = false
    }
    if key.choice.isTree, let links = source as? LinksSource {
      current.arrangement = tree(links, key.choice, data)
      current.arrangementKey = key
      current.findSelection()
      return
    }
    current.work = ArrangementWork(
      source, filter: key.choice.filter, sorting: key.choice.sorting)
    current.workKey = key
    if source.count <= Self.rowsAtOnce {
      current.work?.step(rows: 1 << 40)
    } else if current.arrangement == nil
      || current.arrangementKey?.choice.showsRules
        != key.choice.showsRules
      || current.arrangementKey?.choice.namespaces
        != key.choice.namespaces
    {
      // The rows of another table are no stand-in.
      current.arrangement = Arrangement(source: source, order: nil)
      current.arrangementKey = nil
      current.findSelection()
    }
    finishWork()
  }

  /// Shows the result of the work if it is ready.
  mutating func finishWork() {
    guard let work = current.work, work.isFinished else { return }
    current.arrangement = work.arrangement
    current.arrangementKey = current.workKey
    current.work = nil
    current.workKey = nil
    current.findSelection()
  }

  private func tree(_ source: LinksSource, _ choice: ArrangementKey.Choice, _ data: ScreenData)
    -> Arrangement
  {
    var rank: [UInt32]?
    if let sorting = choice.sorting {
      var work = ArrangementWork(source, filter: .none, sorting: sorting)
      work.step(rows: 1 << 40)
      if let order = work.arrangement.order {
        var ranks = [UInt32](repeating: 0, count: order.count)
        for (place, row) in order.enumerated() { ranks[Int(row)] = UInt32(place) }
        rank = ranks
      }
    }
    var matches: [UInt32]?
    if !choice.filter.isEmpty {
      var work = ArrangementWork(source, filter: choice.filter, sorting: nil)
      work.step(rows: 1 << 40)
      matches = work.arrangement.order
    }
    return data.index.linkTree.arrangement(
      of: source, rank: rank, matches: matches, collapsed: choice.collapsed)
  }

  /// The rows of the shown view.
  func source(_ data: ScreenData) -> any RowSource {
    switch view {
    case .overview, .pods: PodsSource(data)
    case .links: LinksSource(data)
    case .routes:
      if current.showsRules {
        RulesSource(data, current.namespaces)
      } else {
        RoutesSource(data, current.namespaces)
      }
    case .neighbours: NeighboursSource(data)
    case .tunnels: TunnelsSource(data)
    case .ipam: IPAMSource(data)
    case .bgp: BGPSource(data)
    case .services: ServicesSource(data)
    case .ports: PortsSource(data)
    case .cni: CNISource(data)
    case .events: EventsSource(data)
    }
  }

  private func key(of source: some RowSource, _ data: ScreenData) -> ArrangementKey {
    let columns = source.columns
    let filter = Filter(
      current.filterText, columns: columns, faultsOnly: current.faultsOnly,
      hidesChatter: current.hidesChatter && source.hasChatter)
    let sorting = current.sorting.flatMap { $0.column < columns.count ? $0 : nil }
    let dependsOnValues =
      (sorting.map { columns[$0.column].isVolatile } ?? false) || filter.isVolatile(columns)
    // The arrangement holds what these addresses belong to, so that no other gets them.
    var shape = [Int(bitPattern: ObjectIdentifier(data.index))]
    switch source {
    case let routes as RoutesSource: shape = routes.shape
    case let links as LinksSource where current.faultsOnly: shape.append(links.losing)
    case let ipam as IPAMSource: shape += ipam.shape
    case is EventsSource:
      shape.append(data.events.last?.number ?? 0)
      shape.append(data.events.count)
    default: break
    }
    return ArrangementKey(
      choice: ArrangementKey.Choice(
        sorting: sorting, filter: filter, isTree: current.isTree, collapsed: current.collapsed,
        namespaces: current.namespaces, showsRules: current.showsRules),
      shape: shape, values: dependsOnValues ? data.generation : 0)
  }
}
