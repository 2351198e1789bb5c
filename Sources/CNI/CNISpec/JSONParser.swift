/// A reader of JSON over bytes that belong to somebody else.
struct JSONParser: ~Escapable {
  private let bytes: Span<UInt8>
  private let selection: JSONSelection?
  private var position = 0
  /// How many selected parts were not met yet; nothing is read behind the last one.
  private var pending: Int
  private var isFinished: Bool { selection != nil && pending <= 0 }

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>, selection: JSONSelection?) {
    self.bytes = bytes
    self.selection = selection
    pending = selection?.leaves ?? 0
    // A byte order mark, which some editors leave.
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
  }

  mutating func document() throws(MalformedJSON) -> JSONValue {
    skipBlanks()
    guard position < bytes.count else { throw failure("nothing but blanks") }
    let value = try value(depth: 0, selection)
    if isFinished { return value }
    skipBlanks()
    guard position == bytes.count else { throw failure("text behind the end of the document") }
    return value
  }

  // MARK: Values

  private mutating func value(
    depth: Int, _ selection: JSONSelection?
  ) throws(MalformedJSON) -> JSONValue {
    guard depth <= JSONValue.maximumDepth else {
      throw failure("nested more than \(JSONValue.maximumDepth) levels deep")
    }
    switch current {
    case UInt8(ascii: "{"): return .object(try object(depth: depth, selection))
    case UInt8(ascii: "["): return .array(try array(depth: depth))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case nil: throw failure("it ends where a value should be")
    default: return .number(try number())
    }
  }

  private mutating func object(
    depth: Int, _ selection: JSONSelection?
  ) throws(MalformedJSON) -> [JSONMember] {
    var members: [JSONMember] = []
    position += 1
    skipBlanks()
    if take(UInt8(ascii: "}")) { return members }
    while true {
      skipBlanks()
      guard current == UInt8(ascii: "\"") else { throw failure("a key should be here") }
      let start = position + 1
      // Only a key that is wanted becomes a string.
      let key = selection == nil ? try string() : ""
      if selection != nil { try skipString() }
      let end = position - 1
      skipBlanks()
      guard take(UInt8(ascii: ":")) else { throw failure("a colon should follow the key") }
      skipBlanks()
      if let selection {
        if let part = selection.parts.first(where: { isEqual($0.key, start, end) }) {
          let inner = try value(depth: depth + 1, part.part)
          members.append(JSONMember(String(decoding: part.key, as: UTF8.self), inner))
          if part.part == nil { pending -= 1 }
          if isFinished { return members }
        } else {
          try skipValue()
        }
      } else {
        members.append(JSONMember(key, try value(depth: depth + 1, nil)))
      }
      skipBlanks()
      if take(UInt8(ascii: "}")) { return members }
      guard take(UInt8(ascii: ",")) else { throw failure("a comma or } should be here") }
    }
  }

  private mutating func array(depth: Int) throws(MalformedJSON) -> [JSONValue] {
    var values: [JSONValue] = []
    position += 1
    skipBlanks()
    if take(UInt8(ascii: "]")) { return values }
    while true {
      skipBlanks()
      values.append(try value(depth: depth + 1, nil))
      skipBlanks()
      if take(UInt8(ascii: "]")) { return values }
      guard take(UInt8(ascii: ",")) else { throw failure("a comma or ] should be here") }
    }
  }

  private mutating func word(
    _ word: StaticString, _ value: JSONValue
  ) throws(MalformedJSON) -> JSONValue {
    for index in 0..<word.utf8CodeUnitCount {
      guard take(word.utf8Start[index]) else { throw failure("an unknown word") }
    }
    return value
  }

  private mutating func number() throws(MalformedJSON) -> String {
    let start = position
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try digits() }
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    return text(start, position)
  }

  private mutating func digits() throws(MalformedJSON) {
    let start = position
    while let byte = current, (48...57).contains(byte) { position += 1 }
    guard position > start else { throw failure("neither a value nor a number") }
  }

  // MARK: Strings

  private mutating func string() throws(MalformedJSON) -> String {
    let start = position + 1
    let hasEscapes = try skipString()
    guard hasEscapes else { return text(start, position - 1) }
    return try unescaped(start, position - 1)
  }

  /// Moves behind a string; whether it has escapes.
  @discardableResult
  private mutating func skipString() throws(MalformedJSON) -> Bool {
    let start = position
    var hasEscapes = false
    position += 1
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return hasEscapes
      case UInt8(ascii: "\\"):
        hasEscapes = true
        position += 2
      case 0..<0x20: throw failure("a control character in a string")
      default: position += 1
      }
    }
    position = start
    throw failure("a string that does not end")
  }

  private func unescaped(_ start: Int, _ end: Int) throws(MalformedJSON) -> String {
    var units: [UInt8] = []
    units.reserveCapacity(end - start)
    var index = start
    while index < end {
      let byte = bytes[index]
      index += 1
      guard byte == UInt8(ascii: "\\") else {
        units.append(byte)
        continue
      }
      let escape = bytes[index]  // skipString saw a byte behind every backslash
      index += 1
      switch escape {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): units.append(escape)
      case UInt8(ascii: "b"): units.append(8)
      case UInt8(ascii: "f"): units.append(12)
      case UInt8(ascii: "n"): units.append(10)
      case UInt8(ascii: "r"): units.append(13)
      case UInt8(ascii: "t"): units.append(9)
      case UInt8(ascii: "u"): units += Array(String(try scalar(&index, end)).utf8)
      default: throw MalformedJSON(offset: index - 1, reason: "an unknown escape")
      }
    }
    return String(decoding: units, as: UTF8.self)
  }

  /// The scalar of `\uXXXX`, or of two of them that are a surrogate pair.
  private func scalar(_ index: inout Int, _ end: Int) throws(MalformedJSON) -> Unicode.Scalar {
    let first = try hexadecimal(index, end)
    index += 4
    if first & 0xFC00 == 0xD800, index + 6 <= end, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u"), case let second = try hexadecimal(index + 2, end),
      second & 0xFC00 == 0xDC00
    {
      index += 6
      return Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF) ?? "\u{FFFD}"
    }
    return Unicode.Scalar(first) ?? "\u{FFFD}"
  }

  private func hexadecimal(_ start: Int, _ end: Int) throws(MalformedJSON) -> UInt32 {
    var value: UInt32 = 0
    guard start + 4 <= end else {
      throw MalformedJSON(offset: start, reason: "four hexadecimal digits should follow \\u")
    }
    for index in start..<start + 4 {
      let byte = bytes[index]
      switch byte {
      case 48...57: value = value << 4 | UInt32(byte - 48)
      case 65...70: value = value << 4 | UInt32(byte - 55)
      case 97...102: value = value << 4 | UInt32(byte - 87)
      default:
        throw MalformedJSON(offset: index, reason: "four hexadecimal digits should follow \\u")
      }
    }
    return value
  }

  // MARK: Passing over

  /// Moves behind a value that nobody wants; only strings and brackets are looked at, so its
  /// depth costs no stack.
  private mutating func skipValue() throws(MalformedJSON) {
    var depth = 0
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""): try skipString()
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        position += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == 0 { return }
        depth -= 1
        position += 1
      case UInt8(ascii: ","):
        if depth == 0 { return }
        position += 1
      default:
        position += 1
        continue
      }
      if depth == 0 { return }
    }
    position = start
    throw failure("a value that does not end")
  }

  private mutating func skipBlanks() {
    while let byte = current, byte == 32 || byte == 10 || byte == 13 || byte == 9 { position += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    position += 1
    return true
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private func text(_ start: Int, _ end: Int) -> String {
    bytes.extracting(start..<end).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }

  private func isEqual(_ key: [UInt8], _ start: Int, _ end: Int) -> Bool {
    guard key.count == end - start else { return false }
    for index in 0..<key.count where bytes[start + index] != key[index] { return false }
    return true
  }

  private func failure(_ reason: String) -> MalformedJSON {
    MalformedJSON(offset: min(position, bytes.count), reason: reason)
  }
}
