public import Netlink
public import NetworkTypes

/// What only a vxlan has (`IFLA_INFO_DATA` of kind `vxlan`).
public struct VXLANData: AttributesDecodable {
  /// The network identifier, VNI (`IFLA_VXLAN_ID`).
  public var id: UInt32?
  /// The multicast group or the one remote end; `IFLA_VXLAN_GROUP6` too (`IFLA_VXLAN_GROUP`).
  public var remote: IPAddress?
  /// The index of the link that packets leave by (`IFLA_VXLAN_LINK`).
  public var link: Int32?
  /// The source address; `IFLA_VXLAN_LOCAL6` too (`IFLA_VXLAN_LOCAL`).
  public var local: IPAddress?
  /// 0 is: by the route (`IFLA_VXLAN_TTL`).
  public var ttl: UInt8?
  /// 1 is: that of the inner packet (`IFLA_VXLAN_TOS`).
  public var tos: UInt8?
  /// `IFLA_VXLAN_LEARNING`.
  public var learning: Bool?
  /// How long a learned address lives, in seconds (`IFLA_VXLAN_AGEING`).
  public var ageingSeconds: UInt32?
  /// The largest number of learned addresses; 0 is no limit (`IFLA_VXLAN_LIMIT`).
  public var limit: UInt32?
  /// The UDP source ports (`IFLA_VXLAN_PORT_RANGE`).
  public var sourcePorts: PortRange?
  /// It answers ARP and NDP (`IFLA_VXLAN_PROXY`).
  public var proxy: Bool?
  /// `IFLA_VXLAN_RSC`.
  public var routeShortCircuit: Bool?
  /// `IFLA_VXLAN_L2MISS`.
  public var l2Miss: Bool?
  /// `IFLA_VXLAN_L3MISS`.
  public var l3Miss: Bool?
  /// The UDP destination port (`IFLA_VXLAN_PORT`).
  public var port: UInt16?
  /// `IFLA_VXLAN_UDP_CSUM`.
  public var udpChecksum: Bool?
  /// `IFLA_VXLAN_UDP_ZERO_CSUM6_TX`.
  public var udpZeroChecksum6Transmit: Bool?
  /// `IFLA_VXLAN_UDP_ZERO_CSUM6_RX`.
  public var udpZeroChecksum6Receive: Bool?
  /// `IFLA_VXLAN_REMCSUM_TX`.
  public var remoteChecksumTransmit: Bool?
  /// `IFLA_VXLAN_REMCSUM_RX`.
  public var remoteChecksumReceive: Bool?
  /// Group policy extension (`IFLA_VXLAN_GBP`).
  public var groupPolicy: Bool?
  /// `IFLA_VXLAN_REMCSUM_NOPARTIAL`.
  public var remoteChecksumNoPartial: Bool?
  /// The tunnel is chosen by route, filter or program: an external one
  /// (`IFLA_VXLAN_COLLECT_METADATA`).
  public var collectMetadata: Bool?
  /// The IPv6 flow label (`IFLA_VXLAN_LABEL`).
  public var label: UInt32?
  /// Generic protocol extension: no Ethernet inside (`IFLA_VXLAN_GPE`).
  public var genericProtocol: Bool?
  /// `IFLA_VXLAN_TTL_INHERIT`.
  public var ttlInherit: Bool?
  /// `IFLA_VXLAN_DF`.
  public var df: DontFragment?
  /// `IFLA_VXLAN_VNIFILTER`.
  public var vniFilter: Bool?
  /// Since Linux 6.4 (`IFLA_VXLAN_LOCALBYPASS`).
  public var localBypass: Bool?
  /// Since Linux 6.7: 0 fixed, 1 that of the inner packet (`IFLA_VXLAN_LABEL_POLICY`).
  public var labelPolicy: UInt32?
  /// Since Linux 6.14 (`IFLA_VXLAN_RESERVED_BITS`).
  public var reservedBits: [UInt8]?
  /// Since Linux 6.15 (`IFLA_VXLAN_MC_ROUTE`).
  public var multicastRoute: Bool?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      guard let type = VXLANAttribute(rawValue: attribute.type) else {
        unknown.append(UnknownAttribute(attribute))
        continue
      }
      try take(type, attribute)
    }
  }

  private mutating func take(_ type: VXLANAttribute, _ attribute: borrowing Attribute)
    throws(MalformedMessage)
  {
    switch type {
    case .id: id = try attribute.integer()
    case .remote: remote = try attribute.ipAddress()
    case .link: link = try attribute.integer()
    case .local: local = try attribute.ipAddress()
    case .ttl: ttl = try attribute.integer()
    case .tos: tos = try attribute.integer()
    case .learning: learning = try attribute.flag()
    case .ageingSeconds: ageingSeconds = try attribute.integer()
    case .limit: limit = try attribute.integer()
    case .sourcePorts: sourcePorts = try PortRange(attribute.payload)
    case .proxy: proxy = try attribute.flag()
    case .routeShortCircuit: routeShortCircuit = try attribute.flag()
    default: try takeOutside(type, attribute)
    }
  }

  private mutating func takeOutside(_ type: VXLANAttribute, _ attribute: borrowing Attribute)
    throws(MalformedMessage)
  {
    switch type {
    case .l2Miss: l2Miss = try attribute.flag()
    case .l3Miss: l3Miss = try attribute.flag()
    case .port: port = try attribute.bigEndian()
    case .remote6: remote = try attribute.ipAddress()
    case .local6: local = try attribute.ipAddress()
    case .udpChecksum: udpChecksum = try attribute.flag()
    case .udpZeroChecksum6Transmit: udpZeroChecksum6Transmit = try attribute.flag()
    case .udpZeroChecksum6Receive: udpZeroChecksum6Receive = try attribute.flag()
    case .remoteChecksumTransmit: remoteChecksumTransmit = try attribute.flag()
    case .remoteChecksumReceive: remoteChecksumReceive = try attribute.flag()
    case .groupPolicy: groupPolicy = attribute.isSet
    case .remoteChecksumNoPartial: remoteChecksumNoPartial = attribute.isSet
    case .collectMetadata: collectMetadata = attribute.isSet
    case .label: label = try attribute.bigEndian()
    case .genericProtocol: genericProtocol = attribute.isSet
    case .ttlInherit: ttlInherit = attribute.isSet
    case .df: df = DontFragment(rawValue: try attribute.integer())
    case .vniFilter: vniFilter = attribute.isSet
    case .localBypass: localBypass = attribute.isSet
    case .labelPolicy: labelPolicy = try attribute.integer()
    case .reservedBits: reservedBits = attribute.payload.array
    case .multicastRoute: multicastRoute = attribute.isSet
    default: break
    }
  }
}

