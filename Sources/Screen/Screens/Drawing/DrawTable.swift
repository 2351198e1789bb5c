import Canvas
import NodeModel

/// The table of a view, and the details of its row beside or below it.
func drawTableView(
  _ state: inout ScreenState, _ data: ScreenData, in area: Rectangle, on surface: inout Surface
) {
  var rest = area
  let view = state.current
  guard view.isDetailOpen, view.currentRow != nil else {
    drawTable(&state, data, in: area, on: &surface)
    return
  }
  if view.isDetailZoomed || area.rows < 8 {
    // The table is not drawn, but its rows must be counted for the selection.
    state.current.scroll.update(
      count: view.arrangement?.count ?? 0, height: max(area.rows - 1, 1))
    drawDetail(&state, data, in: area, on: &surface)
    return
  }
  if area.columns >= 120 {
    let detail = rest.takeRight(max(area.columns * 2 / 5, 52))
    _ = rest.takeRight(1)
    drawTable(&state, data, in: rest, on: &surface)
    drawDetail(&state, data, in: detail, on: &surface)
  } else {
    let detail = rest.takeBottom(area.rows * 3 / 5)
    drawTable(&state, data, in: rest, on: &surface)
    drawDetail(&state, data, in: detail, on: &surface)
  }
}

private func drawTable(
  _ state: inout ScreenState, _ data: ScreenData, in area: Rectangle, on surface: inout Surface
) {
  guard !area.isEmpty, let arrangement = state.current.arrangement else { return }
  var body = area
  let header = area.rows >= 3 ? body.takeTop(1) : nil
  state.current.scroll.update(count: arrangement.count, height: body.rows)
  let hasScrollbar = arrangement.count > body.rows && body.columns > 20
  let width = body.columns - (hasScrollbar ? 2 : 0)
  let painter = TablePainter(
    arrangement: arrangement, visible: state.current.scroll.visible, width: width,
    glyphs: surface.glyphs, filter: state.current.arrangementKey?.choice.filter ?? .none,
    chosen: state.current.columns)
  if !state.current.isMeasured {
    state.current.widths = painter.sampledWidths(state.current.widths)
    state.current.isMeasured = true
  }
  state.current.widths = painter.visibleWidths(state.current.widths)
  let layout = painter.layout(state.current.widths)
  state.regions.layout = layout
  state.regions.table = body
  state.regions.tableColumns = layout.placed.map(\.index)
  if let header {
    state.regions.headerRow = header.row
    surface.fill(row: header.row, columns: header.columnRange, role: .tableHeader)
    surface.write(
      header: layout, column: area.column, row: header.row,
      sortedBy: state.current.sorting?.column,
      descending: state.current.sorting?.isDescending ?? false)
  }
  if arrangement.count == 0 {
    drawEmpty(state, data, in: body, on: &surface)
    return
  }
  painter.paint(layout, in: body, selection: state.current.scroll.selection, on: &surface)
  if hasScrollbar {
    surface.write(
      scrollbar: state.current.scroll, column: body.columnRange.upperBound - 1,
      rows: body.rowRange)
  }
  if let selected = state.current.scroll.selectedRow {
    surface.select(
      row: body.row + selected,
      columns: body.column..<(body.column + body.columns - (hasScrollbar ? 1 : 0)))
    surface.cursor = Surface.Position(column: body.column, row: body.row + selected)
  }
}

/// Why a table has no rows, and what to do.
private func drawEmpty(
  _ state: ScreenState, _ data: ScreenData, in area: Rectangle, on surface: inout Surface
) {
  let view = state.current
  var text: String
  if data.isUnread {
    text = "reading the node"
  } else if view.work != nil {
    text = "working"
  } else if !view.filterText.isEmpty || view.faultsOnly {
    text =
      view.filterText.isEmpty
      ? "no \(faultWord(state)) is at fault; Esc shows all"
      : "nothing matches \"\(view.filterText)\"\(view.faultsOnly ? " among faults" : ""); Esc clears"
  } else if view.arrangement?.source.isUnread ?? false {
    text = emptyText(state, data)
  } else if let hidden = view.arrangement?.source.count, hidden > 0 {
    text = "nothing but chatter, \(hidden) rows; a shows all"
  } else {
    text = emptyText(state, data)
  }
  let row = area.row + min(area.rows / 3, 4)
  surface.write(
    text, in: area.columnRange, row: row, role: .mutedText,
    alignment: area.columns > 40 ? .centre : .left)
}

/// What a row of the view is.
private func faultWord(_ state: ScreenState) -> String {
  switch state.view {
  case .overview, .pods: "pod"
  case .links: "link"
  case .routes: state.current.showsRules ? "rule" : "route"
  case .neighbours: "neighbour"
  case .tunnels: "tunnel"
  case .services: "service"
  case .ports: "port"
  case .events: "event"
  }
}

private func emptyText(_ state: ScreenState, _ data: ScreenData) -> String {
  switch state.view {
  case .overview, .pods: return "no pods on this node"
  case .links: return "no links could be read"
  case .tunnels: return "no tunnels on this node"
  case .services:
    return data.snapshot.services == nil
      ? "reading the rules of services" : "no rules of services on this node"
  case .ports:
    return data.snapshot.ports == nil ? "looking who listens" : "nobody listens on this node"
  case .events: return "nothing changed yet"
  case .routes:
    let chosen = data.snapshot.namespaces.filter(state.current.namespaces.includes)
    if chosen.isEmpty { return "this namespace is gone" }
    let isRead = !(state.current.arrangement?.source.isUnread ?? true)
    let what = state.current.showsRules ? "rules" : "routes"
    return isRead ? "no \(what)" : "reading \(what)"
  case .neighbours:
    let isRead = !(state.current.arrangement?.source.isUnread ?? true)
    return isRead ? "no neighbours and no FDB entries" : "reading neighbours"
  }
}
