public import Netlink
public import NetworkTypes

/// What the plain tunnels have: `ipip`, `sit` and `ip6tnl`.
///
/// A local or remote address of zero is none.
public struct IPTunnelData: AttributesDecodable {
  /// The index of the link that packets leave by; 0 is none (`IFLA_IPTUN_LINK`).
  public var link: Int32?
  /// `IFLA_IPTUN_LOCAL`.
  public var local: IPAddress?
  /// `IFLA_IPTUN_REMOTE`.
  public var remote: IPAddress?
  /// 0 is that of the inner packet (`IFLA_IPTUN_TTL`).
  public var ttl: UInt8?
  /// 1 is that of the inner packet (`IFLA_IPTUN_TOS`).
  public var tos: UInt8?
  /// `IFLA_IPTUN_ENCAP_LIMIT`.
  public var encapsulationLimit: UInt8?
  /// The IPv6 traffic class and flow label (`IFLA_IPTUN_FLOWINFO`).
  public var flowInformation: UInt32?
  /// `IP6_TNL_F_*` of an ip6tnl; `SIT_ISATAP` of a sit (`IFLA_IPTUN_FLAGS`).
  public var flags: UInt32?
  /// The protocol inside: 4 IPv4, 41 IPv6, 137 MPLS, 0 any (`IFLA_IPTUN_PROTO`).
  public var `protocol`: UInt8?
  /// `IFLA_IPTUN_PMTUDISC`.
  public var pathMTUDiscovery: Bool?
  /// `IFLA_IPTUN_6RD_PREFIX`.
  public var sixRDPrefix: IPAddress?
  /// `IFLA_IPTUN_6RD_RELAY_PREFIX`.
  public var sixRDRelayPrefix: IPAddress?
  /// `IFLA_IPTUN_6RD_PREFIXLEN`.
  public var sixRDPrefixLength: UInt16?
  /// `IFLA_IPTUN_6RD_RELAY_PREFIXLEN`.
  public var sixRDRelayPrefixLength: UInt16?
  /// `IFLA_IPTUN_ENCAP_TYPE`.
  public var encapsulationType: TunnelEncapsulation?
  /// `IFLA_IPTUN_ENCAP_FLAGS`.
  public var encapsulationFlags: TunnelEncapsulationFlags?
  /// `IFLA_IPTUN_ENCAP_SPORT`.
  public var encapsulationSourcePort: UInt16?
  /// `IFLA_IPTUN_ENCAP_DPORT`.
  public var encapsulationDestinationPort: UInt16?
  /// The tunnel is chosen by route, filter or program (`IFLA_IPTUN_COLLECT_METADATA`).
  public var collectMetadata: Bool?
  /// `IFLA_IPTUN_FWMARK`.
  public var fwMark: UInt32?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch IPTunnelAttribute(rawValue: attribute.type) {
      case .link: link = try attribute.integer()
      case .local: local = try attribute.ipAddress()
      case .remote: remote = try attribute.ipAddress()
      case .ttl: ttl = try attribute.integer()
      case .tos: tos = try attribute.integer()
      case .encapsulationLimit: encapsulationLimit = try attribute.integer()
      case .flowInformation: flowInformation = try attribute.bigEndian()
      case .flags: flags = try attribute.tunnelFlags()
      case .protocol: `protocol` = try attribute.integer()
      case .pathMTUDiscovery: pathMTUDiscovery = try attribute.flag()
      case .sixRDPrefix: sixRDPrefix = try attribute.ipAddress()
      case .sixRDRelayPrefix: sixRDRelayPrefix = try attribute.ipAddress()
      case .sixRDPrefixLength: sixRDPrefixLength = try attribute.integer()
      case .sixRDRelayPrefixLength: sixRDRelayPrefixLength = try attribute.integer()
      case .encapsulationType:
        encapsulationType = TunnelEncapsulation(rawValue: try attribute.integer())
      case .encapsulationFlags:
        encapsulationFlags = TunnelEncapsulationFlags(rawValue: try attribute.integer())
      case .encapsulationSourcePort: encapsulationSourcePort = try attribute.bigEndian()
      case .encapsulationDestinationPort: encapsulationDestinationPort = try attribute.bigEndian()
      case .collectMetadata: collectMetadata = attribute.isSet
      case .fwMark: fwMark = try attribute.integer()
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `IFLA_IPTUN_*`.
package enum IPTunnelAttribute: UInt16, CaseIterable {
  case link = 1  // IFLA_IPTUN_LINK
  case local = 2  // IFLA_IPTUN_LOCAL
  case remote = 3  // IFLA_IPTUN_REMOTE
  case ttl = 4  // IFLA_IPTUN_TTL
  case tos = 5  // IFLA_IPTUN_TOS
  case encapsulationLimit = 6  // IFLA_IPTUN_ENCAP_LIMIT
  case flowInformation = 7  // IFLA_IPTUN_FLOWINFO
  case flags = 8  // IFLA_IPTUN_FLAGS
  case `protocol` = 9  // IFLA_IPTUN_PROTO
  case pathMTUDiscovery = 10  // IFLA_IPTUN_PMTUDISC
  case sixRDPrefix = 11  // IFLA_IPTUN_6RD_PREFIX
  case sixRDRelayPrefix = 12  // IFLA_IPTUN_6RD_RELAY_PREFIX
  case sixRDPrefixLength = 13  // IFLA_IPTUN_6RD_PREFIXLEN
  case sixRDRelayPrefixLength = 14  // IFLA_IPTUN_6RD_RELAY_PREFIXLEN
  case encapsulationType = 15  // IFLA_IPTUN_ENCAP_TYPE
  case encapsulationFlags = 16  // IFLA_IPTUN_ENCAP_FLAGS
  case encapsulationSourcePort = 17  // IFLA_IPTUN_ENCAP_SPORT
  case encapsulationDestinationPort = 18  // IFLA_IPTUN_ENCAP_DPORT
  case collectMetadata = 19  // IFLA_IPTUN_COLLECT_METADATA
  case fwMark = 20  // IFLA_IPTUN_FWMARK
}

/// What a tunnel is wrapped in once more (`TUNNEL_ENCAP_*`).
public struct TunnelEncapsulation: KernelWord {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let words: [UInt16: String] = [
    0: "none", 1: "fou", 2: "gue", 3: "mpls",
  ]
}

/// `TUNNEL_ENCAP_FLAG_*`.
public struct TunnelEncapsulationFlags: KernelFlags {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let names: [(bit: UInt16, name: String)] = [
    (1, "checksum"), (2, "checksum6"), (4, "remoteChecksum"),
  ]
}

/// The flags of an IPv6 tunnel (`IP6_TNL_F_*`), and what the kernel found that it can do.
public struct TunnelFlags6: KernelFlags {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let names: [(bit: UInt32, name: String)] = [
    (0x1, "ignoreEncapsulationLimit"), (0x2, "useOriginalTrafficClass"),
    (
      0x4,
      "useOriginalFlowLabel"
    ), (0x8, "mobileIPv6"), (0x10, "copyDSCP"), (0x20, "useOriginalMark"),
    (0x40, "allowLocalRemote"),
    (0x1_0000, "canTransmit"), (0x2_0000, "canReceive"), (0x4_0000, "perPacket"),
  ]
}

extension Attribute {
  /// 16 bits in network order from a sit, 32 in host order from an ip6tnl.
  func tunnelFlags() throws(MalformedMessage) -> UInt32 {
    payload.byteCount == 2 ? UInt32(try bigEndian(as: UInt16.self)) : try integer()
  }
}
