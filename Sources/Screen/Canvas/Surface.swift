/// A grid of cells that views draw into: a value that tests compare and the terminal shows.
///
/// Whatever is written is safe for a terminal: control characters and everything that is
/// invisible or changes the direction of text appear as escapes (see `Text.sanitised`).
public struct Surface: Sendable {
  /// One cell as it is seen.
  public struct Cell: Hashable, Sendable {
    /// A scalar with its combining marks; nil in the second column of a wide one.
    public var character: Character?
    public var role: Role
    /// Whether the cell belongs to the selected row; it keeps its role.
    public var isSelected: Bool

    public init(character: Character?, role: Role = .text, isSelected: Bool = false) {
      self.character = character
      self.role = role
      self.isSelected = isSelected
    }
  }

  /// A position on the surface.
  public struct Position: Hashable, Sendable {
    public var column: Int
    public var row: Int
    public init(column: Int, row: Int) {
      self.column = column
      self.row = row
    }
  }

  public let columns: Int
  public let rows: Int
  /// The characters that views draw lines, trees and cut texts with.
  public let glyphs: Glyphs
  /// Where the terminal's own cursor stands.
  ///
  /// Screen readers follow it, so views put it on the selected row. It is shown only if
  /// `isCursorVisible`.
  public var cursor: Position?
  /// Whether the cursor is seen, as in a text field.
  public var isCursorVisible = false

  var cells: [PackedCell]
  /// What cells of more than one scalar contain.
  var clusters: [String] = []

  public init(columns: Int, rows: Int, glyphs: Glyphs = .unicode) {
    self.columns = max(columns, 0)
    self.rows = max(rows, 0)
    self.glyphs = glyphs
    cells = Array(repeating: .blank, count: self.columns * self.rows)
  }

  /// The whole surface.
  public var bounds: Rectangle { Rectangle(column: 0, row: 0, columns: columns, rows: rows) }

  /// The cell at a position inside the surface.
  public subscript(column: Int, row: Int) -> Cell {
    precondition(bounds.contains(column: column, row: row), "outside of the surface")
    let cell = cells[row * columns + column]
    return Cell(character: character(of: cell), role: cell.role, isSelected: cell.isSelected)
  }

  /// The rows as text, without trailing blanks: what a test compares.
  public var text: String { (0..<rows).map(line).joined(separator: "\n") }

  /// One row as text, without trailing blanks.
  public func line(_ row: Int) -> String {
    guard (0..<rows).contains(row) else { return "" }
    var line = ""
    for cell in cells[(row * columns)..<((row + 1) * columns)] {
      if let character = character(of: cell) { line.append(character) }
    }
    while line.last == " " { line.removeLast() }
    return line
  }

  func character(of cell: PackedCell) -> Character? {
    if cell.content == PackedCell.continuation { return nil }
    if let index = cell.clusterIndex { return clusters[index].first ?? " " }
    return Unicode.Scalar(cell.content).map { Character($0) } ?? " "
  }
}

/// A cell in eight bytes.
struct PackedCell: Hashable, Sendable {
  /// A scalar; `continuation`; or `clusterBit` and an index into the table of clusters.
  var content: UInt32
  var role: Role
  var isSelected: Bool

  static let continuation: UInt32 = 0
  static let clusterBit: UInt32 = 1 << 31
  static let blank = PackedCell(content: 0x20, role: .text, isSelected: false)

  var clusterIndex: Int? {
    content & Self.clusterBit == 0 ? nil : Int(content & ~Self.clusterBit)
  }
}

extension Surface: Equatable {
  /// Whether both look the same; the order of the side table does not matter.
  public static func == (left: Surface, right: Surface) -> Bool {
    guard left.columns == right.columns, left.rows == right.rows, left.cursor == right.cursor,
      left.isCursorVisible == right.isCursorVisible
    else { return false }
    if left.clusters == right.clusters { return left.cells == right.cells }
    return zip(left.cells, right.cells).allSatisfy { one, other in
      one.role == other.role && one.isSelected == other.isSelected
        && left.character(of: one) == right.character(of: other)
    }
  }
}
