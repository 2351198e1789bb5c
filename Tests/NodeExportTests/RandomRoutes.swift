import NetworkTypes
import NodeModel
import TestSupport

enum RandomRoutes {
  static func table(_ count: Int, _ random: inout SplitMix) -> RouteTable {
    var table = RouteTable()
    for _ in 0..<count {
      let (record, extra) = route(&random)
      if let extra { table.append(record, extra: extra) } else { table.append(record) }
    }
    return table
  }

  static func route(_ random: inout SplitMix) -> (RouteRecord, RouteExtra?) {
    var record = RouteRecord()
    let isIPv6 = Bool.random(using: &random)
    if isIPv6 {
      record.code |= RouteRecord.isIPv6
      record.destinationHigh = random.next()
      record.gatewayHigh = random.next()
    }
    let mask: UInt64 = isIPv6 ? .max : 0xFFFF_FFFF
    record.destinationLow = random.next() & mask
    record.destinationLength = .random(in: 0...(isIPv6 ? 128 : 32), using: &random)
    if Bool.random(using: &random) {
      record.code |= RouteRecord.hasGateway
      record.gatewayLow = random.next() & mask
    } else {
      record.gatewayHigh = 0
    }
    if Bool.random(using: &random) {
      record.code |= RouteRecord.hasPriority
      record.priority = UInt32(truncatingIfNeeded: random.next())
    }
    record.device = .random(in: 0...6, using: &random)
    record.table = [254, 255, .max, .random(in: 0...500, using: &random)]
      .randomElement(using: &random)!
    record.protocol = .random(in: 0...255, using: &random)
    _ = record.pack(
      type: .random(in: 0..<16, using: &random),
      scope: [0, 200, 253, 254, 255].randomElement(using: &random)!)
    guard Int.random(in: 0..<10, using: &random) == 0 else { return (record, nil) }
    var extra = RouteExtra()
    extra.mtu = 1400
    extra.flags = [.onLink]
    return (record, extra)
  }
}
