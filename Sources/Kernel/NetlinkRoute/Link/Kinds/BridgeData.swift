public import Netlink
public import NetworkTypes

/// What only a bridge has (`IFLA_INFO_DATA` of kind `bridge`).
///
/// Times without another unit are in hundredths of a second (`clock_t`).
public struct BridgeData: AttributesDecodable {
  /// How long a port listens, and then learns, before it forwards (`IFLA_BR_FORWARD_DELAY`).
  public var forwardDelay: UInt32?
  /// Between two hello packets of the spanning tree (`IFLA_BR_HELLO_TIME`).
  public var helloTime: UInt32?
  /// How old the last hello may be (`IFLA_BR_MAX_AGE`).
  public var maxAge: UInt32?
  /// How long a learned address lives (`IFLA_BR_AGEING_TIME`).
  public var ageingTime: UInt32?
  /// Spanning tree: 0 off, 1 in the kernel, 2 in user space (`IFLA_BR_STP_STATE`).
  public var stpState: UInt32?
  /// `IFLA_BR_PRIORITY`.
  public var priority: UInt16?
  /// `IFLA_BR_VLAN_FILTERING`.
  public var vlanFiltering: Bool?
  /// An EtherType (`IFLA_BR_VLAN_PROTOCOL`).
  public var vlanProtocol: UInt16?
  /// Link-local groups that are forwarded, a bit each (`IFLA_BR_GROUP_FWD_MASK`).
  public var groupForwardMask: UInt16?
  /// `IFLA_BR_ROOT_ID`.
  public var rootID: BridgeID?
  /// `IFLA_BR_BRIDGE_ID`.
  public var bridgeID: BridgeID?
  /// The number of the port towards the root (`IFLA_BR_ROOT_PORT`).
  public var rootPort: UInt16?
  /// `IFLA_BR_ROOT_PATH_COST`.
  public var rootPathCost: UInt32?
  /// `IFLA_BR_TOPOLOGY_CHANGE`.
  public var topologyChange: Bool?
  /// `IFLA_BR_TOPOLOGY_CHANGE_DETECTED`.
  public var topologyChangeDetected: Bool?
  /// `IFLA_BR_HELLO_TIMER`.
  public var helloTimer: UInt64?
  /// `IFLA_BR_TCN_TIMER`.
  public var topologyChangeNotificationTimer: UInt64?
  /// `IFLA_BR_TOPOLOGY_CHANGE_TIMER`.
  public var topologyChangeTimer: UInt64?
  /// `IFLA_BR_GC_TIMER`.
  public var garbageCollectionTimer: UInt64?
  /// Where the spanning tree's packets go (`IFLA_BR_GROUP_ADDR`).
  public var groupAddress: MACAddress?
  /// 0 never, 1 when queries are heard, 2 always (`IFLA_BR_MCAST_ROUTER`).
  public var multicastRouter: UInt8?
  /// `IFLA_BR_MCAST_SNOOPING`.
  public var multicastSnooping: Bool?
  /// `IFLA_BR_MCAST_QUERY_USE_IFADDR`.
  public var multicastQueryUsesAddress: Bool?
  /// `IFLA_BR_MCAST_QUERIER`.
  public var multicastQuerier: Bool?
  /// `IFLA_BR_MCAST_HASH_ELASTICITY`.
  public var multicastHashElasticity: UInt32?
  /// `IFLA_BR_MCAST_HASH_MAX`.
  public var multicastHashMaximum: UInt32?
  /// `IFLA_BR_MCAST_LAST_MEMBER_CNT`.
  public var multicastLastMemberCount: UInt32?
  /// `IFLA_BR_MCAST_STARTUP_QUERY_CNT`.
  public var multicastStartupQueryCount: UInt32?
  /// `IFLA_BR_MCAST_LAST_MEMBER_INTVL`.
  public var multicastLastMemberInterval: UInt64?
  /// `IFLA_BR_MCAST_MEMBERSHIP_INTVL`.
  public var multicastMembershipInterval: UInt64?
  /// `IFLA_BR_MCAST_QUERIER_INTVL`.
  public var multicastQuerierInterval: UInt64?
  /// `IFLA_BR_MCAST_QUERY_INTVL`.
  public var multicastQueryInterval: UInt64?
  /// `IFLA_BR_MCAST_QUERY_RESPONSE_INTVL`.
  public var multicastQueryResponseInterval: UInt64?
  /// `IFLA_BR_MCAST_STARTUP_QUERY_INTVL`.
  public var multicastStartupQueryInterval: UInt64?
  /// `IFLA_BR_NF_CALL_IPTABLES`.
  public var callsIPTables: Bool?
  /// `IFLA_BR_NF_CALL_IP6TABLES`.
  public var callsIP6Tables: Bool?
  /// `IFLA_BR_NF_CALL_ARPTABLES`.
  public var callsARPTables: Bool?
  /// The VLAN of untagged frames on new ports (`IFLA_BR_VLAN_DEFAULT_PVID`).
  public var vlanDefaultPVID: UInt16?
  /// `IFLA_BR_VLAN_STATS_ENABLED`.
  public var vlanStatistics: Bool?
  /// `IFLA_BR_MCAST_STATS_ENABLED`.
  public var multicastStatistics: Bool?
  /// `IFLA_BR_MCAST_IGMP_VERSION`.
  public var multicastIGMPVersion: UInt8?
  /// `IFLA_BR_MCAST_MLD_VERSION`.
  public var multicastMLDVersion: UInt8?
  /// `IFLA_BR_VLAN_STATS_PER_PORT`.
  public var vlanStatisticsPerPort: Bool?
  /// `IFLA_BR_MULTI_BOOLOPT`.
  public var options: BridgeOptions?
  /// `IFLA_BR_MCAST_QUERIER_STATE`.
  public var querierState: BridgeQuerierState?
  /// How many addresses were learned, since Linux 6.7 (`IFLA_BR_FDB_N_LEARNED`).
  public var learnedCount: UInt32?
  /// How many may be learned; 0 is no limit (`IFLA_BR_FDB_MAX_LEARNED`).
  public var learnedMaximum: UInt32?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      guard let type = BridgeAttribute(rawValue: attribute.type) else {
        unknown.append(UnknownAttribute(attribute))
        continue
      }
      try take(type, attribute)
    }
  }

  private mutating func take(_ type: BridgeAttribute, _ attribute: borrowing Attribute)
    throws(MalformedMessage)
  {
    switch type {
    case .forwardDelay: forwardDelay = try attribute.integer()
    case .helloTime: helloTime = try attribute.integer()
    case .maxAge: maxAge = try attribute.integer()
    case .ageingTime: ageingTime = try attribute.integer()
    case .stpState: stpState = try attribute.integer()
    case .priority: priority = try attribute.integer()
    case .vlanFiltering: vlanFiltering = try attribute.flag()
    case .vlanProtocol: vlanProtocol = try attribute.bigEndian()
    case .groupForwardMask: groupForwardMask = try attribute.integer()
    case .rootID: rootID = try BridgeID(attribute.payload)
    case .bridgeID: bridgeID = try BridgeID(attribute.payload)
    case .rootPort: rootPort = try attribute.integer()
    case .rootPathCost: rootPathCost = try attribute.integer()
    case .topologyChange: topologyChange = try attribute.flag()
    case .topologyChangeDetected: topologyChangeDetected = try attribute.flag()
    default: try takeState(type, attribute)
    }
  }

  private mutating func takeState(_ type: BridgeAttribute, _ attribute: borrowing Attribute)
    throws(MalformedMessage)
  {
    switch type {
    case .helloTimer: helloTimer = try attribute.integer()
    case .topologyChangeNotificationTimer: topologyChangeNotificationTimer = try attribute.integer()
    case .topologyChangeTimer: topologyChangeTimer = try attribute.integer()
    case .garbageCollectionTimer: garbageCollectionTimer = try attribute.integer()
    case .groupAddress: groupAddress = attribute.macAddress
    case .flush: unknown.append(UnknownAttribute(attribute))
    default: try takeMulticast(type, attribute)
    }
  }

  private mutating func takeMulticast(_ type: BridgeAttribute, _ attribute: borrowing Attribute)
    throws(MalformedMessage)
  {
    switch type {
    case .multicastRouter: multicastRouter = try attribute.integer()
    case .multicastSnooping: multicastSnooping = try attribute.flag()
    case .multicastQueryUsesAddress: multicastQueryUsesAddress = try attribute.flag()
    case .multicastQuerier: multicastQuerier = try attribute.flag()
    case .multicastHashElasticity: multicastHashElasticity = try attribute.integer()
    case .multicastHashMaximum: multicastHashMaximum = try attribute.integer()
    case .multicastLastMemberCount: multicastLastMemberCount = try attribute.integer()
    case .multicastStartupQueryCount: multicastStartupQueryCount = try attribute.integer()
    case .multicastLastMemberInterval: multicastLastMemberInterval = try attribute.integer()
    case .multicastMembershipInterval: multicastMembershipInterval = try attribute.integer()
    case .multicastQuerierInterval: multicastQuerierInterval = try attribute.integer()
    case .multicastQueryInterval: multicastQueryInterval = try attribute.integer()
    case .multicastQueryResponseInterval: multicastQueryResponseInterval = try attribute.integer()
    case .multicastStartupQueryInterval: multicastStartupQueryInterval = try attribute.integer()
    default: try takeOptions(type, attribute)
    }
  }

  private mutating func takeOptions(_ type: BridgeAttribute, _ attribute: borrowing Attribute)
    throws(MalformedMessage)
  {
    switch type {
    case .callsIPTables: callsIPTables = try attribute.flag()
    case .callsIP6Tables: callsIP6Tables = try attribute.flag()
    case .callsARPTables: callsARPTables = try attribute.flag()
    case .vlanDefaultPVID: vlanDefaultPVID = try attribute.integer()
    case .padding: break
    case .vlanStatistics: vlanStatistics = try attribute.flag()
    case .multicastStatistics: multicastStatistics = try attribute.flag()
    case .multicastIGMPVersion: multicastIGMPVersion = try attribute.integer()
    case .multicastMLDVersion: multicastMLDVersion = try attribute.integer()
    case .vlanStatisticsPerPort: vlanStatisticsPerPort = try attribute.flag()
    case .options: options = try BridgeOptions(attribute.payload)
    case .querierState: querierState = try BridgeQuerierState(attributes: attribute.nested)
    case .learnedCount: learnedCount = try attribute.integer()
    case .learnedMaximum: learnedMaximum = try attribute.integer()
    default: break
    }
  }
}

