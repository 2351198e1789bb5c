// What a terminal asks of a surface: the cells as scalars, and where two surfaces differ.
extension Surface {
  /// The columns of a row between the first and the last cell that is another one than in `old`.
  ///
  /// Nil if there are none. Halves of wide characters are included.
  package func changes(from old: Surface?, row: Int) -> Range<Int>? {
    guard let old, old.columns == columns, old.rows == rows else { return 0..<columns }
    let start = row * columns
    let shareClusters = clusters == old.clusters
    func differs(_ index: Int) -> Bool {
      let (new, former) = (cells[index], old.cells[index])
      guard new == former else { return true }
      return !shareClusters && new.clusterIndex != nil
        && character(of: new) != old.character(of: former)
    }
    let range = start..<(start + columns)
    guard var first = range.first(where: differs), var last = range.last(where: differs) else {
      return nil
    }
    if first > start, cells[first].content == PackedCell.continuation { first -= 1 }
    if last + 1 < range.upperBound, cells[last + 1].content == PackedCell.continuation { last += 1 }
    return (first - start)..<(last - start + 1)
  }

  /// A cell as a terminal wants it.
  package struct ScalarCell {
    /// A base and its marks; empty in the second column of a wide character.
    package var scalars: [UInt32]
    package var columns: Int
    package var role: Role
    package var isSelected: Bool
  }

  package func scalars(column: Int, row: Int) -> ScalarCell {
    let index = row * columns + column
    let cell = cells[index]
    let isWide =
      column + 1 < columns && cells[index + 1].content == PackedCell.continuation
    var scalars = [cell.content]
    if cell.content == PackedCell.continuation {
      scalars = []
    } else if let cluster = cell.clusterIndex {
      scalars = clusters[cluster].unicodeScalars.map(\.value)
    }
    return ScalarCell(
      scalars: scalars, columns: isWide ? 2 : 1, role: cell.role, isSelected: cell.isSelected)
  }
}

extension RGB {
  /// The colour of an index in a palette of 256; below 16 as xterm has it.
  package init(index: UInt8) { self = Palette.rgb(of: index) }
}
