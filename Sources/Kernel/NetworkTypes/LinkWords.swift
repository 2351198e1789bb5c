/// The flags of a link (`IFF_*` in `linux/if.h`).
public struct LinkFlags: KernelFlags {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let up = Self(rawValue: 1 << 0)  // IFF_UP
  public static let loopback = Self(rawValue: 1 << 3)  // IFF_LOOPBACK
  public static let running = Self(rawValue: 1 << 6)  // IFF_RUNNING
  public static let promiscuous = Self(rawValue: 1 << 8)  // IFF_PROMISC
  public static let allMulticast = Self(rawValue: 1 << 9)  // IFF_ALLMULTI
  public static let lowerUp = Self(rawValue: 1 << 16)  // IFF_LOWER_UP

  public static let names: [(bit: UInt32, name: String)] = [
    (1 << 0, "up"), (1 << 1, "broadcast"), (1 << 2, "debug"), (1 << 3, "loopback"),
    (1 << 4, "pointToPoint"), (1 << 5, "noTrailers"), (1 << 6, "running"), (1 << 7, "noARP"),
    (1 << 8, "promiscuous"), (1 << 9, "allMulticast"), (1 << 10, "master"), (1 << 11, "slave"),
    (1 << 12, "multicast"), (1 << 13, "portSelect"), (1 << 14, "autoMedia"), (1 << 15, "dynamic"),
    (1 << 16, "lowerUp"), (1 << 17, "dormant"), (1 << 18, "echo"),
  ]
}

/// The state of a link after RFC 2863 (`IF_OPER_*`).
public struct OperationalState: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let unknown = Self(rawValue: 0)
  public static let notPresent = Self(rawValue: 1)
  public static let down = Self(rawValue: 2)
  public static let lowerLayerDown = Self(rawValue: 3)
  public static let testing = Self(rawValue: 4)
  public static let dormant = Self(rawValue: 5)
  public static let up = Self(rawValue: 6)

  public static let words: [UInt8: String] = [
    0: "unknown", 1: "notPresent", 2: "down", 3: "lowerLayerDown", 4: "testing", 5: "dormant",
    6: "up",
  ]
}

/// What kind of hardware a link pretends to be (`ARPHRD_*` in `linux/if_arp.h`).
public struct HardwareType: KernelWord {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let ethernet = Self(rawValue: 1)
  public static let loopback = Self(rawValue: 772)

  /// The words of `ip link`, which are `link_type` in its JSON.
  public static let words: [UInt16: String] = [
    0: "generic", 1: "ether", 32: "infiniband", 280: "can", 512: "ppp", 519: "rawip",
    768: "ipip", 769: "tunnel6", 772: "loopback", 776: "sit", 778: "gre", 801: "ieee802.11",
    803: "ieee802.11/radiotap", 804: "ieee802.15.4", 823: "gre6", 824: "netlink",
    65534: "none", 65535: "void",
  ]

  /// Whether link-layer addresses of this type are IP addresses: the ends of tunnels.
  public var isIPTunnel: Bool { [768, 769, 776, 778, 823].contains(rawValue) }

  /// The text of a link-layer address: that of an IP address for the ends of tunnels, as `ip`
  /// has it, and pairs of digits otherwise.
  public func text(of address: MACAddress) -> String {
    if isIPTunnel, let end = IPAddress(networkOrder: address.bytes.span.bytes) {
      return end.description
    }
    return address.description
  }
}
