import Canvas

/// The keys of the shown view, over it.
func drawHelp(_ state: inout ScreenState, in area: Rectangle, on surface: inout Surface) {
  let lines = helpLines(state.view)
  let label = lines.map { Text.columns($0.key) }.max() ?? 0
  let longest = lines.map { Text.columns($0.text) }.max() ?? 0
  let gap = 2
  let entry = label + gap + longest
  let perRow = area.columns >= 2 * entry + 7 && lines.count > area.rows - 4 ? 2 : 1
  let lineCount = (lines.count + perRow - 1) / perRow
  let columns = min(perRow * entry + (perRow - 1) * 3 + 4, area.columns)
  let rows = min(lineCount + 2, area.rows)
  let hasFrame = rows >= 4 && columns >= 12
  let box = Rectangle(
    column: area.column + (area.columns - columns) / 2, row: area.row + (area.rows - rows) / 2,
    columns: columns, rows: rows)
  surface.clear(box)
  if hasFrame { surface.frame(box, title: "Keys of \(state.view.rawValue)") }
  let body = hasFrame ? box.inset(columns: 2, rows: 1) : box
  state.helpScroll.update(count: lineCount, height: body.rows)
  for place in state.helpScroll.visible {
    for number in 0..<perRow {
      let index = place + number * lineCount
      guard index < lines.count else { continue }
      let start = body.column + number * (entry + 3)
      let range = start..<min(start + entry, body.columnRange.upperBound)
      guard !range.isEmpty else { continue }
      surface.write(
        [
          Span(Text.padded(lines[index].key, to: label + gap), .key),
          Span(lines[index].text, .keyHelp),
        ],
        in: range, row: body.row + place - state.helpScroll.first)
    }
  }
  if hasFrame {
    surface.write(
      scrollbar: state.helpScroll, column: box.columnRange.upperBound - 1, rows: body.rowRange)
  }
}

/// The lines of help: the number keys as one line, every other key as its binding says.
private func helpLines(_ view: ViewKind) -> [(key: String, text: String)] {
  var lines: [(key: String, text: String)] = []
  var hasViews = false
  for binding in Binding.bindings(for: view) {
    if case .view = binding.action {
      if !hasViews { lines.append(("1-\(ViewKind.allCases.count)", "show a view")) }
      hasViews = true
    } else if !binding.help.isEmpty {
      lines.append((binding.label, binding.help))
    }
  }
  lines.append(("mouse", "select, sort, scroll"))
  return lines
}
