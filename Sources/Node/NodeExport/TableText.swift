/// A list as text: aligned columns for a person, or CSV for a program.
extension RowSet {
  /// Writes a head and a line for each row, with columns as wide as their widest cell.
  ///
  /// Each cell is made twice, once for its width, so that a list of any length takes no memory.
  /// A fact that is not known is a `-`.
  ///
  /// - Parameter isWide: All columns, and not only those that fit on most screens.
  public func writeTable(to writer: inout DocumentWriter, isWide: Bool = false) {
    let shown = columns.indices.filter { isWide || !columns[$0].isWide }
    var texts = [CellText](repeating: CellText(), count: shown.count)
    var widths = shown.map { columns[$0].title.count }
    for row in 0..<count {
      fill(&texts, row: row, columns: shown)
      for position in texts.indices {
        widths[position] = max(widths[position], texts[position].finish())
      }
    }
    writer.writeLine(shown.indices, widths: widths, alignment(of: shown)) { position in
      let title = columns[shown[position]].title
      return (Array(title.utf8), title.count)
    }
    for row in 0..<count where writer.failure == nil {
      fill(&texts, row: row, columns: shown)
      writer.writeLine(shown.indices, widths: widths, alignment(of: shown)) { position in
        let width = texts[position].finish()
        return (texts[position].bytes, width)
      }
    }
  }

  /// Writes a line of keys and a line for each row, after RFC 4180 but with LF line ends.
  ///
  /// All columns are there; a fact that is not known is an empty cell. Control characters are
  /// escaped as in tables; text that a spreadsheet takes for a formula is left as it is.
  public func writeCSV(to writer: inout DocumentWriter) {
    let all = Array(columns.indices)
    for position in all {
      if position > 0 { writer.put(UInt8(ascii: ",")) }
      writer.writeCSV(Array(columns[position].key.utf8))
    }
    writer.put(UInt8(ascii: "\n"))
    var texts = [CellText](repeating: CellText(), count: all.count)
    for row in 0..<count where writer.failure == nil {
      fill(&texts, row: row, columns: all)
      for position in all {
        if position > 0 { writer.put(UInt8(ascii: ",")) }
        _ = texts[position].sanitise()
        writer.writeCSV(texts[position].bytes)
      }
      writer.put(UInt8(ascii: "\n"))
    }
  }

  private func alignment(of shown: [Int]) -> [Column.Alignment] {
    shown.map { columns[$0].alignment }
  }
}

extension CellText {
  /// Makes the text fit for a table, and returns its width in cells.
  fileprivate mutating func finish() -> Int {
    if bytes.isEmpty { add("-") }
    return sanitise()
  }
}

extension DocumentWriter {
  fileprivate mutating func put(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { put($0) } }

  fileprivate mutating func writeLine(
    _ positions: Range<Int>, widths: [Int], _ alignments: [RowSet.Column.Alignment],
    cell: (Int) -> ([UInt8], Int)
  ) {
    for position in positions {
      let (bytes, width) = cell(position)
      let gap = max(0, widths[position] - width)
      if position > 0 { put("  ") }
      if alignments[position] == .right { putSpaces(gap) }
      put(bytes)
      if alignments[position] == .left && position < positions.upperBound - 1 { putSpaces(gap) }
    }
    put(UInt8(ascii: "\n"))
  }

  private mutating func putSpaces(_ count: Int) {
    for _ in 0..<count { put(UInt8(ascii: " ")) }
  }

  fileprivate mutating func writeCSV(_ bytes: [UInt8]) {
    let special: [UInt8] = [
      UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"),
      UInt8(ascii: " "),
    ]
    guard bytes.contains(where: special.contains) else { return put(bytes) }
    put(UInt8(ascii: "\""))
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { put(byte) }
      put(byte)
    }
    put(UInt8(ascii: "\""))
  }
}
