import Canvas

/// Measures and draws the rows of a table that are seen; the others are never made.
struct TablePainter {
  let arrangement: Arrangement
  let visible: Range<Int>
  let width: Int
  let glyphs: Glyphs
  let columns: [TableColumn]

  init(arrangement: Arrangement, visible: Range<Int>, width: Int, glyphs: Glyphs) {
    self.arrangement = arrangement
    self.visible = visible
    self.width = width
    self.glyphs = glyphs
    columns = arrangement.source.columns
  }

  /// Widens the columns to some rows of the whole table, so that they stay while one scrolls.
  func sampledWidths(_ widths: [Int]) -> [Int] {
    let step = max(arrangement.count / 100, 1)
    return widened(widths, to: stride(from: 0, to: arrangement.count, by: step))
  }

  func visibleWidths(_ widths: [Int]) -> [Int] { widened(widths, to: visible) }

  private func widened(_ widths: [Int], to positions: some Sequence<Int>) -> [Int] {
    var widths = widths.count == columns.count ? widths : columns.map { _ in 0 }
    for position in positions {
      let row = arrangement.row(at: position)
      for (place, column) in columns.enumerated()
      where !column.isVolatile && widths[place] < column.layout.maximum {
        var width = Text.columns(arrangement.source.cell(row, column: place).text)
        if place == 0 { width += Text.columns(prefix(at: position)) }
        widths[place] = max(widths[place], min(width, column.layout.maximum))
      }
    }
    return widths
  }

  /// Where the columns stand when the widest of their texts are `widths`.
  func layout(_ widths: [Int]) -> TableLayout {
    let shown = columns.enumerated().map { place, column in
      var layout = column.layout
      if column.isVolatile { return layout }
      // The mark of the order needs a column.
      let title = Text.columns(layout.title) + 1
      let wanted = min(max(widths[place], title), layout.maximum)
      // What has nothing to say in any row gives way first.
      if widths[place] <= 1, place > 0 { layout.priority -= 100 }
      let least = self.width >= 70 ? column.comfortable : layout.minimum
      layout = TableLayout.Column(
        layout.title, minimum: min(least, wanted), ideal: wanted,
        priority: layout.priority, alignment: layout.alignment)
      return layout
    }
    return TableLayout(shown, width: width)
  }

  /// What stands before the name of an entry of a tree.
  private func prefix(at position: Int) -> String {
    guard position < arrangement.branches.count else { return "" }
    let branch = arrangement.branches[position]
    return glyphs.treePrefix(lastAtDepth: Array(branch.lastAtDepth))
      + (branch.isCollapsed ? "\(glyphs.marker) " : "")
  }

  func paint(_ layout: TableLayout, in area: Rectangle, selection: Int, on surface: inout Surface) {
    for position in visible {
      let row = arrangement.row(at: position)
      let screenRow = area.row + position - visible.lowerBound
      let continues =
        position > 0
        && arrangement.source.continues(row, after: arrangement.row(at: position - 1))
      let isContext =
        position < arrangement.branches.count && arrangement.branches[position].isContext
      for placed in layout.placed {
        var cell = arrangement.source.cell(row, column: placed.index)
        if isContext || (continues && placed.index == 0) { cell.role = .mutedText }
        if placed.index == 0, !arrangement.branches.isEmpty {
          paintName(cell, position, placed, area, screenRow, &surface)
        } else {
          surface.write(
            cell.text, in: placed, tableColumn: area.column, row: screenRow, role: cell.role)
        }
      }
    }
  }

  private func paintName(
    _ cell: TableCell, _ position: Int, _ placed: TableLayout.Placed, _ area: Rectangle,
    _ row: Int, _ surface: inout Surface
  ) {
    let range = (placed.range.lowerBound + area.column)..<(placed.range.upperBound + area.column)
    surface.write(
      [Span(prefix(at: position), .tree), Span(cell.text, cell.role)], in: range, row: row)
  }
}
