/// An IPv4 or IPv6 address.
///
/// Ordered by family and then by number, which is the order of `ip` and of a routing table.
@frozen public struct IPAddress: Hashable, Sendable {
  /// The upper 64 bits of an IPv6 address; 0 for IPv4.
  public let high: UInt64
  /// The lower 64 bits; an IPv4 address is in the lower 32.
  public let low: UInt64
  public let family: AddressFamily

  @inlinable public init(high: UInt64, low: UInt64, family: AddressFamily) {
    self.high = high
    self.low = low
    self.family = family
  }

  /// An IPv4 address from its number: `0x7F000001` is 127.0.0.1.
  @inlinable public init(ipv4 number: UInt32) {
    self.init(high: 0, low: UInt64(number), family: .ipv4)
  }

  /// An address from bytes in network order: 4 are IPv4, 16 IPv6, other counts none.
  @inlinable public init?(networkOrder bytes: RawSpan) {
    switch bytes.byteCount {
    case 4:
      let word = bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt32.self)
      self.init(ipv4: UInt32(bigEndian: word))
    case 16:
      let high = bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self)
      let low = bytes.unsafeLoadUnaligned(fromByteOffset: 8, as: UInt64.self)
      self.init(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low), family: .ipv6)
    default: return nil
    }
  }

  /// The address that means "any": `0.0.0.0` or `::`.
  @inlinable public static func unspecified(_ family: AddressFamily) -> Self {
    Self(high: 0, low: 0, family: family)
  }

  @inlinable public var isUnspecified: Bool { high == 0 && low == 0 }

  /// The bytes in network order, 4 or 16.
  public var networkOrder: [UInt8] {
    switch family {
    case .ipv4: withUnsafeBytes(of: UInt32(truncatingIfNeeded: low).bigEndian) { Array($0) }
    case .ipv6:
      withUnsafeBytes(of: high.bigEndian) { Array($0) }
        + withUnsafeBytes(of: low.bigEndian) { Array($0) }
    }
  }

  /// The bits of a mask of `length` leading ones kept, the others zero.
  public func masked(to length: UInt8) -> Self {
    let length = min(length, family.bits)
    switch family {
    case .ipv4:
      let mask = length == 0 ? 0 : UInt64(UInt32.max << (32 - UInt32(length)))
      return Self(high: 0, low: low & mask, family: .ipv4)
    case .ipv6:
      let upper = length >= 64 ? UInt64.max : length == 0 ? 0 : UInt64.max << (64 - UInt64(length))
      let lower = length <= 64 ? 0 : UInt64.max << (128 - UInt64(length))
      return Self(high: high & upper, low: low & lower, family: .ipv6)
    }
  }

  /// The loopback range of the family: 127.0.0.0/8 or ::1.
  public var isLoopback: Bool {
    family == .ipv4 ? low >> 24 == 127 : high == 0 && low == 1
  }

  /// Only valid on one link: 169.254.0.0/16 or fe80::/10.
  public var isLinkLocal: Bool {
    family == .ipv4 ? low >> 16 == 0xA9FE : high >> 54 == 0x3FA
  }

  public var isMulticast: Bool {
    family == .ipv4 ? low >> 28 == 0xE : high >> 56 == 0xFF
  }
}

extension IPAddress: Comparable {
  @inlinable public static func < (left: Self, right: Self) -> Bool {
    if left.family != right.family { return left.family == .ipv4 }
    return left.high == right.high ? left.low < right.low : left.high < right.high
  }
}
