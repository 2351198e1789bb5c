public import NetworkTypes

/// How a bond uses its ports (`BOND_MODE_*`); the words are those of `ip`.
public struct BondMode: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let words: [UInt8: String] = [
    0: "balance-rr", 1: "active-backup", 2: "balance-xor", 3: "broadcast", 4: "802.3ad",
    5:
      "balance-tlb", 6: "balance-alb",
  ]
}

/// When the primary port takes over again (`BOND_PRI_RESELECT_*`).
public struct BondPrimaryReselect: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let words: [UInt8: String] = [
    0: "always", 1: "better", 2: "failure",
  ]
}

/// What happens to the addresses on fail-over (`BOND_FOM_*`).
public struct BondFailOverMAC: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let words: [UInt8: String] = [
    0: "none", 1: "active", 2: "follow",
  ]
}

/// What decides over the port of a packet (`BOND_XMIT_POLICY_*`).
public struct BondTransmitHashPolicy: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let words: [UInt8: String] = [
    0: "layer2", 1: "layer3+4", 2: "layer2+3", 3: "encap2+3", 4: "encap3+4", 5: "vlan+srcmac",
  ]
}

/// How often LACP packets are asked for (`AD_LACP_SLOW`, `AD_LACP_FAST`).
public struct BondLACPRate: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let words: [UInt8: String] = [
    0: "slow", 1: "fast",
  ]
}

/// Which aggregator is used (`BOND_AD_*`).
public struct BondAggregatorSelection: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let words: [UInt8: String] = [
    0: "stable", 1: "bandwidth", 2: "count", 3: "actorPortPriority",
  ]
}

/// Whether a port carries traffic (`BOND_STATE_*`).
public struct BondPortState: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let active = Self(rawValue: 0)
  public static let backup = Self(rawValue: 1)

  public static let words: [UInt8: String] = [
    0: "active", 1: "backup",
  ]
}

/// The link state that a bond sees (`BOND_LINK_*`).
public struct BondMIIStatus: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let up = Self(rawValue: 0)
  public static let down = Self(rawValue: 2)

  public static let words: [UInt8: String] = [
    0: "up", 1: "goingDown", 2: "down", 3: "goingBack",
  ]
}

/// Whether a port of 802.3ad stays without agreement for too long (`AD_CHURN*`).
public struct BondChurnState: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let words: [UInt8: String] = [0: "monitoring", 1: "churned", 2: "none"]
}
