/// What a terminal would show: the part of ECMA-48 and of xterm that ncurses writes.
///
/// Colours are left out, and each scalar takes one cell. A sequence that it does not know is kept
/// in `unknown`, so that a test sees when it looks at less than it thinks.
struct VirtualScreen {
  let columns: Int
  let rows: Int
  private var cells: [[Unicode.Scalar]]
  private var row = 0
  private var column = 0
  /// The last column was written: the next character goes to the next row first.
  private var isAtEnd = false
  private var scrolling: Range<Int>
  private var saved = (row: 0, column: 0)
  private var lastWritten: Unicode.Scalar = " "
  private var pending: [Unicode.Scalar] = []
  private(set) var isAlternate = false
  private(set) var isCursorVisible = true
  private(set) var hasMouse = false
  private(set) var unknown: Set<String> = []

  init(columns: Int, rows: Int) {
    (self.columns, self.rows) = (columns, rows)
    cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
    scrolling = 0..<rows
  }

  /// The rows, without the blanks at their ends.
  var lines: [String] {
    cells.map { line in
      let last = line.lastIndex { $0 != " " } ?? -1
      var text = String.UnicodeScalarView()
      text.append(contentsOf: line.prefix(last + 1))
      return String(text)
    }
  }

  var text: String { lines.joined(separator: "\n") }

  // MARK: Taking output

  mutating func take(_ text: some Sequence<Unicode.Scalar>) {
    pending += text
    var rest = pending[...]
    while let first = rest.first {
      guard let count = step(first, rest.dropFirst()) else { break }
      rest = rest.dropFirst(count)
    }
    pending = Array(rest)
  }

  /// How many scalars were obeyed; nil where a sequence is not complete yet.
  private mutating func step(
    _ first: Unicode.Scalar, _ rest: ArraySlice<Unicode.Scalar>
  ) -> Int? {
    switch first {
    case "\u{1B}": return escape(rest).map { $0 + 1 }
    case "\r": move(row, 0)
    case "\n": lineFeed()
    case "\u{8}": move(row, column - 1)
    case "\t": move(row, (column / 8 + 1) * 8)
    case "\u{0}"..."\u{1F}", "\u{7F}": break
    default: put(first)
    }
    return 1
  }

  private mutating func escape(_ rest: ArraySlice<Unicode.Scalar>) -> Int? {
    guard let kind = rest.first else { return nil }
    switch kind {
    case "[":
      let body = rest.dropFirst()
      guard let end = body.firstIndex(where: { (0x40...0x7E).contains($0.value) }) else {
        return nil
      }
      var parameters = String.UnicodeScalarView()
      parameters.append(contentsOf: body[..<end])
      control(String(parameters), body[end])
      return end - rest.startIndex + 1
    case "]":
      guard let end = rest.firstIndex(of: "\u{7}") else { return nil }
      return end - rest.startIndex + 1
    case "(", ")": return rest.count < 2 ? nil : 2
    case "M": reverseLineFeed()
    case "7": saved = (row, column)
    case "8": move(saved.row, saved.column)
    case "=", ">": break
    default: unknown.insert("ESC \(kind)")
    }
    return 1
  }

  private mutating func control(_ parameters: String, _ final: Unicode.Scalar) {
    if parameters.hasPrefix("?") { return mode(parameters.dropFirst(), final) }
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    let first = numbers.first ?? nil
    let second = numbers.count > 1 ? numbers[1] : nil
    let count = max(first ?? 1, 1)
    switch final {
    case "m", "t", "h", "l", "p": break
    case "H", "f": move((first ?? 1) - 1, (second ?? 1) - 1)
    case "d": move(count - 1, column)
    case "G": move(row, count - 1)
    case "A": move(row - count, column)
    case "B": move(row + count, column)
    case "C": move(row, column + count)
    case "D": move(row, column - count)
    case "J": erase(first ?? 0)
    case "K": eraseLine(first ?? 0)
    case "X": fill(row, column..<min(column + count, columns))
    case "P": deleteCells(count)
    case "@": insertCells(count)
    case "L": insertLines(count, at: row)
    case "M": deleteLines(count, at: row)
    case "S": deleteLines(count, at: scrolling.lowerBound)
    case "T": insertLines(count, at: scrolling.lowerBound)
    case "b": for _ in 0..<count { put(lastWritten) }
    case "r":
      scrolling = max(count - 1, 0)..<min(second ?? rows, rows)
      move(0, 0)
    default: unknown.insert("CSI \(parameters)\(final)")
    }
  }

  private mutating func mode(_ parameters: Substring, _ final: Unicode.Scalar) {
    guard final == "h" || final == "l" else { return }
    for number in parameters.split(separator: ";") {
      switch number {
      case "1049": isAlternate = final == "h"
      case "25": isCursorVisible = final == "h"
      case "1000": hasMouse = final == "h"
      default: break
      }
    }
  }

  // MARK: Cells

  private mutating func move(_ row: Int, _ column: Int) {
    self.row = min(max(row, 0), rows - 1)
    self.column = min(max(column, 0), columns - 1)
    isAtEnd = false
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    if isAtEnd {
      move(row, 0)
      lineFeed()
    }
    cells[row][column] = scalar
    lastWritten = scalar
    if column == columns - 1 { isAtEnd = true } else { column += 1 }
  }

  private mutating func lineFeed() {
    if row == scrolling.upperBound - 1 {
      deleteLines(1, at: scrolling.lowerBound)
    } else {
      move(row + 1, column)
    }
  }

  private mutating func reverseLineFeed() {
    if row == scrolling.lowerBound { insertLines(1, at: row) } else { move(row - 1, column) }
  }

  private mutating func fill(_ row: Int, _ columns: Range<Int>) {
    for column in columns { cells[row][column] = " " }
  }

  private mutating func erase(_ part: Int) {
    eraseLine(part)
    let others = part == 0 ? (row + 1)..<rows : part == 1 ? 0..<row : 0..<rows
    for row in others { fill(row, 0..<columns) }
  }

  private mutating func eraseLine(_ part: Int) {
    fill(row, part == 0 ? column..<columns : part == 1 ? 0..<(column + 1) : 0..<columns)
  }

  private mutating func deleteCells(_ count: Int) {
    let count = min(count, columns - column)
    cells[row].removeSubrange(column..<(column + count))
    cells[row] += Array(repeating: " ", count: count)
  }

  private mutating func insertCells(_ count: Int) {
    let count = min(count, columns - column)
    cells[row].insert(contentsOf: Array(repeating: " ", count: count), at: column)
    cells[row].removeLast(count)
  }

  private mutating func deleteLines(_ count: Int, at row: Int) {
    guard scrolling.contains(row) else { return }
    let count = min(count, scrolling.upperBound - row)
    cells.removeSubrange(row..<(row + count))
    let blank = Array(repeating: Unicode.Scalar(" "), count: columns)
    cells.insert(
      contentsOf: Array(repeating: blank, count: count), at: scrolling.upperBound - count)
  }

  private mutating func insertLines(_ count: Int, at row: Int) {
    guard scrolling.contains(row) else { return }
    let count = min(count, scrolling.upperBound - row)
    cells.removeSubrange((scrolling.upperBound - count)..<scrolling.upperBound)
    let blank = Array(repeating: Unicode.Scalar(" "), count: columns)
    cells.insert(contentsOf: Array(repeating: blank, count: count), at: row)
  }
}
