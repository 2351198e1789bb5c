public import Netlink
public import NetworkTypes

/// Who decides over the operational state (`IF_LINK_MODE_*`).
public struct LinkMode: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let words: [UInt8: String] = [
    0: "default", 1: "dormant", 2: "testing",
  ]
}

/// Why a link message was sent (`IFLA_EVENT_*`).
public struct LinkEvent: KernelWord {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let words: [UInt32: String] = [
    0: "none", 1: "reboot", 2: "features", 3: "bondingFailover", 4: "notifyPeers",
    5:
      "igmpResend", 6: "bondingOptions",
  ]
}

/// Who holds a link down, a bit each (`IFLA_PROTO_DOWN_REASON`).
public struct ProtocolDownReason: AttributesDecodable {
  /// `IFLA_PROTO_DOWN_REASON_MASK`.
  public var mask: UInt32?
  /// `IFLA_PROTO_DOWN_REASON_VALUE`.
  public var value: UInt32?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch ProtocolDownReasonAttribute(rawValue: attribute.type) {
      case .mask: mask = try attribute.integer()
      case .value: value = try attribute.integer()
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `IFLA_PROTO_DOWN_REASON_*`.
package enum ProtocolDownReasonAttribute: UInt16, CaseIterable {
  case mask = 1  // IFLA_PROTO_DOWN_REASON_MASK
  case value = 2  // IFLA_PROTO_DOWN_REASON_VALUE
}

/// The programs that see packets before the stack (`IFLA_XDP`).
public struct XDPMessage: AttributesDecodable {
  /// `IFLA_XDP_ATTACHED`.
  public var attached: XDPMode?
  /// `IFLA_XDP_FLAGS`.
  public var flags: UInt32?
  /// `IFLA_XDP_PROG_ID`.
  public var programID: UInt32?
  /// `IFLA_XDP_DRV_PROG_ID`.
  public var driverProgramID: UInt32?
  /// `IFLA_XDP_SKB_PROG_ID`.
  public var genericProgramID: UInt32?
  /// `IFLA_XDP_HW_PROG_ID`.
  public var hardwareProgramID: UInt32?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch XDPAttribute(rawValue: attribute.type) {
      case .descriptor: unknown.append(UnknownAttribute(attribute))
      case .attached: attached = XDPMode(rawValue: try attribute.integer())
      case .flags: flags = try attribute.integer()
      case .programID: programID = try attribute.integer()
      case .driverProgramID: driverProgramID = try attribute.integer()
      case .genericProgramID: genericProgramID = try attribute.integer()
      case .hardwareProgramID: hardwareProgramID = try attribute.integer()
      case .expectedDescriptor: unknown.append(UnknownAttribute(attribute))
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `IFLA_XDP_*`.
package enum XDPAttribute: UInt16, CaseIterable {
  case descriptor = 1  // IFLA_XDP_FD
  case attached = 2  // IFLA_XDP_ATTACHED
  case flags = 3  // IFLA_XDP_FLAGS
  case programID = 4  // IFLA_XDP_PROG_ID
  case driverProgramID = 5  // IFLA_XDP_DRV_PROG_ID
  case genericProgramID = 6  // IFLA_XDP_SKB_PROG_ID
  case hardwareProgramID = 7  // IFLA_XDP_HW_PROG_ID
  case expectedDescriptor = 8  // IFLA_XDP_EXPECTED_FD
}

/// Where an XDP program is attached (`XDP_ATTACHED_*`).
public struct XDPMode: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let none = Self(rawValue: 0)

  public static let words: [UInt8: String] = [
    0: "none", 1: "driver", 2: "generic", 3: "hardware", 4: "multiple",
  ]
}

/// What IPv4 says of a link (`IFLA_AF_SPEC`).
public struct InetMessage: AttributesDecodable {
  /// The values of `/proc/sys/net/ipv4/conf`, from `IPV4_DEVCONF_FORWARDING` (1) on
  /// (`IFLA_INET_CONF`).
  public var configuration: [Int32] = []
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch InetAttribute(rawValue: attribute.type) {
      case .configuration: configuration = attribute.integers
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `IFLA_INET_*`.
package enum InetAttribute: UInt16, CaseIterable {
  case configuration = 1  // IFLA_INET_CONF
}

/// What IPv6 says of a link (`IFLA_AF_SPEC`, or `IFLA_PROTINFO` of family `AF_INET6`).
public struct Inet6Message: AttributesDecodable {
  /// `IF_RA_*`, `IF_READY` (`IFLA_INET6_FLAGS`).
  public var flags: UInt32?
  /// The values of `/proc/sys/net/ipv6/conf`, from `DEVCONF_FORWARDING` (0) on (`IFLA_INET6_CONF`).
  public var configuration: [Int32] = []
  /// `IFLA_INET6_STATS`.
  public var statistics: [UInt8]?
  /// `IFLA_INET6_MCAST`.
  public var multicast: [UInt8]?
  /// `struct ifla_cacheinfo` (`IFLA_INET6_CACHEINFO`).
  public var cacheInformation: [UInt8]?
  /// `IFLA_INET6_ICMP6STATS`.
  public var icmpStatistics: [UInt8]?
  /// The lower half of addresses that are made from a prefix (`IFLA_INET6_TOKEN`).
  public var token: IPAddress?
  /// `IFLA_INET6_ADDR_GEN_MODE`.
  public var addressGeneration: AddressGenerationMode?
  /// In bytes, from a router advertisement (`IFLA_INET6_RA_MTU`).
  public var routerMTU: UInt32?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch Inet6Attribute(rawValue: attribute.type) {
      case .flags: flags = try attribute.integer()
      case .configuration: configuration = attribute.integers
      case .statistics: statistics = attribute.payload.array
      case .multicast: multicast = attribute.payload.array
      case .cacheInformation: cacheInformation = attribute.payload.array
      case .icmpStatistics: icmpStatistics = attribute.payload.array
      case .token: token = try attribute.ipAddress()
      case .addressGeneration:
        addressGeneration = AddressGenerationMode(rawValue: try attribute.integer())
      case .routerMTU: routerMTU = try attribute.integer()
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `IFLA_INET6_*`.
package enum Inet6Attribute: UInt16, CaseIterable {
  case flags = 1  // IFLA_INET6_FLAGS
  case configuration = 2  // IFLA_INET6_CONF
  case statistics = 3  // IFLA_INET6_STATS
  case multicast = 4  // IFLA_INET6_MCAST
  case cacheInformation = 5  // IFLA_INET6_CACHEINFO
  case icmpStatistics = 6  // IFLA_INET6_ICMP6STATS
  case token = 7  // IFLA_INET6_TOKEN
  case addressGeneration = 8  // IFLA_INET6_ADDR_GEN_MODE
  case routerMTU = 9  // IFLA_INET6_RA_MTU
}

/// How the link-local address comes about (`IN6_ADDR_GEN_MODE_*`).
public struct AddressGenerationMode: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let words: [UInt8: String] = [
    0: "eui64", 1: "none", 2: "stablePrivacy", 3: "random",
  ]
}

/// Hardware resources of an old device (`struct rtnl_link_ifmap`).
public struct LinkMap: Hashable, Sendable {
  public var memoryStart: UInt64
  public var memoryEnd: UInt64
  public var baseAddress: UInt64
  public var interrupt: UInt16
  public var dma: UInt8
  public var port: UInt8

  init(_ bytes: RawSpan) throws(MalformedMessage) {
    try bytes.require(28, of: "rtnl_link_ifmap")
    memoryStart = bytes.field(at: 0)
    memoryEnd = bytes.field(at: 8)
    baseAddress = bytes.field(at: 16)
    interrupt = bytes.field(at: 24)
    dma = bytes.field(at: 26)
    port = bytes.field(at: 27)
  }

  /// Whether there is anything in it.
  public var isEmpty: Bool {
    memoryStart | memoryEnd | baseAddress == 0 && interrupt == 0 && dma | port == 0
  }
}
