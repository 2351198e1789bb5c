import Canvas
import NetworkTypes
import NodeModel

/// The pods view: a row for each interface of each pod.
struct PodsSource: RowSource {
  private enum Column: Int {
    case pod, netns, interface, host, address, receive, send, state, attachment, network
  }

  static let columns: [TableColumn] = [
    TableColumn(
      "pod", title: "NAMESPACE/POD", minimum: 12, comfortable: 23, maximum: 63, priority: 20),
    TableColumn("netns", minimum: 8, maximum: 20, priority: 3),
    TableColumn("if", minimum: 4, maximum: 15, priority: 9),
    TableColumn("host", title: "HOST SIDE", minimum: 9, comfortable: 13, maximum: 24, priority: 8),
    TableColumn("ip", minimum: 11, comfortable: 15, maximum: 39, priority: 15),
    .rate("rx", title: "RX/s", priority: 12),
    .rate("tx", title: "TX/s", priority: 12),
    TableColumn("state", minimum: 5, comfortable: 7, maximum: 11, priority: 18),
    TableColumn("attach", minimum: 6, comfortable: 7, maximum: 12, priority: 5),
    TableColumn("network", minimum: 7, maximum: 24, priority: 4),
  ]

  let data: ScreenData
  private let places: [PodPlace]

  init(_ data: ScreenData) {
    self.data = data
    places = data.index.pods
  }

  var columns: [TableColumn] { Self.columns }
  var count: Int { places.count }

  func pod(_ row: Int) -> Pod { data.snapshot.pods[places[row].pod] }

  func interface(_ row: Int) -> Pod.Interface? {
    places[row].interface.map { pod(row).interfaces[$0] }
  }

  func identity(of row: Int) -> RowIdentity {
    let pod = pod(row)
    return .pod(title: pod.title, uid: pod.uid ?? pod.sandboxID, interface: interface(row)?.name)
  }

  func continues(_ row: Int, after other: Int) -> Bool { places[row].pod == places[other].pod }

  func cell(_ row: Int, column: Int) -> TableCell {
    let pod = pod(row)
    let interface = interface(row)
    switch Column(rawValue: column) {
    case .pod: return TableCell(pod.title, .name)
    case .netns: return namespaceCell(pod)
    case .interface: return interface.map { TableCell($0.name) } ?? .none
    case .host: return hostCell(interface)
    case .address: return TableCell.addresses(addresses(row))
    case .receive: return .rate(rate(row)?.received, .receiveRate)
    case .send: return .rate(rate(row)?.sent, .sendRate)
    case .state: return state(row)
    case .attachment:
      if pod.hostNetwork { return TableCell("hostNetwork", .kind) }
      return interface?.attachment.map { TableCell($0, .kind) } ?? .none
    case .network: return interface?.network.map { TableCell($0) } ?? .none
    case nil: return .none
    }
  }

  private func namespaceCell(_ pod: Pod) -> TableCell {
    guard let netns = pod.netns else { return .none }
    let name = data.index.namespace(netns).map(NodeIndex.shortName) ?? netns.description
    return TableCell(name, .mutedText)
  }

  private func hostCell(_ interface: Pod.Interface?) -> TableCell {
    guard let id = interface?.hostLink else { return .none }
    let name = data.index.name(of: id)
    guard let master = data.index.link(id)?.master else { return TableCell(name) }
    return TableCell(name + " " + data.index.name(of: master))
  }

  func addresses(_ row: Int) -> [IPAddress] {
    let pod = pod(row)
    if pod.hostNetwork { return Array(data.index.summary.nodeAddresses.prefix(1)) }
    guard let interface = interface(row) else { return [] }
    let listed = interface.addresses.map(\.address)
    if !listed.isEmpty { return listed }
    return interface.link.flatMap { data.index.link($0) }?.addresses.map(\.address)
      .filter { !$0.isLinkLocal } ?? []
  }

  /// As the pod sees it: what the node's end sends, the pod receives.
  func rate(_ row: Int) -> (received: Double, sent: Double)? {
    guard let interface = interface(row) else { return nil }
    if let own = interface.link.flatMap({ data.rates[$0] }) { return (own.rxBytes, own.txBytes) }
    if let far = interface.hostLink.flatMap({ data.rates[$0] }) {
      return (far.txBytes, far.rxBytes)
    }
    return nil
  }

  private func state(_ row: Int) -> TableCell {
    let pod = pod(row)
    if pod.hostNetwork { return TableCell("host", .mutedText) }
    guard let interface = interface(row) else {
      return pod.netns == nil ? TableCell("no netns", .unknown) : TableCell("no if", .warning)
    }
    let ends = [interface.link, interface.hostLink].compactMap { id in
      id.flatMap { data.index.link($0) }
    }
    guard let worst = ends.first(where: { $0.condition != .up }) ?? ends.first else {
      return TableCell("unread", .unknown)
    }
    return TableCell(worst.condition.word, worst.stateRole(isUsed: true))
  }

  func isFault(_ row: Int) -> Bool {
    let role = state(row).role
    return role == .down || role == .warning
  }

  func sortKind(column: Int) -> SortKind {
    switch Column(rawValue: column) {
    case .address: .words(3)
    case .receive, .send: .words(1)
    default: .text
    }
  }

  func sortWord(_ row: Int, column: Int, word: Int) -> UInt64 {
    switch Column(rawValue: column) {
    case .address: SortWord.address(addresses(row).first, word: word)
    case .receive: SortWord.rate(rate(row)?.received)
    case .send: SortWord.rate(rate(row)?.sent)
    default: 0
    }
  }

  func appendText(_ row: Int, column: Int, to text: inout [UInt8]) {
    guard column == Column.address.rawValue else {
      return text.appendLowercased(cell(row, column: column).text)
    }
    for address in addresses(row) {
      text.append(address)
      text.append(UInt8(ascii: " "))
    }
  }
}
