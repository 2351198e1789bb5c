import NodeModel

/// What makes a route that route: another gateway leaves it the same.
struct RouteIdentity: Hashable {
  var high: UInt64
  var low: UInt64
  var table: UInt32
  var priority: UInt32
  var length: UInt8
  /// The bits of `RouteRecord.code` for the family and the type.
  var code: UInt16

  init(_ record: RouteRecord) {
    high = record.destinationHigh
    low = record.destinationLow
    table = record.table
    priority = record.priority
    length = record.destinationLength
    code = record.code & 0xF1
  }
}
