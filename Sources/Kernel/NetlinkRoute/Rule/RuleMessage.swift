public import Netlink
public import NetworkTypes

/// A routing rule (`RTM_NEWRULE`, `RTM_DELRULE`).
public struct RuleMessage: MessageDecodable, Hashable {
  /// `AF_INET` (2) or `AF_INET6` (10); 128 and 129 for multicast routing.
  public var family: UInt8
  public var destinationLength: UInt8
  public var sourceLength: UInt8
  public var tos: UInt8
  /// The number in the header, 252 for larger ones; see `table`.
  public var headerTable: UInt8
  public var action: RuleAction
  public var flags: RuleFlags

  /// The routing table: `FRA_TABLE`, or the number of the header where that is absent.
  public var table: UInt32 { wideTable ?? UInt32(headerTable) }
  public var destination: IPPrefix? {
    destinationAddress.map { IPPrefix($0, length: destinationLength) }
  }
  public var source: IPPrefix? { sourceAddress.map { IPPrefix($0, length: sourceLength) } }
  /// `FRA_DST`.
  public var destinationAddress: IPAddress?
  /// `FRA_SRC`.
  public var sourceAddress: IPAddress?
  /// The name of a link, which need not exist (`FRA_IIFNAME`).
  public var inputDevice: String?
  /// The priority of the rule to go on with (`FRA_GOTO`).
  public var target: UInt32?
  /// Lower ones come first; 0 where absent (`FRA_PRIORITY`).
  public var priority: UInt32?
  /// `FRA_FWMARK`.
  public var fwMark: UInt32?
  /// Realms (`FRA_FLOW`).
  public var flow: UInt32?
  /// `FRA_TUN_ID`.
  public var tunnelID: UInt64?
  /// `UInt32.max` is none (`FRA_SUPPRESS_IFGROUP`).
  public var suppressInterfaceGroup: UInt32?
  /// Routes with a length up to this do not count; -1 is none (`FRA_SUPPRESS_PREFIXLEN`).
  public var suppressPrefixLength: Int32?
  /// `FRA_TABLE`.
  public var wideTable: UInt32?
  /// `FRA_FWMASK`.
  public var fwMask: UInt32?
  /// The name of a link, which need not exist (`FRA_OIFNAME`).
  public var outputDevice: String?
  /// The table is that of the VRF of the packet (`FRA_L3MDEV`).
  public var l3MasterDevice: Bool?
  /// `FRA_UID_RANGE`.
  public var users: UserRange?
  /// `FRA_PROTOCOL`.
  public var `protocol`: RouteProtocol?
  /// `FRA_IP_PROTO`.
  public var ipProtocol: UInt8?
  /// `FRA_SPORT_RANGE`.
  public var sourcePorts: RulePorts?
  /// `FRA_DPORT_RANGE`.
  public var destinationPorts: RulePorts?
  /// Since Linux 6.12 (`FRA_DSCP`).
  public var dscp: UInt8?
  /// Since Linux 6.14 (`FRA_FLOWLABEL`).
  public var flowLabel: UInt32?
  /// `FRA_FLOWLABEL_MASK`.
  public var flowLabelMask: UInt32?
  /// Since Linux 6.15 (`FRA_SPORT_MASK`).
  public var sourcePortMask: UInt16?
  /// `FRA_DPORT_MASK`.
  public var destinationPortMask: UInt16?
  /// `FRA_DSCP_MASK`.
  public var dscpMask: UInt8?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init(payload: RawSpan) throws(MalformedMessage) {
    try payload.require(12, of: "fib_rule_hdr")
    family = payload.field(at: 0)
    destinationLength = payload.field(at: 1)
    sourceLength = payload.field(at: 2)
    tos = payload.field(at: 3)
    headerTable = payload.field(at: 4)
    action = RuleAction(rawValue: payload.field(at: 7))
    flags = RuleFlags(rawValue: payload.field(at: 8))
    var attributes = AttributeReader(payload.extracting(droppingFirst: 12))
    while let attribute = try attributes.next() {
      guard let type = RuleAttribute(rawValue: attribute.type) else {
        unknown.append(UnknownAttribute(attribute))
        continue
      }
      try take(type, attribute)
    }
  }

