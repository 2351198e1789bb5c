public import NetworkTypes
public import NodeModel

/// Writes JSON or YAML byte by byte into a buffer that is handed on in pieces.
///
/// A document of any size takes the memory of the buffer. The caller says what comes (an
/// object, a key, a value); commas, line breaks and indentation follow from the layout. A sink
/// that fails is not asked again: the writer goes on without effect and `finish` throws its error.
public struct DocumentWriter: ~Copyable {
  public enum Layout: Sendable {
    /// JSON without white space, for programs.
    case compact
    /// JSON with an indentation of two spaces, for people.
    case pretty
    /// YAML 1.2 in block style, which is also YAML 1.1.
    case yaml
  }

  /// An object or a list that is open.
  struct Container {
    var isList: Bool
    /// YAML only: its first entry stands on the line where it began.
    var isInline: Bool
  }

  public let layout: Layout
  /// Why the sink refused bytes; what is written after that is lost.
  public private(set) var failure: (any Error)?
  /// How many bytes were handed on or wait in the buffer.
  public var byteCount: Int { handedOn + count }

  let buffer: UnsafeMutablePointer<UInt8>
  let capacity: Int
  var count = 0
  private var handedOn = 0
  var containers: [Container] = []
  var isFirst = true
  var isAfterKey = false
  private let output: (UnsafeRawBufferPointer) throws -> Void

  /// The least that `capacity` may be: a few of the longest pieces that are written at once.
  static let minimumCapacity = 8 * 1024

  /// - Parameters:
  ///   - capacity: Of the buffer in bytes; 8 KiB at least.
  ///   - output: Takes the bytes; the pointer is valid during the call only.
  public init(
    _ layout: Layout, capacity: Int = 256 * 1024,
    output: @escaping (UnsafeRawBufferPointer) throws -> Void
  ) {
    self.layout = layout
    self.capacity = max(capacity, Self.minimumCapacity)
    self.output = output
    buffer = .allocate(capacity: self.capacity)
  }

  deinit { buffer.deallocate() }

  /// Hands on what waits in the buffer; throws the first error of the sink.
  public mutating func finish() throws {
    flush()
    if let failure { throw failure }
  }

  /// Ends the document, or the line of NDJSON: a line break, and what follows is another one.
  public mutating func endDocument() {
    put(UInt8(ascii: "\n"))
    isFirst = true
  }

  mutating func flush() {
    guard count > 0 else { return }
    handedOn += count
    if failure == nil {
      do {
        try output(UnsafeRawBufferPointer(start: buffer, count: count))
      } catch {
        failure = error
      }
    }
    count = 0
  }

  /// Makes room for at most `minimumCapacity` bytes and lends it; `advance(to:)` takes them.
  @inline(__always) mutating func room(for bytes: Int) -> UnsafeMutablePointer<UInt8> {
    if capacity &- count < bytes { flush() }
    return buffer + count
  }

  @inline(__always) mutating func advance(to end: UnsafeMutablePointer<UInt8>) {
    count = end - buffer
  }

  mutating func put(_ byte: UInt8) {
    room(for: 1).pointee = byte
    count &+= 1
  }

  mutating func put(_ bytes: UnsafeBufferPointer<UInt8>) {
    if let first = bytes.baseAddress, bytes.count <= Self.minimumCapacity {
      room(for: bytes.count).update(from: first, count: bytes.count)
      count &+= bytes.count
      return
    }
    var rest = bytes[...]
    while !rest.isEmpty {
      let piece = rest.prefix(Self.minimumCapacity)
      let target = room(for: piece.count)
      target.update(from: bytes.baseAddress! + piece.startIndex, count: piece.count)
      count &+= piece.count
      rest = rest.dropFirst(piece.count)
    }
  }

