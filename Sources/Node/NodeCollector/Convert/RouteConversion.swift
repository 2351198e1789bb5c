import Netlink
import NetlinkRoute
import NetworkTypes
import NodeModel

/// From `RTM_NEWROUTE` to the routes of a namespace.
enum RouteConversion {
  /// Adds the route in a message to a table.
  ///
  /// This runs a million times on a node with a full table, so the fields that nearly all routes
  /// have go straight from the receive buffer into the record, without an allocation. Copies in
  /// the cache (`RTM_F_CLONED`) are left out, as `ip route` does, and so are families that are
  /// neither IPv4 nor IPv6.
  @inline(__always)
  static func append(_ payload: RawSpan, to table: inout RouteTable) throws(MalformedMessage) {
    let fields = try RouteFields.read(payload)
    var record = RouteRecord()
    guard fields.isSimple, record.pack(type: fields.type, scope: fields.scope) else {
      try appendOther(payload, to: &table)
      return
    }
    record.destinationHigh = fields.destinationHigh
    record.destinationLow = fields.destinationLow
    record.gatewayHigh = fields.gatewayHigh
    record.gatewayLow = fields.gatewayLow
    record.table = fields.table
    record.priority = fields.priority
    record.device = fields.device
    record.destinationLength = fields.destinationLength
    record.protocol = fields.protocol
    if fields.family == AddressFamily.ipv6.rawValue { record.code |= RouteRecord.isIPv6 }
    if fields.hasGateway { record.code |= RouteRecord.hasGateway }
    if fields.hasPriority { record.code |= RouteRecord.hasPriority }
    table.append(record)
  }

  // Not in line: what is rare should not make the loop larger.
  @inline(never)
  private static func appendOther(_ payload: RawSpan, to table: inout RouteTable)
    throws(MalformedMessage)
  {
    let message = try RouteMessage(payload: payload)
    guard message.flags.rawValue & 0x200 == 0 else { return }  // RTM_F_CLONED
    guard let family = message.addressFamily else { return }
    var record = RouteRecord()
    var extra = RouteExtra()
    if !record.pack(type: message.type.rawValue, scope: message.scope.rawValue) {
      extra.rawType = message.type.rawValue
      extra.rawScope = message.scope.rawValue
    }
    if family == .ipv6 { record.code |= RouteRecord.isIPv6 }
    record.table = message.table
    record.device = message.device ?? 0
    record.destinationLength = message.destinationLength
    record.protocol = message.protocol.rawValue
    if let destination = message.destinationAddress {
      guard destination.family == family else {
        throw .badAttribute(
          type: 1, expected: family.byteCount, actual: destination.family.byteCount)
      }
      record.destinationHigh = destination.high
      record.destinationLow = destination.low
    }
    if let priority = message.priority {
      record.priority = priority
      record.code |= RouteRecord.hasPriority
    }
    if let gateway = message.gateway, gateway.family == family {
      record.gatewayHigh = gateway.high
      record.gatewayLow = gateway.low
      record.code |= RouteRecord.hasGateway
    } else {
      extra.via = message.gateway
    }
    message.fill(&extra)
    table.append(record, extra: extra)
  }
}
