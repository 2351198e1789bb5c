import NetworkTypes

/// Compares the tables of one namespace.
struct NamespaceDiff {
  let old: Namespace
  let new: Namespace
  let at: Int64
  private(set) var changes: [Change] = []
  private lazy var names = DeviceNames(new).merging(DeviceNames(old))

  init(_ old: Namespace, _ new: Namespace, at: Int64) {
    self.old = old
    self.new = new
    self.at = at
  }

  mutating func compareTables() {
    compareLinks()
    if let before = old.routes, let after = new.routes {
      for (before, after) in before.differences(to: after) {
        add(.route, before: before.map { .route($0) }, after: after.map { .route($0) })
      }
    }
    compare(.rule, \.rules, as: { .rule($0) }) { [UInt32($0.family.rawValue), $0.priority] }
    compare(.neighbour, \.neighbours, as: { .neighbour($0) }) {
      NeighbourIdentity(address: $0.address, device: $0.device, isProxy: $0.isProxy)
    }
    compare(.fdb, \.fdb, as: { .fdb($0) }) {
      FDBIdentity(
        macAddress: $0.macAddress, device: $0.device, bridge: $0.bridge, vlan: $0.vlan,
        sourceVNI: $0.sourceVNI)
    }
    compare(.nextHop, \.nextHops, as: { .nextHop($0) }, identity: \.id)
    compare(.qdisc, \.qdiscs, as: { .qdisc($0) }) { ["\($0.device)", $0.parent] }
  }

  private mutating func compareLinks() {
    guard let before = old.links, let after = new.links, !before.isSameStorage(as: after)
    else { return }
    for (before, after) in differences(before, after, identity: \.id) {
      add(
        .link, on: (after ?? before)?.id, before: before.map { .link($0) },
        after: after.map { .link($0) })
    }
    let previous = Dictionary(before.map { ($0.id.index, $0.addresses) }) { first, _ in first }
    let present = Set(after.map(\.id.index))
    for link in before where !present.contains(link.id.index) {
      compareAddresses(link.addresses, [], on: link.id)
    }
    for link in after {
      compareAddresses(previous[link.id.index] ?? [], link.addresses, on: link.id)
    }
  }

  private mutating func compareAddresses(
    _ before: [InterfaceAddress], _ after: [InterfaceAddress], on link: LinkID
  ) {
    if before == after { return }
    let pairs = differences(before, after) {
      AddressIdentity(address: $0.address, prefixLength: $0.prefixLength, peer: $0.peer)
    }
    for (before, after) in pairs {
      add(
        .address, on: link, before: before.map { .address($0) }, after: after.map { .address($0) })
    }
  }

  private mutating func compare<Row: Settled, Identity: Hashable>(
    _ subject: Change.Subject, _ table: KeyPath<Namespace, [Row]?>,
    as value: (Row) -> Change.Value, identity: (Row) -> Identity
  ) {
    guard let before = old[keyPath: table], let after = new[keyPath: table] else { return }
    for (before, after) in differences(before, after, identity: identity) {
      add(subject, before: before.map(value), after: after.map(value))
    }
  }

  mutating func add(
    _ subject: Change.Subject, on link: LinkID? = nil, before: Change.Value?, after: Change.Value?
  ) {
    changes.append(
      Change(
        at: at, subject: subject, namespace: new.id, link: link, before: before, after: after,
        names: names))
  }
}

private struct NeighbourIdentity: Hashable {
  var address: IPAddress
  var device: Int32
  var isProxy: Bool
}

private struct FDBIdentity: Hashable {
  var macAddress: MACAddress
  var device: Int32
  var bridge: Int32?
  var vlan: UInt16?
  var sourceVNI: UInt32?
}

private struct AddressIdentity: Hashable {
  var address: IPAddress
  var prefixLength: UInt8
  var peer: IPAddress?
}
