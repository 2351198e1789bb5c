public import NetworkTypes

/// A target of iptables, as its bytes say; those without a case keep them.
public enum XTTarget: Hashable, Sendable {
  /// `MARK`: the mark becomes `(mark & ~mask) ^ value`.
  case mark(value: UInt32, mask: UInt32)
  case destinationNAT(XTRange)
  case sourceNAT(XTRange)
  case masquerade(XTRange)
  /// To the node itself.
  case redirect(XTRange)
  /// `enum ipt_reject_with`, `enum ip6t_reject_with`.
  case reject(UInt32)
  case log(level: UInt8, flags: UInt8, prefix: String)
  /// `CT --notrack`.
  case notrack
  /// The largest segment of TCP; 65535 takes that of the path.
  case segmentSize(UInt16)
  case connectionMark(mode: UInt8, mark: UInt32, mask: UInt32, packetMask: UInt32)
  case other(name: String, revision: UInt32, info: [UInt8])

  /// - Parameter family: Of the addresses in it.
  public init(name: String, revision: UInt32, info: [UInt8], family: FilterFamily) {
    let bytes = XTBytes(info)
    let known: Self? =
      switch (name, revision) {
      case ("MARK", 2): Self.mark(bytes)
      case ("DNAT", _):
        XTRange(bytes, isMulti: revision == 0, family).map { .destinationNAT($0) }
      case ("SNAT", _):
        XTRange(bytes, isMulti: revision == 0 && family != .ipv6, family)
          .map { .sourceNAT($0) }
      case ("MASQUERADE", 0):
        XTRange(bytes, isMulti: family != .ipv6, family).map { .masquerade($0) }
      case ("REDIRECT", 0): XTRange(bytes, isMulti: family != .ipv6, family).map { .redirect($0) }
      case ("REJECT", 0): bytes.host32(0).map { .reject($0) }
      case ("LOG", 0): Self.log(bytes)
      case ("TCPMSS", 0): bytes.host16(0).map { .segmentSize($0) }
      case ("NOTRACK", _): .notrack
      case ("CT", _): Self.connection(bytes)
      case ("CONNMARK", 1): Self.connectionMark(bytes, modeOffset: 12)
      // Revision 2 can also shift, which nobody was seen to do.
      case ("CONNMARK", 2) where bytes.byte(13) == 0: Self.connectionMark(bytes, modeOffset: 14)
      default: nil
      }
    self = known ?? .other(name: name, revision: revision, info: info)
  }

  private static func mark(_ bytes: XTBytes) -> Self? {
    guard let mark = bytes.host32(0), let mask = bytes.host32(4) else { return nil }
    return .mark(value: mark, mask: mask)
  }

  private static func log(_ bytes: XTBytes) -> Self? {
    guard let level = bytes.byte(0), let flags = bytes.byte(1), let prefix = bytes.text(2, 30)
    else { return nil }
    return .log(level: level, flags: flags, prefix: prefix)
  }

  /// `struct xt_ct_target_info_v1`, where it does nothing but `XT_CT_NOTRACK`.
  private static func connection(_ bytes: XTBytes) -> Self? {
    guard let flags = bytes.host16(0), flags & ~2 == 1, bytes.host16(2) == 0 else { return nil }
    return .notrack
  }

  /// `struct xt_connmark_tginfo1` and the one after it.
  private static func connectionMark(_ bytes: XTBytes, modeOffset: Int) -> Self? {
    guard let mark = bytes.host32(0), let mask = bytes.host32(4), let packet = bytes.host32(8),
      let mode = bytes.byte(modeOffset), mode <= 2
    else { return nil }
    return .connectionMark(mode: mode, mark: mark, mask: mask, packetMask: packet)
  }
}

/// Addresses and ports to translate to (`struct nf_nat_range2` and its forerunners).
public struct XTRange: Hashable, Sendable {
  public var flags: FilterNATFlags
  public var addresses: ClosedRange<IPAddress>?
  public var ports: ClosedRange<UInt16>?
  /// Where ports are counted from (`NF_NAT_RANGE_PROTO_OFFSET`).
  public var basePort: UInt16?

  /// - Parameter isMulti: Whether it is a `struct nf_nat_ipv4_multi_range_compat`.
  init?(_ bytes: XTBytes, isMulti: Bool, _ family: FilterFamily) {
    let start = isMulti ? 4 : 0
    if isMulti, bytes.host32(0) != 1 { return nil }
    let size = isMulti ? 4 : 16
    guard let flags = bytes.host32(start),
      let first = bytes.address(start + 4, family),
      let last = bytes.address(start + 4 + size, family),
      let low = bytes.big16(start + 4 + 2 * size), let high = bytes.big16(start + 6 + 2 * size)
    else { return nil }
    self.flags = FilterNATFlags(rawValue: flags)
    if self.flags.contains(.addresses) {
      guard first <= last else { return nil }
      addresses = first...last
    }
    if self.flags.contains(.ports) {
      guard low <= high else { return nil }
      ports = low...high
    }
    if flags & 32 != 0 { basePort = bytes.big16(start + 8 + 2 * size) }
  }
}
