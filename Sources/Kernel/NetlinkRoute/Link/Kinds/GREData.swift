public import Netlink
public import NetworkTypes

/// What the GRE tunnels have: `gre`, `gretap`, `erspan` and their IPv6 kinds.
///
/// A local or remote address of zero is none.
public struct GREData: AttributesDecodable {
  /// The index of the link that packets leave by; 0 is none (`IFLA_GRE_LINK`).
  public var link: Int32?
  /// `IFLA_GRE_IFLAGS`.
  public var inputFlags: GREFlags?
  /// `IFLA_GRE_OFLAGS`.
  public var outputFlags: GREFlags?
  /// Counts where `inputFlags` has `key` (`IFLA_GRE_IKEY`).
  public var inputKey: UInt32?
  /// Counts where `outputFlags` has `key` (`IFLA_GRE_OKEY`).
  public var outputKey: UInt32?
  /// `IFLA_GRE_LOCAL`.
  public var local: IPAddress?
  /// `IFLA_GRE_REMOTE`.
  public var remote: IPAddress?
  /// 0 is that of the inner packet (`IFLA_GRE_TTL`).
  public var ttl: UInt8?
  /// 1 is that of the inner packet (`IFLA_GRE_TOS`).
  public var tos: UInt8?
  /// `IFLA_GRE_PMTUDISC`.
  public var pathMTUDiscovery: Bool?
  /// `IFLA_GRE_ENCAP_LIMIT`.
  public var encapsulationLimit: UInt8?
  /// `IFLA_GRE_FLOWINFO`.
  public var flowInformation: UInt32?
  /// IPv6 kinds only (`IFLA_GRE_FLAGS`).
  public var flags: TunnelFlags6?
  /// `IFLA_GRE_ENCAP_TYPE`.
  public var encapsulationType: TunnelEncapsulation?
  /// `IFLA_GRE_ENCAP_FLAGS`.
  public var encapsulationFlags: TunnelEncapsulationFlags?
  /// `IFLA_GRE_ENCAP_SPORT`.
  public var encapsulationSourcePort: UInt16?
  /// `IFLA_GRE_ENCAP_DPORT`.
  public var encapsulationDestinationPort: UInt16?
  /// The tunnel is chosen by route, filter or program (`IFLA_GRE_COLLECT_METADATA`).
  public var collectMetadata: Bool?
  /// `IFLA_GRE_IGNORE_DF`.
  public var ignoreDF: Bool?
  /// `IFLA_GRE_FWMARK`.
  public var fwMark: UInt32?
  /// `IFLA_GRE_ERSPAN_INDEX`.
  public var erspanIndex: UInt32?
  /// `IFLA_GRE_ERSPAN_VER`.
  public var erspanVersion: UInt8?
  /// `IFLA_GRE_ERSPAN_DIR`.
  public var erspanDirection: UInt8?
  /// `IFLA_GRE_ERSPAN_HWID`.
  public var erspanHardwareID: UInt16?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch GREAttribute(rawValue: attribute.type) {
      case .link: link = try attribute.integer()
      case .inputFlags: inputFlags = GREFlags(rawValue: try attribute.bigEndian())
      case .outputFlags: outputFlags = GREFlags(rawValue: try attribute.bigEndian())
      case .inputKey: inputKey = try attribute.bigEndian()
      case .outputKey: outputKey = try attribute.bigEndian()
      case .local: local = try attribute.ipAddress()
      case .remote: remote = try attribute.ipAddress()
      case .ttl: ttl = try attribute.integer()
      case .tos: tos = try attribute.integer()
      case .pathMTUDiscovery: pathMTUDiscovery = try attribute.flag()
      case .encapsulationLimit: encapsulationLimit = try attribute.integer()
      case .flowInformation: flowInformation = try attribute.bigEndian()
      case .flags: flags = TunnelFlags6(rawValue: try attribute.integer())
      case .encapsulationType:
        encapsulationType = TunnelEncapsulation(rawValue: try attribute.integer())
      case .encapsulationFlags:
        encapsulationFlags = TunnelEncapsulationFlags(rawValue: try attribute.integer())
      case .encapsulationSourcePort: encapsulationSourcePort = try attribute.bigEndian()
      case .encapsulationDestinationPort: encapsulationDestinationPort = try attribute.bigEndian()
      case .collectMetadata: collectMetadata = attribute.isSet
      case .ignoreDF: ignoreDF = try attribute.flag()
      case .fwMark: fwMark = try attribute.integer()
      case .erspanIndex: erspanIndex = try attribute.integer()
      case .erspanVersion: erspanVersion = try attribute.integer()
      case .erspanDirection: erspanDirection = try attribute.integer()
      case .erspanHardwareID: erspanHardwareID = try attribute.integer()
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `IFLA_GRE_*`.
package enum GREAttribute: UInt16, CaseIterable {
  case link = 1  // IFLA_GRE_LINK
  case inputFlags = 2  // IFLA_GRE_IFLAGS
  case outputFlags = 3  // IFLA_GRE_OFLAGS
  case inputKey = 4  // IFLA_GRE_IKEY
  case outputKey = 5  // IFLA_GRE_OKEY
  case local = 6  // IFLA_GRE_LOCAL
  case remote = 7  // IFLA_GRE_REMOTE
  case ttl = 8  // IFLA_GRE_TTL
  case tos = 9  // IFLA_GRE_TOS
  case pathMTUDiscovery = 10  // IFLA_GRE_PMTUDISC
  case encapsulationLimit = 11  // IFLA_GRE_ENCAP_LIMIT
  case flowInformation = 12  // IFLA_GRE_FLOWINFO
  case flags = 13  // IFLA_GRE_FLAGS
  case encapsulationType = 14  // IFLA_GRE_ENCAP_TYPE
  case encapsulationFlags = 15  // IFLA_GRE_ENCAP_FLAGS
  case encapsulationSourcePort = 16  // IFLA_GRE_ENCAP_SPORT
  case encapsulationDestinationPort = 17  // IFLA_GRE_ENCAP_DPORT
  case collectMetadata = 18  // IFLA_GRE_COLLECT_METADATA
  case ignoreDF = 19  // IFLA_GRE_IGNORE_DF
  case fwMark = 20  // IFLA_GRE_FWMARK
  case erspanIndex = 21  // IFLA_GRE_ERSPAN_INDEX
  case erspanVersion = 22  // IFLA_GRE_ERSPAN_VER
  case erspanDirection = 23  // IFLA_GRE_ERSPAN_DIR
  case erspanHardwareID = 24  // IFLA_GRE_ERSPAN_HWID
}

/// The flags in a GRE header (`GRE_*` in `linux/if_tunnel.h`).
public struct GREFlags: KernelFlags {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let key = Self(rawValue: 0x2000)

  public static let names: [(bit: UInt16, name: String)] = [
    (0x8000, "checksum"), (0x4000, "routing"), (0x2000, "key"), (0x1000, "sequence"),
    (
      0x0800,
      "strict"
    ),
  ]
}