/// `IFLA_BR_*`.
package enum BridgeAttribute: UInt16, CaseIterable {
  case forwardDelay = 1  // IFLA_BR_FORWARD_DELAY
  case helloTime = 2  // IFLA_BR_HELLO_TIME
  case maxAge = 3  // IFLA_BR_MAX_AGE
  case ageingTime = 4  // IFLA_BR_AGEING_TIME
  case stpState = 5  // IFLA_BR_STP_STATE
  case priority = 6  // IFLA_BR_PRIORITY
  case vlanFiltering = 7  // IFLA_BR_VLAN_FILTERING
  case vlanProtocol = 8  // IFLA_BR_VLAN_PROTOCOL
  case groupForwardMask = 9  // IFLA_BR_GROUP_FWD_MASK
  case rootID = 10  // IFLA_BR_ROOT_ID
  case bridgeID = 11  // IFLA_BR_BRIDGE_ID
  case rootPort = 12  // IFLA_BR_ROOT_PORT
  case rootPathCost = 13  // IFLA_BR_ROOT_PATH_COST
  case topologyChange = 14  // IFLA_BR_TOPOLOGY_CHANGE
  case topologyChangeDetected = 15  // IFLA_BR_TOPOLOGY_CHANGE_DETECTED
  case helloTimer = 16  // IFLA_BR_HELLO_TIMER
  case topologyChangeNotificationTimer = 17  // IFLA_BR_TCN_TIMER
  case topologyChangeTimer = 18  // IFLA_BR_TOPOLOGY_CHANGE_TIMER
  case garbageCollectionTimer = 19  // IFLA_BR_GC_TIMER
  case groupAddress = 20  // IFLA_BR_GROUP_ADDR
  case flush = 21  // IFLA_BR_FDB_FLUSH
  case multicastRouter = 22  // IFLA_BR_MCAST_ROUTER
  case multicastSnooping = 23  // IFLA_BR_MCAST_SNOOPING
  case multicastQueryUsesAddress = 24  // IFLA_BR_MCAST_QUERY_USE_IFADDR
  case multicastQuerier = 25  // IFLA_BR_MCAST_QUERIER
  case multicastHashElasticity = 26  // IFLA_BR_MCAST_HASH_ELASTICITY
  case multicastHashMaximum = 27  // IFLA_BR_MCAST_HASH_MAX
  case multicastLastMemberCount = 28  // IFLA_BR_MCAST_LAST_MEMBER_CNT
  case multicastStartupQueryCount = 29  // IFLA_BR_MCAST_STARTUP_QUERY_CNT
  case multicastLastMemberInterval = 30  // IFLA_BR_MCAST_LAST_MEMBER_INTVL
  case multicastMembershipInterval = 31  // IFLA_BR_MCAST_MEMBERSHIP_INTVL
  case multicastQuerierInterval = 32  // IFLA_BR_MCAST_QUERIER_INTVL
  case multicastQueryInterval = 33  // IFLA_BR_MCAST_QUERY_INTVL
  case multicastQueryResponseInterval = 34  // IFLA_BR_MCAST_QUERY_RESPONSE_INTVL
  case multicastStartupQueryInterval = 35  // IFLA_BR_MCAST_STARTUP_QUERY_INTVL
  case callsIPTables = 36  // IFLA_BR_NF_CALL_IPTABLES
  case callsIP6Tables = 37  // IFLA_BR_NF_CALL_IP6TABLES
  case callsARPTables = 38  // IFLA_BR_NF_CALL_ARPTABLES
  case vlanDefaultPVID = 39  // IFLA_BR_VLAN_DEFAULT_PVID
  case padding = 40  // IFLA_BR_PAD
  case vlanStatistics = 41  // IFLA_BR_VLAN_STATS_ENABLED
  case multicastStatistics = 42  // IFLA_BR_MCAST_STATS_ENABLED
  case multicastIGMPVersion = 43  // IFLA_BR_MCAST_IGMP_VERSION
  case multicastMLDVersion = 44  // IFLA_BR_MCAST_MLD_VERSION
  case vlanStatisticsPerPort = 45  // IFLA_BR_VLAN_STATS_PER_PORT
  case options = 46  // IFLA_BR_MULTI_BOOLOPT
  case querierState = 47  // IFLA_BR_MCAST_QUERIER_STATE
  case learnedCount = 48  // IFLA_BR_FDB_N_LEARNED
  case learnedMaximum = 49  // IFLA_BR_FDB_MAX_LEARNED
}
