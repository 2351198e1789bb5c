import Canvas
import NetworkTypes
import NodeModel

/// The routes of one namespace or of all, none of them unpacked before it is shown.
struct RoutesSource: RowSource {
  private enum Column: Int {
    case destination, gateway, device, table, origin, scope, metric, flags, type, owner
  }

  static let columns: [TableColumn] = [
    TableColumn(
      "to", title: "DESTINATION", minimum: 12, comfortable: 18, maximum: 43, priority: 20),
    TableColumn("via", title: "GATEWAY", minimum: 11, comfortable: 15, maximum: 39, priority: 17),
    TableColumn("dev", title: "DEVICE", minimum: 6, comfortable: 9, maximum: 15, priority: 18),
    TableColumn("table", minimum: 5, maximum: 10, priority: 12, alignment: .right),
    TableColumn("proto", minimum: 6, maximum: 10, priority: 14),
    TableColumn("scope", minimum: 6, maximum: 7, priority: 6),
    TableColumn("metric", minimum: 6, maximum: 10, priority: 10, alignment: .right),
    TableColumn("flags", minimum: 6, comfortable: 13, maximum: 24, priority: 11),
    TableColumn("type", minimum: 7, maximum: 11, priority: 5),
    TableColumn("pod", title: "POD/NETNS", minimum: 8, maximum: 48, priority: 4, cutsMiddle: true),
  ]

  /// The routes of one namespace.
  private struct Part {
    var namespace: NamespaceID
    var routes: RouteTable
    /// The row of its first route.
    var start: Int
    var title: String
    /// Names of links by index.
    var devices: [Int32: String]
  }

  let data: ScreenData
  private var parts: [Part] = []
  let count: Int
  let isUnread: Bool
  private let hasIPv6: Bool
  /// Which tables these are: the same storage is the same content.
  private(set) var shape: [Int] = []

