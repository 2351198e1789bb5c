public import Netlink
public import NetworkTypes

/// What only a bond has.
public struct BondData: AttributesDecodable {
  /// `IFLA_BOND_MODE`.
  public var mode: BondMode?
  /// The index of the link that carries the traffic (`IFLA_BOND_ACTIVE_SLAVE`).
  public var activePort: Int32?
  /// `IFLA_BOND_MIIMON`.
  public var miiMonitorMilliseconds: UInt32?
  /// `IFLA_BOND_UPDELAY`.
  public var upDelayMilliseconds: UInt32?
  /// `IFLA_BOND_DOWNDELAY`.
  public var downDelayMilliseconds: UInt32?
  /// `IFLA_BOND_USE_CARRIER`.
  public var usesCarrier: Bool?
  /// `IFLA_BOND_ARP_INTERVAL`.
  public var arpIntervalMilliseconds: UInt32?
  /// `IFLA_BOND_ARP_IP_TARGET`.
  public var arpTargets: [IPAddress] = []
  /// 0 none, 1 active, 2 backup, 3 all; 4 and more filter as well (`IFLA_BOND_ARP_VALIDATE`).
  public var arpValidate: UInt32?
  /// 0 any target suffices, 1 all have to answer (`IFLA_BOND_ARP_ALL_TARGETS`).
  public var arpAllTargets: UInt32?
  /// The index of the link (`IFLA_BOND_PRIMARY`).
  public var primary: Int32?
  /// `IFLA_BOND_PRIMARY_RESELECT`.
  public var primaryReselect: BondPrimaryReselect?
  /// `IFLA_BOND_FAIL_OVER_MAC`.
  public var failOverMAC: BondFailOverMAC?
  /// `IFLA_BOND_XMIT_HASH_POLICY`.
  public var transmitHashPolicy: BondTransmitHashPolicy?
  /// `IFLA_BOND_RESEND_IGMP`.
  public var resendIGMP: UInt32?
  /// `IFLA_BOND_NUM_PEER_NOTIF`.
  public var peerNotifications: UInt8?
  /// `IFLA_BOND_ALL_SLAVES_ACTIVE`.
  public var allPortsActive: Bool?
  /// `IFLA_BOND_MIN_LINKS`.
  public var minimumLinks: UInt32?
  /// `IFLA_BOND_LP_INTERVAL`.
  public var learningPacketIntervalSeconds: UInt32?
  /// `IFLA_BOND_PACKETS_PER_SLAVE`.
  public var packetsPerPort: UInt32?
  /// `IFLA_BOND_AD_LACP_RATE`.
  public var lacpRate: BondLACPRate?
  /// `IFLA_BOND_AD_SELECT`.
  public var aggregatorSelection: BondAggregatorSelection?
  /// Of the active aggregator; mode 802.3ad (`IFLA_BOND_AD_INFO`).
  public var aggregator: BondAggregator?
  /// `IFLA_BOND_AD_ACTOR_SYS_PRIO`.
  public var actorSystemPriority: UInt16?
  /// `IFLA_BOND_AD_USER_PORT_KEY`.
  public var userPortKey: UInt16?
  /// `IFLA_BOND_AD_ACTOR_SYSTEM`.
  public var actorSystem: MACAddress?
  /// `IFLA_BOND_TLB_DYNAMIC_LB`.
  public var dynamicLoadBalancing: Bool?
  /// `IFLA_BOND_PEER_NOTIF_DELAY`.
  public var peerNotificationDelayMilliseconds: UInt32?
  /// `IFLA_BOND_AD_LACP_ACTIVE`.
  public var lacpActive: Bool?
  /// `IFLA_BOND_MISSED_MAX`.
  public var missedMaximum: UInt8?
  /// `IFLA_BOND_NS_IP6_TARGET`.
  public var ndTargets: [IPAddress] = []
  /// Since Linux 6.9 (`IFLA_BOND_COUPLED_CONTROL`).
  public var coupledControl: Bool?
  /// Since Linux 6.17 (`IFLA_BOND_BROADCAST_NEIGH`).
  public var broadcastNeighbour: Bool?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      guard let type = BondAttribute(rawValue: attribute.type) else {
        unknown.append(UnknownAttribute(attribute))
        continue
      }
      try take(type, attribute)
    }
  }

  private mutating func take(_ type: BondAttribute, _ attribute: borrowing Attribute)
    throws(MalformedMessage)
  {
    switch type {
    case .mode: mode = BondMode(rawValue: try attribute.integer())
    case .activePort: activePort = try attribute.integer()
    case .miiMonitorMilliseconds: miiMonitorMilliseconds = try attribute.integer()
    case .upDelayMilliseconds: upDelayMilliseconds = try attribute.integer()
    case .downDelayMilliseconds: downDelayMilliseconds = try attribute.integer()
    case .usesCarrier: usesCarrier = try attribute.flag()
    case .arpIntervalMilliseconds: arpIntervalMilliseconds = try attribute.integer()
    case .arpTargets: arpTargets = try Self.addresses(attribute.nested)
    case .arpValidate: arpValidate = try attribute.integer()
    case .arpAllTargets: arpAllTargets = try attribute.integer()
    default: try takeOptions(type, attribute)
    }
  }

  private mutating func takeOptions(_ type: BondAttribute, _ attribute: borrowing Attribute)
    throws(MalformedMessage)
  {
    switch type {
    case .primary: primary = try attribute.integer()
    case .primaryReselect: primaryReselect = BondPrimaryReselect(rawValue: try attribute.integer())
    case .failOverMAC: failOverMAC = BondFailOverMAC(rawValue: try attribute.integer())
    case .transmitHashPolicy:
      transmitHashPolicy = BondTransmitHashPolicy(rawValue: try attribute.integer())
    case .resendIGMP: resendIGMP = try attribute.integer()
    case .peerNotifications: peerNotifications = try attribute.integer()
    case .allPortsActive: allPortsActive = try attribute.flag()
    case .minimumLinks: minimumLinks = try attribute.integer()
    case .learningPacketIntervalSeconds: learningPacketIntervalSeconds = try attribute.integer()
    case .packetsPerPort: packetsPerPort = try attribute.integer()
    case .lacpRate: lacpRate = BondLACPRate(rawValue: try attribute.integer())
    case .aggregatorSelection:
      aggregatorSelection = BondAggregatorSelection(rawValue: try attribute.integer())
    case .aggregator: aggregator = try BondAggregator(attributes: attribute.nested)
    case .actorSystemPriority: actorSystemPriority = try attribute.integer()
    case .userPortKey: userPortKey = try attribute.integer()
    case .actorSystem: actorSystem = attribute.macAddress
    case .dynamicLoadBalancing: dynamicLoadBalancing = try attribute.flag()
    case .peerNotificationDelayMilliseconds:
      peerNotificationDelayMilliseconds = try attribute.integer()
    case .lacpActive: lacpActive = try attribute.flag()
    case .missedMaximum: missedMaximum = try attribute.integer()
    case .ndTargets: ndTargets = try Self.addresses(attribute.nested)
    case .coupledControl: coupledControl = try attribute.flag()
    case .broadcastNeighbour: broadcastNeighbour = try attribute.flag()
    default: break
    }
  }
}

