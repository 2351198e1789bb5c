import Canvas
import NetworkTypes
import NodeModel

/// A column of a table as a view describes it.
struct TableColumn {
  /// How filters and commands call it: one lower-case word.
  var name: String
  var layout: TableLayout.Column
  /// The least width on a screen of 80 columns, where `layout.minimum` is that of a small one.
  var comfortable: Int
  /// Whether a text that is too long loses its middle: names of pods differ at their ends.
  var cutsMiddle = false
  /// Whether its values change without the rows changing, as rates do.
  var isVolatile = false
  /// Whether the first sort by it is from the highest value down.
  var prefersDescending = false

  /// - Parameters:
  ///   - maximum: The widest that it gets, however long its texts are.
  ///   - priority: Columns with lower numbers are left out first on narrow screens.
  ///   - growth: Columns with higher numbers get what is left over first; nil is the priority.
  init(
    _ name: String, title: String? = nil, minimum: Int, comfortable: Int? = nil, maximum: Int,
    priority: Int, growth: Int? = nil, alignment: Surface.Alignment = .left,
    cutsMiddle: Bool = false
  ) {
    self.name = name
    self.cutsMiddle = cutsMiddle
    self.comfortable = comfortable ?? minimum
    layout = TableLayout.Column(
      title ?? name.uppercased(), minimum: minimum, ideal: maximum, priority: priority,
      growth: growth, alignment: alignment)
  }

  /// A column of numbers per second: of one width, so that a refresh writes few bytes.
  static func rate(_ name: String, title: String, priority: Int) -> TableColumn {
    let width = title.count + 1
    var column = TableColumn(
      name, title: title, minimum: width, maximum: width, priority: priority, alignment: .right)
    column.isVolatile = true
    column.prefersDescending = true
    return column
  }
}

/// What one cell shows.
struct TableCell {
  var text: String
  var role: Role

  init(_ text: String, _ role: Role = .text) {
    self.text = text
    self.role = role
  }

  /// For what is not known or not there.
  static let none = TableCell("-", .mutedText)
}

/// By what a column is sorted.
enum SortKind: Hashable {
  /// By its text, numbers in it by their value.
  case text
  /// By this many 64-bit words, the first counts most: exact and small, for a million rows.
  case words(Int)
}

/// What a row stands for, whatever its place: the selection follows it through refreshes and
/// other orders.
enum RowIdentity: Hashable {
  case link(LinkID)
  case pod(title: String, uid: String?, interface: String?)
  case route(NamespaceID, RouteIdentity)
  case rule(NamespaceID, Rule)
  case neighbour(NamespaceID, IPAddress, device: Int32)
  case forwarding(NamespaceID, MACAddress, device: Int32, vlan: UInt16?, remote: IPAddress?)
  case tunnel(LinkID)
  case service(String)
  /// What stays the same of a port.
  case port(String)
  /// The number of an event.
  case event(Int)
  case none
}

/// The rows of a table.
///
/// None of them is made before it is shown: a million routes are as good as fifty.
protocol RowSource {
  var columns: [TableColumn] { get }
  var count: Int { get }
  /// The order in which rows are shown that nobody sorted; nil as they come.
  var naturalOrder: [UInt32]? { get }
  /// Whether its table was not read, which is not the same as an empty one.
  var isUnread: Bool { get }
  func identity(of row: Int) -> RowIdentity
  func cell(_ row: Int, column: Int) -> TableCell
  func sortKind(column: Int) -> SortKind
  /// - Parameter word: Below the number that `sortKind` said.
  func sortWord(_ row: Int, column: Int, word: Int) -> UInt64
  /// Whether something is wrong with what the row shows.
  func isFault(_ row: Int) -> Bool
  /// Whether any row may be chatter: what a kernel keeps for itself, and hides who is looked for.
  var hasChatter: Bool { get }
  func isChatter(_ row: Int) -> Bool
  /// Appends the text of a cell in lower case, for a filter.
  func appendText(_ row: Int, column: Int, to text: inout [UInt8])
  /// Whether a row belongs to the same thing as the one shown above it.
  func continues(_ row: Int, after other: Int) -> Bool
  /// The row with an identity, which was at `hint` before; nil if it went away.
  func row(of identity: RowIdentity, near hint: Int) -> Int?
  /// What a row shows, for an export.
  func visibleRows(_ row: Int) -> [VisibleRow]
  /// All that is known of a row.
  func detail(of row: Int) -> Detail
  /// What an operator would type to see the same; nil where nothing shows it.
  func command(for row: Int) -> String?
}

extension RowSource {
  func sortKind(column: Int) -> SortKind { .text }
  func sortWord(_ row: Int, column: Int, word: Int) -> UInt64 { 0 }
  func isFault(_ row: Int) -> Bool { false }
  var naturalOrder: [UInt32]? { nil }
  var isUnread: Bool { false }
  var hasChatter: Bool { false }
  func isChatter(_ row: Int) -> Bool { false }
  func continues(_ row: Int, after other: Int) -> Bool { false }
  func command(for row: Int) -> String? { nil }

  func appendText(_ row: Int, column: Int, to text: inout [UInt8]) {
    text.appendLowercased(cell(row, column: column).text)
  }

  func row(of identity: RowIdentity, near hint: Int) -> Int? {
    let count = count
    guard count > 0 else { return nil }
    let hint = min(max(hint, 0), count - 1)
    if self.identity(of: hint) == identity { return hint }
    for distance in 1..<max(count, 2) {
      let (below, above) = (hint - distance, hint + distance)
      if below >= 0, self.identity(of: below) == identity { return below }
      if above < count, self.identity(of: above) == identity { return above }
    }
    return nil
  }
}

extension [UInt8] {
  /// Appends text with its ASCII letters in lower case.
  mutating func appendLowercased(_ text: String) {
    for byte in text.utf8 { append(byte &- 65 < 26 ? byte | 0x20 : byte) }
  }
}

/// How numbers become words that sort in their order.
enum SortWord {
  /// Nil sorts below every number.
  static func number(_ value: (some FixedWidthInteger & UnsignedInteger)?) -> UInt64 {
    value.map { UInt64(truncatingIfNeeded: $0) &+ 1 } ?? 0
  }

  /// Nil and what is not a number sort below every number; for values that are not negative.
  static func rate(_ value: Double?) -> UInt64 {
    guard let value, value >= 0 else { return 0 }
    return value.bitPattern &+ 1
  }
}
