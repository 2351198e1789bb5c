/// A message of D-Bus, as far as a caller of methods with texts needs it (D-Bus Specification,
/// "Message Protocol"): calls are written, answers and errors are read.
struct BusMessage: Hashable, Sendable {
  /// What a message is; others than these exist.
  struct Kind: RawRepresentable, Hashable, Sendable {
    let rawValue: UInt8
    static let call = Self(rawValue: 1)
    static let answer = Self(rawValue: 2)
    static let error = Self(rawValue: 3)
    static let signal = Self(rawValue: 4)
  }

  /// The first value of a body.
  enum Value: Hashable, Sendable {
    case text(String)
    case bool(Bool)
  }

  var kind: Kind
  /// The call that it answers; 0 for none.
  var replySerial: UInt32 = 0
  var errorName: String?
  /// Nil where there is none, or one of another type.
  var value: Value?

  /// Why bytes are no message.
  enum Malformed: Error, Hashable {
    case truncated, badByteOrder(UInt8), tooLong(Int), badText
  }

  /// Far above what is asked for here, and far below what the protocol allows (128 MiB).
  static let limit = 1 << 20

  /// The bytes of the fixed part, which tell how long a message is.
  static let startLength = 16

  /// The length of a message in bytes, by its first 16.
  static func length(of start: [UInt8]) throws(Malformed) -> Int {
    var reader = try BusReader(start)
    try reader.skip(3)
    let body = Int(try reader.number())
    try reader.skip(4)
    let fields = Int(try reader.number())
    let length = startLength + (fields + 7) / 8 * 8 + body
    guard length <= limit else { throw .tooLong(length) }
    return length
  }

  init(parsing bytes: [UInt8]) throws(Malformed) {
    var reader = try BusReader(bytes)
    kind = Kind(rawValue: try reader.byte())
    try reader.skip(2)
    _ = try reader.number()
    _ = try reader.number()
    let end = BusMessage.startLength + Int(try reader.number())
    guard end <= bytes.count else { throw .truncated }
    var signature = ""
    while reader.position < end {
      try reader.align(8)
      let code = try reader.byte()
      let type = try reader.signature()
      switch (code, type) {
      case (4, "s"): errorName = try reader.text()
      case (5, "u"): replySerial = try reader.number()
      case (8, "g"): signature = try reader.signature()
      case (_, "s"), (_, "o"): _ = try reader.text()
      case (_, "u"): _ = try reader.number()
      case (_, "g"): _ = try reader.signature()
      // A field of a type that cannot be skipped: the rest is not needed.
      default: return
      }
    }
    try reader.align(8)
    switch signature.first {
    case "s", "o": value = .text(try reader.text())
    case "b": value = .bool(try reader.number() != 0)
    default: break
    }
  }
}

/// A call of a method whose arguments are texts.
struct BusCall: Hashable, Sendable {
  var destination: String
  var path: String
  var interface: String
  var member: String
  var arguments: [String] = []

  func bytes(serial: UInt32) -> [UInt8] {
    var body = BusWriter()
    for text in arguments { body.text(text) }
    var fields = BusWriter()
    for (code, type, text) in [
      (1, "o", path), (2, "s", interface), (3, "s", member), (6, "s", destination),
    ] as [(UInt8, String, String)] {
      fields.field(code, type)
      fields.text(text)
    }
    if !arguments.isEmpty {
      fields.field(8, "g")
      fields.signature(String(repeating: "s", count: arguments.count))
    }
    var message = BusWriter()
    // Little-endian, a call, without starting the service, version 1.
    message.bytes = [UInt8(ascii: "l"), BusMessage.Kind.call.rawValue, 2, 1]
    message.number(UInt32(body.bytes.count))
    message.number(serial)
    message.number(UInt32(fields.bytes.count))
    message.bytes += fields.bytes
    message.align(8)
    return message.bytes + body.bytes
  }
}

/// Writes values, each at a multiple of its size.
private struct BusWriter {
  var bytes: [UInt8] = []

  mutating func align(_ size: Int) {
    while bytes.count % size != 0 { bytes.append(0) }
  }

  mutating func number(_ number: UInt32) {
    align(4)
    withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
  }

  mutating func text(_ text: String) {
    number(UInt32(text.utf8.count))
    bytes += Array(text.utf8) + [0]
  }

  mutating func signature(_ text: String) {
    bytes += [UInt8(text.utf8.count)] + Array(text.utf8) + [0]
  }

  /// The start of a field of the header: its code and its type.
  mutating func field(_ code: UInt8, _ type: String) {
    align(8)
    bytes.append(code)
    signature(type)
  }
}

/// Reads values in the byte order that the first byte names.
private struct BusReader {
  private let bytes: [UInt8]
  private let isBigEndian: Bool
  private(set) var position = 1

  init(_ bytes: [UInt8]) throws(BusMessage.Malformed) {
    guard bytes.count >= BusMessage.startLength else { throw .truncated }
    switch bytes[0] {
    case UInt8(ascii: "l"): isBigEndian = false
    case UInt8(ascii: "B"): isBigEndian = true
    default: throw .badByteOrder(bytes[0])
    }
    self.bytes = bytes
  }

  mutating func skip(_ count: Int) throws(BusMessage.Malformed) {
    guard count <= bytes.count - position else { throw .truncated }
    position += count
  }

  mutating func align(_ size: Int) throws(BusMessage.Malformed) {
    try skip((size - position % size) % size)
  }

  mutating func byte() throws(BusMessage.Malformed) -> UInt8 {
    try skip(1)
    return bytes[position - 1]
  }

  mutating func number() throws(BusMessage.Malformed) -> UInt32 {
    try align(4)
    try skip(4)
    let part = bytes[position - 4..<position]
    let ordered = isBigEndian ? Array(part) : part.reversed()
    return ordered.reduce(0) { $0 << 8 | UInt32($1) }
  }

  mutating func text() throws(BusMessage.Malformed) -> String { try text(Int(number())) }

  mutating func signature() throws(BusMessage.Malformed) -> String { try text(Int(byte())) }

  /// Characters and the zero behind them.
  private mutating func text(_ count: Int) throws(BusMessage.Malformed) -> String {
    try skip(count)
    guard let text = String(validating: bytes[position - count..<position], as: UTF8.self)
    else { throw .badText }
    try skip(1)
    return text
  }
}
