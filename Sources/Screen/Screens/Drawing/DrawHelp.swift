import Canvas

/// The keys of the shown view, and the commands, over it.
func drawHelp(_ state: inout ScreenState, in area: Rectangle, on surface: inout Surface) {
  let lines = helpLines(state.view, columns: area.columns, rows: area.rows)
  let widest = lines.map { $0.reduce(0) { $0 + Text.columns($1.text) } }.max() ?? 0
  let columns = min(widest + 4, area.columns)
  let rows = min(lines.count + 2, area.rows)
  let hasFrame = rows >= 4 && columns >= 12
  let box = Rectangle(
    column: area.column + (area.columns - columns) / 2, row: area.row + (area.rows - rows) / 2,
    columns: columns, rows: rows)
  surface.clear(box)
  if hasFrame { surface.frame(box, title: "Keys of \(state.view.rawValue)") }
  let body = hasFrame ? box.inset(columns: 2, rows: 1) : box
  state.helpScroll.update(count: lines.count, height: body.rows)
  for place in state.helpScroll.visible {
    surface.write(
      lines[place], in: body.columnRange, row: body.row + place - state.helpScroll.first)
  }
  if hasFrame {
    surface.write(
      scrollbar: state.helpScroll, column: box.columnRange.upperBound - 1, rows: body.rowRange)
  }
}

/// Keys beside each other where there is room, and below them the commands.
private func helpLines(_ view: ViewKind, columns: Int, rows: Int) -> [[Span]] {
  let keys = keyLines(view)
  let label = keys.map { Text.columns($0.key) }.max() ?? 0
  let entry = label + 2 + (keys.map { Text.columns($0.text) }.max() ?? 0)
  let perRow = columns >= 2 * entry + 7 && keys.count > rows - 4 ? 2 : 1
  let count = (keys.count + perRow - 1) / perRow
  var lines: [[Span]] = (0..<count).map { place in
    stride(from: place, to: keys.count, by: count).flatMap { index in
      [
        Span((index == place ? "" : "   ") + Text.padded(keys[index].key, to: label + 2), .key),
        Span(
          index + count < keys.count
            ? Text.padded(keys[index].text, to: entry - label - 2) : keys[index].text, .keyHelp),
      ]
    }
  }
  lines += [[], [Span("Commands", .title)]]
  let commands = CommandNames.all.map { ":\($0.name) \($0.arguments)" }
  let longest = commands.map(Text.columns).max() ?? 0
  for (text, command) in zip(commands, CommandNames.all) {
    lines.append([Span(Text.padded(text, to: longest + 2), .key), Span(command.help, .keyHelp)])
  }
  return lines
}

/// `1-7`, or `1-9 0` where there are ten views or more.
private var viewKeys: String {
  let last = ViewKind.allCases.compactMap(\.key).last ?? "1"
  return last == "0" ? "1-9 0" : "1-\(last)"
}

/// The keys of views as one line, every other key as its binding says.
private func keyLines(_ view: ViewKind) -> [(key: String, text: String)] {
  var lines: [(key: String, text: String)] = []
  var hasViews = false
  for binding in Binding.bindings(for: view) {
    if case .view = binding.action {
      if !hasViews { lines.append((viewKeys, "show a view")) }
      hasViews = true
    } else if !binding.help.isEmpty {
      lines.append((binding.label, binding.help))
    }
  }
  lines.append(("mouse", "select, sort, scroll"))
  return lines
}
