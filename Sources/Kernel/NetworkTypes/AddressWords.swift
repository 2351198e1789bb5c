/// The flags of an address (`IFA_F_*` in `linux/if_addr.h`).
public struct AddressFlags: KernelFlags {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let temporary = Self(rawValue: 0x01)  // IFA_F_TEMPORARY, IFA_F_SECONDARY
  public static let dadFailed = Self(rawValue: 0x08)
  public static let tentative = Self(rawValue: 0x40)
  public static let permanent = Self(rawValue: 0x80)

  /// `secondary` for IPv4 and `temporary` for IPv6 are the same bit; see `words(for:)`.
  public static let names: [(bit: UInt32, name: String)] = [
    (0x01, "secondary"), (0x02, "noDAD"), (0x04, "optimistic"), (0x08, "dadFailed"),
    (0x10, "homeAddress"), (0x20, "deprecated"), (0x40, "tentative"), (0x80, "permanent"),
    (0x100, "manageTemporaryAddresses"), (0x200, "noPrefixRoute"), (0x400, "autoJoin"),
    (0x800, "stablePrivacy"),
  ]

  public func words(for family: AddressFamily) -> [String] {
    family == .ipv4 ? words : words.map { $0 == "secondary" ? "temporary" : $0 }
  }
}

/// How far an address or a route reaches (`RT_SCOPE_*`).
public struct RouteScope: KernelWord, Comparable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let global = Self(rawValue: 0)
  public static let site = Self(rawValue: 200)
  public static let link = Self(rawValue: 253)
  public static let host = Self(rawValue: 254)
  public static let nowhere = Self(rawValue: 255)

  public static let words: [UInt8: String] = [
    0: "global", 200: "site", 253: "link", 254: "host", 255: "nowhere",
  ]

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
