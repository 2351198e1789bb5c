/// One step of a rule: each reads registers, writes one, or ends the rule if it does not match.
public enum FilterExpression: Hashable, Sendable {
  /// Loads a fact about the packet.
  case meta(FilterMetaKey, into: FilterRegister)
  /// Sets a fact of the packet, its mark for one.
  case setMeta(FilterMetaKey, from: FilterRegister)
  /// Loads `length` bytes of the packet from `offset` on.
  case payload(FilterHeader, offset: UInt32, length: UInt32, into: FilterRegister)
  case compare(FilterRegister, FilterComparison, [UInt8])
  /// `into` becomes `(from & mask) ^ exclusiveOr`; both have as many bytes as are worked on.
  case bitwise(
    from: FilterRegister, into: FilterRegister, mask: [UInt8], exclusiveOr: [UInt8])
  /// Loads bytes, or ends with a verdict where the register is that of verdicts.
  case immediate(FilterData, into: FilterRegister)
  /// Looks a key up: in a set, it has to be there (or not); a map loads what it leads to.
  case lookup(set: String, key: FilterRegister, into: FilterRegister?, isInverted: Bool)
  case nat(FilterNAT)
  /// Translates the source to the address of the device that the packet leaves by.
  case masquerade(FilterNATFlags)
  /// Loads a fact about the connection; the direction is 0 for the original one, 1 for replies.
  case connection(FilterConnectionKey, direction: UInt8?, into: FilterRegister)
  /// Loads a fact about an address by the routing table.
  case fib(FilterFIBResult, FilterFIBFlags, into: FilterRegister)
  case counter(packets: UInt64, bytes: UInt64)
  case limit(FilterLimit)
  /// A match of iptables; the kernel module alone knows what the bytes are.
  case xtMatch(name: String, revision: UInt32, info: [UInt8])
  /// A target of iptables.
  case xtTarget(name: String, revision: UInt32, info: [UInt8])
  /// Another one, or a form of one of these that has no case: its attributes byte for byte.
  case other(name: String, data: [UInt8])

  /// A verdict.
  public static func verdict(_ verdict: FilterVerdict) -> Self {
    .immediate(.verdict(verdict), into: .verdict)
  }
}

/// Translates addresses and ports; the values come from registers.
public struct FilterNAT: Hashable, Sendable {
  public var isDestination: Bool
  /// Of the addresses.
  public var family: FilterFamily
  public var address: FilterRegister?
  /// The end of a range; nil if it is one address.
  public var lastAddress: FilterRegister?
  public var port: FilterRegister?
  public var lastPort: FilterRegister?
  /// Without `.addresses` and `.ports`, which the registers say.
  public var flags: FilterNATFlags = []

  public init(
    isDestination: Bool, family: FilterFamily, address: FilterRegister?, port: FilterRegister?
  ) {
    self.isDestination = isDestination
    self.family = family
    self.address = address
    self.port = port
  }
}

/// Matches up to a rate.
public struct FilterLimit: Hashable, Sendable {
  /// Packets or bytes in each unit.
  public var rate: UInt64
  /// In seconds.
  public var unit: UInt64
  public var burst: UInt32
  /// Packets (0) or bytes (1).
  public var type: UInt32
  /// Matches above the rate, not below.
  public var isInverted: Bool
}
