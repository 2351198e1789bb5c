/// The family of an IP address, with the numbers of Linux.
@frozen public enum AddressFamily: UInt8, Hashable, Sendable {
  case ipv4 = 2  // AF_INET
  case ipv6 = 10  // AF_INET6

  /// The length of an address in bits.
  @inlinable public var bits: UInt8 { self == .ipv4 ? 32 : 128 }
  /// The length of an address in bytes.
  @inlinable public var byteCount: Int { self == .ipv4 ? 4 : 16 }
  /// `ipv4` or `ipv6`: the word of exports.
  public var word: String { self == .ipv4 ? "ipv4" : "ipv6" }
}
