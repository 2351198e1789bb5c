import Canvas
import NetworkTypes
import NodeModel

/// The pods view: a row for each interface of each pod, and then of the namespaces that are used
/// without a pod being known of them, as `ip netns` makes them.
struct PodsSource: RowSource {
  private enum Column: Int {
    case pod, netns, interface, host, address, receive, send, state, attachment, network
  }

  static let columns: [TableColumn] = [
    TableColumn(
      "pod", title: "NAMESPACE/POD", minimum: 12, comfortable: 23, maximum: 63, priority: 20,
      cutsMiddle: true),
    TableColumn("netns", minimum: 8, maximum: 20, priority: 3, cutsMiddle: true),
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
  private let rows: [PodRow]

  init(_ data: ScreenData) {
    self.data = data
    rows = data.index.pods
  }

  var columns: [TableColumn] { Self.columns }
  var count: Int { rows.count }

  /// The pod of a row; nil where the namespace has no name but its own.
  func pod(_ row: Int) -> Pod? {
    guard case .pod(let place) = rows[row] else { return nil }
    return data.snapshot.pods[place.pod]
  }

  func podPlace(_ row: Int) -> Int? {
    guard case .pod(let place) = rows[row] else { return nil }
    return place.pod
  }

  func interface(_ row: Int) -> Pod.Interface? {
    guard case .pod(let place) = rows[row], let number = place.interface else { return nil }
    return data.snapshot.pods[place.pod].interfaces[number]
  }

  /// The link of a row whose namespace is of no pod.
  func unnamed(_ row: Int) -> Link? {
    guard case .unnamed(let place) = rows[row] else { return nil }
    return data.snapshot.namespaces[Int(place.namespace)].links?[Int(place.link)]
  }

  /// What a row is called.
  func title(_ row: Int) -> String {
    if let pod = pod(row) { return pod.title }
    return unnamed(row).map { data.index.title(of: $0.id.namespace) } ?? ""
  }

  func identity(of row: Int) -> RowIdentity {
    guard let pod = pod(row) else { return unnamed(row).map { .link($0.id) } ?? .none }
    return .pod(title: pod.title, uid: pod.uid ?? pod.sandboxID, interface: interface(row)?.name)
  }

  func continues(_ row: Int, after other: Int) -> Bool {
    switch (rows[row], rows[other]) {
    case (.pod(let one), .pod(let other)): one.pod == other.pod
    case (.unnamed(let one), .unnamed(let other)): one.namespace == other.namespace
    default: false
    }
  }

  /// The namespace that a row is of; nil where it is not known.
  func namespace(_ row: Int) -> NamespaceID? {
    pod(row).map(\.netns) ?? unnamed(row)?.id.namespace
  }

  func cell(_ row: Int, column: Int) -> TableCell {
    guard let pod = pod(row) else { return unnamedCell(row, column) }
    let interface = interface(row)
    switch Column(rawValue: column) {
    case .pod: return TableCell(pod.title, .name)
    case .netns: return namespaceCell(pod.netns)
    case .interface: return interface.map { TableCell($0.name) } ?? .none
    case .host: return hostCell(interface?.hostLink)
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

  /// The cells of a namespace that is of no pod.
  private func unnamedCell(_ row: Int, _ column: Int) -> TableCell {
    guard let link = unnamed(row) else { return .none }
    switch Column(rawValue: column) {
    case .pod: return TableCell(title(row), .mutedText)
    case .netns: return TableCell(link.id.namespace.description, .mutedText)
    case .interface: return TableCell(link.name, .mutedText)
    case .host: return hostCell(link.peer ?? link.parent)
    case .address: return TableCell.addresses(addresses(row))
    case .receive: return .rate(rate(row)?.received, .receiveRate)
    case .send: return .rate(rate(row)?.sent, .sendRate)
    case .state: return state(row)
    case .attachment: return link.kind.map { TableCell($0, .mutedText) } ?? .none
    case .network, nil: return .none
    }
  }

  private func namespaceCell(_ netns: NamespaceID?) -> TableCell {
    guard let netns else { return .none }
    let name = data.index.namespace(netns).map(NodeIndex.shortName) ?? netns.description
    return TableCell(name, .mutedText)
  }

  private func hostCell(_ link: LinkID?) -> TableCell {
    guard let id = link else { return .none }
    let name = data.index.name(of: id, from: data.snapshot.host?.id)
    guard let master = data.index.link(id)?.master else { return TableCell(name) }
    return TableCell(name + " " + data.index.name(of: master))
  }

  func addresses(_ row: Int) -> [IPAddress] {
    guard let pod = pod(row) else {
      return unnamed(row)?.addresses.map(\.address).filter { !$0.isLinkLocal } ?? []
    }
    if pod.hostNetwork { return Array(data.index.summary.nodeAddresses.prefix(1)) }
    guard let interface = interface(row) else { return [] }
    let listed = interface.addresses.map(\.address)
    if !listed.isEmpty { return listed }
    return interface.link.flatMap { data.index.link($0) }?.addresses.map(\.address)
      .filter { !$0.isLinkLocal } ?? []
  }

  /// As the pod sees it: what the node's end sends, the pod receives.
  func rate(_ row: Int) -> (received: Double, sent: Double)? {
    if let link = unnamed(row) {
      return data.rates[link.id].map { ($0.rxBytes, $0.txBytes) }
    }
    guard let interface = interface(row) else { return nil }
    if let own = interface.link.flatMap({ data.rates[$0] }) { return (own.rxBytes, own.txBytes) }
    if let far = interface.hostLink.flatMap({ data.rates[$0] }) {
      return (far.txBytes, far.rxBytes)
    }
    return nil
  }

  private func state(_ row: Int) -> TableCell {
    guard let pod = pod(row) else {
      guard let link = unnamed(row) else { return .none }
      return TableCell(
        link.condition.word, link.stateRole(isUsed: data.index.isUsed(link)))
    }
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
