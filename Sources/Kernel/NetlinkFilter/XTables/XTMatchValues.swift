public import NetworkTypes

/// Ports of both ends, and flags of TCP (`struct xt_tcp`, `struct xt_udp`).
public struct XTPorts: Hashable, Sendable {
  public var transport: String
  public var source: ClosedRange<UInt16>
  public var destination: ClosedRange<UInt16>
  /// The number of an option that has to be there; 0 for none.
  public var option: UInt8 = 0
  public var flagMask: UInt8 = 0
  public var flags: UInt8 = 0
  /// `XT_TCP_INV_*`: 1 source, 2 destination, 4 flags, 8 option.
  public var inverted: UInt8

  init?(tcp bytes: XTBytes) {
    guard let option = bytes.byte(8), let mask = bytes.byte(9), let flags = bytes.byte(10),
      let inverted = bytes.byte(11)
    else { return nil }
    self.init(transport: "tcp", bytes, inverted: inverted)
    (self.option, flagMask, self.flags) = (option, mask, flags)
  }

  init?(udp bytes: XTBytes) {
    guard let inverted = bytes.byte(8) else { return nil }
    self.init(transport: "udp", bytes, inverted: inverted)
  }

  private init?(transport: String, _ bytes: XTBytes, inverted: UInt8) {
    guard let first = bytes.host16(0), let last = bytes.host16(2), first <= last,
      let start = bytes.host16(4), let end = bytes.host16(6), start <= end
    else { return nil }
    self.transport = transport
    source = first...last
    destination = start...end
    self.inverted = inverted
  }
}

/// Several ports (`struct xt_multiport_v1`).
public struct XTMultiport: Hashable, Sendable {
  /// `XT_MULTIPORT_*`: 0 source, 1 destination, 2 either.
  public var side: UInt8
  public var ports: [ClosedRange<UInt16>]
  public var isInverted: Bool

  init?(_ bytes: XTBytes) {
    guard let side = bytes.byte(0), side <= 2, let count = bytes.byte(1), count <= 15,
      let inverted = bytes.byte(47)
    else { return nil }
    self.side = side
    isInverted = inverted != 0
    ports = []
    var place = 0
    while place < Int(count) {
      guard let port = bytes.host16(2 + place * 2) else { return nil }
      // A flag says that the next one is the end of a range.
      if bytes.byte(32 + place) ?? 0 != 0, place + 1 < Int(count),
        let end = bytes.host16(4 + place * 2), end >= port
      {
        ports.append(port...end)
        place += 2
      } else {
        ports.append(port...port)
        place += 1
      }
    }
  }
}

/// The kind of an address by the routing table (`struct xt_addrtype_info_v1`).
public struct XTAddressType: Hashable, Sendable {
  /// A bit for each `RTN_*`; 0 for any.
  public var source: UInt16
  public var destination: UInt16
  /// `XT_ADDRTYPE_*`: 1 source and 2 destination inverted, 4 and 8 only of the in- or output.
  public var flags: UInt32

  /// The bit of `RTN_LOCAL`: an own address.
  public static let local: UInt16 = 1 << 2

  init?(_ bytes: XTBytes) {
    guard let source = bytes.host16(0), let destination = bytes.host16(2),
      let flags = bytes.host32(4)
    else { return nil }
    (self.source, self.destination, self.flags) = (source, destination, flags)
  }
}

/// Some of the packets (`struct xt_statistic_info`).
public struct XTStatistic: Hashable, Sendable {
  public enum Mode: Hashable, Sendable {
    /// The part of 2³¹.
    case random(UInt32)
    case every(UInt32, packet: UInt32)
  }
  public var mode: Mode
  public var isInverted: Bool

  /// 0 to 1; nil where it counts packets.
  public var probability: Double? {
    guard case .random(let part) = mode else { return nil }
    return Double(part) / 2_147_483_648
  }

  init?(_ bytes: XTBytes) {
    guard let mode = bytes.host16(0), let flags = bytes.host16(2), let first = bytes.host32(4),
      let second = bytes.host32(8)
    else { return nil }
    isInverted = flags & 1 != 0
    switch mode {
    case 0: self.mode = .random(first)
    case 1: self.mode = .every(first, packet: second)
    default: return nil
    }
  }
}

/// A list of addresses that were seen (`struct xt_recent_mtinfo_v1`).
public struct XTRecent: Hashable, Sendable {
  public var seconds: UInt32
  public var hitCount: UInt32
  /// `XT_RECENT_*`: 1 check, 2 set, 4 update, 8 remove, 16 TTL, 32 reap.
  public var flags: UInt8
  public var isInverted: Bool
  public var list: String
  public var isDestination: Bool
  public var mask: IPAddress?

  init?(_ bytes: XTBytes, _ revision: UInt32, _ family: FilterFamily) {
    guard let seconds = bytes.host32(0), let count = bytes.host32(4), let flags = bytes.byte(8),
      let inverted = bytes.byte(9), let list = bytes.text(10, 200), let side = bytes.byte(210)
    else { return nil }
    self.seconds = seconds
    hitCount = count
    self.flags = flags
    isInverted = inverted != 0
    self.list = list
    isDestination = side == 1
    mask = revision == 1 ? bytes.address(212, family) : nil
  }
}

/// Up to a rate (`struct xt_rateinfo`).
public struct XTLimit: Hashable, Sendable {
  /// Seconds between two packets, times `XT_LIMIT_SCALE` (10,000).
  public var interval: UInt32
  public var burst: UInt32

  init?(_ bytes: XTBytes) {
    guard let interval = bytes.host32(0), let burst = bytes.host32(4) else { return nil }
    (self.interval, self.burst) = (interval, burst)
  }
}
