public import Canvas
import NodeModel

/// Draws the whole screen.
///
/// The same state and data draw the same cells, whatever was on the surface before; what only
/// data change moves no columns.
public func draw(_ state: inout ScreenState, data: ScreenData, on surface: inout Surface) {
  state.prepare(data)
  state.regions = Regions()
  surface = Surface(columns: surface.columns, rows: surface.rows, glyphs: surface.glyphs)
  var rest = surface.bounds
  let rows = rest.rows
  // What gives way first on low screens: hints, tabs, then the header.
  if rows >= 3 {
    drawHeader(state, data, in: rest.takeTop(1), on: &surface)
  }
  if rows >= 6 {
    drawTabs(&state, in: rest.takeTop(1), on: &surface)
  }
  let hints = rows >= 8 ? rest.takeBottom(1) : nil
  let status = rows >= 2 || state.mode != .normal ? rest.takeBottom(1) : nil
  if let hints { drawHints(state, data, in: hints, on: &surface) }
  if state.view.isTable {
    drawTableView(&state, data, in: rest, on: &surface)
  } else {
    drawOverview(&state, data, in: rest, on: &surface)
  }
  if let status { drawStatus(state, data, in: status, on: &surface) }
  if state.mode == .help { drawHelp(&state, in: rest, on: &surface) }
}

/// A part of a line with one meaning.
struct Span: Hashable {
  var text: String
  var role: Role

  init(_ text: String, _ role: Role = .text) {
    self.text = text
    self.role = role
  }
}

extension Surface {
  /// Writes spans one after another into a range of columns.
  ///
  /// - Returns: The column behind the last one.
  @discardableResult
  mutating func write(_ spans: [Span], in range: Range<Int>, row: Int) -> Int {
    var column = range.lowerBound
    for span in spans where column < range.upperBound {
      let room = range.upperBound - column
      let text = Text.truncated(span.text, to: room, ellipsis: glyphs.ellipsis)
      column = write(text, column: column, row: row, role: span.role, limits: range)
    }
    return column
  }
}
