public import Netlink
public import NetworkTypes

/// A route (`RTM_NEWROUTE`, `RTM_DELROUTE`).
public struct RouteMessage: MessageDecodable, Hashable {
  /// `AF_INET` (2), `AF_INET6` (10), or another one: `AF_MPLS` (28), multicast (128, 129).
  public var family: UInt8
  public var destinationLength: UInt8
  public var sourceLength: UInt8
  public var tos: UInt8
  /// The number in the header, 252 for larger ones; see `table`.
  public var headerTable: UInt8
  public var `protocol`: RouteProtocol
  public var scope: RouteScope
  public var type: RouteType
  /// `rtm_flags`: of the route and of its one next hop.
  public var flags: RouteFlags
  /// The tunnel that packets are put into (`RTA_ENCAP`, `RTA_ENCAP_TYPE`).
  public var encapsulation: Encapsulation?

  /// The routing table: `RTA_TABLE`, or the number of the header where that is absent.
  public var table: UInt32 { wideTable ?? UInt32(headerTable) }
  /// The family, where it is IPv4 or IPv6.
  public var addressFamily: AddressFamily? { AddressFamily(rawValue: family) }
  /// The prefix that packets must be for; nil where the family is neither IPv4 nor IPv6.
  public var destination: IPPrefix? {
    addressFamily.map {
      IPPrefix(destinationAddress ?? .unspecified($0), length: destinationLength)
    }
  }
  /// The prefix that packets must come from; nil where any will do.
  public var source: IPPrefix? { sourceAddress.map { IPPrefix($0, length: sourceLength) } }
  /// Without its length (`RTA_DST`).
  public var destinationAddress: IPAddress?
  /// Without its length (`RTA_SRC`).
  public var sourceAddress: IPAddress?
  /// The index of the link that packets come in by (`RTA_IIF`).
  public var inputDevice: Int32?
  /// The index of the link that packets leave by (`RTA_OIF`).
  public var device: Int32?
  /// `RTA_GATEWAY`.
  public var gateway: IPAddress?
  /// The metric; lower ones win (`RTA_PRIORITY`).
  public var priority: UInt32?
  /// `RTA_PREFSRC`.
  public var preferredSource: IPAddress?
  /// `RTA_METRICS`.
  public var metrics: RouteMetrics?
  /// `RTA_MULTIPATH`.
  public var nextHops: [RouteHopMessage] = []
  /// Realms: the source's in the upper half (`RTA_FLOW`).
  public var flow: UInt32?
  /// `RTA_CACHEINFO`.
  public var cache: RouteCacheInfo?
  /// `RTA_TABLE`.
  public var wideTable: UInt32?
  /// `RTA_MARK`.
  public var mark: UInt32?
  /// `RTA_MFC_STATS`.
  public var multicastStatistics: [UInt8]?
  /// A gateway of another family (`RTA_VIA`).
  public var via: RouteVia?
  /// The labels that replace those of an MPLS packet (`RTA_NEWDST`).
  public var newDestination: [UInt8]?
  /// Of IPv6 routers (`RTA_PREF`).
  public var preference: RoutePreference?
  /// Only in requests (`RTA_EXPIRES`).
  public var expires: UInt32?
  /// `RTA_UID`.
  public var uid: UInt32?
  /// `RTA_TTL_PROPAGATE`.
  public var ttlPropagate: Bool?
  /// `RTA_IP_PROTO`.
  public var ipProtocol: UInt8?
  /// `RTA_SPORT`.
  public var sourcePort: UInt16?
  /// `RTA_DPORT`.
  public var destinationPort: UInt16?
  /// `RTA_NH_ID`.
  public var nextHopID: UInt32?
  /// Since Linux 6.14 (`RTA_FLOWLABEL`).
  public var flowLabel: UInt32?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init(payload: RawSpan) throws(MalformedMessage) {
    try payload.require(12, of: "rtmsg")
    family = payload.field(at: 0)
    destinationLength = payload.field(at: 1)
    sourceLength = payload.field(at: 2)
    tos = payload.field(at: 3)
    headerTable = payload.field(at: 4)
    `protocol` = RouteProtocol(rawValue: payload.field(at: 5))
    scope = RouteScope(rawValue: payload.field(at: 6))
    type = RouteType(rawValue: payload.field(at: 7))
    flags = RouteFlags(rawValue: payload.field(at: 8))
    var tunnel = Encapsulation.Parts()
    var attributes = AttributeReader(payload.extracting(droppingFirst: 12))
    while let attribute = try attributes.next() {
      if try tunnel.take(attribute, typed: 21, in: 22) { continue }
      guard let type = RouteAttribute(rawValue: attribute.type) else {
        unknown.append(UnknownAttribute(attribute))
        continue
      }
      try take(type, attribute)
    }
    encapsulation = try tunnel.decoded()
  }

