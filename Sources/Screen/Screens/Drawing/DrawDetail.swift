import Canvas
import NodeModel

/// The details of the selected row in a frame.
func drawDetail(
  _ state: inout ScreenState, _ data: ScreenData, in area: Rectangle, on surface: inout Surface
) {
  guard let row = state.current.currentRow, let source = state.current.arrangement?.source else {
    return
  }
  state.regions.detail = area
  surface.clear(area)
  let detail = source.detail(of: row)
  let hasFrame = area.rows >= 5 && area.columns >= 20
  if hasFrame { surface.frame(area, title: detail.title) }
  let body = hasFrame ? area.inset(columns: 2, rows: 1) : area
  let lines = detailLines(
    detail, command: source.command(for: row), data: data, width: body.columns,
    glyphs: surface.glyphs)
  state.current.detailScroll.update(count: lines.count, height: body.rows)
  let visible = state.current.detailScroll.visible
  for place in visible {
    surface.write(
      lines[place], in: body.columnRange, row: body.row + place - visible.lowerBound)
  }
  if hasFrame {
    surface.write(
      scrollbar: state.current.detailScroll, column: area.columnRange.upperBound - 1,
      rows: body.rowRange)
  }
  if state.current.isDetailZoomed {
    surface.cursor = Surface.Position(column: body.column, row: body.row)
  }
}

/// The lines of a detail: titles of groups, and names and values in two columns; values that are
/// too long go on below.
private func detailLines(
  _ detail: Detail, command: String?, data: ScreenData, width: Int, glyphs: Glyphs
) -> [[Span]] {
  var lines: [[Span]] = []
  if let link = detail.traffic { lines += trafficLines(link, data, width: width, glyphs: glyphs) }
  var groups = detail.groups
  if let command { groups.append(Detail.Group("Command", [Detail.Field(name: "", text: command)])) }
  func longest(_ fields: [Detail.Field]) -> Int {
    fields.map { Text.columns($0.name) }.filter { $0 <= 26 }.max() ?? 0
  }
  // A link-layer address is one word and stays one.
  let room = max(min(width / 2, width - 4 - 17), 1)
  let common = longest(groups.flatMap(\.fields))
  for group in groups {
    if !lines.isEmpty { lines.append([]) }
    lines.append([Span(group.title, .title)])
    // Where it is narrow, no group gives room for the names of another.
    let names = min(common <= room ? common : longest(group.fields), room)
    for field in group.fields {
      let nameWidth = max(names, min(Text.columns(field.name), room))
      let indent = field.name.isEmpty ? 2 : nameWidth + 4
      let head = field.name.isEmpty ? "  " : "  " + Text.padded(field.name, to: indent - 4) + "  "
      for (place, part) in wrapped(field.text, to: max(width - indent, 8)).enumerated() {
        let start = place == 0 ? head : String(repeating: " ", count: indent)
        lines.append([Span(start, .mutedText), Span(part, field.role)])
      }
    }
  }
  return lines
}

/// Breaks a text at blanks, or within a word that is too long.
func wrapped(_ text: String, to width: Int) -> [String] {
  let text = Text.sanitised(text)
  if Text.columns(text) <= width { return [text] }
  var lines: [String] = []
  var line = ""
  var used = 0
  for word in text.split(separator: " ", omittingEmptySubsequences: false) {
    let columns = Text.columns(String(word))
    if used > 0, used + 1 + columns > width {
      lines.append(line)
      line = ""
      used = 0
    }
    if used > 0 {
      line += " "
      used += 1
    }
    for character in word {
      let columns = character.columns
      if used + columns > width {
        lines.append(line)
        line = ""
        used = 0
      }
      line.append(character)
      used += columns
    }
  }
  if !line.isEmpty { lines.append(line) }
  return lines
}

/// The last minute of traffic: a row of bars for each direction.
private func trafficLines(_ link: LinkID, _ data: ScreenData, width: Int, glyphs: Glyphs)
  -> [[Span]]
{
  let history = data.rates.history(of: link)
  guard history.received.contains(where: \.isFinite) else { return [] }
  // One scale for both: their heights can be compared.
  let top = (history.received + history.sent).filter(\.isFinite).max() ?? 0
  let columns = max(min(RateTable.historyLength, width - 12), 1)
  let rate = data.rates[link]
  func line(_ name: String, _ values: [Double], _ now: Double?, _ role: Role) -> [Span] {
    let text = Text.padded(now.map { Quantity.rate($0) } ?? "-", to: 6, alignment: .right)
    return [
      Span("  \(name) ", .mutedText), Span(text + " ", role),
      Span(
        Sparkline.text(values, columns: columns, glyphs: glyphs, maximum: top), .sparkline),
    ]
  }
  return [
    [Span("Bytes per second", .title), Span("  highest \(Quantity.rate(top))", .mutedText)],
    line("rx", history.received, rate?.rxBytes, .receiveRate),
    line("tx", history.sent, rate?.txBytes, .sendRate),
  ]
}
