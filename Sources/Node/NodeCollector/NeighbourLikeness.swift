import NodeModel

extension Namespace {
  /// Whether neighbours and FDB entries are the same, but for their ages.
  func hasSameNeighbours(as other: Namespace) -> Bool {
    if let own = neighbours, let others = other.neighbours {
      guard own.count == others.count, zip(own, others).allSatisfy({ $0.isAlike($1) }) else {
        return false
      }
    } else if (neighbours == nil) != (other.neighbours == nil) {
      return false
    }
    guard let own = fdb, let others = other.fdb else { return fdb == nil && other.fdb == nil }
    return own.count == others.count && zip(own, others).allSatisfy { $0.isAlike($1) }
  }
}

extension Neighbour {
  fileprivate func isAlike(_ other: Neighbour) -> Bool {
    var settled = other
    settled.confirmedSeconds = confirmedSeconds
    settled.usedSeconds = usedSeconds
    settled.updatedSeconds = updatedSeconds
    settled.probes = probes
    return self == settled
  }
}
