import Canvas
import NetworkTypes
import NodeModel

/// The services view: ports of services of the cluster, as the rules of this node have them.
struct ServicesSource: RowSource {
  private enum Column: Int {
    case name, port, transport, cluster, external, nodePort, endpoints, local, policy, affinity
    case mode, problem
  }

  static let columns: [TableColumn] = [
    TableColumn("name", minimum: 14, comfortable: 24, maximum: 56, priority: 20, cutsMiddle: true),
    TableColumn("port", minimum: 5, maximum: 6, priority: 18, alignment: .right),
    TableColumn("proto", minimum: 5, maximum: 5, priority: 14),
    TableColumn("cluster", title: "CLUSTER IP", minimum: 11, maximum: 39, priority: 17),
    TableColumn("external", minimum: 11, maximum: 39, priority: 10),
    TableColumn("node", title: "NODEPORT", minimum: 8, maximum: 8, priority: 12, alignment: .right),
    TableColumn("ends", title: "ENDS", minimum: 4, maximum: 5, priority: 16, alignment: .right),
    TableColumn("here", minimum: 4, maximum: 5, priority: 11, alignment: .right),
    TableColumn("policy", minimum: 6, maximum: 8, priority: 7),
    TableColumn("affinity", minimum: 8, maximum: 8, priority: 6, alignment: .right),
    TableColumn("mode", minimum: 8, maximum: 8, priority: 5),
    TableColumn("problem", minimum: 10, comfortable: 24, maximum: 80, priority: 15),
  ]

  let data: ScreenData
  private let services: [Service]

  init(_ data: ScreenData) {
    self.data = data
    services = data.snapshot.services?.services ?? []
  }

  var columns: [TableColumn] { Self.columns }
  var count: Int { services.count }
  var isUnread: Bool { data.snapshot.services == nil }

  func service(_ row: Int) -> Service { services[row] }
  func identity(of row: Int) -> RowIdentity { .service(services[row].key) }
  func visibleRows(_ row: Int) -> [VisibleRow] { [.service(row)] }

  func cell(_ row: Int, column: Int) -> TableCell {
    let service = services[row]
    switch Column(rawValue: column) {
    case .name: return TableCell(service.title, .name)
    case .port: return .number(service.port)
    case .transport: return TableCell(service.transport, .kind)
    case .cluster: return .addresses(service.clusterIPs)
    case .external: return .addresses(service.loadBalancerIPs + service.externalIPs)
    case .nodePort: return .number(service.nodePort)
    case .endpoints:
      return TableCell("\(service.endpoints.count)", service.endpoints.isEmpty ? .warning : .number)
    case .local: return .number(service.endpoints.count { $0.isLocal == true })
    case .policy: return .text(service.externalPolicy)
    case .affinity:
      return .text(service.affinitySeconds.map { Quantity.duration(seconds: Int64($0)) })
    case .mode: return TableCell(service.mode, .mutedText)
    case .problem:
      if let problem = service.problems.first { return TableCell(problem, .down) }
      return service.endpoints.isEmpty ? TableCell("no endpoints", .warning) : .none
    case nil: return .none
    }
  }

  func isFault(_ row: Int) -> Bool {
    !services[row].problems.isEmpty || services[row].endpoints.isEmpty
  }

  func sortKind(column: Int) -> SortKind {
    switch Column(rawValue: column) {
    case .cluster: .words(3)
    case .port, .nodePort, .endpoints, .affinity: .words(1)
    default: .text
    }
  }

  func sortWord(_ row: Int, column: Int, word: Int) -> UInt64 {
    let service = services[row]
    switch Column(rawValue: column) {
    case .cluster: return SortWord.address(service.clusterIPs.first, word: word)
    case .port: return SortWord.number(service.port)
    case .nodePort: return SortWord.number(service.nodePort)
    case .endpoints: return UInt64(service.endpoints.count)
    case .affinity: return SortWord.number(service.affinitySeconds)
    default: return 0
    }
  }

  /// All its addresses can be looked for, also those that have no room.
  func appendText(_ row: Int, column: Int, to text: inout [UInt8]) {
    let service = services[row]
    switch Column(rawValue: column) {
    case .cluster: append(service.clusterIPs, to: &text)
    case .external: append(service.loadBalancerIPs + service.externalIPs, to: &text)
    case .endpoints: append(service.endpoints.map(\.address), to: &text)
    default: text.appendLowercased(cell(row, column: column).text)
    }
  }

  private func append(_ addresses: [IPAddress], to text: inout [UInt8]) {
    for address in addresses {
      text.append(address)
      text.append(UInt8(ascii: " "))
    }
  }

  func detail(of row: Int) -> Detail {
    let service = services[row]
    var detail = Detail(service.title)
    var problems = Detail.Group("Problems")
    for problem in service.problems { problems.add("rules", problem, .down) }
    detail.add(problems)
    detail.add(
      service, names: DeviceNames(), title: "Service", leaving: ["endpoints", "problems"])
    var group = Detail.Group("Endpoints")
    for endpoint in service.endpoints {
      var words: [String] = []
      if let share = endpoint.share { words.append("\(Int((share * 100).rounded())) %") }
      if let weight = endpoint.weight { words.append("weight \(weight)") }
      words.append(endpoint.pod ?? (endpoint.isLocal == true ? "this node" : "elsewhere"))
      group.add(endpoint.title, words.joined(separator: "  "), .name)
    }
    detail.add(group)
    for path in ServicePath.all(service, in: data.snapshot.host?.filters) {
      detail.add(path)
    }
    return detail
  }
}
