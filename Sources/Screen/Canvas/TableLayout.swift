/// Which columns of a table are shown on a given width, and where.
///
/// Columns of low priority give way on narrow screens; what is left over widens the others, first
/// to their ideal width, then to their maximum.
public struct TableLayout: Hashable, Sendable {
  public struct Column: Hashable, Sendable {
    public var title: String
    public var minimum: Int
    public var ideal: Int
    public var maximum: Int
    /// Columns with lower numbers are left out first; of equals, the last.
    public var priority: Int
    /// Columns with higher numbers get what is left over first; of equals, the first.
    public var growth: Int
    public var alignment: Surface.Alignment

    /// - Parameters:
    ///   - maximum: nil is the ideal width: the column does not grow further.
    ///   - growth: nil is the priority: what stays longest grows first.
    public init(
      _ title: String, minimum: Int, ideal: Int? = nil, maximum: Int? = nil, priority: Int = 0,
      growth: Int? = nil, alignment: Surface.Alignment = .left
    ) {
      self.title = title
      self.minimum = max(minimum, 1)
      self.ideal = max(ideal ?? minimum, self.minimum)
      self.maximum = max(maximum ?? self.ideal, self.ideal)
      self.priority = priority
      self.growth = growth ?? priority
      self.alignment = alignment
    }
  }

  /// A column that is shown.
  public struct Placed: Hashable, Sendable {
    /// Its place among all columns of the table.
    public var index: Int
    /// Counted from the left edge of the table.
    public var range: Range<Int>
    public var column: Column
  }

  /// From left to right.
  public let placed: [Placed]

  /// - Parameters:
  ///   - width: The columns of the screen for the whole table.
  ///   - gap: Blanks between two columns.
  public init(_ columns: [Column], width: Int, gap: Int = 1) {
    var shown = Array(columns.indices)
    func needed() -> Int {
      shown.reduce(0) { $0 + columns[$1].minimum } + gap * max(shown.count - 1, 0)
    }
    while shown.count > 1, needed() > width {
      let least = shown.map { columns[$0].priority }.min() ?? 0
      guard let victim = shown.lastIndex(where: { columns[$0].priority == least }) else { break }
      shown.remove(at: victim)
    }
    var widths = shown.map { columns[$0].minimum }
    if shown.count == 1, widths[0] > width { widths[0] = max(width, 0) }
    var spare = max(width - needed(), 0)
    let order = shown.indices.sorted {
      let (one, other) = (columns[shown[$0]].growth, columns[shown[$1]].growth)
      return one == other ? $0 < $1 : one > other
    }
    for limit in [\Column.ideal, \Column.maximum] {
      for place in order {
        let growth = min(max(columns[shown[place]][keyPath: limit] - widths[place], 0), spare)
        widths[place] += growth
        spare -= growth
      }
    }
    var start = 0
    placed = zip(shown, widths).filter { $0.1 > 0 }.map { index, width in
      defer { start += width + gap }
      return Placed(index: index, range: start..<(start + width), column: columns[index])
    }
  }

  /// The columns of the screen that the table takes.
  public var width: Int { placed.last?.range.upperBound ?? 0 }

  /// The column at a distance from the left edge, for a click on a header; the gap behind a
  /// column belongs to it.
  public func index(at offset: Int) -> Int? {
    guard offset >= 0, let last = placed.last, offset < last.range.upperBound else { return nil }
    return placed.last { $0.range.lowerBound <= offset }?.index
  }
}

extension Surface {
  /// Writes the titles of a table and marks the sorted column.
  public mutating func write(
    header layout: TableLayout, column: Int, row: Int, sortedBy sorted: Int? = nil,
    descending: Bool = false
  ) {
    for placed in layout.placed {
      let range = (placed.range.lowerBound + column)..<(placed.range.upperBound + column)
      guard placed.index == sorted else {
        write(
          placed.column.title, in: range, row: row, role: .tableHeader,
          alignment: placed.column.alignment)
        continue
      }
      let mark = String(descending ? glyphs.descending : glyphs.ascending)
      let title = Text.truncated(
        placed.column.title, to: max(range.count - 1, 0), ellipsis: glyphs.ellipsis)
      write(
        title + mark, in: range, row: row, role: .sortedHeader, alignment: placed.column.alignment)
    }
  }

  /// Writes one cell of a table.
  public mutating func write(
    _ text: String, in placed: TableLayout.Placed, tableColumn: Int, row: Int, role: Role = .text
  ) {
    write(
      text, in: (placed.range.lowerBound + tableColumn)..<(placed.range.upperBound + tableColumn),
      row: row, role: role, alignment: placed.column.alignment)
  }
}