/// `IFLA_BOND_*`.
package enum BondAttribute: UInt16, CaseIterable {
  case mode = 1  // IFLA_BOND_MODE
  case activePort = 2  // IFLA_BOND_ACTIVE_SLAVE
  case miiMonitorMilliseconds = 3  // IFLA_BOND_MIIMON
  case upDelayMilliseconds = 4  // IFLA_BOND_UPDELAY
  case downDelayMilliseconds = 5  // IFLA_BOND_DOWNDELAY
  case usesCarrier = 6  // IFLA_BOND_USE_CARRIER
  case arpIntervalMilliseconds = 7  // IFLA_BOND_ARP_INTERVAL
  case arpTargets = 8  // IFLA_BOND_ARP_IP_TARGET
  case arpValidate = 9  // IFLA_BOND_ARP_VALIDATE
  case arpAllTargets = 10  // IFLA_BOND_ARP_ALL_TARGETS
  case primary = 11  // IFLA_BOND_PRIMARY
  case primaryReselect = 12  // IFLA_BOND_PRIMARY_RESELECT
  case failOverMAC = 13  // IFLA_BOND_FAIL_OVER_MAC
  case transmitHashPolicy = 14  // IFLA_BOND_XMIT_HASH_POLICY
  case resendIGMP = 15  // IFLA_BOND_RESEND_IGMP
  case peerNotifications = 16  // IFLA_BOND_NUM_PEER_NOTIF
  case allPortsActive = 17  // IFLA_BOND_ALL_SLAVES_ACTIVE
  case minimumLinks = 18  // IFLA_BOND_MIN_LINKS
  case learningPacketIntervalSeconds = 19  // IFLA_BOND_LP_INTERVAL
  case packetsPerPort = 20  // IFLA_BOND_PACKETS_PER_SLAVE
  case lacpRate = 21  // IFLA_BOND_AD_LACP_RATE
  case aggregatorSelection = 22  // IFLA_BOND_AD_SELECT
  case aggregator = 23  // IFLA_BOND_AD_INFO
  case actorSystemPriority = 24  // IFLA_BOND_AD_ACTOR_SYS_PRIO
  case userPortKey = 25  // IFLA_BOND_AD_USER_PORT_KEY
  case actorSystem = 26  // IFLA_BOND_AD_ACTOR_SYSTEM
  case dynamicLoadBalancing = 27  // IFLA_BOND_TLB_DYNAMIC_LB
  case peerNotificationDelayMilliseconds = 28  // IFLA_BOND_PEER_NOTIF_DELAY
  case lacpActive = 29  // IFLA_BOND_AD_LACP_ACTIVE
  case missedMaximum = 30  // IFLA_BOND_MISSED_MAX
  case ndTargets = 31  // IFLA_BOND_NS_IP6_TARGET
  case coupledControl = 32  // IFLA_BOND_COUPLED_CONTROL
  case broadcastNeighbour = 33  // IFLA_BOND_BROADCAST_NEIGH
}

