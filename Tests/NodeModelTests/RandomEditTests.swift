import NetworkTypes
import NodeModel
import TestSupport
import Testing

/// Edits at random, and a diff that must find exactly these.
@Suite struct RandomEditTests {
  @Test(arguments: 1...20)
  func findsExactlyTheEditsOfRoutes(_ seed: UInt64) {
    var random = SplitMix(seed: seed &* 0x9E37_79B9_7F4A_7C15)
    var records = (0..<500).map { SnapshotDiffTests.route($0) }
    let old = snapshot(records)
    var removed: Set<Int> = []
    var changed: Set<Int> = []
    for number in 0..<500 where Int.random(in: 0..<10, using: &random) == 0 {
      if Bool.random(using: &random) {
        removed.insert(number)
      } else {
        changed.insert(number)
        records[number].gatewayLow = 77
      }
    }
    for number in removed.sorted(by: >) { records.remove(at: number) }
    var added: Set<Int> = []
    for number in 1000..<1000 + Int.random(in: 0..<30, using: &random) {
      added.insert(number)
      records.insert(
        SnapshotDiffTests.route(number), at: .random(in: 0...records.count, using: &random))
    }
    if seed.isMultiple(of: 4) { records.shuffle(using: &random) }

    let changes = SnapshotDiff.changes(from: old, to: snapshot(records))
    func numbers(_ action: Change.Action) -> Set<Int> {
      Set(
        changes.filter { $0.action == action }.compactMap { change in
          guard case .route(let route)? = change.after ?? change.before else { return nil }
          return Int(route.destination.address.low >> 8)
        })
    }
    #expect(numbers(.removed) == removed)
    #expect(numbers(.changed) == changed)
    #expect(numbers(.added) == added)
    #expect(changes.count == removed.count + changed.count + added.count)
  }

  private func snapshot(_ records: [RouteRecord]) -> Snapshot {
    SnapshotDiffTests.snapshot { namespace in
      var routes = RouteTable()
      for record in records { routes.append(record) }
      namespace.routes = routes
    }
  }

  /// What was left over of one state and the other is equal in number to what a multiset has.
  @Test(arguments: 1...20)
  func findsExactlyTheEditsOfNeighbours(_ seed: UInt64) {
    var random = SplitMix(seed: seed &* 0xD134_2543_DE82_EF95)
    func entries() -> [Neighbour] {
      (0..<100).map { _ in
        Neighbour(
          address: IPAddress(ipv4: .random(in: 0..<40, using: &random)), macAddress: nil,
          device: .random(in: 1...2, using: &random),
          state: [.reachable, .stale].randomElement(using: &random)!)
      }
    }
    let before = entries()
    let after = entries()
    let changes = SnapshotDiff.changes(
      from: SnapshotDiffTests.snapshot { $0.neighbours = before },
      to: SnapshotDiffTests.snapshot { $0.neighbours = after })
    var expected: [Neighbour: Int] = [:]
    for entry in after { expected[entry, default: 0] += 1 }
    for entry in before { expected[entry, default: 0] -= 1 }
    for change in changes {
      if case .neighbour(let entry)? = change.after { expected[entry, default: 0] -= 1 }
      if case .neighbour(let entry)? = change.before { expected[entry, default: 0] += 1 }
    }
    #expect(expected.values.allSatisfy { $0 == 0 })
    #expect(changes.allSatisfy { $0.action != .changed || $0.fields.map(\.name) == ["state"] })
  }
}
