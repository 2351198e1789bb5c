import Canvas
import NodeModel

/// The line of breadcrumbs, filter and position; while something is typed, the prompt.
func drawStatus(
  _ state: ScreenState, _ data: ScreenData, in area: Rectangle, on surface: inout Surface
) {
  let range = area.columnRange
  switch state.mode {
  case .filter:
    let right = statusRight(state)
    let width = right.reduce(0) { $0 + Text.columns($1.text) }
    let end = area.columns > width + 20 ? range.upperBound - width - 1 : range.upperBound
    surface.write(state.filterField, prompt: "/", in: range.lowerBound..<end, row: area.row)
    if end < range.upperBound {
      surface.write(right, in: (end + 1)..<range.upperBound, row: area.row)
    }
    return
  case .command:
    surface.write(state.commandField, prompt: ":", in: range, row: area.row)
    return
  case .normal, .help: break
  }
  var right = statusRight(state)
  func rightWidth() -> Int { right.reduce(0) { $0 + Text.columns($1.text) } }
  // A message is what somebody waits for; the rest stands here at all times.
  let limit = area.columns / (state.message == nil ? 2 : 8)
  while rightWidth() > limit, right.count > 1 { right.removeFirst() }
  let end = max(range.upperBound - rightWidth() - 1, range.lowerBound)
  if let message = state.message {
    surface.write(message.text, in: range.lowerBound..<end, row: area.row, role: message.role)
  } else {
    surface.write(breadcrumbs(state, data), in: range.lowerBound..<end, row: area.row)
  }
  surface.write(right, in: (end + 1)..<range.upperBound, row: area.row)
}

/// Where the operator is: `pods > default/web-0 eth0`.
private func breadcrumbs(_ state: ScreenState, _ data: ScreenData) -> [Span] {
  var spans = [Span(" " + state.view.rawValue, .title)]
  let view = state.current
  if state.view == .routes {
    if view.showsRules { spans.append(Span(" > rules", .mutedText)) }
    switch view.namespaces {
    case .host: spans.append(Span(" > host", .mutedText))
    case .all: spans.append(Span(" > all namespaces", .mutedText))
    case .one(let id): spans.append(Span(" > " + data.index.title(of: id), .mutedText))
    }
    let others = data.snapshot.namespaces.count - 1
    if others > 0, !view.isDetailOpen {
      spans.append(Span("  n: \(others) more", .keyHelp))
    }
  }
  if view.isDetailOpen, let row = view.currentRow, let source = view.arrangement?.source {
    spans.append(Span(" > " + source.cell(row, column: titleColumn(source)).text, .mutedText))
  }
  return spans
}

/// The column that says what a row is.
func titleColumn(_ source: any RowSource) -> Int { source is EventsSource ? 3 : 0 }

private func statusRight(_ state: ScreenState) -> [Span] {
  let view = state.current
  guard state.view.isTable else {
    return view.faultsOnly ? [Span("problems only, ! shows all ", .warning)] : []
  }
  var spans: [Span] = []
  if let routes = view.arrangement?.source as? RoutesSource {
    let counts = routes.tableCounts(atMost: 4)
    if !counts.isEmpty { spans.append(Span(counts + "  ", .mutedText)) }
  }
  if state.view == .events {
    let text = view.selected == nil ? "f: following  " : "f: follow  "
    spans.append(Span(text, view.selected == nil ? .mutedText : .notice))
  }
  if !view.filterText.isEmpty, state.mode != .filter {
    spans.append(Span("filter: \(view.filterText)  ", .prompt))
  }
  if let arrangement = view.arrangement, arrangement.source.hasChatter {
    let (shown, all) = (arrangement.count, arrangement.source.count)
    if !view.hidesChatter {
      spans.append(Span("a: hide chatter  ", .mutedText))
    } else if view.filterText.isEmpty, !view.faultsOnly, view.work == nil {
      if shown < all { spans.append(Span("\(shown) shown of \(all), a shows all  ", .notice)) }
    } else {
      spans.append(Span("without chatter, a shows all  ", .notice))
    }
  }
  if view.faultsOnly { spans.append(Span("faults only  ", .warning)) }
  if let work = view.work { spans.append(Span(work.progress + "  ", .stale)) }
  if view.scroll.count > 0 || !(view.arrangement?.source.isUnread ?? true) {
    spans.append(Span(view.scroll.indicator + " ", .mutedText))
  }
  return spans
}

/// The line of keys; while a command is typed, what could come next.
func drawHints(
  _ state: ScreenState, _ data: ScreenData, in area: Rectangle, on surface: inout Surface
) {
  if state.mode == .command {
    drawChoices(state, data, in: area, on: &surface)
    return
  }
  var hints: [(key: String, text: String)]
  switch state.mode {
  case .filter:
    hints = [
      ("Enter", "keep"), ("Esc", "undo"), ("Tab", "column"), ("", "word  column:word  !word"),
    ]
  case .help:
    let isLong = state.helpScroll.count > state.helpScroll.height
    hints = [("any key", "back")] + (isLong ? [("j k", "more: commands")] : [])
  default:
    hints = Binding.bindings(for: state.view).compactMap { binding in
      binding.hint.map { (binding.label.split(separator: " ").first.map(String.init) ?? "", $0) }
    }
    // Help and the way out are never what is cut.
    if let help = hints.firstIndex(where: { $0.key == "?" }) {
      hints.insert(hints.remove(at: help), at: 0)
    }
    if let quit = hints.firstIndex(where: { $0.key == "q" }) {
      hints.insert(hints.remove(at: quit), at: min(1, hints.count))
    }
  }
  var column = area.column + 1
  for hint in hints {
    let width = Text.columns(hint.key) + Text.columns(hint.text) + 1
    guard column + width <= area.columnRange.upperBound else { break }
    if !hint.key.isEmpty {
      column = surface.write(hint.key, column: column, row: area.row, role: .key) + 1
    }
    column = surface.write(hint.text, column: column, row: area.row, role: .keyHelp) + 2
  }
}

private func drawChoices(
  _ state: ScreenState, _ data: ScreenData, in area: Rectangle, on surface: inout Surface
) {
  let typed = state.completion.typed ?? state.commandField.text
  let choices = CommandNames(state: state, data: data).choices(typed)
  var column = area.column + 1
  for (place, choice) in choices.enumerated() {
    let isChosen = state.completion.typed != nil && place == state.completion.place
    let width = Text.columns(choice)
    guard column + width <= area.columnRange.upperBound else { break }
    column =
      surface.write(
        choice, column: column, row: area.row, role: isChosen ? .activeTab : .keyHelp) + 2
  }
}
