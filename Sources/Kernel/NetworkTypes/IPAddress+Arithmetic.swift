extension IPAddress {
  /// The address as a number: 127.0.0.1 is 0x7F000001.
  public var number: UInt128 { UInt128(high) << 64 | UInt128(low) }

  /// Nil for a number that the family has no room for.
  public init?(number: UInt128, family: AddressFamily) {
    guard family == .ipv6 || number <= UInt128(UInt32.max) else { return nil }
    self.init(
      high: UInt64(truncatingIfNeeded: number >> 64), low: UInt64(truncatingIfNeeded: number),
      family: family)
  }

  /// The address that follows; nil after the last one of the family.
  public var next: IPAddress? {
    let (number, overflow) = number.addingReportingOverflow(1)
    return overflow ? nil : IPAddress(number: number, family: family)
  }

  /// An IPv4 address for one that is mapped into IPv6 (`::ffff:10.0.0.1`), else the address.
  public var unmapped: IPAddress {
    guard family == .ipv6, high == 0, low >> 32 == 0xFFFF else { return self }
    return IPAddress(ipv4: UInt32(truncatingIfNeeded: low))
  }
}

extension IPPrefix {
  /// The address with all bits behind the length set: the broadcast address in IPv4.
  public var last: IPAddress {
    let bits = UInt128(address.family.bits &- length)
    let host = bits == 128 ? UInt128.max : (1 << bits) - 1
    // The family has room for it: only its own bits are set.
    return IPAddress(number: address.number | host, family: address.family) ?? address
  }
}
