public import NetworkTypes

/// Builds one message.
///
/// Lengths are filled in when they are known, so nobody counts ahead.
public struct MessageEncoder: Sendable {
  public private(set) var bytes: [UInt8]

  public init(type: MessageType, flags: MessageFlags, sequence: UInt32 = 0) {
    bytes = []
    bytes.reserveCapacity(128)
    append(UInt32(0))
    append(type.rawValue)
    append(flags.rawValue)
    append(sequence)
    append(UInt32(0))
  }

  /// Appends a field of a fixed header, in host order.
  public mutating func append<I: FixedWidthInteger>(_ value: I) {
    withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
    setLength(at: 0, as: UInt32.self, from: 0)
  }

  /// Appends `count` zero bytes of a fixed header.
  public mutating func appendZeros(_ count: Int) {
    bytes.append(contentsOf: repeatElement(0, count: count))
    setLength(at: 0, as: UInt32.self, from: 0)
  }

  public mutating func attribute<I: FixedWidthInteger>(_ type: UInt16, _ value: I) {
    attribute(type) { encoder in
      withUnsafeBytes(of: value) { encoder.bytes.append(contentsOf: $0) }
    }
  }

  /// A NUL-terminated string.
  public mutating func attribute(_ type: UInt16, _ value: String) {
    attribute(type) { $0.bytes.append(contentsOf: Array(value.utf8) + [0]) }
  }

  public mutating func attribute(_ type: UInt16, bytes value: [UInt8]) {
    attribute(type) { $0.bytes.append(contentsOf: value) }
  }

  /// An address in network order, 4 or 16 bytes.
  public mutating func attribute(_ type: UInt16, _ value: IPAddress) {
    attribute(type, bytes: value.networkOrder)
  }

  /// A list of attributes, made by `body`.
  public mutating func nest(_ type: UInt16, _ body: (inout MessageEncoder) -> Void) {
    attribute(type | AttributeFlags.nested.rawValue, body)
  }

  /// An attribute whose value, a structure or attributes behind one, `body` appends.
  public mutating func attribute(_ type: UInt16, _ body: (inout MessageEncoder) -> Void) {
    let start = bytes.count
    bytes.append(contentsOf: [0, 0])
    withUnsafeBytes(of: type) { bytes.append(contentsOf: $0) }
    body(&self)
    setLength(at: start, as: UInt16.self, from: start)
    bytes.append(contentsOf: repeatElement(0, count: aligned(bytes.count) - bytes.count))
    setLength(at: 0, as: UInt32.self, from: 0)
  }

  mutating func insertFlags(_ flags: MessageFlags) {
    bytes[6] |= UInt8(truncatingIfNeeded: flags.rawValue)
    bytes[7] |= UInt8(truncatingIfNeeded: flags.rawValue >> 8)
  }

  mutating func setSequence(_ sequence: UInt32) {
    bytes.withUnsafeMutableBytes { $0.storeBytes(of: sequence, toByteOffset: 8, as: UInt32.self) }
  }

  private mutating func setLength<I: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, as type: I.Type, from start: Int
  ) {
    let length = I(bytes.count - start)
    bytes.withUnsafeMutableBytes { $0.storeBytes(of: length, toByteOffset: offset, as: I.self) }
  }
}
