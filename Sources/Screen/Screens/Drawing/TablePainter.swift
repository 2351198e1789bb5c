import Canvas

/// Measures and draws the rows of a table that are seen; the others are never made.
struct TablePainter {
  let arrangement: Arrangement
  let visible: Range<Int>
  let width: Int
  let glyphs: Glyphs
  let columns: [TableColumn]
  /// What a filter asks for, to be marked where it stands.
  let filter: Filter
  /// Columns that were asked for (true) or hidden (false), by name.
  let chosen: [String: Bool]
  /// The cells of the visible rows, made once for measuring and drawing.
  private let cells: [[TableCell]]

  init(
    arrangement: Arrangement, visible: Range<Int>, width: Int, glyphs: Glyphs, filter: Filter,
    chosen: [String: Bool] = [:]
  ) {
    self.chosen = chosen
    self.filter = filter
    self.arrangement = arrangement
    self.visible = visible
    self.width = width
    self.glyphs = glyphs
    let columns = arrangement.source.columns
    self.columns = columns
    cells = visible.map { position in
      let row = arrangement.row(at: position)
      return columns.indices.map { arrangement.source.cell(row, column: $0) }
    }
  }

  /// Widens the columns to some rows of the whole table, so that they stay while one scrolls.
  func sampledWidths(_ widths: [Int]) -> [Int] {
    let step = max(arrangement.count / 100, 1)
    var widths = known(widths)
    for position in stride(from: 0, to: arrangement.count, by: step) {
      let row = arrangement.row(at: position)
      widen(&widths, at: position) { arrangement.source.cell(row, column: $0) }
    }
    return widths
  }

  func visibleWidths(_ widths: [Int]) -> [Int] {
    var widths = known(widths)
    for (position, row) in zip(visible, cells) { widen(&widths, at: position) { row[$0] } }
    return widths
  }

  private func known(_ widths: [Int]) -> [Int] {
    widths.count == columns.count ? widths : columns.map { _ in 0 }
  }

  private func widen(_ widths: inout [Int], at position: Int, cell: (Int) -> TableCell) {
    for (place, column) in columns.enumerated()
    where !column.isVolatile && widths[place] < column.layout.maximum {
      var width = Text.columns(cell(place).text)
      if place == 0 { width += Text.columns(prefix(at: position)) }
      widths[place] = max(widths[place], min(width, column.layout.maximum))
    }
  }

  /// Where the columns stand when the widest of their texts are `widths`.
  func layout(_ widths: [Int]) -> TableLayout {
    let shown = columns.enumerated().map { place, column in
      var layout = column.layout
      switch chosen[column.name] {
      // Wider than any screen and the first to go.
      case false?: return TableLayout.Column("", minimum: 1 << 16, priority: -1000)
      case true?: layout.priority += 1000
      case nil: break
      }
      if column.isVolatile { return layout }
      // The mark of the order needs a column.
      let title = Text.columns(layout.title) + 1
      let wanted = min(max(widths[place], title), layout.maximum)
      // What has nothing to say in any row gives way first.
      if widths[place] <= 1, place > 0 { layout.priority -= 100 }
      let least = self.width >= 70 ? column.comfortable : layout.minimum
      layout = TableLayout.Column(
        layout.title, minimum: min(least, wanted), ideal: wanted,
        priority: layout.priority, growth: layout.growth, alignment: layout.alignment)
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
        var cell = cells[position - visible.lowerBound][placed.index]
        if isContext || (continues && placed.index == 0) { cell.role = .mutedText }
        if placed.index == 0, !arrangement.branches.isEmpty {
          paintName(cell, position, placed, area, screenRow, &surface)
        } else {
          if columns[placed.index].cutsMiddle {
            cell.text = Text.truncatedInside(
              cell.text, to: placed.range.count, ellipsis: glyphs.ellipsis)
          }
          surface.write(
            cell.text, in: placed, tableColumn: area.column, row: screenRow, role: cell.role)
          mark(cell.text, placed, area.column, screenRow, &surface)
        }
      }
    }
  }

  /// Marks the parts of a cell that the filter asked for.
  private func mark(
    _ text: String, _ placed: TableLayout.Placed, _ start: Int, _ row: Int,
    _ surface: inout Surface
  ) {
    guard !filter.terms.isEmpty, !columns[placed.index].isVolatile else { return }
    var bytes: [UInt8] = []
    for character in text {
      // One column that nothing matches.
      if character == glyphs.ellipsis, columns[placed.index].cutsMiddle {
        bytes.append(0)
        continue
      }
      guard let byte = character.asciiValue, byte < 0x7F, byte >= 0x20 else { return }
      bytes.append(byte &- 65 < 26 ? byte | 0x20 : byte)
    }
    let isRight = placed.column.alignment == .right && bytes.count < placed.range.count
    let first = start + (isRight ? placed.range.upperBound - bytes.count : placed.range.lowerBound)
    for term in filter.terms
    where !term.isNegated && (term.column == nil || term.column == placed.index) {
      guard let place = Filter.position(of: term.bytes, in: bytes) else { continue }
      let range = (first + place)..<(first + place + term.bytes.count)
      let cell = (start + placed.range.lowerBound)..<(start + placed.range.upperBound)
      surface.restyle(row: row, columns: range.clamped(to: cell), role: .match)
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
