public import Netlink
public import NetworkTypes

/// What the port of a bridge has (`IFLA_INFO_SLAVE_DATA` of kind `bridge`, `IFLA_PROTINFO` of
/// family `AF_BRIDGE`).
///
/// Timers are in hundredths of a second.
public struct BridgePortData: AttributesDecodable {
  /// `IFLA_BRPORT_STATE`.
  public var state: BridgePortState?
  /// `IFLA_BRPORT_PRIORITY`.
  public var priority: UInt16?
  /// Of the spanning tree (`IFLA_BRPORT_COST`).
  public var cost: UInt32?
  /// Frames may leave by the port that they came in (`IFLA_BRPORT_MODE`).
  public var hairpin: Bool?
  /// `IFLA_BRPORT_GUARD`.
  public var bpduGuard: Bool?
  /// `IFLA_BRPORT_PROTECT`.
  public var rootGuard: Bool?
  /// `IFLA_BRPORT_FAST_LEAVE`.
  public var fastLeave: Bool?
  /// `IFLA_BRPORT_LEARNING`.
  public var learning: Bool?
  /// `IFLA_BRPORT_UNICAST_FLOOD`.
  public var unicastFlood: Bool?
  /// `IFLA_BRPORT_PROXYARP`.
  public var proxyARP: Bool?
  /// `IFLA_BRPORT_LEARNING_SYNC`.
  public var learningSync: Bool?
  /// `IFLA_BRPORT_PROXYARP_WIFI`.
  public var proxyARPWiFi: Bool?
  /// `IFLA_BRPORT_ROOT_ID`.
  public var designatedRoot: BridgeID?
  /// `IFLA_BRPORT_BRIDGE_ID`.
  public var designatedBridge: BridgeID?
  /// `IFLA_BRPORT_DESIGNATED_PORT`.
  public var designatedPort: UInt16?
  /// `IFLA_BRPORT_DESIGNATED_COST`.
  public var designatedCost: UInt16?
  /// `IFLA_BRPORT_ID`.
  public var portID: UInt16?
  /// `IFLA_BRPORT_NO`.
  public var portNumber: UInt16?
  /// `IFLA_BRPORT_TOPOLOGY_CHANGE_ACK`.
  public var topologyChangeAcknowledge: Bool?
  /// `IFLA_BRPORT_CONFIG_PENDING`.
  public var configurationPending: Bool?
  /// `IFLA_BRPORT_MESSAGE_AGE_TIMER`.
  public var messageAgeTimer: UInt64?
  /// `IFLA_BRPORT_FORWARD_DELAY_TIMER`.
  public var forwardDelayTimer: UInt64?
  /// `IFLA_BRPORT_HOLD_TIMER`.
  public var holdTimer: UInt64?
  /// 0 never, 1 when queries are heard, 2 always, 3 for a time (`IFLA_BRPORT_MULTICAST_ROUTER`).
  public var multicastRouter: UInt8?
  /// `IFLA_BRPORT_MCAST_FLOOD`.
  public var multicastFlood: Bool?
  /// `IFLA_BRPORT_MCAST_TO_UCAST`.
  public var multicastToUnicast: Bool?
  /// `IFLA_BRPORT_VLAN_TUNNEL`.
  public var vlanTunnel: Bool?
  /// `IFLA_BRPORT_BCAST_FLOOD`.
  public var broadcastFlood: Bool?
  /// `IFLA_BRPORT_GROUP_FWD_MASK`.
  public var groupForwardMask: UInt16?
  /// `IFLA_BRPORT_NEIGH_SUPPRESS`.
  public var neighbourSuppress: Bool?
  /// Isolated ports do not reach each other (`IFLA_BRPORT_ISOLATED`).
  public var isolated: Bool?
  /// The index of the link (`IFLA_BRPORT_BACKUP_PORT`).
  public var backupPort: Int32?
  /// `IFLA_BRPORT_MRP_RING_OPEN`.
  public var mrpRingOpen: Bool?
  /// `IFLA_BRPORT_MRP_IN_OPEN`.
  public var mrpInterconnectOpen: Bool?
  /// `IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT`.
  public var multicastHostsLimit: UInt32?
  /// `IFLA_BRPORT_MCAST_EHT_HOSTS_CNT`.
  public var multicastHostsCount: UInt32?
  /// Only addresses in the FDB may send (`IFLA_BRPORT_LOCKED`).
  public var locked: Bool?
  /// `IFLA_BRPORT_MAB`.
  public var macAuthenticationBypass: Bool?
  /// `IFLA_BRPORT_MCAST_N_GROUPS`.
  public var multicastGroups: UInt32?
  /// `IFLA_BRPORT_MCAST_MAX_GROUPS`.
  public var multicastMaximumGroups: UInt32?
  /// `IFLA_BRPORT_NEIGH_VLAN_SUPPRESS`.
  public var neighbourVLANSuppress: Bool?
  /// `IFLA_BRPORT_BACKUP_NHID`.
  public var backupNextHopID: UInt32?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      guard let type = BridgePortAttribute(rawValue: attribute.type) else {
        unknown.append(UnknownAttribute(attribute))
        continue
      }
      try take(type, attribute)
    }
  }

  private mutating func take(_ type: BridgePortAttribute, _ attribute: borrowing Attribute)
    throws(MalformedMessage)
  {
    switch type {
    case .state: state = BridgePortState(rawValue: try attribute.integer())
    case .priority: priority = try attribute.integer()
    case .cost: cost = try attribute.integer()
    case .hairpin: hairpin = try attribute.flag()
    case .bpduGuard: bpduGuard = try attribute.flag()
    case .rootGuard: rootGuard = try attribute.flag()
    case .fastLeave: fastLeave = try attribute.flag()
    case .learning: learning = try attribute.flag()
    case .unicastFlood: unicastFlood = try attribute.flag()
    case .proxyARP: proxyARP = try attribute.flag()
    case .learningSync: learningSync = try attribute.flag()
    case .proxyARPWiFi: proxyARPWiFi = try attribute.flag()
    default: try takeSpanningTree(type, attribute)
    }
  }

  private mutating func takeSpanningTree(
    _ type: BridgePortAttribute, _ attribute: borrowing Attribute
  )
    throws(MalformedMessage)
  {
    switch type {
    case .designatedRoot: designatedRoot = try BridgeID(attribute.payload)
    case .designatedBridge: designatedBridge = try BridgeID(attribute.payload)
    case .designatedPort: designatedPort = try attribute.integer()
    case .designatedCost: designatedCost = try attribute.integer()
    case .portID: portID = try attribute.integer()
    case .portNumber: portNumber = try attribute.integer()
    case .topologyChangeAcknowledge: topologyChangeAcknowledge = try attribute.flag()
    case .configurationPending: configurationPending = try attribute.flag()
    case .messageAgeTimer: messageAgeTimer = try attribute.integer()
    case .forwardDelayTimer: forwardDelayTimer = try attribute.integer()
    case .holdTimer: holdTimer = try attribute.integer()
    case .flush: unknown.append(UnknownAttribute(attribute))
    default: try takeOptions(type, attribute)
    }
  }

  private mutating func takeOptions(_ type: BridgePortAttribute, _ attribute: borrowing Attribute)
    throws(MalformedMessage)
  {
    switch type {
    case .multicastRouter: multicastRouter = try attribute.integer()
    case .padding: break
    case .multicastFlood: multicastFlood = try attribute.flag()
    case .multicastToUnicast: multicastToUnicast = try attribute.flag()
    case .vlanTunnel: vlanTunnel = try attribute.flag()
    case .broadcastFlood: broadcastFlood = try attribute.flag()
    case .groupForwardMask: groupForwardMask = try attribute.integer()
    case .neighbourSuppress: neighbourSuppress = try attribute.flag()
    case .isolated: isolated = try attribute.flag()
    case .backupPort: backupPort = try attribute.integer()
    case .mrpRingOpen: mrpRingOpen = try attribute.flag()
    case .mrpInterconnectOpen: mrpInterconnectOpen = try attribute.flag()
    case .multicastHostsLimit: multicastHostsLimit = try attribute.integer()
    case .multicastHostsCount: multicastHostsCount = try attribute.integer()
    case .locked: locked = try attribute.flag()
    case .macAuthenticationBypass: macAuthenticationBypass = try attribute.flag()
    case .multicastGroups: multicastGroups = try attribute.integer()
    case .multicastMaximumGroups: multicastMaximumGroups = try attribute.integer()
    case .neighbourVLANSuppress: neighbourVLANSuppress = try attribute.flag()
    case .backupNextHopID: backupNextHopID = try attribute.integer()
    default: break
    }
  }
}

