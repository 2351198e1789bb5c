/// Measures and shapes text by terminal cells, not by characters.
public enum Text {
  /// The columns that `text` takes when it is written on a surface, escapes included.
  public static func columns(_ text: String) -> Int {
    if isPlain(text) { return text.utf8.count }
    return Clusters(sanitised(text)).reduce(0) { $0 + $1.columns }
  }

  /// Whether all is printable ASCII: then a byte is a column and nothing needs tables.
  static func isPlain(_ text: String) -> Bool {
    text.utf8.withContiguousStorageIfAvailable { bytes in
      bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    } ?? false
  }

  /// The columns of a scalar that is visible: 0 (combining), 1 or 2 (East Asian wide).
  public static func columns(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    if WidthTables.contains(WidthTables.wide, scalar.value) { return 2 }
    return WidthTables.contains(WidthTables.zero, scalar.value) ? 0 : 1
  }

  /// The text with an escape (`\e`, `\x07`, `\u{202E}`) for each scalar that a terminal would
  /// obey, hide or place elsewhere.
  ///
  /// Those are controls, format characters (bidirectional marks, joiners, tags), separators of
  /// lines and paragraphs, selectors of variations, what Unicode has not assigned or leaves to
  /// private use, and combining marks without a base or behind four others.
  public static func sanitised(_ text: String) -> String {
    if isPlain(text) { return text }
    var result = ""
    var marks = 4  // none may come first
    for scalar in text.unicodeScalars {
      let isMark = scalar.value >= 0x300 && columns(scalar) == 0
      if isUnsafe(scalar) || (isMark && marks >= 4) {
        result += escape(scalar)
        marks = 0
      } else {
        marks = isMark ? marks + 1 : 0
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The longest beginning of `text` that takes at most `columns` columns, with `ellipsis` in
  /// place of the rest.
  public static func truncated(_ text: String, to columns: Int, ellipsis: Character = "…")
    -> String
  {
    guard columns > 0 else { return "" }
    if text.utf8.count <= columns, isPlain(text) { return text }
    let text = sanitised(text)
    if self.columns(text) <= columns { return text }
    var result = ""
    var used = 0
    for cluster in Clusters(text) {
      if used + cluster.columns > columns - 1 { break }
      used += cluster.columns
      result += cluster.text ?? String(cluster.base)
    }
    result.append(ellipsis)
    return result
  }

  /// `text` in at most `columns` columns, with `ellipsis` in place of what is in the middle; the
  /// beginning keeps one column more where they cannot be equal.
  public static func truncatedInside(_ text: String, to columns: Int, ellipsis: Character = "…")
    -> String
  {
    if text.utf8.count <= columns, isPlain(text) { return text }
    let text = sanitised(text)
    let clusters = Array(Clusters(text))
    if clusters.reduce(0, { $0 + $1.columns }) <= columns { return text }
    // Too few for a beginning and an end.
    guard columns >= 3 else { return truncated(text, to: columns, ellipsis: ellipsis) }
    var end: [String] = []
    var used = 0
    for cluster in clusters.reversed() {
      if used + cluster.columns > (columns - 1) / 2 { break }
      used += cluster.columns
      end.append(cluster.text ?? String(cluster.base))
    }
    // What a wide character left over goes to the beginning.
    let head = truncated(text, to: columns - used, ellipsis: ellipsis)
    return head + end.reversed().joined()
  }

  /// `text` in exactly `columns` columns: cut, or filled with blanks.
  public static func padded(
    _ text: String, to columns: Int, alignment: Surface.Alignment = .left,
    ellipsis: Character = "…"
  ) -> String {
    let fitting = truncated(text, to: columns, ellipsis: ellipsis)
    let room = max(columns - self.columns(fitting), 0)
    let before = alignment == .left ? 0 : alignment == .right ? room : room / 2
    return String(repeating: " ", count: before) + fitting
      + String(repeating: " ", count: room - before)
  }

  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7F { return scalar.value < 0x20 }
    if scalar.properties.isDefaultIgnorableCodePoint { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      return true
    default: return false
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\t": return "\\t"
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\u{1B}": return "\\e"
    default:
      let digits = String(scalar.value, radix: 16, uppercase: true)
      if scalar.value < 0x100 { return (digits.count < 2 ? "\\x0" : "\\x") + digits }
      return "\\u{\(digits)}"
    }
  }
}

extension Character {
  /// The columns that this character takes on a surface.
  public var columns: Int { Text.columns(String(self)) }
}

/// What one cell (or two of a wide one) shows: a scalar and the marks on it.
struct Cluster {
  var base: Unicode.Scalar
  /// The whole content if there are marks.
  var text: String?
  var columns: Int
}

/// The cells of a text that is sanitised already, as ncurses and terminals divide it: by the
/// width of scalars, not by Unicode's grapheme clusters.
struct Clusters: Sequence, IteratorProtocol {
  private var scalars: String.UnicodeScalarView.Iterator
  private var pending: Unicode.Scalar?

  init(_ text: String) {
    scalars = text.unicodeScalars.makeIterator()
    pending = scalars.next()
  }

  mutating func next() -> Cluster? {
    guard let base = pending else { return nil }
    var cluster = Cluster(base: base, text: nil, columns: Text.columns(base) == 2 ? 2 : 1)
    pending = scalars.next()
    while let mark = pending, mark.value >= 0x300, Text.columns(mark) == 0 {
      var text = cluster.text ?? String(base)
      text.unicodeScalars.append(mark)
      cluster.text = text
      pending = scalars.next()
    }
    return cluster
  }
}
