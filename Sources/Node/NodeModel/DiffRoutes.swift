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
      oldKey: { RouteKey(record: oldRecords[$0], extra: extra(at: $0)?.settled) },
      newKey: { RouteKey(record: newRecords[$0], extra: new.extra(at: $0)?.settled) })
    return unmatched.pairs(
      oldKey: { self[$0].identity }, newKey: { new[$0].identity }
    ).map { ($0.old.map { self[$0] }, $0.new.map { new[$0] }) }
  }

  /// Whether both are one table; no record is ever written without its extra.
  private func isSameStorage(as other: RouteTable) -> Bool {
    guard count == other.count else { return false }
    return records.withUnsafeBufferPointer { own in
      other.records.withUnsafeBufferPointer { own.baseAddress == $0.baseAddress }
    }
  }
}

extension Route {
  fileprivate var identity: RouteIdentity {
    RouteIdentity(
      destination: destination, table: table, priority: priority, tos: extra?.tos ?? 0)
  }
}

/// A route with a cheap hash: a table with a million new ones is hashed as a whole.
private struct RouteKey: Hashable {
  var record: RouteRecord
  var extra: RouteExtra?

  func hash(into hasher: inout Hasher) {
    let prefix = record.destinationHigh &* 0x9E37_79B9_7F4A_7C15 ^ record.destinationLow
    let gateway = record.gatewayHigh &* 0xC2B2_AE3D_27D4_EB4F ^ record.gatewayLow
    let rest = UInt64(record.table) << 32 | UInt64(UInt32(bitPattern: record.device))
    hasher.combine(prefix &* 0x1656_67B1_9E37_79F9 ^ gateway &+ rest &* 0x2545_F491_4F6C_DD1D)
  }
}
