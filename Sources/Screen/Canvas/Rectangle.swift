/// A part of the screen in cells; it may be empty, never negative.
public struct Rectangle: Hashable, Sendable {
  public var column: Int
  public var row: Int
  public private(set) var columns: Int
  public private(set) var rows: Int

  public init(column: Int, row: Int, columns: Int, rows: Int) {
    self.column = column
    self.row = row
    self.columns = max(columns, 0)
    self.rows = max(rows, 0)
  }

  public var isEmpty: Bool { columns == 0 || rows == 0 }
  public var columnRange: Range<Int> { column..<(column + columns) }
  public var rowRange: Range<Int> { row..<(row + rows) }

  public func contains(column: Int, row: Int) -> Bool {
    columnRange.contains(column) && rowRange.contains(row)
  }

  /// The part that both have; empty if there is none.
  public func intersection(_ other: Rectangle) -> Rectangle {
    let left = max(column, other.column)
    let top = max(row, other.row)
    return Rectangle(
      column: left, row: top,
      columns: min(columnRange.upperBound, other.columnRange.upperBound) - left,
      rows: min(rowRange.upperBound, other.rowRange.upperBound) - top)
  }

  /// The rectangle without a margin on each side.
  public func inset(columns: Int = 1, rows: Int = 1) -> Rectangle {
    Rectangle(
      column: column + columns, row: row + rows, columns: self.columns - 2 * columns,
      rows: self.rows - 2 * rows)
  }

  /// Cuts `count` rows off the top and returns them; fewer if there are not so many.
  public mutating func takeTop(_ count: Int) -> Rectangle {
    let taken = Rectangle(column: column, row: row, columns: columns, rows: min(count, rows))
    row += taken.rows
    rows -= taken.rows
    return taken
  }

  /// Cuts `count` rows off the bottom and returns them; fewer if there are not so many.
  public mutating func takeBottom(_ count: Int) -> Rectangle {
    let count = max(min(count, rows), 0)
    rows -= count
    return Rectangle(column: column, row: row + rows, columns: columns, rows: count)
  }

  /// Cuts `count` columns off the left and returns them; fewer if there are not so many.
  public mutating func takeLeft(_ count: Int) -> Rectangle {
    let taken = Rectangle(column: column, row: row, columns: min(count, columns), rows: rows)
    column += taken.columns
    columns -= taken.columns
    return taken
  }

  /// Cuts `count` columns off the right and returns them; fewer if there are not so many.
  public mutating func takeRight(_ count: Int) -> Rectangle {
    let count = max(min(count, columns), 0)
    columns -= count
    return Rectangle(column: column + columns, row: row, columns: count, rows: rows)
  }
}
