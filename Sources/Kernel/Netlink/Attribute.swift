public import NetworkTypes

/// One attribute (`struct nlattr`), borrowed from the receive buffer.
public struct Attribute: ~Escapable {
  /// The type, without the two flag bits.
  public let type: UInt16
  public let flags: AttributeFlags
  /// The value, without the padding behind it.
  public let payload: RawSpan

  @inlinable @_lifetime(copy payload)
  init(rawType: UInt16, payload: RawSpan) {
    self.type = rawType & 0x3FFF
    self.flags = AttributeFlags(rawValue: rawType & 0xC000)
    self.payload = payload
  }
}

public struct AttributeFlags: OptionSet, Hashable, Sendable {
  public let rawValue: UInt16
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The value is a list of attributes (`NLA_F_NESTED`); old families do not set it.
  public static let nested = Self(rawValue: 0x8000)
  /// The value is in network byte order (`NLA_F_NET_BYTEORDER`); few families set it.
  public static let networkByteOrder = Self(rawValue: 0x4000)
}

/// A cursor over the attributes in a buffer, which copies nothing.
public struct AttributeReader: ~Escapable {
  @usableFromInline var rest: RawSpan

  @inlinable @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) { rest = bytes }

  /// The next attribute, or nil at the end.
  ///
  /// A length that is too short or too long ends the walk with an error: neither can it
  /// loop for ever, nor read outside the bytes.
  @inlinable @_lifetime(copy self)
  public mutating func next() throws(MalformedMessage) -> Attribute? {
    if rest.isEmpty { return nil }
    guard rest.byteCount >= 4 else { throw Self.halfHeader(rest.byteCount) }
    let length = Int(rest.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt16.self))
    let rawType = rest.unsafeLoadUnaligned(fromByteOffset: 2, as: UInt16.self)
    guard length >= 4, length <= rest.byteCount else {
      throw Self.badLength(of: rawType, length, rest.byteCount)
    }
    let attribute = Attribute(rawType: rawType, payload: rest.extracting(4..<length))
    rest = rest.extracting(droppingFirst: min(aligned(length), rest.byteCount))
    return attribute
  }

  // Functions of their own: making a text in line would make every loop over attributes larger
  // and slower, for what never happens.
  @usableFromInline static func halfHeader(_ count: Int) -> MalformedMessage {
    .truncated(what: "attribute header", needs: 4, has: count)
  }

  @usableFromInline static func badLength(of rawType: UInt16, _ length: Int, _ available: Int)
    -> MalformedMessage
  {
    .badLength(what: "attribute \(rawType & 0x3FFF)", length: length, available: available)
  }
}

extension Attribute {
  /// The value as an integer in host order; the size has to match.
  @inlinable public func integer<I: FixedWidthInteger & BitwiseCopyable>(
    as type: I.Type = I.self
  ) throws(MalformedMessage) -> I {
    guard payload.byteCount == MemoryLayout<I>.size else {
      throw .badAttribute(
        type: self.type, expected: MemoryLayout<I>.size, actual: payload.byteCount)
    }
    return payload.unsafeLoadUnaligned(fromByteOffset: 0, as: I.self)
  }

  /// The value as an integer that is big-endian on the wire.
  @inlinable public func bigEndian<I: FixedWidthInteger & BitwiseCopyable>(
    as type: I.Type = I.self
  ) throws(MalformedMessage) -> I {
    I(bigEndian: try integer())
  }

  /// An 8-bit value that is not zero.
  @inlinable public func flag() throws(MalformedMessage) -> Bool {
    try integer(as: UInt8.self) != 0
  }

  /// The value as an IP address; 4 bytes are IPv4, 16 IPv6.
  @inlinable public func ipAddress() throws(MalformedMessage) -> IPAddress {
    guard let address = IPAddress(networkOrder: payload) else {
      throw .badAttribute(type: type, expected: 16, actual: payload.byteCount)
    }
    return address
  }

  /// The value as a link-layer address; nil if it is empty.
  public var macAddress: MACAddress? { MACAddress(payload) }

  /// The value as text, up to the first NUL; bytes that are not UTF-8 become U+FFFD.
  public var string: String {
    payload.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  /// The attributes inside the value.
  @inlinable public var nested: AttributeReader {
    @_lifetime(copy self) get { AttributeReader(payload) }
  }
}

/// An attribute that a decoder has no name for, kept byte for byte.
public struct UnknownAttribute: Hashable, Sendable {
  public let type: UInt16
  public let flags: AttributeFlags
  public let bytes: [UInt8]

  public init(type: UInt16, flags: AttributeFlags = [], bytes: [UInt8]) {
    self.type = type
    self.flags = flags
    self.bytes = bytes
  }

  public init(_ attribute: borrowing Attribute) {
    self.init(type: attribute.type, flags: attribute.flags, bytes: attribute.payload.array)
  }
}