  init(_ data: ScreenData, _ choice: ViewState.NamespaceChoice) {
    self.data = data
    var start = 0
    var hasIPv6 = false
    for (place, namespace) in data.snapshot.namespaces.enumerated() {
      guard choice.includes(namespace), let routes = namespace.routes, routes.count > 0 else {
        continue
      }
      parts.append(
        Part(
          namespace: namespace.id, routes: routes, start: start,
          title: data.index.title(of: namespace.id),
          devices: data.index.deviceNames(at: place)))
      start += routes.count
      if routes.records.last?.family == .ipv6 { hasIPv6 = true }
      shape.append(routes.records.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) })
      shape.append(routes.count)
    }
    count = start
    isUnread = !data.snapshot.namespaces.contains { choice.includes($0) && $0.routes != nil }
    self.hasIPv6 = hasIPv6
  }

  var columns: [TableColumn] { Self.columns }

  var naturalOrder: [UInt32]? {
    count <= RouteOrder.limit ? RouteOrder.order(parts.map(\.routes)) : nil
  }

  /// `main 12  local 8`: how many routes each table has, the main one first.
  func tableCounts(atMost limit: Int) -> String {
    var sums: [UInt32: Int] = [:]
    for part in parts {
      let counts = data.routeCounts.counts(of: part.routes, in: part.namespace)
      sums.merge(counts) { $0 + $1 }
    }
    func rank(_ table: UInt32) -> UInt32 { table == RouteTableID.main ? 0 : table }
    let ordered = sums.sorted { rank($0.key) < rank($1.key) }
    let words = ordered.prefix(limit).map {
      "\(RouteTableID.word($0.key)) \(Quantity.grouped(UInt64($0.value)))"
    }
    let more = ordered.count > limit ? ["+\(ordered.count - limit) tables"] : []
    return (words + more).joined(separator: "  ")
  }

  private func part(of row: Int) -> Int {
    var (low, high) = (0, parts.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if parts[middle].start <= row { low = middle } else { high = middle - 1 }
    }
    return low
  }

  func record(_ row: Int) -> RouteRecord {
    let part = part(of: row)
    return parts[part].routes.records[row - parts[part].start]
  }

  func route(_ row: Int) -> Route {
    let part = part(of: row)
    return parts[part].routes[row - parts[part].start]
  }

  /// The namespace of a route, and its place among the routes there.
  func place(_ row: Int) -> (namespace: NamespaceID, position: Int) {
    let part = parts[part(of: row)]
    return (part.namespace, row - part.start)
  }

  func namespace(_ row: Int) -> NamespaceID { parts[part(of: row)].namespace }

  func deviceName(_ index: Int32, row: Int) -> String {
    parts[part(of: row)].devices[index] ?? "if\(index)"
  }

  func identity(of row: Int) -> RowIdentity {
    .route(namespace(row), RouteIdentity(record(row)))
  }

  func row(of identity: RowIdentity, near hint: Int) -> Int? {
    guard case .route(let namespace, let wanted) = identity else { return nil }
    if hint >= 0, hint < count, self.identity(of: hint) == identity { return hint }
    for part in parts where part.namespace == namespace {
      let found = part.routes.records.withUnsafeBufferPointer { records -> Int? in
        var best: Int?
        for place in records.indices
        where records[place].destinationLow == wanted.low
          && records[place].destinationHigh == wanted.high
          && RouteIdentity(records[place]) == wanted
        {
          if let before = best, abs(before + part.start - hint) < abs(place + part.start - hint) {
            break
          }
          best = place
        }
        return best
      }
      return found.map { $0 + part.start }
    }
    return nil
  }

  func cell(_ row: Int, column: Int) -> TableCell {
    let route = route(row)
    switch Column(rawValue: column) {
    case .destination: return destination(route)
    case .gateway: return gateway(route)
    case .device: return route.device.map { TableCell(deviceName($0, row: row)) } ?? .none
    case .table: return TableCell(RouteTableID.word(route.table), .number)
    case .origin: return TableCell(route.protocol.word)
    case .scope: return TableCell(route.scope.word, .mutedText)
    case .metric: return .number(route.priority)
    case .flags: return flags(route)
    case .type: return TableCell(route.type.word, .kind)
    case .owner:
      let part = parts[part(of: row)]
      return TableCell(part.title, part.title == "host" ? .mutedText : .text)
    case nil: return .none
    }
  }

  private func destination(_ route: Route) -> TableCell {
    let prefix = route.destination
    let isSingle = prefix.length == prefix.address.family.bits
    var text = isSingle ? "\(prefix.address)" : "\(prefix)"
    if route.isDefault { text = route.family == .ipv4 ? "default" : "default v6" }
    if route.type != .unicast { text = "\(route.type.word) \(text)" }
    switch route.type {
    case .blackhole, .unreachable, .prohibit, .throw: return TableCell(text, .warning)
    default: return TableCell(text, route.isDefault ? .accent : .address)
    }
  }

  private func gateway(_ route: Route) -> TableCell {
    if let gateway = route.gateway ?? route.extra?.via { return .address(gateway) }
    if let id = route.extra?.nextHopID { return TableCell("nexthop \(id)") }
    let hops = route.extra?.nextHops.count ?? 0
    return hops > 0 ? TableCell("\(hops) next hops") : .none
  }

  private func flags(_ route: Route) -> TableCell {
    guard let extra = route.extra else { return .none }
    let flags = extra.nextHops.reduce(extra.flags) { $0.union($1.flags) }
    if flags.isEmpty { return .none }
    return TableCell(flags.words.joined(separator: " "), Self.isBroken(flags) ? .down : .text)
  }

  private static func isBroken(_ flags: RouteFlags) -> Bool {
    !flags.isDisjoint(with: [.dead, .linkDown])
  }

  func isFault(_ row: Int) -> Bool {
    guard record(row).code & RouteRecord.hasExtra != 0 else { return false }
    guard let extra = route(row).extra else { return false }
    return Self.isBroken(extra.nextHops.reduce(extra.flags) { $0.union($1.flags) })
  }

  // MARK: Orders and filters of a million rows

  func sortKind(column: Int) -> SortKind {
    switch Column(rawValue: column) {
    case .destination, .gateway: .words(hasIPv6 ? 3 : 1)
    default: .words(1)
    }
  }

  func sortWord(_ row: Int, column: Int, word: Int) -> UInt64 {
    let part = parts[part(of: row)]
    let record = part.routes.records[row - part.start]
    switch Column(rawValue: column) {
    case .destination:
      guard hasIPv6 else { return record.destinationLow << 8 | UInt64(record.destinationLength) }
      if record.family == .ipv4 {
        return [0, record.destinationLow, UInt64(record.destinationLength)][min(word, 2)]
      }
      return [1, record.destinationHigh, record.destinationLow][min(word, 2)]
    case .gateway: return gatewayWord(record, row, word)
    case .device:
      if record.device == 0 { return 0 }
      return part.devices[record.device].flatMap { data.index.deviceRanks[$0] } ?? 1
    case .table: return UInt64(record.table)
    case .origin: return UInt64(record.protocol)
    case .scope: return UInt64(record.scope)
    case .metric:
      return record.code & RouteRecord.hasPriority == 0 ? 0 : UInt64(record.priority) + 1
    case .flags:
      guard record.code & RouteRecord.hasExtra != 0 else { return 0 }
      return UInt64(part.routes.extra(at: row - part.start)?.flags.rawValue ?? 0)
    case .type: return UInt64(record.type)
    case .owner: return UInt64(part.start)
    case nil: return 0
    }
  }

  private func gatewayWord(_ record: RouteRecord, _ row: Int, _ word: Int) -> UInt64 {
    let gateway = record.gateway
    guard hasIPv6 else { return gateway.map { $0.low + 1 } ?? 0 }
    return SortWord.address(gateway, word: word)
  }

  func appendText(_ row: Int, column: Int, to text: inout [UInt8]) {
    let part = parts[part(of: row)]
    let record = part.routes.records[row - part.start]
    switch Column(rawValue: column) {
    case .destination:
      if record.destinationLength == 0 { text.append(contentsOf: "default ".utf8) }
      if record.type != 1 {
        text.appendLowercased(RouteType(rawValue: record.type).word)
        text.append(UInt8(ascii: " "))
      }
      text.append(record.destination)
      text.append(UInt8(ascii: "/"))
      text.append(number: record.destinationLength)
    case .gateway:
      if let gateway = record.gateway {
        text.append(gateway)
      } else if record.code & RouteRecord.hasExtra != 0 {
        appendNextHops(row, to: &text)
      }
    case .device:
      if record.device != 0 { text.appendLowercased(deviceName(record.device, row: row)) }
    case .owner: text.appendLowercased(part.title)
    case .table: text.appendLowercased(RouteTableID.word(record.table))
    case .origin: text.appendLowercased(RouteProtocol(rawValue: record.protocol).word)
    case .metric:
      if record.code & RouteRecord.hasPriority != 0 { text.append(number: record.priority) }
    case .flags, .scope, .type, nil:
      // Only with an extra these are more than a word of the record.
      if record.code & RouteRecord.hasExtra != 0 {
        text.appendLowercased(cell(row, column: column).text)
      } else if column == Column.scope.rawValue {
        text.appendLowercased(RouteScope(rawValue: record.scope).word)
      } else if column == Column.type.rawValue {
        text.appendLowercased(RouteType(rawValue: record.type).word)
      }
    }
  }

  private func appendNextHops(_ row: Int, to text: inout [UInt8]) {
    text.appendLowercased(cell(row, column: Column.gateway.rawValue).text)
    for hop in route(row).extra?.nextHops ?? [] {
      text.append(UInt8(ascii: " "))
      if let gateway = hop.gateway { text.append(gateway) }
      text.append(UInt8(ascii: " "))
      text.appendLowercased(deviceName(hop.device, row: row))
    }
  }
}
