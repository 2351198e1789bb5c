import NetworkTypes
import NodeModel

/// The text of one cell, built up in bytes that are used again for the next row.
struct CellText {
  private(set) var bytes: [UInt8] = []

  mutating func clear() { bytes.removeAll(keepingCapacity: true) }

  mutating func add(_ text: String?) {
    if let text { bytes += text.utf8 }
  }

  mutating func add(_ number: (some FixedWidthInteger)?) {
    guard let number else { return }
    guard let magnitude = UInt64(exactly: number) else { return add("\(number)") }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      let start = digits.baseAddress!
      let end = DocumentWriter.writeNumber(magnitude, to: start)
      bytes += UnsafeBufferPointer(start: start, count: end - start)
    }
  }

  mutating func add(_ address: IPAddress?) {
    guard let address else { return }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: IPAddress.maximumTextLength) { text in
      let count = address.writeText(to: text.baseAddress!)
      bytes += text[..<count]
    }
  }

  mutating func add(_ prefix: IPPrefix?) {
    guard let prefix else { return }
    add(prefix.address)
    bytes.append(UInt8(ascii: "/"))
    add(prefix.length)
  }

  mutating func add(_ word: (some KernelWord)?) { add(word?.word) }
  mutating func add(_ address: MACAddress?) { add(address?.description) }
  mutating func add(_ words: [String]) { add(words.joined(separator: ",")) }
  mutating func add(_ flag: Bool) { add(flag ? "yes" : "no") }

  mutating func add(_ facts: Facts) {
    if !facts.isEmpty { add(Facts.Value.facts(facts).description) }
  }

  /// Replaces the text by one that cannot speak to a terminal, and returns its width in cells.
  ///
  /// Control characters, marks of direction and what takes no cell are shown as JSON escapes
  /// them; East Asian wide characters and emoji are two cells wide.
  mutating func sanitise() -> Int {
    if bytes.allSatisfy({ (0x20..<0x7F).contains($0) }) { return bytes.count }
    var width = 0
    var clean = ""
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      if Self.isHidden(scalar) {
        let digits = String(scalar.value, radix: 16)
        let escape = "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        clean += escape
        width += escape.utf8.count
      } else {
        clean.unicodeScalars.append(scalar)
        width += Self.width(scalar)
      }
    }
    bytes = Array(clean.utf8)
    return width
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      true
    default: false
    }
  }

  private static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
