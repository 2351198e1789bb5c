public import Netlink
public import NetworkTypes

/// A network interface (`RTM_NEWLINK`, `RTM_DELLINK`).
///
/// What the kernel left out is nil, which is not zero.
public struct LinkMessage: MessageDecodable, Hashable {
  /// The index, unique in one namespace (`ifi_index`).
  public var index: Int32
  /// `ifi_family`: 0, or `AF_BRIDGE` (7) where a bridge tells about its port, or `AF_INET6`.
  public var family: UInt8
  public var hardwareType: HardwareType
  public var flags: LinkFlags
  /// Which flags an event is about (`ifi_change`); the kernel sends all ones or none.
  public var changedFlags: LinkFlags
  /// The driver kind and what it says: `IFLA_LINKINFO`, taken apart.
  public var info = LinkInfo()
  public var inet: InetMessage?
  public var inet6: Inet6Message?
  /// What the other address families say (`IFLA_AF_SPEC`): the type is the family.
  public var otherFamilies: [UnknownAttribute] = []
  /// What `IFLA_PROP_LIST` has beyond names.
  public var otherProperties: [UnknownAttribute] = []
  /// The link-layer address, or the local end of an IP tunnel (`IFLA_ADDRESS`).
  public var macAddress: MACAddress?
  /// The link-layer broadcast address, or the remote end of an IP tunnel (`IFLA_BROADCAST`).
  public var broadcast: MACAddress?
  /// At most 15 bytes (`IFLA_IFNAME`).
  public var name: String = ""
  /// In bytes, without the link header (`IFLA_MTU`).
  public var mtu: UInt32?
  /// The link below or the other end of a pair; in the namespace `linkNetnsID` where that is given
  /// (`IFLA_LINK`).
  public var link: Int32?
  /// The kind of the root queueing discipline (`IFLA_QDISC`).
  public var qdisc: String?
  /// The bridge, bond or VRF that it is a port of (`IFLA_MASTER`).
  public var master: Int32?
  /// In packets (`IFLA_TXQLEN`).
  public var txQueueLength: UInt32?
  /// Hardware resources (`IFLA_MAP`).
  public var map: LinkMap?
  /// `IFLA_WEIGHT`.
  public var weight: UInt32?
  /// `IFLA_OPERSTATE`.
  public var operState: OperationalState?
  /// `IFLA_LINKMODE`.
  public var linkMode: LinkMode?
  /// `IFLA_IFALIAS`.
  public var alias: String?
  /// Virtual functions of the device (`IFLA_NUM_VF`).
  public var vfCount: UInt32?
  /// `IFLA_VFINFO_LIST`.
  public var virtualFunctions: [VirtualFunction] = []
  /// `IFLA_STATS64`.
  public var statistics: LinkStatisticsMessage?
  /// `IFLA_GROUP`.
  public var group: UInt32?
  /// The mask of the request that this answers (`IFLA_EXT_MASK`).
  public var extendedMask: UInt32?
  /// How many want every frame (`IFLA_PROMISCUITY`).
  public var promiscuity: UInt32?
  /// `IFLA_NUM_TX_QUEUES`.
  public var txQueues: UInt32?
  /// `IFLA_NUM_RX_QUEUES`.
  public var rxQueues: UInt32?
  /// `IFLA_CARRIER`.
  public var carrier: Bool?
  /// `IFLA_PHYS_PORT_ID`.
  public var physicalPortID: [UInt8]?
  /// `IFLA_CARRIER_CHANGES`.
  public var carrierChanges: UInt32?
  /// `IFLA_PHYS_SWITCH_ID`.
  public var physicalSwitchID: [UInt8]?
  /// The namespace of `link`, by the ids of the namespace that was asked (`IFLA_LINK_NETNSID`).
  public var linkNetnsID: Int32?
  /// `IFLA_PHYS_PORT_NAME`.
  public var physicalPortName: String?
  /// Held down by a routing daemon (`IFLA_PROTO_DOWN`).
  public var protocolDown: Bool?
  /// `IFLA_GSO_MAX_SEGS`.
  public var gsoMaximumSegments: UInt32?
  /// In bytes (`IFLA_GSO_MAX_SIZE`).
  public var gsoMaximumSize: UInt32?
  /// `IFLA_XDP`.
  public var xdp: XDPMessage?
  /// Why this message was sent (`IFLA_EVENT`).
  public var event: LinkEvent?
  /// Where a link moved to (only in `RTM_DELLINK`) (`IFLA_NEW_NETNSID`).
  public var newNetnsID: Int32?
  /// The namespace that the request named (`IFLA_IF_NETNSID`).
  public var targetNetnsID: Int32?
  /// `IFLA_CARRIER_UP_COUNT`.
  public var carrierUpCount: UInt32?
  /// `IFLA_CARRIER_DOWN_COUNT`.
  public var carrierDownCount: UInt32?
  /// Its index there (`IFLA_NEW_IFINDEX`).
  public var newIndex: Int32?
  /// `IFLA_MIN_MTU`.
  public var minimumMTU: UInt32?
  /// 0 is no limit (`IFLA_MAX_MTU`).
  public var maximumMTU: UInt32?
  /// Alternative names: `IFLA_ALT_IFNAME` in this list (`IFLA_PROP_LIST`).
  public var altNames: [String] = []
  /// `IFLA_PERM_ADDRESS`.
  public var permanentAddress: MACAddress?
  /// `IFLA_PROTO_DOWN_REASON`.
  public var protocolDownReason: ProtocolDownReason?
  /// As `0000:00:04.0` (`IFLA_PARENT_DEV_NAME`).
  public var parentDeviceName: String?
  /// As `pci` (`IFLA_PARENT_DEV_BUS_NAME`).
  public var parentDeviceBus: String?
  /// In bytes (`IFLA_GRO_MAX_SIZE`).
  public var groMaximumSize: UInt32?
  /// In bytes (`IFLA_TSO_MAX_SIZE`).
  public var tsoMaximumSize: UInt32?
  /// `IFLA_TSO_MAX_SEGS`.
  public var tsoMaximumSegments: UInt32?
  /// How many want every multicast frame (`IFLA_ALLMULTI`).
  public var allMulticast: UInt32?
  /// The attributes as they are (`IFLA_DEVLINK_PORT`).
  public var devlinkPort: [UInt8]?
  /// In bytes (`IFLA_GSO_IPV4_MAX_SIZE`).
  public var gsoIPv4MaximumSize: UInt32?
  /// In bytes (`IFLA_GRO_IPV4_MAX_SIZE`).
  public var groIPv4MaximumSize: UInt32?
  /// The attributes as they are (`IFLA_DPLL_PIN`).
  public var dpllPin: [UInt8]?
  /// In nanoseconds, since Linux 6.13 (`IFLA_MAX_PACING_OFFLOAD_HORIZON`).
  public var maximumPacingOffloadHorizon: UInt64?
  /// It cannot be moved; since Linux 6.15 (`IFLA_NETNS_IMMUTABLE`).
  public var isNamespaceImmutable: Bool?
  /// In bytes, since Linux 6.18 (`IFLA_HEADROOM`).
  public var headroom: UInt16?
  /// In bytes (`IFLA_TAILROOM`).
  public var tailroom: UInt16?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init(index: Int32) {
    self.index = index
    family = 0
    hardwareType = .ethernet
    flags = []
    changedFlags = []
  }

