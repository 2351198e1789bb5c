/// Which entry of a list is selected and which are seen; the selected one always is.
public struct ScrollState: Hashable, Sendable {
  /// The number of entries.
  public private(set) var count = 0
  /// The rows for them on the screen.
  public private(set) var height = 1
  /// An index; 0 also in an empty list.
  public private(set) var selection = 0
  /// The first entry on the screen.
  public private(set) var first = 0

  public init() {}

  /// The entries on the screen.
  public var visible: Range<Int> { first..<min(first + height, count) }

  /// The row on the screen of the selected entry, counted from the first; nil in an empty list.
  public var selectedRow: Int? { count > 0 ? selection - first : nil }

  /// Tells the size of the list and of its place on the screen.
  public mutating func update(count: Int, height: Int) {
    self.count = max(count, 0)
    self.height = max(height, 1)
    settle()
  }

  /// Selects an entry, or the nearest that there is.
  public mutating func select(_ index: Int) {
    selection = index
    settle()
  }

  public mutating func move(by distance: Int) {
    selection = selection.addingReportingOverflow(distance).partialValue
    settle()
  }

  /// Moves what is seen, as the mouse wheel does; the selection stays on the screen.
  public mutating func scroll(by distance: Int) {
    first = min(max(first + distance, 0), max(count - height, 0))
    selection = min(max(selection, first), max(first + height - 1, 0))
    settle()
  }

  public mutating func page(by pages: Int) {
    let distance = pages * max(height - 1, 1)
    first = min(max(first + distance, 0), max(count - height, 0))
    move(by: distance)
  }

  /// Obeys the keys that move in every list: arrows and hjkl's vertical ones, pages, ends, wheel.
  ///
  /// - Returns: Whether the key was one of them.
  public mutating func handle(_ key: Key) -> Bool {
    switch key {
    case .up, .character("k"), .control("p"): move(by: -1)
    case .down, .character("j"), .control("n"): move(by: 1)
    case .pageUp, .control("b"): page(by: -1)
    case .pageDown, .control("f"), .character(" "): page(by: 1)
    case .control("u"): move(by: -max(height / 2, 1))
    case .control("d"): move(by: max(height / 2, 1))
    case .home, .character("g"): select(0)
    case .end, .character("G"): select(count - 1)
    case .mouse(let mouse) where mouse.kind == .wheelUp: scroll(by: -3)
    case .mouse(let mouse) where mouse.kind == .wheelDown: scroll(by: 3)
    default: return false
    }
    return true
  }

  /// The position in the list: `12/42`; `0/0` in an empty one.
  public var indicator: String { count == 0 ? "0/0" : "\(selection + 1)/\(count)" }

  private mutating func settle() {
    selection = min(max(selection, 0), max(count - 1, 0))
    first = min(max(first, 0), max(count - height, 0))
    if selection < first { first = selection }
    if selection >= first + height { first = selection - height + 1 }
  }
}

extension Surface {
  /// Draws a scrollbar in one column; nothing if the whole list is seen.
  public mutating func write(scrollbar state: ScrollState, column: Int, rows: Range<Int>) {
    guard state.count > state.height, rows.count > 1 else { return }
    let size = max(rows.count * state.height / state.count, 1)
    let room = rows.count - size
    let start = rows.lowerBound + room * state.first / max(state.count - state.height, 1)
    for row in rows {
      let isThumb = row >= start && row < start + size
      write(
        String(isThumb ? glyphs.scrollThumb : glyphs.scrollTrack), column: column, row: row,
        role: .scrollbar)
    }
  }
}
