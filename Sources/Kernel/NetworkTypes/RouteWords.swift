/// What happens to a packet that a route matches (`RTN_*`).
public struct RouteType: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let unicast = Self(rawValue: 1)
  public static let local = Self(rawValue: 2)
  public static let broadcast = Self(rawValue: 3)
  public static let blackhole = Self(rawValue: 6)
  public static let unreachable = Self(rawValue: 7)
  public static let prohibit = Self(rawValue: 8)
  public static let `throw` = Self(rawValue: 9)

  public static let words: [UInt8: String] = [
    0: "unspecified", 1: "unicast", 2: "local", 3: "broadcast", 4: "anycast", 5: "multicast",
    6: "blackhole", 7: "unreachable", 8: "prohibit", 9: "throw", 10: "nat", 11: "externalResolve",
  ]
}

/// Who made a route, a rule or an address (`RTPROT_*`; the numbers of `rt_protos`).
public struct RouteProtocol: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let unspecified = Self(rawValue: 0)
  public static let kernel = Self(rawValue: 2)
  public static let boot = Self(rawValue: 3)
  public static let `static` = Self(rawValue: 4)
  public static let bird = Self(rawValue: 12)
  /// Felix, the agent of Calico, uses a number that no list names.
  public static let felix = Self(rawValue: 80)
  /// What our own plugins make for pods of other nodes: a number that no list names.
  public static let cnitop = Self(rawValue: 196)

  public static let words: [UInt8: String] = [
    0: "unspecified", 1: "redirect", 2: "kernel", 3: "boot", 4: "static", 8: "gated", 9: "ra",
    10: "mrt", 11: "zebra", 12: "bird", 13: "dnrouted", 14: "xorp", 15: "ntk", 16: "dhcp",
    17: "mrouted", 18: "keepalived", 42: "babel", 99: "openr", 186: "bgp", 187: "isis",
    188: "ospf", 189: "rip", 192: "eigrp",
  ]
}

/// The flags of a route and of its next hops (`RTNH_F_*` and `RTM_F_*`).
public struct RouteFlags: KernelFlags {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let dead = Self(rawValue: 1 << 0)
  public static let onLink = Self(rawValue: 1 << 2)
  public static let linkDown = Self(rawValue: 1 << 4)

  public static let names: [(bit: UInt32, name: String)] = [
    (1 << 0, "dead"), (1 << 1, "pervasive"), (1 << 2, "onLink"), (1 << 3, "offload"),
    (1 << 4, "linkDown"), (1 << 5, "unresolved"), (1 << 6, "trap"),
    (0x100, "notify"), (0x200, "cloned"), (0x400, "equalize"), (0x800, "prefix"),
    (0x1000, "lookupTable"), (0x2000, "fibMatch"), (0x4000, "rtOffload"), (0x8000, "rtTrap"),
    (0x2000_0000, "rtOffloadFailed"),
  ]
}

/// What a routing rule does with a packet that it matches (`FR_ACT_*`).
public struct RuleAction: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let toTable = Self(rawValue: 1)
  public static let goto = Self(rawValue: 2)

  public static let words: [UInt8: String] = [
    0: "unspecified", 1: "toTable", 2: "goto", 3: "nop", 6: "blackhole", 7: "unreachable",
    8: "prohibit",
  ]
}

/// The numbers of the routing tables that have a name everywhere (`RT_TABLE_*`).
public enum RouteTableID {
  public static let `default`: UInt32 = 253
  public static let main: UInt32 = 254
  public static let local: UInt32 = 255

  /// The name of a table as iproute2 has it, or its number.
  public static func word(_ table: UInt32) -> String {
    switch table {
    case main: "main"
    case local: "local"
    case `default`: "default"
    default: "\(table)"
    }
  }
}
