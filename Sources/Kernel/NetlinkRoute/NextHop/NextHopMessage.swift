public import Netlink
public import NetworkTypes

/// A next-hop object (`RTM_NEWNEXTHOP`, `RTM_DELNEXTHOP`).
public struct NextHopMessage: MessageDecodable, Hashable {
  /// `AF_INET` (2), `AF_INET6` (10), or 0 for groups.
  public var family: UInt8
  public var scope: RouteScope
  public var `protocol`: RouteProtocol
  public var flags: RouteFlags
  /// The tunnel that packets are put into (`NHA_ENCAP`, `NHA_ENCAP_TYPE`).
  public var encapsulation: Encapsulation?
  /// `NHA_ID`.
  public var id: UInt32 = 0
  /// `NHA_GROUP`.
  public var group: [NextHopMember] = []
  /// `NHA_GROUP_TYPE`.
  public var groupType: NextHopGroupType?
  /// `NHA_BLACKHOLE`.
  public var isBlackhole: Bool = false
  /// The index of the link (`NHA_OIF`).
  public var device: Int32?
  /// `NHA_GATEWAY`.
  public var gateway: IPAddress?
  /// `NHA_MASTER`.
  public var master: Int32?
  /// For entries of a vxlan (`NHA_FDB`).
  public var isFDB: Bool = false
  /// `NHA_RES_GROUP`.
  public var resilient: ResilientGroup?
  /// Since Linux 6.9 (`NHA_OP_FLAGS`).
  public var operationFlags: UInt32?
  /// The attributes as they are (`NHA_GROUP_STATS`).
  public var groupStatistics: [UInt8]?
  /// `NHA_HW_STATS_ENABLE`.
  public var hardwareStatisticsEnabled: UInt32?
  /// `NHA_HW_STATS_USED`.
  public var hardwareStatisticsUsed: UInt32?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init(payload: RawSpan) throws(MalformedMessage) {
    try payload.require(8, of: "nhmsg")
    family = payload.field(at: 0)
    scope = RouteScope(rawValue: payload.field(at: 1))
    `protocol` = RouteProtocol(rawValue: payload.field(at: 2))
    flags = RouteFlags(rawValue: payload.field(at: 4))
    var tunnel = Encapsulation.Parts()
    var attributes = AttributeReader(payload.extracting(droppingFirst: 8))
    while let attribute = try attributes.next() {
      if try tunnel.take(attribute, typed: 7, in: 8) { continue }
      switch NextHopAttribute(rawValue: attribute.type) {
      case .id: id = try attribute.integer()
      case .group: group = try NextHopMember.list(attribute.payload)
      case .groupType: groupType = NextHopGroupType(rawValue: try attribute.integer())
      case .isBlackhole: isBlackhole = true
      case .device: device = try attribute.integer()
      case .gateway: gateway = try attribute.ipAddress()
      case .encapsulationType: break
      case .encapsulationData: break
      case .groups: unknown.append(UnknownAttribute(attribute))
      case .master: master = try attribute.integer()
      case .isFDB: isFDB = true
      case .resilient: resilient = try ResilientGroup(attributes: attribute.nested)
      case .resilientBucket: unknown.append(UnknownAttribute(attribute))
      case .operationFlags: operationFlags = try attribute.integer()
      case .groupStatistics: groupStatistics = attribute.payload.array
      case .hardwareStatisticsEnabled: hardwareStatisticsEnabled = try attribute.integer()
      case .hardwareStatisticsUsed: hardwareStatisticsUsed = try attribute.integer()
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
    encapsulation = try tunnel.decoded()
  }
}

/// `NHA_*`.
package enum NextHopAttribute: UInt16, CaseIterable {
  case id = 1  // NHA_ID
  case group = 2  // NHA_GROUP
  case groupType = 3  // NHA_GROUP_TYPE
  case isBlackhole = 4  // NHA_BLACKHOLE
  case device = 5  // NHA_OIF
  case gateway = 6  // NHA_GATEWAY
  case encapsulationType = 7  // NHA_ENCAP_TYPE
  case encapsulationData = 8  // NHA_ENCAP
  case groups = 9  // NHA_GROUPS
  case master = 10  // NHA_MASTER
  case isFDB = 11  // NHA_FDB
  case resilient = 12  // NHA_RES_GROUP
  case resilientBucket = 13  // NHA_RES_BUCKET
  case operationFlags = 14  // NHA_OP_FLAGS
  case groupStatistics = 15  // NHA_GROUP_STATS
  case hardwareStatisticsEnabled = 16  // NHA_HW_STATS_ENABLE
  case hardwareStatisticsUsed = 17  // NHA_HW_STATS_USED
}

/// How a group chooses a member (`NEXTHOP_GRP_TYPE_*`).
public struct NextHopGroupType: KernelWord {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let multipath = Self(rawValue: 0)
  public static let resilient = Self(rawValue: 1)

  public static let words: [UInt16: String] = [
    0: "multipath", 1: "resilient",
  ]
}

/// The table of a resilient group (`NHA_RES_GROUP`).
public struct ResilientGroup: AttributesDecodable {
  /// `NHA_RES_GROUP_BUCKETS`.
  public var buckets: UInt16?
  /// In hundredths of a second (`NHA_RES_GROUP_IDLE_TIMER`).
  public var idleTimer: UInt32?
  /// In hundredths of a second (`NHA_RES_GROUP_UNBALANCED_TIMER`).
  public var unbalancedTimer: UInt32?
  /// In hundredths of a second (`NHA_RES_GROUP_UNBALANCED_TIME`).
  public var unbalancedTime: UInt64?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch ResilientGroupAttribute(rawValue: attribute.type) {
      case .padding: break
      case .buckets: buckets = try attribute.integer()
      case .idleTimer: idleTimer = try attribute.integer()
      case .unbalancedTimer: unbalancedTimer = try attribute.integer()
      case .unbalancedTime: unbalancedTime = try attribute.integer()
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `NHA_RES_GROUP_*`.
package enum ResilientGroupAttribute: UInt16, CaseIterable {
  case padding = 0  // NHA_RES_GROUP_PAD
  case buckets = 1  // NHA_RES_GROUP_BUCKETS
  case idleTimer = 2  // NHA_RES_GROUP_IDLE_TIMER
  case unbalancedTimer = 3  // NHA_RES_GROUP_UNBALANCED_TIMER
  case unbalancedTime = 4  // NHA_RES_GROUP_UNBALANCED_TIME
}

/// A member of a group (`struct nexthop_grp`).
public struct NextHopMember: Hashable, Sendable {
  public var id: UInt32
  /// 1 to 65536; above 256 since Linux 6.12.
  public var weight: UInt32

  static func list(_ bytes: RawSpan) throws(MalformedMessage) -> [Self] {
    guard bytes.byteCount % 8 == 0 else {
      throw .badLength(what: "nexthop_grp", length: 8, available: bytes.byteCount % 8)
    }
    return stride(from: 0, to: bytes.byteCount, by: 8).map { start in
      let low: UInt8 = bytes.field(at: start + 4)
      let high: UInt8 = bytes.field(at: start + 5)
      return Self(id: bytes.field(at: start), weight: UInt32(high) << 8 + UInt32(low) + 1)
    }
  }
}
