/// Writes a tree as the bytes of a document (RFC 8259).
struct JSONWriter {
  private(set) var bytes: [UInt8] = []
  /// Blanks for each level; nil for one line.
  let indentation: Int?

  init(indentation: Int?) { self.indentation = indentation }

  mutating func write(_ value: JSONValue, depth: Int = 0) {
    switch value {
    case .null: append("null")
    case .bool(let value): append(value ? "true" : "false")
    case .number(let text): append(text)
    case .string(let text): quote(text)
    case .array(let values):
      bytes.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        separate(index, depth + 1)
        write(value, depth: depth + 1)
      }
      if !values.isEmpty { breakLine(depth) }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        separate(index, depth + 1)
        quote(member.key)
        append(indentation == nil ? ":" : ": ")
        write(member.value, depth: depth + 1)
      }
      if !members.isEmpty { breakLine(depth) }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func separate(_ index: Int, _ depth: Int) {
    if index > 0 { bytes.append(UInt8(ascii: ",")) }
    breakLine(depth)
  }

  private mutating func breakLine(_ depth: Int) {
    guard let indentation else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indentation * depth))
  }

  /// Control characters are escaped, those above ASCII too: a document may be shown on a terminal.
  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": append("\\\"")
      case "\\": append("\\\\")
      case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
        append("\\u00")
        bytes.append(Self.digit(scalar.value >> 4))
        bytes.append(Self.digit(scalar.value & 0xF))
      default: bytes.append(contentsOf: UTF8.encode(scalar)!)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func digit(_ value: UInt32) -> UInt8 {
    UInt8(truncatingIfNeeded: value < 10 ? 48 + value : 87 + value)
  }
}

extension JSONValue {
  /// The document as text.
  ///
  /// - Parameter indentation: Blanks for each level; nil for one line. No newline follows.
  public func bytes(indentation: Int? = nil) -> [UInt8] {
    var writer = JSONWriter(indentation: indentation)
    writer.write(self)
    return writer.bytes
  }
}

extension JSONValue: CustomStringConvertible {
  /// JSON in one line, for messages: strings are escaped, nothing is cut.
  public var description: String { String(decoding: bytes(), as: UTF8.self) }
}
