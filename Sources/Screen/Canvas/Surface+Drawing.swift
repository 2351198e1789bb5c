extension Surface {
  /// Where a text stands in a range of columns that is wider.
  public enum Alignment: Hashable, Sendable { case left, right, centre }

  /// Writes `text` from `column` on; what is outside of the surface or of `limits` is left out.
  ///
  /// - Parameter limits: Columns that may be written; nil is the whole row.
  /// - Returns: The column behind the text, as far as it was written.
  @discardableResult
  public mutating func write(
    _ text: String, column: Int, row: Int, role: Role = .text, limits: Range<Int>? = nil
  ) -> Int {
    let allowed = (limits ?? 0..<columns).clamped(to: 0..<columns)
    guard (0..<rows).contains(row), column < allowed.upperBound else { return column }
    var column = column
    var text = text
    let end = text.utf8.withContiguousStorageIfAvailable { bytes in
      writePlain(bytes, column: column, row: row, role: role, allowed: allowed)
    }
    if let end = end ?? nil { return end }
    text = Text.sanitised(text)
    for cluster in Clusters(text) {
      guard column + cluster.columns <= allowed.upperBound else { break }
      if column >= allowed.lowerBound {
        put(content(of: cluster), width: cluster.columns, column: column, row: row, role: role)
      }
      column += cluster.columns
    }
    return column
  }

  /// Writes printable ASCII, which is most of what there is, without looking at its width.
  ///
  /// - Returns: The column behind the text; nil if there is anything else in it.
  private mutating func writePlain(
    _ bytes: UnsafeBufferPointer<UInt8>, column: Int, row: Int, role: Role, allowed: Range<Int>
  ) -> Int? {
    guard bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return nil }
    let (text, _) = bytes.count.addingReportingOverflow(column)
    let written = (column..<max(text, column)).clamped(to: allowed)
    guard !written.isEmpty else { return min(text, allowed.upperBound) }
    let start = row * columns
    // Wide characters that lose one half lose the other.
    if written.lowerBound > 0, cells[start + written.lowerBound].content == PackedCell.continuation
    {
      cells[start + written.lowerBound - 1].content = 0x20
    }
    if written.upperBound < columns,
      cells[start + written.upperBound].content == PackedCell.continuation
    {
      cells[start + written.upperBound].content = 0x20
    }
    cells.withUnsafeMutableBufferPointer { cells in
      for place in written {
        cells[start + place] = PackedCell(
          content: UInt32(bytes[place - column]), role: role, isSelected: false)
      }
    }
    return written.upperBound
  }

  /// Writes `text` into a range of columns.
  ///
  /// It is cut with an ellipsis if it is too long, aligned if it is shorter. Cells that the text
  /// does not reach are left alone.
  public mutating func write(
    _ text: String, in range: Range<Int>, row: Int, role: Role = .text,
    alignment: Alignment = .left
  ) {
    guard !range.isEmpty else { return }
    if text.utf8.count > range.count, Text.isPlain(text) {
      let end = range.upperBound - 1
      write(text, column: range.lowerBound, row: row, role: role, limits: range.lowerBound..<end)
      write(String(glyphs.ellipsis), column: end, row: row, role: role, limits: end..<(end + 1))
      return
    }
    let fitting = Text.truncated(text, to: range.count, ellipsis: glyphs.ellipsis)
    let room = alignment == .left ? 0 : range.count - Text.columns(fitting)
    let column = range.lowerBound + (alignment == .centre ? room / 2 : room)
    write(fitting, column: column, row: row, role: role, limits: range)
  }

  /// Writes `text` so that it ends before the column `end`.
  ///
  /// - Returns: The first column of the text.
  @discardableResult
  public mutating func write(_ text: String, endingAt end: Int, row: Int, role: Role = .text)
    -> Int
  {
    let column = end - Text.columns(text)
    write(text, column: column, row: row, role: role, limits: 0..<max(end, 0))
    return column
  }

  /// Sets a part of a row to one character.
  public mutating func fill(
    row: Int, columns range: Range<Int>? = nil, role: Role = .text, with character: Character = " "
  ) {
    guard (0..<rows).contains(row) else { return }
    let text = String(character)
    for column in (range ?? 0..<columns).clamped(to: 0..<columns) {
      write(text, column: column, row: row, role: role)
    }
  }

  /// Sets every cell of `area` to a blank.
  public mutating func clear(_ area: Rectangle, role: Role = .text) {
    for row in area.rowRange { fill(row: row, columns: area.columnRange, role: role) }
  }

  /// Gives what is already drawn another role.
  public mutating func restyle(row: Int, columns range: Range<Int>? = nil, role: Role) {
    change(row: row, columns: range) { $0.role = role }
  }

  /// Marks what is already drawn as the selected row: every cell keeps its role.
  public mutating func select(row: Int, columns range: Range<Int>? = nil) {
    change(row: row, columns: range) { $0.isSelected = true }
  }

  /// Draws a frame along the edge of `area`, with a title in its upper line.
  public mutating func frame(_ area: Rectangle, title: String = "", role: Role = .border) {
    guard area.columns >= 2, area.rows >= 2 else { return }
    let (left, right) = (area.column, area.columnRange.upperBound - 1)
    let (top, bottom) = (area.row, area.rowRange.upperBound - 1)
    for row in [top, bottom] {
      fill(row: row, columns: (left + 1)..<right, role: role, with: glyphs.horizontal)
    }
    for row in (top + 1)..<max(bottom, top + 1) {
      fill(row: row, columns: left..<(left + 1), role: role, with: glyphs.vertical)
      fill(row: row, columns: right..<(right + 1), role: role, with: glyphs.vertical)
    }
    write(String(glyphs.topLeft), column: left, row: top, role: role)
    write(String(glyphs.topRight), column: right, row: top, role: role)
    write(String(glyphs.bottomLeft), column: left, row: bottom, role: role)
    write(String(glyphs.bottomRight), column: right, row: bottom, role: role)
    if !title.isEmpty, area.columns > 6 {
      write(" \(title) ", in: (left + 2)..<(right - 1), row: top, role: .title)
    }
  }

  private mutating func change(
    row: Int, columns range: Range<Int>?, _ body: (inout PackedCell) -> Void
  ) {
    guard (0..<rows).contains(row) else { return }
    for column in (range ?? 0..<columns).clamped(to: 0..<columns) {
      body(&cells[row * columns + column])
    }
  }

  private mutating func content(of cluster: Cluster) -> UInt32 {
    guard let text = cluster.text else { return cluster.base.value }
    // Looking for an equal one pays only while there are few.
    let known = clusters.count < 64 ? clusters.firstIndex(of: text) : nil
    let index = known ?? clusters.count
    if index == clusters.count { clusters.append(text) }
    return PackedCell.clusterBit | UInt32(index)
  }

  /// Sets a cell that is inside the surface.
  ///
  /// Half of a wide character that is overwritten leaves a blank in its other half.
  private mutating func put(_ content: UInt32, width: Int, column: Int, row: Int, role: Role) {
    let index = row * columns + column
    let end = index + width
    if cells[index].content == PackedCell.continuation, column > 0 {
      cells[index - 1].content = 0x20
    }
    if column + width < columns, cells[end].content == PackedCell.continuation {
      cells[end].content = 0x20
    }
    cells[index] = PackedCell(content: content, role: role, isSelected: false)
    if width == 2 {
      cells[index + 1] = PackedCell(
        content: PackedCell.continuation, role: role, isSelected: false)
    }
  }
}