  mutating func put(_ text: StaticString) {
    put(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// What `body` would write behind what `before` writes, as bytes to be written many times.
  ///
  /// Nothing is written. Both together are at most 4 KiB, and need not close what they open.
  mutating func captured(
    after before: (inout Self) -> Void = { _ in }, _ body: (inout Self) -> Void
  ) -> [UInt8] {
    if capacity - count < Self.minimumCapacity { flush() }
    let state = (containers, isFirst, isAfterKey)
    let start = count
    before(&self)
    let mark = count
    body(&self)
    let bytes = Array(UnsafeBufferPointer(start: buffer + mark, count: max(0, count - mark)))
    count = start
    (containers, isFirst, isAfterKey) = state
    return bytes
  }
}

extension DocumentWriter: FieldSink {
  public mutating func beginObject() { begin(isList: false) }
  public mutating func endObject() { end(isList: false) }
  public mutating func beginList() { begin(isList: true) }
  public mutating func endList() { end(isList: true) }

  public mutating func key(_ key: String) {
    separate()
    if layout == .yaml {
      writeScalar(key)
      put(UInt8(ascii: ":"))
    } else {
      writeQuoted(key)
      put(UInt8(ascii: ":"))
      if layout == .pretty { put(UInt8(ascii: " ")) }
    }
    isAfterKey = true
  }

  public mutating func value(_ flag: Bool) {
    prepareValue()
    put(flag ? "true" : "false")
  }

  public mutating func value(_ number: Int64) {
    prepareValue()
    if number < 0 { put(UInt8(ascii: "-")) }
    write(number.magnitude)
  }

  public mutating func value(_ number: UInt64) {
    prepareValue()
    write(number)
  }

  public mutating func value(_ text: String) {
    prepareValue()
    if layout == .yaml { writeScalar(text) } else { writeQuoted(text) }
  }

  public mutating func value(_ address: IPAddress) {
    prepareValue()
    let start = room(for: IPAddress.maximumTextLength + 2)
    start.pointee = UInt8(ascii: "\"")
    let end = start + 1 + address.writeText(to: start + 1)
    end.pointee = UInt8(ascii: "\"")
    advance(to: end + 1)
  }

  public mutating func value(_ prefix: IPPrefix) {
    prepareValue()
    let start = room(for: IPAddress.maximumTextLength + 8)
    start.pointee = UInt8(ascii: "\"")
    var end = start + 1 + prefix.address.writeText(to: start + 1)
    end.pointee = UInt8(ascii: "/")
    end = Self.writeNumber(UInt64(prefix.length), to: end + 1)
    end.pointee = UInt8(ascii: "\"")
    advance(to: end + 1)
  }

  public mutating func value(_ address: MACAddress) {
    prepareValue()
    let start = room(for: MACAddress.maximumTextLength + 2)
    start.pointee = UInt8(ascii: "\"")
    let end = start + 1 + address.writeText(to: start + 1)
    end.pointee = UInt8(ascii: "\"")
    advance(to: end + 1)
  }

  public mutating func value(_ namespace: NamespaceID) {
    prepareValue()
    put("\"netns:")
    write(namespace.inode)
    put(UInt8(ascii: "\""))
  }

  public mutating func value(_ link: LinkID) {
    prepareValue()
    put("\"link:")
    write(link.namespace.inode)
    put(UInt8(ascii: "/"))
    if link.index < 0 { put(UInt8(ascii: "-")) }
    write(UInt64(link.index.magnitude))
    put(UInt8(ascii: "\""))
  }

  mutating func write(_ number: UInt64) { advance(to: Self.writeNumber(number, to: room(for: 20))) }

  /// Writes decimal digits, 20 at most, and returns the place behind them.
  @inline(__always) static func writeNumber(
    _ number: UInt64, to start: UnsafeMutablePointer<UInt8>
  ) -> UnsafeMutablePointer<UInt8> {
    if number < 10 {
      start.pointee = 48 &+ UInt8(truncatingIfNeeded: number)
      return start + 1
    }
    var digits = 1
    var power: UInt64 = 10
    while digits < 20, number >= power {
      digits &+= 1
      if digits < 20 { power = power &* 10 }
    }
    var rest = number
    for position in stride(from: digits &- 1, through: 0, by: -1) {
      start[position] = 48 &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    return start + digits
  }
}
