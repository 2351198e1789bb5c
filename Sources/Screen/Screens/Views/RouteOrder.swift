import NetworkTypes
import NodeModel

/// The order of routes that nobody sorted: what most packets take first.
enum RouteOrder {
  /// Above this many routes the kernel's order stays: it is there at once.
  static let limit = 20_000

  /// Ways out of the node first, then the main table, other tables, and at last the addresses of
  /// the node itself; within these as the kernel has them.
  static func rank(_ record: RouteRecord) -> Int {
    switch record.table {
    case RouteTableID.main: record.destinationLength == 0 ? 0 : isPlumbing(record) ? 2 : 1
    case RouteTableID.local: 4
    default: 3
    }
  }

  /// The route that each link has for itself in IPv6.
  private static func isPlumbing(_ record: RouteRecord) -> Bool {
    record.family == .ipv6 && record.destination.isLinkLocal
  }

  static func order(_ tables: [RouteTable]) -> [UInt32] {
    var order: [UInt32] = []
    var start = 0
    for table in tables {
      for rank in 0...4 {
        for (place, record) in table.records.enumerated() where Self.rank(record) == rank {
          order.append(UInt32(start + place))
        }
      }
      start += table.count
    }
    return order
  }
}

/// How many routes each table has, counted once for each version of a namespace's routes.
final class RouteCounts {
  private struct Entry {
    /// Held, so that no other routes come to the same place in memory.
    var routes: RouteTable
    var counts: [UInt32: Int]
  }

  private var entries: [NamespaceID: Entry] = [:]

  func counts(of routes: RouteTable, in namespace: NamespaceID) -> [UInt32: Int] {
    let place = Self.place(routes)
    if let known = entries[namespace], Self.place(known.routes) == place {
      return known.counts
    }
    var counts: [UInt32: Int] = [:]
    routes.records.withUnsafeBufferPointer { records in
      var start = 0
      // Routes of a table mostly stand together.
      while start < records.count {
        let table = records[start].table
        var end = start + 1
        while end < records.count, records[end].table == table { end += 1 }
        counts[table, default: 0] += end - start
        start = end
      }
    }
    entries[namespace] = Entry(routes: routes, counts: counts)
    return counts
  }

  private static func place(_ routes: RouteTable) -> [Int] {
    [
      routes.records.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) }, routes.count,
    ]
  }
}
