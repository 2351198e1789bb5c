import NetworkTypes

/// A route by what the kernel tells routes apart by.
private struct RouteIdentity: Hashable {
  var destination: IPPrefix
  var table: UInt32
  var priority: UInt32?
  var tos: UInt8
}

extension RouteTable {
  /// What is different in a later state of the table; no route is unpacked unless it is.
  func differences(to new: RouteTable) -> [(before: Route?, after: Route?)] {
    if isSameStorage(as: new) { return [] }
    let oldRecords = records
    let newRecords = new.records
    var unmatched = Unmatched(count, new.count) { left, right in
      guard oldRecords[left] == newRecords[right] else { return false }
      guard oldRecords[left].code & RouteRecord.hasExtra != 0 else { return true }
      return extra(at: left)?.settled == new.extra(at: right)?.settled
    }
    unmatched.cancel(
      oldKey: { RouteKey(oldRecords[$0], extra(at: $0)) },
      newKey: { RouteKey(newRecords[$0], new.extra(at: $0)) })
    return unmatched.pairs(
      oldKey: { identity(at: $0) }, newKey: { new.identity(at: $0) }
    ).map { ($0.old.map { self[$0] }, $0.new.map { new[$0] }) }
  }

  private func identity(at position: Int) -> RouteIdentity {
    let record = records[position]
    let hasPriority = record.code & RouteRecord.hasPriority != 0
    return RouteIdentity(
      destination: IPPrefix(record.destination, length: record.destinationLength),
      table: record.table, priority: hasPriority ? record.priority : nil,
      tos: extra(at: position)?.tos ?? 0)
  }

  /// Whether both are one table; no record is ever written without its extra.
  private func isSameStorage(as other: RouteTable) -> Bool {
    guard count == other.count else { return false }
    return records.withUnsafeBufferPointer { own in
      other.records.withUnsafeBufferPointer { own.baseAddress == $0.baseAddress }
    }
  }
}

/// A route that is cheap to compare, and to hash: a table with a million new ones is hashed as a
/// whole.
private struct RouteKey: Hashable {
  /// Behind a reference: few routes have one.
  final class Extra: Equatable {
    let extra: RouteExtra
    init(_ extra: RouteExtra) { self.extra = extra }
    static func == (left: Extra, right: Extra) -> Bool { left.extra == right.extra }
  }

  let record: RouteRecord
  let extra: Extra?

  init(_ record: RouteRecord, _ extra: RouteExtra?) {
    self.record = record
    self.extra = extra.map { Extra($0.settled) }
  }

  func hash(into hasher: inout Hasher) {
    let prefix = record.destinationHigh &* 0x9E37_79B9_7F4A_7C15 ^ record.destinationLow
    let gateway = record.gatewayHigh &* 0xC2B2_AE3D_27D4_EB4F ^ record.gatewayLow
    let rest = UInt64(record.table) << 32 | UInt64(UInt32(bitPattern: record.device))
    hasher.combine(prefix &* 0x1656_67B1_9E37_79F9 ^ gateway &+ rest &* 0x2545_F491_4F6C_DD1D)
  }
}
