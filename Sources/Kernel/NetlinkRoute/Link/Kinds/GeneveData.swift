public import Netlink
public import NetworkTypes

/// What only a geneve tunnel has.
public struct GeneveData: AttributesDecodable {
  /// The network identifier, VNI (`IFLA_GENEVE_ID`).
  public var id: UInt32?
  /// The other end; `IFLA_GENEVE_REMOTE6` too (`IFLA_GENEVE_REMOTE`).
  public var remote: IPAddress?
  /// `IFLA_GENEVE_TTL`.
  public var ttl: UInt8?
  /// `IFLA_GENEVE_TOS`.
  public var tos: UInt8?
  /// The UDP destination port (`IFLA_GENEVE_PORT`).
  public var port: UInt16?
  /// The tunnel is chosen by route, filter or program (`IFLA_GENEVE_COLLECT_METADATA`).
  public var collectMetadata: Bool?
  /// `IFLA_GENEVE_UDP_CSUM`.
  public var udpChecksum: Bool?
  /// `IFLA_GENEVE_UDP_ZERO_CSUM6_TX`.
  public var udpZeroChecksum6Transmit: Bool?
  /// `IFLA_GENEVE_UDP_ZERO_CSUM6_RX`.
  public var udpZeroChecksum6Receive: Bool?
  /// The IPv6 flow label (`IFLA_GENEVE_LABEL`).
  public var label: UInt32?
  /// `IFLA_GENEVE_TTL_INHERIT`.
  public var ttlInherit: Bool?
  /// `IFLA_GENEVE_DF`.
  public var df: DontFragment?
  /// `IFLA_GENEVE_INNER_PROTO_INHERIT`.
  public var innerProtocolInherit: Bool?
  /// The UDP source ports, since Linux 6.16 (`IFLA_GENEVE_PORT_RANGE`).
  public var sourcePorts: PortRange?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch GeneveAttribute(rawValue: attribute.type) {
      case .id: id = try attribute.integer()
      case .remote: remote = try attribute.ipAddress()
      case .ttl: ttl = try attribute.integer()
      case .tos: tos = try attribute.integer()
      case .port: port = try attribute.bigEndian()
      case .collectMetadata: collectMetadata = attribute.isSet
      case .remote6: remote = try attribute.ipAddress()
      case .udpChecksum: udpChecksum = try attribute.flag()
      case .udpZeroChecksum6Transmit: udpZeroChecksum6Transmit = try attribute.flag()
      case .udpZeroChecksum6Receive: udpZeroChecksum6Receive = try attribute.flag()
      case .label: label = try attribute.bigEndian()
      case .ttlInherit: ttlInherit = attribute.isSet
      case .df: df = DontFragment(rawValue: try attribute.integer())
      case .innerProtocolInherit: innerProtocolInherit = attribute.isSet
      case .sourcePorts: sourcePorts = try PortRange(attribute.payload)
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `IFLA_GENEVE_*`.
package enum GeneveAttribute: UInt16, CaseIterable {
  case id = 1  // IFLA_GENEVE_ID
  case remote = 2  // IFLA_GENEVE_REMOTE
  case ttl = 3  // IFLA_GENEVE_TTL
  case tos = 4  // IFLA_GENEVE_TOS
  case port = 5  // IFLA_GENEVE_PORT
  case collectMetadata = 6  // IFLA_GENEVE_COLLECT_METADATA
  case remote6 = 7  // IFLA_GENEVE_REMOTE6
  case udpChecksum = 8  // IFLA_GENEVE_UDP_CSUM
  case udpZeroChecksum6Transmit = 9  // IFLA_GENEVE_UDP_ZERO_CSUM6_TX
  case udpZeroChecksum6Receive = 10  // IFLA_GENEVE_UDP_ZERO_CSUM6_RX
  case label = 11  // IFLA_GENEVE_LABEL
  case ttlInherit = 12  // IFLA_GENEVE_TTL_INHERIT
  case df = 13  // IFLA_GENEVE_DF
  case innerProtocolInherit = 14  // IFLA_GENEVE_INNER_PROTO_INHERIT
  case sourcePorts = 15  // IFLA_GENEVE_PORT_RANGE
}
