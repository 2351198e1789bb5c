import Canvas
import NetworkTypes
import NodeModel

/// The IPAM view: each network, followed by its leases.
struct IPAMSource: RowSource {
  private enum Column: Int {
    case address, network, state, pod, ifname, age, container, evidence
  }

  static let columns: [TableColumn] = [
    TableColumn("address", minimum: 11, comfortable: 15, maximum: 39, priority: 20),
    TableColumn("network", minimum: 6, comfortable: 10, maximum: 24, priority: 12),
    TableColumn("state", minimum: 8, comfortable: 9, maximum: 18, priority: 19),
    TableColumn("pod", minimum: 10, comfortable: 16, maximum: 48, priority: 18, cutsMiddle: true),
    TableColumn("ifname", title: "IF", minimum: 4, maximum: 15, priority: 9),
    TableColumn("age", minimum: 6, maximum: 9, priority: 11, alignment: .right),
    TableColumn("container", minimum: 8, comfortable: 12, maximum: 64, priority: 5),
    TableColumn("evidence", minimum: 12, comfortable: 14, maximum: 160, priority: 7, growth: 1),
  ]

  let data: ScreenData
  private let networks: [IPAMState.Network]
  /// The row of each network.
  private let starts: [Int]
  let count: Int

  init(_ data: ScreenData) {
    self.data = data
    networks = data.snapshot.ipam?.networks ?? []
    var starts: [Int] = []
    var count = 0
    for network in networks {
      starts.append(count)
      count += 1 + network.leases.count
    }
    self.starts = starts
    self.count = count
  }

  var columns: [TableColumn] { Self.columns }
  var isUnread: Bool { data.snapshot.ipam == nil }
  /// Changes with every row that comes or goes.
  var shape: [Int] { networks.map(\.leases.count) }

  /// The network of a row, and the place of the lease in it; nil for the network itself.
  func place(_ row: Int) -> (network: IPAMState.Network, lease: Int?) {
    var (low, high) = (0, starts.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if starts[middle] <= row { low = middle } else { high = middle - 1 }
    }
    let offset = row - starts[low]
    return (networks[low], offset == 0 ? nil : offset - 1)
  }

  func lease(_ row: Int) -> IPAMState.Lease? {
    let place = place(row)
    return place.lease.map { place.network.leases[$0] }
  }

  func identity(of row: Int) -> RowIdentity {
    let (network, lease) = place(row)
    guard let lease else { return .network(network.path) }
    return .lease(network.path, network.leases[lease].address)
  }

  func visibleRows(_ row: Int) -> [VisibleRow] {
    guard place(row).lease != nil else { return [] }
    // The list has leases alone: without the networks before it.
    let before = starts.count { $0 <= row }
    return [.lease(row - before)]
  }

  func cell(_ row: Int, column: Int) -> TableCell {
    let (network, place) = place(row)
    guard let place else { return cell(of: network, column: column) }
    let lease = network.leases[place]
    switch Column(rawValue: column) {
    case .address: return .address(lease.address)
    case .network: return TableCell(network.name, .mutedText)
    case .state: return TableCell(lease.state.rawValue, AddressMap.Kind(lease.state).role)
    case .pod: return .text(lease.pod, .name)
    case .ifname: return .text(lease.ifname)
    case .age: return .text(lease.ageSeconds.map { Quantity.duration(seconds: $0) }, .number)
    case .container: return .text(lease.containerID, .mutedText)
    case .evidence: return .text(lease.evidence.words.joined(separator: "; "), .mutedText)
    case nil: return .none
    }
  }

  private func cell(of network: IPAMState.Network, column: Int) -> TableCell {
    switch Column(rawValue: column) {
    case .address:
      return TableCell(network.ranges.first.map { "\($0.subnet)" } ?? network.name, .title)
    case .network: return TableCell(network.name, .title)
    case .state:
      guard !network.ranges.isEmpty else { return TableCell("\(network.leases.count)", .number) }
      let role: Role = network.freeOfTightestSet == 0 ? .down : .number
      return TableCell("\(network.used)/\(Quantity.count(network.size))", role)
    case .pod: return TableCell(network.store, .kind)
    case .evidence:
      let leaked = network.count(.leaked)
      let words = (leaked > 0 ? ["\(leaked) leaked"] : []) + network.problems
      return .text(words.isEmpty ? nil : words.joined(separator: "; "), .warning)
    default: return .none
    }
  }

  func isFault(_ row: Int) -> Bool {
    let (network, lease) = place(row)
    guard let lease else { return network.freeOfTightestSet == 0 }
    return network.leases[lease].state.isFault
  }

  func sortKind(column: Int) -> SortKind {
    switch Column(rawValue: column) {
    case .address: .words(3)
    case .age: .words(1)
    default: .text
    }
  }

  func sortWord(_ row: Int, column: Int, word: Int) -> UInt64 {
    switch Column(rawValue: column) {
    case .address: SortWord.address(lease(row)?.address, word: word)
    case .age: SortWord.number(lease(row)?.ageSeconds.map { UInt64(clamping: $0) })
    default: 0
    }
  }

  func detail(of row: Int) -> Detail {
    let (network, place) = place(row)
    guard let place else {
      var detail = Detail(network.name)
      var own = Detail.Group("Network")
      own.add("store", network.store)
      own.add("path", network.path)
      for range in network.ranges {
        own.add("range set \(range.set)", "\(range.first)-\(range.last) of \(range.subnet)")
        own.add("gateway", range.gateway.map { "\($0)" }, .address)
        own.add("used", "\(range.used) of \(range.size)", .number)
      }
      own.add("free", network.freeOfTightestSet.map { "\($0)" }, .number)
      detail.add(own)
      var states = Detail.Group("Addresses")
      for state in LeaseState.allCases {
        states.add(state.rawValue, "\(network.count(state))", AddressMap.Kind(state).role)
      }
      detail.add(states)
      for problem in network.problems {
        detail.add(Detail.Group("Problem", [.init(name: "", text: problem)]))
      }
      return detail
    }
    let lease = network.leases[place]
    var detail = Detail("\(lease.address)")
    var own = Detail.Group("Lease")
    own.add("network", network.name)
    own.add("state", lease.state.rawValue, AddressMap.Kind(lease.state).role)
    own.add("pod", lease.pod, .name)
    own.add("container", lease.containerID)
    own.add("interface", lease.ifname)
    own.add("age", lease.ageSeconds.map { Quantity.duration(seconds: $0) }, .number)
    detail.add(own)
    detail.add(
      Detail.Group("Evidence", lease.evidence.words.map { Detail.Field(name: "", text: $0) }))
    return detail
  }

  func command(for row: Int) -> String? {
    let (network, place) = place(row)
    guard let place, network.leases[place].state == .leaked else {
      return "cnitop ipam show '\(network.name)'"
    }
    return "cnitop ipam reclaim '\(network.name)' --address \(network.leases[place].address)"
  }
}
