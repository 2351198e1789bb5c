import Canvas

/// A titled block of the overview.
struct OverviewSection {
  var title: String
  /// Beside the title: a count.
  var note: Span?
  /// Each in one line or more.
  var entries: [[[Span]]]
  /// How many more there are, which are only counted.
  var hidden = 0
  /// Whether the others give way to it.
  var isUrgent = false

  init(_ title: String, note: Span? = nil, _ lines: [[Span]]) {
    self.title = title
    self.note = note
    entries = lines.map { [$0] }
  }

  var lines: [[Span]] { entries.flatMap(\.self) }

  /// The title, and at most `count` lines; the last says how many more entries there are.
  func shown(lines count: Int) -> [[Span]] {
    var result = [[Span(title, .title)] + (note.map { [Span("  "), $0] } ?? [])]
    let lines = lines
    if lines.count <= count, hidden == 0 { return result + lines }
    guard count > 0 else { return result }
    var left = entries.count + hidden
    for entry in entries {
      let room = count - 1 - (result.count - 1)
      if room == 0 { break }
      // Better the beginning of an entry than a hole.
      result += entry.prefix(room)
      left -= 1
    }
    result.append([Span("  and \(left) more", .mutedText)])
    return result
  }

  /// Shares the rows of a column among sections: each gets three lines, and what is left goes to
  /// urgent ones up to half of the rows, and then to all in turn.
  static func column(_ sections: [OverviewSection], rows: Int) -> [[Span]] {
    let wanted = sections.map { $0.lines.count + ($0.hidden > 0 ? 1 : 0) }
    var shares = wanted.map { min($0, 3) }
    // A title for each, and an empty line between two.
    var left = rows - shares.reduce(0, +) - 2 * sections.count + 1
    for place in sections.indices where sections[place].isUrgent {
      // A low screen is scrolled anyway.
      let room = rows < 12 ? wanted[place] : min(left, rows / 2 - shares[place])
      let more = max(min(wanted[place] - shares[place], room), 0)
      shares[place] += more
      left -= more
    }
    while left > 0 {
      let before = left
      for place in sections.indices where left > 0 && shares[place] < wanted[place] {
        shares[place] += 1
        left -= 1
      }
      if left == before { break }
    }
    var lines: [[Span]] = []
    for (section, share) in zip(sections, shares) {
      if !lines.isEmpty { lines.append([]) }
      lines += section.shown(lines: share)
    }
    return lines
  }
}

func drawOverview(
  _ state: inout ScreenState, _ data: ScreenData, in area: Rectangle, on surface: inout Surface
) {
  guard !area.isEmpty else { return }
  if data.isUnread {
    surface.write(
      "reading the node", in: area.columnRange, row: area.row + min(area.rows / 3, 4),
      role: .mutedText, alignment: area.columns > 40 ? .centre : .left)
    return
  }
  let facts = OverviewFacts(data)
  if state.current.faultsOnly {
    let problems = facts.problems(area.columns - 2, most: OverviewFacts.mostProblemsAlone)
    draw(
      [problems.shown(lines: .max)], of: area.columns - 2, gap: 0, &state, in: area, on: &surface)
    return
  }
  let count = area.columns >= 150 ? 3 : area.columns >= 64 ? 2 : 1
  let gap = 2
  let width = (area.columns - 1 - gap * (count - 1)) / count
  let columns: [[OverviewSection]]
  switch count {
  case 3:
    columns = [
      [facts.problems(width), facts.node(width), facts.solutions(width)],
      [facts.traffic(width), facts.segments(width)],
      [facts.changes(width), facts.namespaces(width)],
    ]
  case 2:
    columns = [
      [facts.problems(width), facts.node(width), facts.segments(width)],
      [
        facts.traffic(width), facts.changes(width), facts.solutions(width), facts.namespaces(width),
      ],
    ]
  default:
    columns = [facts.all(width)]
  }
  let texts = columns.map { sections in
    OverviewSection.column(sections.filter { !$0.lines.isEmpty }, rows: area.rows)
  }
  draw(texts, of: width, gap: gap, &state, in: area, on: &surface)
}

/// Columns of lines beside each other, which scroll as one.
private func draw(
  _ texts: [[[Span]]], of width: Int, gap: Int, _ state: inout ScreenState, in area: Rectangle,
  on surface: inout Surface
) {
  state.overviewScroll.update(count: texts.map(\.count).max() ?? 0, height: area.rows)
  for (number, lines) in texts.enumerated() {
    let start = area.column + 1 + number * (width + gap)
    for place in state.overviewScroll.visible where place < lines.count {
      surface.write(
        lines[place], in: start..<min(start + width, area.columnRange.upperBound),
        row: area.row + place - state.overviewScroll.first)
    }
  }
  if state.overviewScroll.count > area.rows, area.columns > 2 {
    surface.write(
      scrollbar: state.overviewScroll, column: area.columnRange.upperBound - 1,
      rows: area.rowRange)
  }
  surface.cursor = Surface.Position(column: area.column, row: area.row)
}
