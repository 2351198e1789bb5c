/// What a row must contain, whatever the case of its letters.
///
/// Words that all must be there, `column:word` for one column, `!` in front for the contrary.
struct Filter: Hashable {
  struct Term: Hashable {
    /// The place of the column; nil is any.
    var column: Int?
    var isNegated: Bool
    /// In lower case, never empty.
    var bytes: [UInt8]
  }

  var terms: [Term]
  var faultsOnly: Bool
  /// Whether rows that are chatter are left out.
  var hidesChatter = false

  static let none = Filter("", columns: [], faultsOnly: false)

  /// - Parameter columns: A text before a colon is a column only if it is one of these: `fd00::1`
  ///   and a MAC address need no quotes.
  init(_ text: String, columns: [TableColumn], faultsOnly: Bool, hidesChatter: Bool = false) {
    self.faultsOnly = faultsOnly
    self.hidesChatter = hidesChatter
    terms = text.split(separator: " ").compactMap { word in
      var word = word[...]
      var term = Term(column: nil, isNegated: false, bytes: [])
      if word.first == "!" {
        term.isNegated = true
        word = word.dropFirst()
      }
      if let colon = word.firstIndex(of: ":") {
        let name = word[..<colon].lowercased()
        if let column = columns.firstIndex(where: { $0.name == name }) {
          term.column = column
          word = word[word.index(after: colon)...]
        }
      }
      term.bytes.appendLowercased(String(word))
      return term.bytes.isEmpty ? nil : term
    }
  }

  var isEmpty: Bool { terms.isEmpty && !faultsOnly && !hidesChatter }

  /// Whether it asks for a column whose values change at each refresh.
  func isVolatile(_ columns: [TableColumn]) -> Bool {
    terms.contains { $0.column.map { columns[$0].isVolatile } ?? false }
  }

  /// - Parameter buffer: Room that is used again for each row.
  func matches(
    _ row: Int, of source: some RowSource, columns: [TableColumn], buffer: inout [UInt8]
  ) -> Bool {
    if faultsOnly, !source.isFault(row) { return false }
    if hidesChatter, source.isChatter(row) { return false }
    var hasAllText = false
    for term in terms {
      if let column = term.column {
        buffer.removeAll(keepingCapacity: true)
        hasAllText = false
        source.appendText(row, column: column, to: &buffer)
      } else if !hasAllText {
        buffer.removeAll(keepingCapacity: true)
        // Rates are left out: a filter for an address must not flicker with the traffic.
        for column in columns.indices where !columns[column].isVolatile {
          source.appendText(row, column: column, to: &buffer)
          buffer.append(0)
        }
        hasAllText = true
      }
      if Self.contains(buffer, term.bytes) == term.isNegated { return false }
    }
    return true
  }

  static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    position(of: part, in: text) != nil
  }

  /// Where `part` stands first in `text`.
  static func position(of part: [UInt8], in text: [UInt8]) -> Int? {
    guard let first = part.first, text.count >= part.count else { return nil }
    return text.withUnsafeBufferPointer { text in
      part.withUnsafeBufferPointer { part in
        var start = 0
        let last = text.count - part.count
        while start <= last {
          if text[start] == first {
            var length = 1
            while length < part.count, text[start + length] == part[length] { length += 1 }
            if length == part.count { return start }
          }
          start += 1
        }
        return nil
      }
    }
  }
}
