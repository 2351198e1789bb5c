import Canvas
import NetworkTypes
import NodeModel

/// A row of the neighbours view: a neighbour, an FDB entry, or both where they are of one
/// link-layer address.
struct NeighbourPlace: Hashable {
  var namespace: Int32
  /// -1 for none.
  var neighbour: Int32
  /// -1 for none.
  var forwarding: Int32

  private struct Key: Hashable {
    var macAddress: MACAddress
    var device: Int32
  }

  /// All neighbours with the FDB entry that says where their frames go, and then the entries
  /// that no neighbour has.
  static func joined(_ snapshot: Snapshot) -> [NeighbourPlace] {
    var places: [NeighbourPlace] = []
    for (number, namespace) in snapshot.namespaces.enumerated() {
      let fdb = namespace.fdb ?? []
      var byKey: [Key: Int] = [:]
      for (place, entry) in fdb.enumerated() {
        // The device of a neighbour is the bridge, or the vxlan device itself.
        for device in [entry.bridge, entry.device].compactMap(\.self) {
          let key = Key(macAddress: entry.macAddress, device: device)
          // An entry of the bridge's own port says more than the one of the device below.
          if byKey[key] == nil || entry.remote != nil { byKey[key] = place }
        }
      }
      var isJoined = [Bool](repeating: false, count: fdb.count)
      for (place, neighbour) in (namespace.neighbours ?? []).enumerated() {
        let match = neighbour.macAddress.flatMap {
          byKey[Key(macAddress: $0, device: neighbour.device)]
        }
        if let match { isJoined[match] = true }
        places.append(
          NeighbourPlace(
            namespace: Int32(number), neighbour: Int32(place), forwarding: Int32(match ?? -1)))
      }
      for place in fdb.indices where !isJoined[place] {
        places.append(
          NeighbourPlace(namespace: Int32(number), neighbour: -1, forwarding: Int32(place)))
      }
    }
    return places
  }
}

/// The neighbours view: neighbours of all namespaces, with FDB entries.
struct NeighboursSource: RowSource {
  private enum Column: Int {
    case address, mac, device, state, via, vlan, flags, age, kind, owner
  }

  static let columns: [TableColumn] = [
    TableColumn("ip", title: "ADDRESS", minimum: 11, comfortable: 15, maximum: 39, priority: 20),
    TableColumn("mac", minimum: 17, maximum: 23, priority: 15),
    TableColumn("dev", title: "DEVICE", minimum: 6, comfortable: 9, maximum: 15, priority: 14),
    TableColumn("state", minimum: 6, comfortable: 9, maximum: 10, priority: 16),
    TableColumn("via", title: "BEHIND", minimum: 9, comfortable: 13, maximum: 39, priority: 12),
    TableColumn("vlan", minimum: 4, maximum: 4, priority: 4, alignment: .right),
    TableColumn("flags", minimum: 8, maximum: 20, priority: 3),
    age,
    TableColumn("kind", minimum: 9, maximum: 9, priority: 3),
    TableColumn(
      "pod", title: "POD/NETNS", minimum: 9, comfortable: 12, maximum: 48, priority: 13,
      growth: 19, cutsMiddle: true),
  ]

  private static let age: TableColumn = {
    var column = TableColumn("age", minimum: 6, maximum: 6, priority: 6, alignment: .right)
    column.isVolatile = true
    return column
  }()

  let data: ScreenData
  private let places: [NeighbourPlace]

  init(_ data: ScreenData) {
    self.data = data
    places = data.index.neighbours
  }

  var columns: [TableColumn] { Self.columns }
  var count: Int { places.count }

  func namespace(_ row: Int) -> Namespace {
    data.snapshot.namespaces[Int(places[row].namespace)]
  }

  func place(_ row: Int) -> NeighbourPlace { places[row] }

  func neighbour(_ row: Int) -> Neighbour? {
    let place = places[row]
    return place.neighbour < 0
      ? nil : data.snapshot.namespaces[Int(place.namespace)].neighbours?[Int(place.neighbour)]
  }

  func forwarding(_ row: Int) -> FDBEntry? {
    let place = places[row]
    return place.forwarding < 0
      ? nil : data.snapshot.namespaces[Int(place.namespace)].fdb?[Int(place.forwarding)]
  }

  func identity(of row: Int) -> RowIdentity {
    let namespace = data.snapshot.namespaces[Int(places[row].namespace)].id
    if let neighbour = neighbour(row) {
      return .neighbour(namespace, neighbour.address, device: neighbour.device)
    }
    guard let entry = forwarding(row) else { return .none }
    return .forwarding(
      namespace, entry.macAddress, device: entry.device, vlan: entry.vlan, remote: entry.remote)
  }

