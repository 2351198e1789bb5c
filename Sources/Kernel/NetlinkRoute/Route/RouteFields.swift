public import Netlink
public import NetworkTypes

/// The few fields that nearly every route has, read without a copy or an allocation.
///
/// For loops over a million routes: `isSimple` says that these fields are all there is to know,
/// and a `RouteMessage` tells the rest of the others.
@frozen public struct RouteFields {
  public var family: UInt8
  public var destinationLength: UInt8
  public var tableInHeader: UInt8
  public var `protocol`: UInt8
  public var scope: UInt8
  public var type: UInt8
  /// Whether nothing else is in the message, but for what IPv6 sends with every route and
  /// means nothing: a medium preference, a cache entry that neither expires nor is an error.
  public var isSimple: Bool
  public var hasGateway: Bool
  public var hasPriority: Bool
  public var table: UInt32
  public var priority: UInt32
  /// The index of the link; 0 is none.
  public var device: Int32
  public var destinationHigh: UInt64
  /// The number of an IPv4 address, or the lower half of an IPv6 one.
  public var destinationLow: UInt64
  public var gatewayHigh: UInt64
  public var gatewayLow: UInt64

  /// The header (`struct rtmsg`), whose length was checked.
  @inlinable @inline(__always) init(header: RawSpan) {
    family = header.field(at: 0)
    destinationLength = header.field(at: 1)
    tableInHeader = header.field(at: 4)
    `protocol` = header.field(at: 5)
    scope = header.field(at: 6)
    type = header.field(at: 7)
    let sourceLengthAndTOS: UInt16 = header.field(at: 2)
    let flags: UInt32 = header.field(at: 8)
    isSimple = sourceLengthAndTOS == 0 && flags == 0 && (family == 2 || family == 10)
    hasGateway = false
    hasPriority = false
    table = UInt32(tableInHeader)
    priority = 0
    device = 0
    destinationHigh = 0
    destinationLow = 0
    gatewayHigh = 0
    gatewayLow = 0
  }

  /// Reads the payload of a route message.
  @inlinable @inline(__always) public static func read(_ payload: RawSpan) throws(MalformedMessage)
    -> RouteFields
  {
    try payload.require(12, of: "rtmsg")
    var fields = RouteFields(header: payload)
    var attributes = AttributeReader(payload.extracting(droppingFirst: 12))
    while let attribute = try attributes.next() {
      switch attribute.type {
      case 1:  // RTA_DST
        (fields.destinationHigh, fields.destinationLow) = try fields.address(attribute)
      case 4: fields.device = try attribute.integer()  // RTA_OIF
      case 5:  // RTA_GATEWAY
        (fields.gatewayHigh, fields.gatewayLow) = try fields.address(attribute)
        fields.hasGateway = true
      case 6:  // RTA_PRIORITY
        fields.priority = try attribute.integer()
        fields.hasPriority = true
      case 15: fields.table = try attribute.integer()  // RTA_TABLE
      case 12:  // RTA_CACHEINFO: rta_expires and rta_error
        if attribute.payload.field(at: 8, as: UInt64.self) != 0 { fields.isSimple = false }
      case 20:  // RTA_PREF: ICMPV6_ROUTER_PREF_MEDIUM
        if attribute.payload.field(at: 0, as: UInt8.self) != 0 { fields.isSimple = false }
      default: fields.isSimple = false
      }
    }
    return fields
  }

  /// The halves of an address; nothing for families whose addresses are something else.
  @inlinable func address(_ attribute: borrowing Attribute) throws(MalformedMessage)
    -> (high: UInt64, low: UInt64)
  {
    switch family {
    case 2: return (0, UInt64(try attribute.bigEndian(as: UInt32.self)))
    case 10:
      guard attribute.payload.byteCount == 16 else {
        throw .badAttribute(
          type: attribute.type, expected: 16, actual: attribute.payload.byteCount)
      }
      return (
        UInt64(bigEndian: attribute.payload.field(at: 0)),
        UInt64(bigEndian: attribute.payload.field(at: 8))
      )
    default: return (0, 0)
    }
  }

  /// The family, where it is IPv4 or IPv6.
  @inlinable public var addressFamily: AddressFamily? { AddressFamily(rawValue: family) }
}
