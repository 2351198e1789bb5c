import NetlinkFilter
import NetworkTypes

/// Expressions as `nft` writes them for the same words, so that its listings read well.
extension [FilterExpression] {
  /// Only packets of a family; for tables of both.
  static func family(_ family: AddressFamily) -> Self {
    [.meta(.family, into: .first), .compare(.first, .equal, [family.rawValue])]
  }

  /// `saddr`, without a check of the family.
  static func source(_ address: IPAddress) -> Self {
    [
      .payload(
        .network, offset: address.family.sourceOffset,
        length: UInt32(address.family.byteCount), into: .first),
      .compare(.first, .equal, address.networkOrder),
    ]
  }

  /// `daddr` in a prefix, or not in it.
  static func destination(_ comparison: FilterComparison, _ prefix: IPPrefix) -> Self {
    let offset = prefix.address.family.destinationOffset
    let bytes = prefix.network.address.networkOrder
    // Whole bytes are compared as they are; part of one needs a mask.
    let count = Int(prefix.length / 8)
    if prefix.length % 8 == 0, count > 0 {
      return [
        .payload(.network, offset: offset, length: UInt32(count), into: .first),
        .compare(.first, comparison, [UInt8](bytes[..<count])),
      ]
    }
    let all = IPAddress(high: .max, low: .max, family: prefix.address.family)
    let mask = IPPrefix(all, length: prefix.length).network.address.networkOrder
    return [
      .payload(.network, offset: offset, length: UInt32(bytes.count), into: .first),
      .bitwise(
        from: .first, into: .first, mask: mask,
        exclusiveOr: [UInt8](repeating: 0, count: bytes.count)),
      .compare(.first, comparison, bytes),
    ]
  }

  /// `fib daddr type local`.
  static var destinationIsOwn: Self {
    [.fib(.addressType, .destination, into: .first), .compare(.first, .equal, UInt32(2).bytes)]
  }

  /// `ct status dnat`.
  static var isDestinationTranslated: Self {
    [
      .connection(.status, direction: nil, into: .first),
      .bitwise(
        from: .first, into: .first, mask: UInt32(0x20).bytes, exclusiveOr: UInt32(0).bytes),
      .compare(.first, .notEqual, UInt32(0).bytes),
    ]
  }

  /// `iifname`, with all bytes of a name, as it is not a start of one.
  static func inputDevice(_ name: String) -> Self {
    let bytes = [UInt8](name.utf8.prefix(15))
    return [
      .meta(.inputName, into: .first),
      .compare(.first, .equal, bytes + [UInt8](repeating: 0, count: 16 - bytes.count)),
    ]
  }
}

extension UInt32 {
  /// In host order, as the kernel keeps numbers that are not of a packet.
  var bytes: [UInt8] { withUnsafeBytes(of: self) { Array($0) } }
}

extension UInt16 {
  /// In network order.
  var networkOrder: [UInt8] { [UInt8(self >> 8), UInt8(truncatingIfNeeded: self)] }
}

extension AddressFamily {
  /// Where the source address is in the header.
  var sourceOffset: UInt32 { self == .ipv4 ? 12 : 8 }
  var destinationOffset: UInt32 { self == .ipv4 ? 16 : 24 }

  /// What never is masqueraded.
  var multicast: IPPrefix {
    self == .ipv4
      ? IPPrefix(IPAddress(ipv4: 0xE000_0000), length: 4)
      : IPPrefix(IPAddress(high: 0xFF00 << 48, low: 0, family: .ipv6), length: 8)
  }
}