  public init(payload: RawSpan) throws(MalformedMessage) {
    try payload.require(16, of: "ifinfomsg")
    family = payload.field(at: 0)
    hardwareType = HardwareType(rawValue: payload.field(at: 2))
    index = payload.field(at: 4)
    flags = LinkFlags(rawValue: payload.field(at: 8))
    changedFlags = LinkFlags(rawValue: payload.field(at: 12))
    var attributes = AttributeReader(payload.extracting(droppingFirst: 16))
    while let attribute = try attributes.next() {
      guard let type = LinkAttribute(rawValue: attribute.type) else {
        unknown.append(UnknownAttribute(attribute))
        continue
      }
      try take(type, attribute)
    }
  }

  private mutating func take(_ type: LinkAttribute, _ attribute: borrowing Attribute)
    throws(MalformedMessage)
  {
    switch type {
    case .macAddress: macAddress = attribute.macAddress
    case .broadcast: broadcast = attribute.macAddress
    case .name: name = attribute.string
    case .mtu: mtu = try attribute.integer()
    case .link: link = try attribute.integer()
    case .qdisc: qdisc = attribute.string
    case .oldStatistics: break
    case .cost: unknown.append(UnknownAttribute(attribute))
    case .priority: unknown.append(UnknownAttribute(attribute))
    case .master: master = try attribute.integer()
    case .wireless: unknown.append(UnknownAttribute(attribute))
    case .protocolInformation: try takeProtocolInformation(attribute)
    case .txQueueLength: txQueueLength = try attribute.integer()
    case .map: map = try LinkMap(attribute.payload)
    case .weight: weight = try attribute.integer()
    case .operState: operState = OperationalState(rawValue: try attribute.integer())
    case .linkMode: linkMode = LinkMode(rawValue: try attribute.integer())
    case .linkInfo: info = try LinkInfo(attribute)
    case .netNSPID: unknown.append(UnknownAttribute(attribute))
    case .alias: alias = attribute.string
    default: try takeDevice(type, attribute)
    }
  }