  private mutating func take(_ type: RouteAttribute, _ attribute: borrowing Attribute)
    throws(MalformedMessage)
  {
    switch type {
    case .destinationAddress: destinationAddress = try address(attribute)
    case .sourceAddress: sourceAddress = try address(attribute)
    case .inputDevice: inputDevice = try attribute.integer()
    case .device: device = try attribute.integer()
    case .gateway: gateway = try address(attribute)
    case .priority: priority = try attribute.integer()
    case .preferredSource: preferredSource = try address(attribute)
    case .metrics: metrics = try RouteMetrics(attributes: attribute.nested)
    case .nextHops: nextHops = try RouteHopMessage.list(attribute.payload)
    case .protocolInformation: unknown.append(UnknownAttribute(attribute))
    case .flow: flow = try attribute.integer()
    case .cache: cache = try RouteCacheInfo(attribute.payload)
    case .session: unknown.append(UnknownAttribute(attribute))
    case .multipathAlgorithm: unknown.append(UnknownAttribute(attribute))
    default: try takeDetails(type, attribute)
    }
  }

  private mutating func takeDetails(_ type: RouteAttribute, _ attribute: borrowing Attribute)
    throws(MalformedMessage)
  {
    switch type {
    case .wideTable: wideTable = try attribute.integer()
    case .mark: mark = try attribute.integer()
    case .multicastStatistics: multicastStatistics = attribute.payload.array
    case .via: via = try RouteVia(attribute.payload)
    case .newDestination: newDestination = attribute.payload.array
    case .preference: preference = RoutePreference(rawValue: try attribute.integer())
    case .encapsulationType: break
    case .encapsulationData: break
    case .expires: expires = try attribute.integer()
    case .padding: break
    case .uid: uid = try attribute.integer()
    case .ttlPropagate: ttlPropagate = try attribute.flag()
    case .ipProtocol: ipProtocol = try attribute.integer()
    case .sourcePort: sourcePort = try attribute.bigEndian()
    case .destinationPort: destinationPort = try attribute.bigEndian()
    case .nextHopID: nextHopID = try attribute.integer()
    case .flowLabel: flowLabel = try attribute.bigEndian()
    default: break
    }
  }
}

/// `RTA_*`.
package enum RouteAttribute: UInt16, CaseIterable {
  case destinationAddress = 1  // RTA_DST
  case sourceAddress = 2  // RTA_SRC
  case inputDevice = 3  // RTA_IIF
  case device = 4  // RTA_OIF
  case gateway = 5  // RTA_GATEWAY
  case priority = 6  // RTA_PRIORITY
  case preferredSource = 7  // RTA_PREFSRC
  case metrics = 8  // RTA_METRICS
  case nextHops = 9  // RTA_MULTIPATH
  case protocolInformation = 10  // RTA_PROTOINFO
  case flow = 11  // RTA_FLOW
  case cache = 12  // RTA_CACHEINFO
  case session = 13  // RTA_SESSION
  case multipathAlgorithm = 14  // RTA_MP_ALGO
  case wideTable = 15  // RTA_TABLE
  case mark = 16  // RTA_MARK
  case multicastStatistics = 17  // RTA_MFC_STATS
  case via = 18  // RTA_VIA
  case newDestination = 19  // RTA_NEWDST
  case preference = 20  // RTA_PREF
  case encapsulationType = 21  // RTA_ENCAP_TYPE
  case encapsulationData = 22  // RTA_ENCAP
  case expires = 23  // RTA_EXPIRES
  case padding = 24  // RTA_PAD
  case uid = 25  // RTA_UID
  case ttlPropagate = 26  // RTA_TTL_PROPAGATE
  case ipProtocol = 27  // RTA_IP_PROTO
  case sourcePort = 28  // RTA_SPORT
  case destinationPort = 29  // RTA_DPORT
  case nextHopID = 30  // RTA_NH_ID
  case flowLabel = 31  // RTA_FLOWLABEL
}

extension RouteMessage {
  /// An address of the families that have one; the labels of MPLS are four bytes too.
  private mutating func address(_ attribute: borrowing Attribute) throws(MalformedMessage)
    -> IPAddress?
  {
    guard addressFamily != nil || family >= 128 else {
      unknown.append(UnknownAttribute(attribute))
      return nil
    }
    return try attribute.ipAddress()
  }
}