  private mutating func take(_ type: RuleAttribute, _ attribute: borrowing Attribute)
    throws(MalformedMessage)
  {
    switch type {
    case .destinationAddress: destinationAddress = try attribute.ipAddress()
    case .sourceAddress: sourceAddress = try attribute.ipAddress()
    case .inputDevice: inputDevice = attribute.string
    case .target: target = try attribute.integer()
    case .unused2: unknown.append(UnknownAttribute(attribute))
    case .priority: priority = try attribute.integer()
    case .unused3: unknown.append(UnknownAttribute(attribute))
    case .unused4: unknown.append(UnknownAttribute(attribute))
    case .unused5: unknown.append(UnknownAttribute(attribute))
    case .fwMark: fwMark = try attribute.integer()
    case .flow: flow = try attribute.integer()
    case .tunnelID: tunnelID = try attribute.bigEndian()
    case .suppressInterfaceGroup: suppressInterfaceGroup = try attribute.integer()
    case .suppressPrefixLength: suppressPrefixLength = try attribute.integer()
    default: try takeDetails(type, attribute)
    }
  }

  private mutating func takeDetails(_ type: RuleAttribute, _ attribute: borrowing Attribute)
    throws(MalformedMessage)
  {
    switch type {
    case .wideTable: wideTable = try attribute.integer()
    case .fwMask: fwMask = try attribute.integer()
    case .outputDevice: outputDevice = attribute.string
    case .padding: break
    case .l3MasterDevice: l3MasterDevice = try attribute.flag()
    case .users: users = try UserRange(attribute.payload)
    case .protocol: `protocol` = RouteProtocol(rawValue: try attribute.integer())
    case .ipProtocol: ipProtocol = try attribute.integer()
    case .sourcePorts: sourcePorts = try RulePorts(attribute.payload)
    case .destinationPorts: destinationPorts = try RulePorts(attribute.payload)
    case .dscp: dscp = try attribute.integer()
    case .flowLabel: flowLabel = try attribute.bigEndian()
    case .flowLabelMask: flowLabelMask = try attribute.bigEndian()
    case .sourcePortMask: sourcePortMask = try attribute.integer()
    case .destinationPortMask: destinationPortMask = try attribute.integer()
    case .dscpMask: dscpMask = try attribute.integer()
    default: break
    }
  }
}

/// `FRA_*`.
package enum RuleAttribute: UInt16, CaseIterable {
  case destinationAddress = 1  // FRA_DST
  case sourceAddress = 2  // FRA_SRC
  case inputDevice = 3  // FRA_IIFNAME
  case target = 4  // FRA_GOTO
  case unused2 = 5  // FRA_UNUSED2
  case priority = 6  // FRA_PRIORITY
  case unused3 = 7  // FRA_UNUSED3
  case unused4 = 8  // FRA_UNUSED4
  case unused5 = 9  // FRA_UNUSED5
  case fwMark = 10  // FRA_FWMARK
  case flow = 11  // FRA_FLOW
  case tunnelID = 12  // FRA_TUN_ID
  case suppressInterfaceGroup = 13  // FRA_SUPPRESS_IFGROUP
  case suppressPrefixLength = 14  // FRA_SUPPRESS_PREFIXLEN
  case wideTable = 15  // FRA_TABLE
  case fwMask = 16  // FRA_FWMASK
  case outputDevice = 17  // FRA_OIFNAME
  case padding = 18  // FRA_PAD
  case l3MasterDevice = 19  // FRA_L3MDEV
  case users = 20  // FRA_UID_RANGE
  case `protocol` = 21  // FRA_PROTOCOL
  case ipProtocol = 22  // FRA_IP_PROTO
  case sourcePorts = 23  // FRA_SPORT_RANGE
  case destinationPorts = 24  // FRA_DPORT_RANGE
  case dscp = 25  // FRA_DSCP
  case flowLabel = 26  // FRA_FLOWLABEL
  case flowLabelMask = 27  // FRA_FLOWLABEL_MASK
  case sourcePortMask = 28  // FRA_SPORT_MASK
  case destinationPortMask = 29  // FRA_DPORT_MASK
  case dscpMask = 30  // FRA_DSCP_MASK
}