/// `IFLA_BRPORT_*`.
package enum BridgePortAttribute: UInt16, CaseIterable {
  case state = 1  // IFLA_BRPORT_STATE
  case priority = 2  // IFLA_BRPORT_PRIORITY
  case cost = 3  // IFLA_BRPORT_COST
  case hairpin = 4  // IFLA_BRPORT_MODE
  case bpduGuard = 5  // IFLA_BRPORT_GUARD
  case rootGuard = 6  // IFLA_BRPORT_PROTECT
  case fastLeave = 7  // IFLA_BRPORT_FAST_LEAVE
  case learning = 8  // IFLA_BRPORT_LEARNING
  case unicastFlood = 9  // IFLA_BRPORT_UNICAST_FLOOD
  case proxyARP = 10  // IFLA_BRPORT_PROXYARP
  case learningSync = 11  // IFLA_BRPORT_LEARNING_SYNC
  case proxyARPWiFi = 12  // IFLA_BRPORT_PROXYARP_WIFI
  case designatedRoot = 13  // IFLA_BRPORT_ROOT_ID
  case designatedBridge = 14  // IFLA_BRPORT_BRIDGE_ID
  case designatedPort = 15  // IFLA_BRPORT_DESIGNATED_PORT
  case designatedCost = 16  // IFLA_BRPORT_DESIGNATED_COST
  case portID = 17  // IFLA_BRPORT_ID
  case portNumber = 18  // IFLA_BRPORT_NO
  case topologyChangeAcknowledge = 19  // IFLA_BRPORT_TOPOLOGY_CHANGE_ACK
  case configurationPending = 20  // IFLA_BRPORT_CONFIG_PENDING
  case messageAgeTimer = 21  // IFLA_BRPORT_MESSAGE_AGE_TIMER
  case forwardDelayTimer = 22  // IFLA_BRPORT_FORWARD_DELAY_TIMER
  case holdTimer = 23  // IFLA_BRPORT_HOLD_TIMER
  case flush = 24  // IFLA_BRPORT_FLUSH
  case multicastRouter = 25  // IFLA_BRPORT_MULTICAST_ROUTER
  case padding = 26  // IFLA_BRPORT_PAD
  case multicastFlood = 27  // IFLA_BRPORT_MCAST_FLOOD
  case multicastToUnicast = 28  // IFLA_BRPORT_MCAST_TO_UCAST
  case vlanTunnel = 29  // IFLA_BRPORT_VLAN_TUNNEL
  case broadcastFlood = 30  // IFLA_BRPORT_BCAST_FLOOD
  case groupForwardMask = 31  // IFLA_BRPORT_GROUP_FWD_MASK
  case neighbourSuppress = 32  // IFLA_BRPORT_NEIGH_SUPPRESS
  case isolated = 33  // IFLA_BRPORT_ISOLATED
  case backupPort = 34  // IFLA_BRPORT_BACKUP_PORT
  case mrpRingOpen = 35  // IFLA_BRPORT_MRP_RING_OPEN
  case mrpInterconnectOpen = 36  // IFLA_BRPORT_MRP_IN_OPEN
  case multicastHostsLimit = 37  // IFLA_BRPORT_MCAST_EHT_HOSTS_LIMIT
  case multicastHostsCount = 38  // IFLA_BRPORT_MCAST_EHT_HOSTS_CNT
  case locked = 39  // IFLA_BRPORT_LOCKED
  case macAuthenticationBypass = 40  // IFLA_BRPORT_MAB
  case multicastGroups = 41  // IFLA_BRPORT_MCAST_N_GROUPS
  case multicastMaximumGroups = 42  // IFLA_BRPORT_MCAST_MAX_GROUPS
  case neighbourVLANSuppress = 43  // IFLA_BRPORT_NEIGH_VLAN_SUPPRESS
  case backupNextHopID = 44  // IFLA_BRPORT_BACKUP_NHID
}

/// The state of a port in the spanning tree (`BR_STATE_*`).
public struct BridgePortState: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let disabled = Self(rawValue: 0)
  public static let forwarding = Self(rawValue: 3)
  public static let blocking = Self(rawValue: 4)

  public static let words: [UInt8: String] = [
    0: "disabled", 1: "listening", 2: "learning", 3: "forwarding", 4: "blocking",
  ]
}
