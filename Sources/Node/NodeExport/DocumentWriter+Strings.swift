extension DocumentWriter {
  /// Writes a string as RFC 8259 has it, which is also a double-quoted scalar of YAML.
  ///
  /// Control characters, those of C1 too, and characters that change the direction of text are
  /// escaped: names come from outside, and the document may go to a terminal.
  mutating func writeQuoted(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      if writePlain(bytes) { return }
      put(UInt8(ascii: "\""))
      writeEscaped(bytes)
      put(UInt8(ascii: "\""))
    }
  }

  /// Writes a string that is short and needs no escapes, as nearly all are, in one go.
  private mutating func writePlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count <= Self.minimumCapacity - 2 else { return false }
    let start = room(for: bytes.count + 2)
    start.pointee = UInt8(ascii: "\"")
    for position in 0..<bytes.count {
      guard Self.isPlain(bytes[position]) else { return false }
      start[position + 1] = bytes[position]
    }
    start[bytes.count + 1] = UInt8(ascii: "\"")
    advance(to: start + bytes.count + 2)
    return true
  }

  /// Writes a scalar of YAML: as it is where no reader can take it for something else, else in
  /// double quotes.
  mutating func writeScalar(_ text: String) {
    var copy = text
    let isSafe = copy.withUTF8 { bytes in
      guard let first = bytes.first, Self.isLetter(first) else { return false }
      return bytes.allSatisfy {
        Self.isLetter($0) || (UInt8(ascii: "-")...UInt8(ascii: "9")).contains($0)
          || $0 == UInt8(ascii: "_")
      }
    }
    if isSafe && !Self.yamlWords.contains(text.lowercased()) {
      copy.withUTF8 { put($0) }
    } else {
      writeQuoted(text)
    }
  }

  /// What YAML 1.1 or 1.2 takes for a boolean or for nothing.
  private static let yamlWords: Set<String> = [
    "y", "n", "yes", "no", "true", "false", "on", "off", "null",
  ]

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  /// A byte of ASCII that stands for itself in a string.
  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }

  private mutating func writeEscaped(_ bytes: UnsafeBufferPointer<UInt8>) {
    var done = 0
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      if Self.isPlain(byte) {
        position += 1
        continue
      }
      let (scalar, length) = Self.scalar(bytes, at: position)
      if byte < 0x80 || Self.mustEscape(scalar) {
        put(UnsafeBufferPointer(rebasing: bytes[done..<position]))
        writeEscape(scalar)
        done = position + length
      }
      position += length
    }
    put(UnsafeBufferPointer(rebasing: bytes[done...]))
  }

  /// The scalar at a position of valid UTF-8, and how many bytes it takes.
  private static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int)
    -> (UInt32, Int)
  {
    let first = UInt32(bytes[position])
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    var scalar = length == 1 ? first : first & (0x7F >> UInt32(length))
    for next in 1..<max(length, 1) { scalar = scalar << 6 | UInt32(bytes[position + next] & 0x3F) }
    return (scalar, length)
  }

  /// Beyond ASCII: C1, line separators, marks of direction, the byte order mark, and what YAML
  /// does not take.
  private static func mustEscape(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x7F...0x9F, 0x61C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
      0xFFFE...0xFFFF:
      true
    default: false
    }
  }

  private mutating func writeEscape(_ scalar: UInt32) {
    switch scalar {
    case 0x22: put("\\\"")
    case 0x5C: put("\\\\")
    case 0x08: put("\\b")
    case 0x09: put("\\t")
    case 0x0A: put("\\n")
    case 0x0C: put("\\f")
    case 0x0D: put("\\r")
    default:
      put("\\u")
      for shift in [12, 8, 4, 0] as [UInt32] {
        let digit = UInt8(truncatingIfNeeded: scalar >> shift & 0xF)
        put(digit < 10 ? 48 + digit : 87 + digit)
      }
    }
  }
}
