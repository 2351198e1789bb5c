import Canvas
import NetworkTypes
import NodeModel

/// The ports view: who listens, in every namespace, and which ports of the node lead elsewhere.
struct PortsSource: RowSource {
  private enum Column: Int {
    case port, transport, address, owner, process, target, expected, problem
  }

  static let columns: [TableColumn] = [
    TableColumn("port", minimum: 5, maximum: 5, priority: 20, alignment: .right),
    TableColumn("proto", minimum: 5, maximum: 5, priority: 19),
    TableColumn("address", minimum: 9, comfortable: 13, maximum: 46, priority: 16),
    TableColumn(
      "pod", title: "POD/NETNS", minimum: 8, comfortable: 16, maximum: 48, priority: 15,
      cutsMiddle: true),
    TableColumn("process", minimum: 9, comfortable: 16, maximum: 32, priority: 17),
    TableColumn("to", title: "LEADS TO", minimum: 8, comfortable: 14, maximum: 46, priority: 12),
    TableColumn(
      "expected", title: "EXPECTED BY", minimum: 10, comfortable: 18, maximum: 60, priority: 10),
    TableColumn("problem", minimum: 8, comfortable: 20, maximum: 100, priority: 18),
  ]

  let data: ScreenData

  init(_ data: ScreenData) { self.data = data }

  var columns: [TableColumn] { Self.columns }
  var count: Int { data.snapshot.ports?.entries.count ?? 0 }
  var isUnread: Bool { data.snapshot.ports == nil }

  /// A row below `count`.
  func entry(_ row: Int) -> PortState.Entry {
    data.snapshot.ports?.entries[row] ?? PortState.Entry(.listener, 0, "")
  }

  func identity(of row: Int) -> RowIdentity { .port(entry(row).identity) }

  func cell(_ row: Int, column: Int) -> TableCell {
    let entry = entry(row)
    switch Column(rawValue: column) {
    case .port: return .number(entry.port)
    case .transport: return TableCell(entry.protocol, .kind)
    case .address:
      return .address(entry.addressText + (entry.device.map { "%\($0)" } ?? ""))
    case .owner: return owner(entry)
    case .process: return .text(entry.processText, .name)
    case .target: return targets(entry)
    case .expected: return .text(entry.expectedBy, .mutedText)
    case .problem: return .text(entry.problem, .warning)
    case nil: return .none
    }
  }

  private func owner(_ entry: PortState.Entry) -> TableCell {
    if let pod = entry.pod { return TableCell(pod, .name) }
    return .text(entry.netns.map { data.index.title(of: $0) }, .mutedText)
  }

  /// The first place, and how many more there are.
  private func targets(_ entry: PortState.Entry) -> TableCell {
    guard let first = entry.targets.first else { return .none }
    let more = entry.targets.count - 1
    return TableCell(more > 0 ? "\(first) +\(more)" : first, .address)
  }

  func isFault(_ row: Int) -> Bool { entry(row).problem != nil }

  func sortKind(column: Int) -> SortKind {
    switch Column(rawValue: column) {
    case .port: .words(1)
    case .address: .words(3)
    default: .text
    }
  }

  func sortWord(_ row: Int, column: Int, word: Int) -> UInt64 {
    let entry = entry(row)
    guard column == Column.address.rawValue else { return SortWord.number(entry.port) }
    return SortWord.address(entry.address, word: word)
  }
}

extension PortsSource {
  func visibleRows(_ row: Int) -> [VisibleRow] { [.port(row)] }

  func detail(of row: Int) -> Detail {
    let entry = entry(row)
    var detail = Detail("\(entry.port)/\(entry.protocol)")
    var answer = Detail.Group("What answers")
    answer.add("port", "\(entry.addressText):\(entry.port)/\(entry.protocol)")
    answer.add("in", entry.netns.map { data.index.title(of: $0) })
    answer.add("pod", entry.pod, .name)
    answer.add("process", entry.processText, .name)
    answer.add("expected by", entry.expectedBy)
    for target in entry.targets { answer.add("leads to", target, .address) }
    answer.add("problem", entry.problem, .warning)
    detail.add(answer)
    let others = (data.snapshot.ports?.entries ?? []).filter {
      $0.port == entry.port && $0.netns == entry.netns && $0.identity != entry.identity
    }
    var same = Detail.Group("Others on the same port")
    for other in others {
      same.add(
        "\(other.addressText):\(other.port)/\(other.protocol)",
        [other.kind == .listener ? nil : "host port", other.pod, other.processText]
          .compactMap(\.self).joined(separator: " "))
    }
    detail.add(same)
    detail.add(entry, names: DeviceNames(), title: "Port", leaving: ["problem", "expectedBy"])
    if let ranges = data.snapshot.ports?.ranges {
      detail.add(ranges, names: DeviceNames(), title: "Ranges of the node")
    }
    return detail
  }

  func command(for row: Int) -> String? {
    let entry = entry(row)
    guard entry.kind == .listener, let netns = entry.netns,
      let namespace = data.index.namespace(netns)
    else { return nil }
    let flag = entry.protocol == "udp" ? "-u" : "-t"
    return data.equivalent.tool("ss", in: namespace).map {
      "\($0) \(flag) -lnpe 'sport = :\(entry.port)'"
    }
  }
}