  private mutating func takeDevice(_ type: LinkAttribute, _ attribute: borrowing Attribute)
    throws(MalformedMessage)
  {
    switch type {
    case .vfCount: vfCount = try attribute.integer()
    case .virtualFunctions: virtualFunctions = try VirtualFunction.list(attribute.nested)
    case .statistics: statistics = try LinkStatisticsMessage(attribute.payload)
    case .vfPorts: unknown.append(UnknownAttribute(attribute))
    case .portSelf: unknown.append(UnknownAttribute(attribute))
    case .afSpec: try takeAddressFamilies(attribute)
    case .group: group = try attribute.integer()
    case .netNSFD: unknown.append(UnknownAttribute(attribute))
    case .extendedMask: extendedMask = try attribute.integer()
    case .promiscuity: promiscuity = try attribute.integer()
    case .txQueues: txQueues = try attribute.integer()
    case .rxQueues: rxQueues = try attribute.integer()
    case .carrier: carrier = try attribute.flag()
    case .physicalPortID: physicalPortID = attribute.payload.array
    case .carrierChanges: carrierChanges = try attribute.integer()
    case .physicalSwitchID: physicalSwitchID = attribute.payload.array
    case .linkNetnsID: linkNetnsID = try attribute.integer()
    case .physicalPortName: physicalPortName = attribute.string
    case .protocolDown: protocolDown = try attribute.flag()
    default: try takeEvents(type, attribute)
    }
  }

  private mutating func takeEvents(_ type: LinkAttribute, _ attribute: borrowing Attribute)
    throws(MalformedMessage)
  {
    switch type {
    case .gsoMaximumSegments: gsoMaximumSegments = try attribute.integer()
    case .gsoMaximumSize: gsoMaximumSize = try attribute.integer()
    case .padding: break
    case .xdp: xdp = try XDPMessage(attributes: attribute.nested)
    case .event: event = LinkEvent(rawValue: try attribute.integer())
    case .newNetnsID: newNetnsID = try attribute.integer()
    case .targetNetnsID: targetNetnsID = try attribute.integer()
    case .carrierUpCount: carrierUpCount = try attribute.integer()
    case .carrierDownCount: carrierDownCount = try attribute.integer()
    case .newIndex: newIndex = try attribute.integer()
    case .minimumMTU: minimumMTU = try attribute.integer()
    case .maximumMTU: maximumMTU = try attribute.integer()
    case .altNames: try takeProperties(attribute.nested)
    case .altName: altNames.append(attribute.string)
    case .permanentAddress: permanentAddress = attribute.macAddress
    default: try takeLimits(type, attribute)
    }
  }