  func cell(_ row: Int, column: Int) -> TableCell {
    let neighbour = neighbour(row)
    let entry = forwarding(row)
    switch Column(rawValue: column) {
    case .address: return .address(neighbour?.address)
    case .mac: return .address(neighbour?.macAddress ?? entry?.macAddress)
    case .device: return device(row, neighbour?.device ?? entry.map(Self.device(of:)) ?? 0)
    case .state: return state(neighbour, entry)
    case .via: return via(row, entry)
    case .vlan: return .number(entry?.vlan)
    case .flags:
      let words = (neighbour?.flags.words ?? []) + (entry?.flags.words ?? [])
      return words.isEmpty ? .none : TableCell(words.joined(separator: " "))
    case .age:
      return (neighbour?.updatedSeconds ?? entry?.updatedSeconds).map {
        TableCell(Quantity.duration(seconds: Int64($0)), .mutedText)
      } ?? .none
    case .kind:
      return TableCell(neighbour == nil ? "fdb" : entry == nil ? "neigh" : "neigh+fdb", .kind)
    case .owner:
      let namespace = data.snapshot.namespaces[Int(places[row].namespace)]
      // Behind a port of a bridge is the pod that has its other end.
      if namespace.isHost, let entry, entry.bridge != nil,
        let pod = data.index.pod(of: LinkID(namespace.id, entry.device))
      {
        return TableCell(pod.title)
      }
      return TableCell(data.index.title(of: namespace.id), namespace.isHost ? .mutedText : .text)
    case nil: return .none
    }
  }

  /// As of a neighbour: the bridge that looks an address up, or a tunnel itself.
  private static func device(of entry: FDBEntry) -> Int32 {
    entry.remote == nil ? entry.bridge ?? entry.device : entry.device
  }

  private func device(_ row: Int, _ index: Int32) -> TableCell {
    if index == 0 { return .none }
    return TableCell(data.snapshot.namespaces[Int(places[row].namespace)].linkName(index))
  }

  private func state(_ neighbour: Neighbour?, _ entry: FDBEntry?) -> TableCell {
    guard let neighbour else {
      return TableCell(entry.map { Self.word(of: $0) } ?? "-", .mutedText)
    }
    if neighbour.isProxy { return TableCell("proxy") }
    switch neighbour.state {
    case .failed: return TableCell("failed", .down)
    case .incomplete: return TableCell("incomplete", .warning)
    case .reachable: return TableCell("reachable", .up)
    case .stale: return TableCell("stale", .mutedText)
    default: return TableCell(neighbour.state.word)
    }
  }

  private static func word(of entry: FDBEntry) -> String {
    entry.state == .noARP ? "static" : entry.state.word
  }

  /// The tunnel end or the port of a bridge that frames leave by; the bridge is the device.
  private func via(_ row: Int, _ entry: FDBEntry?) -> TableCell {
    guard let entry else { return .none }
    if let remote = entry.remote {
      let vni = entry.vni.map { " vni \($0)" } ?? ""
      return TableCell("\(remote)\(vni)", .address)
    }
    if let group = entry.nextHopGroup { return TableCell("nexthop \(group)") }
    return entry.bridge == nil ? .none : device(row, entry.device)
  }

  func isFault(_ row: Int) -> Bool {
    guard let neighbour = neighbour(row), !neighbour.isProxy else { return false }
    return neighbour.state == .failed || neighbour.state == .incomplete
  }

  /// FDB entries are there all the time; neighbours only while this view wants them.
  var isUnread: Bool { !data.snapshot.namespaces.contains { $0.neighbours != nil } }
  var hasChatter: Bool { true }

  /// Whether it is what a kernel answers itself or what a device listens to.
  ///
  /// That is multicast, `NUD_NOARP` of devices that resolve nothing, and own addresses. Where
  /// frames of a tunnel go is never that.
  func isChatter(_ row: Int) -> Bool {
    let entry = forwarding(row)
    if entry?.remote != nil || entry?.nextHopGroup != nil { return false }
    if let neighbour = neighbour(row) {
      return !neighbour.isProxy
        && (neighbour.state == .noARP || neighbour.address.isMulticast
          || neighbour.macAddress?.isMulticast == true)
    }
    guard let entry else { return false }
    if entry.macAddress.isMulticast { return true }
    guard entry.state == .permanent else { return false }
    if entry.bridge == nil { return entry.flags.contains(.`self`) }
    // A bridge keeps the address of each port itself.
    return data.index.link(LinkID(namespace(row).id, entry.device))?.macAddress == entry.macAddress
  }

  func sortKind(column: Int) -> SortKind {
    switch Column(rawValue: column) {
    case .address, .via: .words(3)
    case .mac, .vlan, .age: .words(1)
    default: .text
    }
  }

  func sortWord(_ row: Int, column: Int, word: Int) -> UInt64 {
    switch Column(rawValue: column) {
    case .address: SortWord.address(neighbour(row)?.address, word: word)
    case .via: SortWord.address(forwarding(row)?.remote, word: word)
    case .mac: SortWord.address(neighbour(row)?.macAddress ?? forwarding(row)?.macAddress)
    case .vlan: SortWord.number(forwarding(row)?.vlan)
    case .age: SortWord.number(neighbour(row)?.updatedSeconds ?? forwarding(row)?.updatedSeconds)
    default: 0
    }
  }
}
