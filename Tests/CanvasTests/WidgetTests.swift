import Canvas
import TestSupport
import Testing

struct TableLayoutTests {
  static let columns: [TableLayout.Column] = [
    .init("POD", minimum: 10, ideal: 24, maximum: 60, priority: 9),
    .init("NETNS", minimum: 8, ideal: 12, priority: 2),
    .init("IF", minimum: 4, ideal: 8, priority: 5),
    .init("ADDRESS", minimum: 9, ideal: 15, maximum: 39, priority: 8),
    .init("RX/s", minimum: 5, priority: 4, alignment: .right),
    .init("TX/s", minimum: 5, priority: 4, alignment: .right),
    .init("STATE", minimum: 5, ideal: 8, priority: 7),
  ]

  @Test func whatIsLeftOverGoesByGrowthAndNotByPriority() {
    let columns = [
      TableLayout.Column("a", minimum: 5, ideal: 20, priority: 9, growth: 0),
      TableLayout.Column("b", minimum: 5, ideal: 20, priority: 1),
      TableLayout.Column("c", minimum: 5, ideal: 20, priority: 0, growth: 7),
    ]
    #expect(TableLayout(columns, width: 40).placed.map(\.range.count) == [5, 13, 20])
    #expect(TableLayout(columns, width: 11).placed.map(\.index) == [0, 1])
  }

  @Test(arguments: 0..<220)
  func neverExceedsTheWidthAndKeepsWhatMatters(_ width: Int) {
    let layout = TableLayout(Self.columns, width: width)
    #expect(layout.width <= width)
    let shown = layout.placed.map(\.index)
    guard width > 0 else {
      #expect(shown == [])
      return
    }
    #expect(shown.contains(0))
    // Whatever is left out matters less than all that is shown.
    let least = shown.map { Self.columns[$0].priority }.min() ?? 0
    for index in Self.columns.indices where !shown.contains(index) {
      #expect(Self.columns[index].priority <= least)
    }
    for placed in layout.placed {
      #expect(placed.range.count <= placed.column.maximum)
      if layout.placed.count > 1 { #expect(placed.range.count >= placed.column.minimum) }
    }
    for (one, other) in zip(layout.placed, layout.placed.dropFirst()) {
      #expect(one.range.upperBound + 1 == other.range.lowerBound)
    }
  }

  @Test func noColumnsAreNoWidth() {
    #expect(TableLayout([], width: 80).width == 0)
    #expect(TableLayout([], width: 80).index(at: 0) == nil)
  }

  @Test func drawsAHeaderAndCells() {
    let layout = TableLayout(Array(Self.columns[2...5]), width: 34)
    var surface = Surface(columns: 36, rows: 2)
    surface.write(header: layout, column: 1, row: 0, sortedBy: 2, descending: true)
    let cells = ["eth0", "10.244.1.7", "1.2k", "13.4M"]
    for placed in layout.placed {
      surface.write(cells[placed.index], in: placed, tableColumn: 1, row: 1)
    }
    #expect(
      surface.text == """
         IF     ADDRESS         RX/s▼  TX/s
         eth0   10.244.1.7       1.2k 13.4M
        """)
    #expect(layout.index(at: 0) == 0)
    #expect(layout.index(at: 8) == 1)
    #expect(layout.index(at: 33) == 3)
    #expect(layout.index(at: 34) == nil)
    #expect(layout.index(at: -1) == nil)
  }
}

struct ScrollStateTests {
  @Test(arguments: 0..<40)
  func theSelectionIsAlwaysVisible(_ seed: Int) {
    var random = SplitMix(seed: UInt64(seed))
    var state = ScrollState()
    let keys: [Key] = [
      .up, .down, .pageUp, .pageDown, .home, .end, .character("j"), .control("u"), .control("d"),
      .mouse(Mouse(column: 0, row: 0, kind: .wheelUp)),
      .mouse(Mouse(column: 0, row: 0, kind: .wheelDown)),
    ]
    for _ in 0..<300 {
      switch random.next() % 4 {
      case 0:
        state.update(count: Int(random.next() % 50), height: Int(random.next() % 20))
      case 1: state.select(Int(truncatingIfNeeded: random.next()))
      default: expect(true, &state, keys[Int(random.next() % UInt64(keys.count))])
      }
      if state.count == 0 {
        #expect(state.visible.isEmpty && state.selectedRow == nil)
      } else {
        #expect(state.visible.contains(state.selection))
        #expect(state.visible.count <= state.height)
        // The last page is full.
        #expect(state.visible.count == min(state.height, state.count))
      }
    }
  }