/// `IFLA_VXLAN_*`.
package enum VXLANAttribute: UInt16, CaseIterable {
  case id = 1  // IFLA_VXLAN_ID
  case remote = 2  // IFLA_VXLAN_GROUP
  case link = 3  // IFLA_VXLAN_LINK
  case local = 4  // IFLA_VXLAN_LOCAL
  case ttl = 5  // IFLA_VXLAN_TTL
  case tos = 6  // IFLA_VXLAN_TOS
  case learning = 7  // IFLA_VXLAN_LEARNING
  case ageingSeconds = 8  // IFLA_VXLAN_AGEING
  case limit = 9  // IFLA_VXLAN_LIMIT
  case sourcePorts = 10  // IFLA_VXLAN_PORT_RANGE
  case proxy = 11  // IFLA_VXLAN_PROXY
  case routeShortCircuit = 12  // IFLA_VXLAN_RSC
  case l2Miss = 13  // IFLA_VXLAN_L2MISS
  case l3Miss = 14  // IFLA_VXLAN_L3MISS
  case port = 15  // IFLA_VXLAN_PORT
  case remote6 = 16  // IFLA_VXLAN_GROUP6
  case local6 = 17  // IFLA_VXLAN_LOCAL6
  case udpChecksum = 18  // IFLA_VXLAN_UDP_CSUM
  case udpZeroChecksum6Transmit = 19  // IFLA_VXLAN_UDP_ZERO_CSUM6_TX
  case udpZeroChecksum6Receive = 20  // IFLA_VXLAN_UDP_ZERO_CSUM6_RX
  case remoteChecksumTransmit = 21  // IFLA_VXLAN_REMCSUM_TX
  case remoteChecksumReceive = 22  // IFLA_VXLAN_REMCSUM_RX
  case groupPolicy = 23  // IFLA_VXLAN_GBP
  case remoteChecksumNoPartial = 24  // IFLA_VXLAN_REMCSUM_NOPARTIAL
  case collectMetadata = 25  // IFLA_VXLAN_COLLECT_METADATA
  case label = 26  // IFLA_VXLAN_LABEL
  case genericProtocol = 27  // IFLA_VXLAN_GPE
  case ttlInherit = 28  // IFLA_VXLAN_TTL_INHERIT
  case df = 29  // IFLA_VXLAN_DF
  case vniFilter = 30  // IFLA_VXLAN_VNIFILTER
  case localBypass = 31  // IFLA_VXLAN_LOCALBYPASS
  case labelPolicy = 32  // IFLA_VXLAN_LABEL_POLICY
  case reservedBits = 33  // IFLA_VXLAN_RESERVED_BITS
  case multicastRoute = 34  // IFLA_VXLAN_MC_ROUTE
}

/// Whether outer packets may be fragmented (`VXLAN_DF_*`, `GENEVE_DF_*`).
public struct DontFragment: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let unset = Self(rawValue: 0)
  public static let set = Self(rawValue: 1)
  public static let inherit = Self(rawValue: 2)

  public static let words: [UInt8: String] = [
    0: "unset", 1: "set", 2: "inherit",
  ]
}

/// A range of UDP ports (`struct ifla_vxlan_port_range`).
public struct PortRange: Hashable, Sendable {
  public var low: UInt16
  public var high: UInt16

  init(_ bytes: RawSpan) throws(MalformedMessage) {
    guard let low: UInt16 = bytes.integer(at: 0), let high: UInt16 = bytes.integer(at: 2)
    else { throw .truncated(what: "port range", needs: 4, has: bytes.byteCount) }
    self.low = UInt16(bigEndian: low)
    self.high = UInt16(bigEndian: high)
  }
}