  private mutating func takeLimits(_ type: LinkAttribute, _ attribute: borrowing Attribute)
    throws(MalformedMessage)
  {
    switch type {
    case .protocolDownReason:
      protocolDownReason = try ProtocolDownReason(attributes: attribute.nested)
    case .parentDeviceName: parentDeviceName = attribute.string
    case .parentDeviceBus: parentDeviceBus = attribute.string
    case .groMaximumSize: groMaximumSize = try attribute.integer()
    case .tsoMaximumSize: tsoMaximumSize = try attribute.integer()
    case .tsoMaximumSegments: tsoMaximumSegments = try attribute.integer()
    case .allMulticast: allMulticast = try attribute.integer()
    case .devlinkPort: devlinkPort = attribute.payload.array
    case .gsoIPv4MaximumSize: gsoIPv4MaximumSize = try attribute.integer()
    case .groIPv4MaximumSize: groIPv4MaximumSize = try attribute.integer()
    case .dpllPin: dpllPin = attribute.payload.array
    case .maximumPacingOffloadHorizon: maximumPacingOffloadHorizon = try attribute.anyInteger()
    case .isNamespaceImmutable: isNamespaceImmutable = attribute.isSet
    case .headroom: headroom = try attribute.integer()
    case .tailroom: tailroom = try attribute.integer()
    default: break
    }
  }
}

