/// How well the link-layer address of a neighbour is known (`NUD_*`).
///
/// The kernel's numbers are bits. A neighbour has one of them, or none; an FDB entry may have
/// two: `permanent` or `noARP` is what it means then, as for `bridge fdb`.
public struct NeighbourState: KernelWord {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let none = Self(rawValue: 0)
  public static let incomplete = Self(rawValue: 0x01)
  public static let reachable = Self(rawValue: 0x02)
  public static let stale = Self(rawValue: 0x04)
  public static let failed = Self(rawValue: 0x20)
  public static let noARP = Self(rawValue: 0x40)
  public static let permanent = Self(rawValue: 0x80)

  public static let words: [UInt16: String] = [
    0: "none", 0x01: "incomplete", 0x02: "reachable", 0x04: "stale", 0x08: "delay",
    0x10: "probe", 0x20: "failed", 0x40: "noARP", 0x80: "permanent",
  ]

  /// The state that counts: the one there is, or the stronger one of an FDB entry.
  public var principal: Self {
    if rawValue & 0x80 != 0 { return .permanent }
    return rawValue & 0x40 != 0 ? .noARP : self
  }

  public var word: String {
    Self.words[principal.rawValue] ?? "unknown:\(rawValue)"
  }
}

/// The flags of a neighbour or FDB entry (`NTF_*`; the upper half is `NTF_EXT_*` << 16).
public struct NeighbourFlags: KernelFlags {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let `self` = Self(rawValue: 0x02)
  public static let master = Self(rawValue: 0x04)
  public static let proxy = Self(rawValue: 0x08)
  public static let externallyLearned = Self(rawValue: 0x10)
  public static let router = Self(rawValue: 0x80)

  public static let names: [(bit: UInt32, name: String)] = [
    (0x01, "use"), (0x02, "self"), (0x04, "master"), (0x08, "proxy"), (0x10, "externLearn"),
    (0x20, "offloaded"), (0x40, "sticky"), (0x80, "router"), (0x1_0000, "managed"),
    (0x2_0000, "locked"), (0x4_0000, "externValidated"),
  ]
}
