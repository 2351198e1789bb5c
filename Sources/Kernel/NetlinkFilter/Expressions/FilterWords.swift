public import NetworkTypes

/// What `meta` reads of a packet (`NFT_META_*`).
public struct FilterMetaKey: KernelWord {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let mark = Self(rawValue: 3)
  public static let inputName = Self(rawValue: 6)
  public static let outputName = Self(rawValue: 7)
  /// The family of the packet: 2 is IPv4, 10 IPv6.
  public static let family = Self(rawValue: 15)
  /// The number of the transport protocol.
  public static let transport = Self(rawValue: 16)

  /// The words of `nft`.
  public static let words: [UInt32: String] = [
    0: "length", 1: "protocol", 2: "priority", 3: "mark", 4: "iif", 5: "oif", 6: "iifname",
    7: "oifname", 8: "iiftype", 9: "oiftype", 10: "skuid", 11: "skgid", 12: "nftrace",
    13: "rtclassid", 14: "secmark", 15: "nfproto", 16: "l4proto", 17: "ibrname", 18: "obrname",
    19: "pkttype", 20: "cpu", 21: "iifgroup", 22: "oifgroup", 23: "cgroup", 24: "random",
    25: "secpath", 26: "iifkind", 27: "oifkind", 28: "ibrpvid", 29: "ibrvproto", 30: "time",
    31: "day", 32: "hour", 33: "sdif", 34: "sdifname", 35: "broute",
  ]
}

/// The header that an offset counts from (`NFT_PAYLOAD_*`).
public struct FilterHeader: KernelWord {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let link = Self(rawValue: 0)
  public static let network = Self(rawValue: 1)
  public static let transport = Self(rawValue: 2)

  public static let words: [UInt32: String] = [
    0: "link", 1: "network", 2: "transport", 3: "inner", 4: "tunnel",
  ]
}

/// How two values are compared (`NFT_CMP_*`).
public struct FilterComparison: KernelWord {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let equal = Self(rawValue: 0)
  public static let notEqual = Self(rawValue: 1)
  public static let atMost = Self(rawValue: 3)
  public static let atLeast = Self(rawValue: 5)

  public static let words: [UInt32: String] = [
    0: "==", 1: "!=", 2: "<", 3: "<=", 4: ">", 5: ">=",
  ]
}

/// What `ct` reads of a connection (`NFT_CT_*`).
public struct FilterConnectionKey: KernelWord {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let state = Self(rawValue: 0)
  public static let status = Self(rawValue: 2)

  /// The words of `nft`.
  public static let words: [UInt32: String] = [
    0: "state", 1: "direction", 2: "status", 3: "mark", 4: "secmark", 5: "expiration",
    6: "helper", 7: "l3proto", 8: "saddr", 9: "daddr", 10: "protocol", 11: "proto-src",
    12: "proto-dst", 13: "label", 14: "packets", 15: "bytes", 16: "avgpkt", 17: "zone",
    18: "event", 19: "ip saddr", 20: "ip daddr", 21: "ip6 saddr", 22: "ip6 daddr", 23: "id",
  ]
}

/// What `fib` finds out about an address (`NFT_FIB_RESULT_*`).
public struct FilterFIBResult: KernelWord {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The kind of an address (`RTN_*`): 2 is an own one.
  public static let addressType = Self(rawValue: 3)

  public static let words: [UInt32: String] = [1: "oif", 2: "oifname", 3: "type"]
}

/// What `fib` looks up (`NFTA_FIB_F_*`).
public struct FilterFIBFlags: OptionSet, Hashable, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let source = Self(rawValue: 1)
  public static let destination = Self(rawValue: 2)
  public static let mark = Self(rawValue: 4)
  public static let inputDevice = Self(rawValue: 8)
  public static let outputDevice = Self(rawValue: 16)
  public static let presence = Self(rawValue: 32)
}

/// How an address is translated (`NF_NAT_RANGE_*`).
public struct FilterNATFlags: OptionSet, Hashable, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let addresses = Self(rawValue: 1)
  public static let ports = Self(rawValue: 2)
  public static let random = Self(rawValue: 4)
  public static let persistent = Self(rawValue: 8)
  public static let fullyRandom = Self(rawValue: 16)
}
