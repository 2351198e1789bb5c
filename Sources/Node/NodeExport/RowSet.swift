import NodeModel

/// What `list` can list.
public enum ListKind: String, Hashable, Sendable, CaseIterable {
  case pods, links, addresses, routes, rules, neighbours, fdb, tunnels, namespaces
  case configurations, plugins
  case bgp
  case networks, leases
  case services
  case ports
}

/// The rows of one list, made one after another from a snapshot when they are asked for.
public struct RowSet: Sendable {
  public struct Column: Hashable, Sendable {
    public enum Alignment: Hashable, Sendable { case left, right }

    /// The name in CSV: the key of the snapshot, where it is a field of it.
    public let key: String
    /// The head of the column for a person.
    public let title: String
    public let alignment: Alignment
    /// Only shown where there is room for all: CSV, and tables on demand.
    public let isWide: Bool
  }

  public let kind: ListKind
  public let columns: [Column]
  public let count: Int

  private let cells: @Sendable (Int, [Int], inout [CellText]) -> Void
  private let object: @Sendable (Int, inout DocumentWriter) -> Void
  /// Writes all objects as entries of the list that is open, where there is a faster way.
  private let allObjects: (@Sendable (inout DocumentWriter) -> Void)?

  init<Row: Sendable>(
    _ kind: ListKind, _ columns: [ListColumn<Row>], _ sections: [ListSection<Row>],
    allObjects: (@Sendable (inout DocumentWriter) -> Void)? = nil,
    object: @escaping @Sendable (Row, ListContext, inout DocumentWriter) -> Void
  ) {
    self.kind = kind
    self.columns = columns.map(\.column)
    var ends: [Int] = []
    var end = 0
    for section in sections {
      end += section.count
      ends.append(end)
    }
    count = end
    let locator = Locator(ends: ends)
    cells = { row, wanted, texts in
      let place = locator.place(of: row)
      let section = sections[place.section]
      let value = section.row(place.row)
      for (position, column) in wanted.enumerated() {
        texts[position].clear()
        columns[column].write(value, section.context, &texts[position])
      }
    }
    self.allObjects = allObjects
    self.object = { row, writer in
      let place = locator.place(of: row)
      let section = sections[place.section]
      object(section.row(place.row), section.context, &writer)
    }
  }

  /// Only some rows, in another order.
  ///
  /// - Parameter rows: Each below `count`.
  public func selecting(_ rows: [Int]) -> RowSet { RowSet(self, rows) }

  private init(_ all: RowSet, _ rows: [Int]) {
    let (cells, object) = (all.cells, all.object)
    kind = all.kind
    columns = all.columns
    count = rows.count
    self.cells = { row, wanted, texts in cells(rows[row], wanted, &texts) }
    self.object = { row, writer in object(rows[row], &writer) }
    allObjects = nil
  }

  /// The text of a cell as it is, also with control characters in it; empty for "not known".
  public func cell(_ row: Int, _ column: Int) -> String {
    var texts = [CellText()]
    cells(row, [column], &texts)
    return String(decoding: texts[0].bytes, as: UTF8.self)
  }

  /// Fills `texts` with the cells of a row, one for each of `columns`.
  func fill(_ texts: inout [CellText], row: Int, columns: [Int]) { cells(row, columns, &texts) }

  /// Writes the fields of a row: where it is from, and then those of the snapshot.
  public func describe(_ row: Int, to writer: inout DocumentWriter) { object(row, &writer) }

  /// Writes the rows as a list of objects, in the layout of the writer.
  public func write(to writer: inout DocumentWriter) {
    writer.beginList()
    if let allObjects {
      allObjects(&writer)
    } else {
      for row in 0..<count where writer.failure == nil {
        writer.beginObject()
        describe(row, to: &writer)
        writer.endObject()
      }
    }
    writer.endList()
    writer.endDocument()
  }
}

/// The rows that one namespace has.
struct ListSection<Row: Sendable>: Sendable {
  var context: ListContext
  var count: Int
  var row: @Sendable (Int) -> Row

  init(_ context: ListContext, count: Int, row: @escaping @Sendable (Int) -> Row) {
    self.context = context
    self.count = count
    self.row = row
  }

  init(_ context: ListContext, _ rows: [Row]) {
    self.init(context, count: rows.count) { rows[$0] }
  }
}

/// A column with the way to its cells.
struct ListColumn<Row: Sendable>: Sendable {
  let column: RowSet.Column
  let write: @Sendable (Row, ListContext, inout CellText) -> Void

  init(
    _ key: String, _ title: String, _ alignment: RowSet.Column.Alignment = .left,
    isWide: Bool = false, write: @escaping @Sendable (Row, ListContext, inout CellText) -> Void
  ) {
    column = RowSet.Column(key: key, title: title, alignment: alignment, isWide: isWide)
    self.write = write
  }

  /// Where the row is from: for a person first, then for a program.
  static var place: [Self] {
    [
      Self("where", "WHERE") { $2.add($1.place) },
      Self("netns", "NETNS", isWide: true) { $2.add($1.netns?.description) },
      Self("pod", "POD", isWide: true) { $2.add($1.pod) },
    ]
  }
}

/// Finds the section of a row.
private struct Locator: Sendable {
  /// The number of rows up to the end of each section.
  var ends: [Int]

  func place(of row: Int) -> (section: Int, row: Int) {
    var (low, high) = (0, ends.count)
    while low < high {
      let middle = (low + high) / 2
      if ends[middle] <= row { low = middle + 1 } else { high = middle }
    }
    return (low, row - (low == 0 ? 0 : ends[low - 1]))
  }
}