  @Test func saysWhereItIs() {
    var state = ScrollState()
    #expect(state.indicator == "0/0")
    state.update(count: 42, height: 10)
    state.select(11)
    #expect(state.indicator == "12/42")
    expect(false, &state, .character("q"))
    var surface = Surface(columns: 1, rows: 10, glyphs: .ascii)
    surface.write(scrollbar: state, column: 0, rows: 0..<10)
    #expect(surface.text.split(separator: "\n").joined() == "##||||||||")
    expect(true, &state, .end)
    surface.write(scrollbar: state, column: 0, rows: 0..<10)
    #expect(surface.text.split(separator: "\n").joined() == "||||||||##")
  }
}

/// `#expect` takes no mutating calls.
private func expect(_ expected: Bool, _ state: inout ScrollState, _ key: Key) {
  let isHandled = state.handle(key)
  #expect(isHandled == expected)
}

private func expect(_ expected: TextField.Outcome, _ field: inout TextField, _ key: Key) {
  let outcome = field.handle(key)
  #expect(outcome == expected, "\(key)")
}

struct TextFieldTests {
  private func type(_ text: String, into field: inout TextField) {
    for character in text { expect(.changed, &field, .character(character)) }
  }

  @Test func editsALine() {
    var field = TextField()
    type("10.244 eth1", into: &field)
    expect(.changed, &field, .backspace)
    type("0", into: &field)
    #expect(field.text == "10.244 eth0")
    expect(.changed, &field, .control("w"))
    #expect(field.text == "10.244 ")
    expect(.moved, &field, .home)
    expect(.changed, &field, .delete)
    type("漢", into: &field)
    #expect(field.text == "漢0.244 ")
    expect(.changed, &field, .control("u"))
    #expect(field.text == "0.244 ")
    expect(.moved, &field, .backspace)
    expect(.ignored, &field, .escape)
    expect(.ignored, &field, .enter)
  }

  @Test func recallsItsHistory() {
    var field = TextField()
    for line in ["one", "two", "two"] {
      type(line, into: &field)
      let entered = field.enter()
      #expect(entered == line)
    }
    type("dra", into: &field)
    expect(.changed, &field, .up)
    #expect(field.text == "two")
    expect(.changed, &field, .up)
    #expect(field.text == "one")
    expect(.moved, &field, .up)
    expect(.changed, &field, .down)
    expect(.changed, &field, .down)
    #expect(field.text == "dra")
    #expect(field.history == ["one", "two"])
  }

  @Test func takesNoMoreThanItHolds() {
    var field = TextField(String(repeating: "x", count: 5000))
    #expect(field.text.count == TextField.maximumLength)
    expect(.moved, &field, .character("y"))
  }

  @Test func theCursorIsAlwaysSeen() {
    var field = TextField("abcdefghij")
    var surface = Surface(columns: 8, rows: 1)
    surface.write(field, prompt: "/", in: 0..<8, row: 0)
    #expect(surface.text == "/efghij")
    #expect(surface.cursor == .init(column: 7, row: 0))
    expect(.moved, &field, .home)
    surface.write(field, prompt: "/", in: 0..<8, row: 0)
    #expect(surface.text == "/abcdefg")
    #expect(surface.cursor == .init(column: 1, row: 0))
  }
}

struct SparklineTests {
  @Test func scalesToTheHighestValue() {
    #expect(
      Sparkline.text([0, 1, 2, 4, 8], columns: 7, glyphs: .unicode) == "  ▁▂▃▅█")
    #expect(Sparkline.text([5, 0, 7], columns: 2, glyphs: .ascii) == "_#")
    #expect(Sparkline.text([Double.nan, -1, .infinity], columns: 3, glyphs: .unicode) == " ▁ ")
    #expect(Sparkline.text([], columns: 2, glyphs: .unicode) == "  ")
    #expect(Sparkline.text([50], columns: 1, glyphs: .unicode, maximum: 100) == "▅")
  }

  @Test func gaugesFill() {
    #expect(Sparkline.gauge(0.5, columns: 4, glyphs: .ascii) == "##..")
    #expect(Sparkline.gauge(7, columns: 2, glyphs: .unicode) == "██")
    #expect(Sparkline.gauge(.nan, columns: 2, glyphs: .unicode) == "░░")
  }

  @Test func treesHaveBranches() {
    #expect(Glyphs.unicode.treePrefix(lastAtDepth: []) == "")
    #expect(Glyphs.unicode.treePrefix(lastAtDepth: [false]) == "├─ ")
    #expect(Glyphs.unicode.treePrefix(lastAtDepth: [false, true, true]) == "│     └─ ")
    #expect(Glyphs.ascii.treePrefix(lastAtDepth: [true, false]) == "   |- ")
  }
}
