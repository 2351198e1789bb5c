public import Netlink
public import NetworkTypes

/// One of the next hops of a multipath route (`struct rtnexthop`).
public struct RouteHopMessage: Hashable, Sendable {
  public var flags: RouteFlags
  /// From 1 on (`rtnh_hops` and one).
  public var weight: UInt32
  /// The index of the link.
  public var device: Int32
  /// The tunnel that packets are put into (`RTA_ENCAP`, `RTA_ENCAP_TYPE`).
  public var encapsulation: Encapsulation?
  /// `RTA_GATEWAY`.
  public var gateway: IPAddress?
  /// Realms (`RTA_FLOW`).
  public var flow: UInt32?
  /// A gateway of another family (`RTA_VIA`).
  public var via: RouteVia?
  /// The labels that replace those of an MPLS packet (`RTA_NEWDST`).
  public var newDestination: [UInt8]?
  /// `RTA_TTL_PROPAGATE`.
  public var ttlPropagate: Bool?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  init(_ bytes: RawSpan) throws(MalformedMessage) {
    flags = RouteFlags(rawValue: UInt32(bytes.field(at: 2) as UInt8))
    weight = UInt32(bytes.field(at: 3) as UInt8) + 1
    device = bytes.field(at: 4)
    var tunnel = Encapsulation.Parts()
    var attributes = AttributeReader(bytes.extracting(droppingFirst: 8))
    while let attribute = try attributes.next() {
      if try tunnel.take(attribute, typed: 21, in: 22) { continue }
      switch RouteHopAttribute(rawValue: attribute.type) {
      case .gateway: gateway = try attribute.ipAddress()
      case .flow: flow = try attribute.integer()
      case .via: via = try RouteVia(attribute.payload)
      case .newDestination: newDestination = attribute.payload.array
      case .ttlPropagate: ttlPropagate = try attribute.flag()
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
    encapsulation = try tunnel.decoded()
  }
}

/// `RTA_*`.
package enum RouteHopAttribute: UInt16, CaseIterable {
  case gateway = 5  // RTA_GATEWAY
  case flow = 11  // RTA_FLOW
  case via = 18  // RTA_VIA
  case newDestination = 19  // RTA_NEWDST
  case ttlPropagate = 26  // RTA_TTL_PROPAGATE
}

extension RouteHopMessage {
  /// The hops of `RTA_MULTIPATH`, each with its own length.
  static func list(_ bytes: RawSpan) throws(MalformedMessage) -> [Self] {
    var hops: [Self] = []
    var start = 0
    while start < bytes.byteCount {
      let rest = bytes.extracting(droppingFirst: start)
      try rest.require(8, of: "rtnexthop")
      let length = Int(rest.field(at: 0) as UInt16)
      guard length >= 8, length <= rest.byteCount else {
        throw .badLength(what: "rtnexthop", length: length, available: rest.byteCount)
      }
      hops.append(try Self(rest.extracting(first: length)))
      start += aligned(length)
    }
    return hops
  }
}
