import Canvas
import NodeModel

/// Keys that change which rows are shown, and in which order.
extension ScreenState {
  mutating func arrange(_ action: Action, _ data: ScreenData) {
    switch action {
    case .faults:
      current.faultsOnly.toggle()
      if !view.isTable { overviewScroll = ScrollState() }
    case .chatter: current.hidesChatter.toggle()
    case .follow: follow()
    case .nextSort: sortByNeighbour(1, data)
    case .previousSort: sortByNeighbour(-1, data)
    case .reverseSort: reverseSort()
    case .tree:
      current.isTree.toggle()
    case .collapse: collapse(data)
    case .expand:
      if case .link(let id)? = selectedIdentity { current.collapsed.remove(id) }
    case .rules:
      current.showsRules.toggle()
      resetRows()
    case .nextNamespace: chooseNamespace(by: 1, data)
    case .previousNamespace: chooseNamespace(by: -1, data)
    case .routesOfRow: showRoutesOfRow(data)
    case .zoomIn: current.mapZoom = min(current.mapZoom + 1, 128)
    case .zoomOut: current.mapZoom = max(current.mapZoom - 1, 0)
    default: break
    }
  }

  /// Keeps the first row selected whatever comes, or the row that is there now.
  private mutating func follow() {
    guard current.selected != nil else { return current.follow() }
    current.selected = nil
    current.scroll.select(0)
    current.selectedRow = current.currentRow ?? 0
  }

  var selectedIdentity: RowIdentity? {
    guard let row = current.currentRow else { return nil }
    return current.arrangement?.source.identity(of: row)
  }

  // MARK: Sorting

  private mutating func sortByNeighbour(_ distance: Int, _ data: ScreenData) {
    // Only columns that are seen; without a table on the screen yet, all.
    let columns = source(data).columns
    let seen = regions.tableColumns.isEmpty ? Array(columns.indices) : regions.tableColumns
    let choices: [Int?] = [nil] + seen.map { $0 }
    let place = choices.firstIndex(of: current.sorting?.column) ?? 0
    let next = (place + distance + choices.count) % choices.count
    sort(by: choices[next], data)
  }

  /// - Parameter column: nil is the order of the node.
  mutating func sort(by column: Int?, descending: Bool? = nil, _ data: ScreenData) {
    let columns = source(data).columns
    guard let column, column < columns.count else {
      current.sorting = nil
      return
    }
    current.sorting = ArrangementWork.Sorting(
      column: column, isDescending: descending ?? columns[column].prefersDescending)
  }

  private mutating func reverseSort() {
    if current.sorting == nil {
      current.sorting = ArrangementWork.Sorting(column: 0, isDescending: true)
    } else {
      current.sorting?.isDescending.toggle()
    }
  }

  // MARK: Trees

  private mutating func collapse(_ data: ScreenData) {
    guard current.isTree, let arrangement = current.arrangement,
      case .link(let id)? = selectedIdentity,
      current.scroll.selection < arrangement.branches.count
    else { return }
    let branch = arrangement.branches[current.scroll.selection]
    if branch.hasChildren, !branch.isCollapsed {
      current.collapsed.insert(id)
      return
    }
    let row = arrangement.row(at: current.scroll.selection)
    guard let parent = data.index.linkTree.parent(of: row),
      let position = arrangement.position(of: parent)
    else { return }
    current.scroll.select(position)
    current.follow()
  }

  // MARK: Namespaces

  /// Other rows than before come: nothing is selected.
  mutating func resetRows() {
    current.selected = nil
    current.scroll.select(0)
    current.sorting = nil
    current.arrangement = nil
    current.arrangementKey = nil
    current.work = nil
    current.workKey = nil
  }

  private mutating func chooseNamespace(by distance: Int, _ data: ScreenData) {
    var choices: [ViewState.NamespaceChoice] = [.host, .all]
    choices += data.snapshot.namespaces.filter { !$0.isHost }.map { .one($0.id) }
    let place = choices.firstIndex(of: current.namespaces) ?? 0
    current.namespaces = choices[(place + distance + choices.count) % choices.count]
    resetRows()
  }

  private mutating func showRoutesOfRow(_ data: ScreenData) {
    let namespace: NamespaceID?
    switch selectedIdentity {
    case .link(let link)?: namespace = link.namespace
    case .tunnel(let link)?: namespace = link.namespace
    case .pod?:
      let row = current.currentRow ?? 0
      namespace = (current.arrangement?.source as? PodsSource)?.namespace(row)
    default: namespace = nil
    }
    guard let namespace else {
      show("no namespace is known for this row", isError: true)
      return
    }
    showRoutes(of: namespace, data)
  }

  mutating func showRoutes(of namespace: NamespaceID, _ data: ScreenData) {
    show(.routes)
    let isHost = data.index.namespace(namespace)?.isHost ?? false
    current.namespaces = isHost ? .host : .one(namespace)
    current.showsRules = false
    resetRows()
  }
}