extension BondData {
  private static func addresses(_ reader: consuming AttributeReader) throws(MalformedMessage)
    -> [IPAddress]
  {
    var addresses: [IPAddress] = []
    while let attribute = try reader.next() { addresses.append(try attribute.ipAddress()) }
    return addresses
  }
}

/// An aggregator of 802.3ad (`IFLA_BOND_AD_INFO`).
public struct BondAggregator: AttributesDecodable {
  /// `IFLA_BOND_AD_INFO_AGGREGATOR`.
  public var id: UInt16?
  /// `IFLA_BOND_AD_INFO_NUM_PORTS`.
  public var ports: UInt16?
  /// `IFLA_BOND_AD_INFO_ACTOR_KEY`.
  public var actorKey: UInt16?
  /// `IFLA_BOND_AD_INFO_PARTNER_KEY`.
  public var partnerKey: UInt16?
  /// `IFLA_BOND_AD_INFO_PARTNER_MAC`.
  public var partnerMAC: MACAddress?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch BondAggregatorAttribute(rawValue: attribute.type) {
      case .id: id = try attribute.integer()
      case .ports: ports = try attribute.integer()
      case .actorKey: actorKey = try attribute.integer()
      case .partnerKey: partnerKey = try attribute.integer()
      case .partnerMAC: partnerMAC = attribute.macAddress
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `IFLA_BOND_AD_INFO_*`.
package enum BondAggregatorAttribute: UInt16, CaseIterable {
  case id = 1  // IFLA_BOND_AD_INFO_AGGREGATOR
  case ports = 2  // IFLA_BOND_AD_INFO_NUM_PORTS
  case actorKey = 3  // IFLA_BOND_AD_INFO_ACTOR_KEY
  case partnerKey = 4  // IFLA_BOND_AD_INFO_PARTNER_KEY
  case partnerMAC = 5  // IFLA_BOND_AD_INFO_PARTNER_MAC
}
