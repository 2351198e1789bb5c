/// A match of iptables, as its bytes say; those without a case keep them.
public enum XTMatch: Hashable, Sendable {
  case comment(String)
  /// `tcp`, `udp`, `sctp` and others: the ports of both ends.
  case ports(XTPorts)
  case multiport(XTMultiport)
  case addressType(XTAddressType)
  case statistic(XTStatistic)
  /// `recent`: a list of addresses with the times when they were seen.
  case recent(XTRecent)
  case mark(UInt32, mask: UInt32, isInverted: Bool)
  case connectionMark(UInt32, mask: UInt32, isInverted: Bool)
  case connectionState(XTConnectionStates, isInverted: Bool)
  /// An ipset by its number, with `src` (false) or `dst` (true) for each of its parts.
  case set(index: UInt16, isDestination: [Bool], isInverted: Bool)
  case limit(XTLimit)
  /// Both ends included, and `code` where it is one.
  case icmp(type: UInt8, codes: ClosedRange<UInt8>, isInverted: Bool, isIPv6: Bool)
  case other(name: String, revision: UInt32, info: [UInt8])

  /// - Parameter family: Of the addresses in it.
  public init(name: String, revision: UInt32, info: [UInt8], family: FilterFamily) {
    let bytes = XTBytes(info)
    let known: Self? =
      switch (name, revision) {
      case ("comment", _): bytes.text(0, 256).map { .comment($0) }
      case ("tcp", 0): XTPorts(tcp: bytes).map { .ports($0) }
      case ("udp", 0): XTPorts(udp: bytes).map { .ports($0) }
      case ("multiport", 1): XTMultiport(bytes).map { .multiport($0) }
      case ("addrtype", 1): XTAddressType(bytes).map { .addressType($0) }
      case ("statistic", 0): XTStatistic(bytes).map { .statistic($0) }
      case ("recent", 0), ("recent", 1): XTRecent(bytes, revision, family).map { .recent($0) }
      case ("mark", 1): Self.mark(bytes).map { .mark($0, mask: $1, isInverted: $2) }
      case ("connmark", 1): Self.mark(bytes).map { .connectionMark($0, mask: $1, isInverted: $2) }
      case ("conntrack", 2), ("conntrack", 3): Self.states(bytes)
      case ("state", 0):
        bytes.host32(0).map { .connectionState(.init(rawValue: $0), isInverted: false) }
      case ("set", 1...4): Self.set(bytes)
      case ("limit", 0): XTLimit(bytes).map { .limit($0) }
      case ("icmp", 0), ("icmp6", 0): Self.icmp(bytes, isIPv6: name == "icmp6")
      default: nil
      }
    self = known ?? .other(name: name, revision: revision, info: info)
  }

  /// `struct xt_mark_mtinfo1`.
  private static func mark(_ bytes: XTBytes) -> (UInt32, UInt32, Bool)? {
    guard let mark = bytes.host32(0), let mask = bytes.host32(4), let invert = bytes.byte(8) else {
      return nil
    }
    return (mark, mask, invert != 0)
  }

  /// `struct xt_conntrack_mtinfo3`, where nothing but the state is asked for.
  private static func states(_ bytes: XTBytes) -> Self? {
    guard let flags = bytes.host16(146), let inverted = bytes.host16(148),
      let states = bytes.host16(150), flags & ~0x2000 == 1, inverted & ~0x2000 <= 1
    else { return nil }
    return .connectionState(.init(rawValue: UInt32(states)), isInverted: inverted & 1 != 0)
  }

  /// `struct xt_set_info`, in revision 4 with nothing asked of counters.
  private static func set(_ bytes: XTBytes) -> Self? {
    guard let index = bytes.host16(0), let count = bytes.byte(2), let flags = bytes.byte(3),
      (1...6).contains(count)
    else { return nil }
    // struct ip_set_counter_match, twice: a value and what it is compared by.
    for offset in [8, 24] where bytes.byte(offset + 8) ?? 0 != 0 { return nil }
    // IPSET_INV_MATCH is the first bit; then a bit for each part: 1 is `src`.
    return .set(
      index: index, isDestination: (0..<count).map { flags >> (1 + $0) & 1 == 0 },
      isInverted: flags & 1 != 0)
  }

  /// `struct ipt_icmp`, `struct ip6t_icmp`.
  private static func icmp(_ bytes: XTBytes, isIPv6: Bool) -> Self? {
    guard let type = bytes.byte(0), let low = bytes.byte(1), let high = bytes.byte(2),
      let inverted = bytes.byte(3), low <= high
    else { return nil }
    return .icmp(type: type, codes: low...high, isInverted: inverted & 1 != 0, isIPv6: isIPv6)
  }
}

/// The states of a connection in `xt_conntrack` (`XT_CONNTRACK_STATE_*`).
public struct XTConnectionStates: OptionSet, Hashable, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let invalid = Self(rawValue: 1)
  public static let established = Self(rawValue: 2)
  public static let related = Self(rawValue: 4)
  public static let new = Self(rawValue: 8)
  public static let sourceTranslated = Self(rawValue: 64)
  public static let destinationTranslated = Self(rawValue: 128)
  public static let untracked = Self(rawValue: 256)
}