/// `IFLA_*`.
package enum LinkAttribute: UInt16, CaseIterable {
  case macAddress = 1  // IFLA_ADDRESS
  case broadcast = 2  // IFLA_BROADCAST
  case name = 3  // IFLA_IFNAME
  case mtu = 4  // IFLA_MTU
  case link = 5  // IFLA_LINK
  case qdisc = 6  // IFLA_QDISC
  case oldStatistics = 7  // IFLA_STATS
  case cost = 8  // IFLA_COST
  case priority = 9  // IFLA_PRIORITY
  case master = 10  // IFLA_MASTER
  case wireless = 11  // IFLA_WIRELESS
  case protocolInformation = 12  // IFLA_PROTINFO
  case txQueueLength = 13  // IFLA_TXQLEN
  case map = 14  // IFLA_MAP
  case weight = 15  // IFLA_WEIGHT
  case operState = 16  // IFLA_OPERSTATE
  case linkMode = 17  // IFLA_LINKMODE
  case linkInfo = 18  // IFLA_LINKINFO
  case netNSPID = 19  // IFLA_NET_NS_PID
  case alias = 20  // IFLA_IFALIAS
  case vfCount = 21  // IFLA_NUM_VF
  case virtualFunctions = 22  // IFLA_VFINFO_LIST
  case statistics = 23  // IFLA_STATS64
  case vfPorts = 24  // IFLA_VF_PORTS
  case portSelf = 25  // IFLA_PORT_SELF
  case afSpec = 26  // IFLA_AF_SPEC
  case group = 27  // IFLA_GROUP
  case netNSFD = 28  // IFLA_NET_NS_FD
  case extendedMask = 29  // IFLA_EXT_MASK
  case promiscuity = 30  // IFLA_PROMISCUITY
  case txQueues = 31  // IFLA_NUM_TX_QUEUES
  case rxQueues = 32  // IFLA_NUM_RX_QUEUES
  case carrier = 33  // IFLA_CARRIER
  case physicalPortID = 34  // IFLA_PHYS_PORT_ID
  case carrierChanges = 35  // IFLA_CARRIER_CHANGES
  case physicalSwitchID = 36  // IFLA_PHYS_SWITCH_ID
  case linkNetnsID = 37  // IFLA_LINK_NETNSID
  case physicalPortName = 38  // IFLA_PHYS_PORT_NAME
  case protocolDown = 39  // IFLA_PROTO_DOWN
  case gsoMaximumSegments = 40  // IFLA_GSO_MAX_SEGS
  case gsoMaximumSize = 41  // IFLA_GSO_MAX_SIZE
  case padding = 42  // IFLA_PAD
  case xdp = 43  // IFLA_XDP
  case event = 44  // IFLA_EVENT
  case newNetnsID = 45  // IFLA_NEW_NETNSID
  case targetNetnsID = 46  // IFLA_IF_NETNSID
  case carrierUpCount = 47  // IFLA_CARRIER_UP_COUNT
  case carrierDownCount = 48  // IFLA_CARRIER_DOWN_COUNT
  case newIndex = 49  // IFLA_NEW_IFINDEX
  case minimumMTU = 50  // IFLA_MIN_MTU
  case maximumMTU = 51  // IFLA_MAX_MTU
  case altNames = 52  // IFLA_PROP_LIST
  case altName = 53  // IFLA_ALT_IFNAME
  case permanentAddress = 54  // IFLA_PERM_ADDRESS
  case protocolDownReason = 55  // IFLA_PROTO_DOWN_REASON
  case parentDeviceName = 56  // IFLA_PARENT_DEV_NAME
  case parentDeviceBus = 57  // IFLA_PARENT_DEV_BUS_NAME
  case groMaximumSize = 58  // IFLA_GRO_MAX_SIZE
  case tsoMaximumSize = 59  // IFLA_TSO_MAX_SIZE
  case tsoMaximumSegments = 60  // IFLA_TSO_MAX_SEGS
  case allMulticast = 61  // IFLA_ALLMULTI
  case devlinkPort = 62  // IFLA_DEVLINK_PORT
  case gsoIPv4MaximumSize = 63  // IFLA_GSO_IPV4_MAX_SIZE
  case groIPv4MaximumSize = 64  // IFLA_GRO_IPV4_MAX_SIZE
  case dpllPin = 65  // IFLA_DPLL_PIN
  case maximumPacingOffloadHorizon = 66  // IFLA_MAX_PACING_OFFLOAD_HORIZON
  case isNamespaceImmutable = 67  // IFLA_NETNS_IMMUTABLE
  case headroom = 68  // IFLA_HEADROOM
  case tailroom = 69  // IFLA_TAILROOM
}

extension LinkMessage {
  /// `IFLA_PROTINFO` means what the family of the message says.
  private mutating func takeProtocolInformation(_ attribute: borrowing Attribute)
    throws(MalformedMessage)
  {
    switch family {
    case 7: info.port = .bridge(try BridgePortData(attributes: attribute.nested))  // AF_BRIDGE
    case 10: inet6 = try Inet6Message(attributes: attribute.nested)  // AF_INET6
    default: unknown.append(UnknownAttribute(attribute))
    }
  }

  /// `IFLA_AF_SPEC`: one nest for each address family; another thing in bridge messages.
  private mutating func takeAddressFamilies(_ attribute: borrowing Attribute)
    throws(MalformedMessage)
  {
    guard family != 7 else {
      unknown.append(UnknownAttribute(attribute))
      return
    }
    var families = attribute.nested
    while let family = try families.next() {
      switch family.type {
      case 2: inet = try InetMessage(attributes: family.nested)  // AF_INET
      case 10: inet6 = try Inet6Message(attributes: family.nested)  // AF_INET6
      default: otherFamilies.append(UnknownAttribute(family))
      }
    }
  }

  private mutating func takeProperties(_ reader: consuming AttributeReader)
    throws(MalformedMessage)
  {
    while let property = try reader.next() {
      if property.type == LinkAttribute.altName.rawValue {
        altNames.append(property.string)
      } else {
        otherProperties.append(UnknownAttribute(property))
      }
    }
  }
}
