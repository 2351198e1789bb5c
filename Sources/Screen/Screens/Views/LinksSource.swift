import Canvas
import NetworkTypes
import NodeModel

/// The links view: the links of all namespaces.
struct LinksSource: RowSource {
  private enum Column: Int {
    case name, kind, state, mtu, mac, address, leads, pod, receive, send, receivePackets
    case sendPackets, errors, drops
  }

  static let columns: [TableColumn] = [
    TableColumn("name", minimum: 10, comfortable: 14, maximum: 40, priority: 20),
    TableColumn("kind", minimum: 6, comfortable: 7, maximum: 11, priority: 9),
    TableColumn("state", minimum: 5, comfortable: 7, maximum: 11, priority: 18),
    TableColumn("mtu", minimum: 5, maximum: 6, priority: 8, alignment: .right),
    TableColumn("mac", minimum: 17, maximum: 23, priority: 3),
    TableColumn("ip", title: "ADDRESS", minimum: 11, comfortable: 16, maximum: 43, priority: 12),
    TableColumn("leads", title: "LEADS TO", minimum: 10, comfortable: 13, maximum: 44, priority: 7),
    TableColumn(
      "pod", title: "POD/NETNS", minimum: 10, comfortable: 12, maximum: 48, priority: 11,
      cutsMiddle: true),
    .rate("rx", title: "RX/s", priority: 14),
    .rate("tx", title: "TX/s", priority: 14),
    .rate("rxp", title: "RXp/s", priority: 4),
    .rate("txp", title: "TXp/s", priority: 4),
    .rate("errors", title: "ERRORS", priority: 5),
    .rate("drops", title: "DROPS", priority: 6),
  ]

  let data: ScreenData
  private let places: [LinkPlace]

  init(_ data: ScreenData) {
    self.data = data
    places = data.index.links
  }

  var columns: [TableColumn] { Self.columns }
  var count: Int { places.count }

  func namespace(_ row: Int) -> Namespace {
    data.snapshot.namespaces[Int(places[row].namespace)]
  }

  /// Copies only the link, not its namespace.
  func link(_ row: Int) -> Link {
    let place = places[row]
    return data.snapshot.namespaces[Int(place.namespace)].links![Int(place.link)]
  }

  func statistics(_ row: Int) -> LinkStatistics? {
    let place = places[row]
    let all = data.snapshot.namespaces[Int(place.namespace)].statistics
    return Int(place.link) < all.count ? all[Int(place.link)] : nil
  }

  func identity(of row: Int) -> RowIdentity { .link(link(row).id) }

  func cell(_ row: Int, column: Int) -> TableCell {
    let link = link(row)
    switch Column(rawValue: column) {
    case .name: return TableCell(link.name, .name)
    case .kind: return TableCell(link.kind ?? Self.word(of: link.hardwareType), .kind)
    case .state:
      return TableCell(
        link.condition.word, link.stateRole(isUsed: data.index.isUsed(link)))
    case .mtu: return mtuCell(link)
    case .mac: return .address(link.macAddress)
    case .address: return Self.addressCell(link)
    case .leads: return leads(link)
    case .pod: return owner(link)
    case .receive: return .rate(data.rates[link.id]?.rxBytes, .receiveRate)
    case .send: return .rate(data.rates[link.id]?.txBytes, .sendRate)
    case .receivePackets: return .rate(data.rates[link.id]?.rxPackets, .receiveRate)
    case .sendPackets: return .rate(data.rates[link.id]?.txPackets, .sendRate)
    case .errors: return faults(errors(row), link)
    case .drops: return faults(drops(row), link)
    case nil: return .none
    }
  }

  private func mtuCell(_ link: Link) -> TableCell {
    guard let mtu = link.mtu else { return .none }
    return data.index.mtuConflict(of: link) == nil
      ? TableCell("\(mtu)", .number) : TableCell("\(mtu)!", .warning)
  }

  /// What is lost just now stands out from what was lost before someone looked.
  private func faults(_ value: UInt64?, _ link: Link) -> TableCell {
    var cell = TableCell.faults(value)
    if cell.role == .warning, (data.rates[link.id]?.faults ?? 0) > 0 { cell.role = .down }
    return cell
  }

  private static func word(of type: HardwareType) -> String {
    switch type {
    case .ethernet: "ether"
    case .loopback: "loop"
    default: type.word
    }
  }

  /// The first address that others can reach, with its prefix length.
  private static func addressCell(_ link: Link) -> TableCell {
    let shown = link.addresses.first { !$0.address.isLinkLocal } ?? link.addresses.first
    guard let shown else { return .none }
    let others = link.addresses.filter { !$0.address.isLinkLocal && $0 != shown }.count
    let failed = link.addresses.contains { $0.flags.contains(.dadFailed) }
    // Every link has such a one; details tell which.
    if !failed, shown.address.isLinkLocal, shown.address.family == .ipv6 {
      return TableCell("link-local", .mutedText)
    }
    let text = "\(shown.address)/\(shown.prefixLength)" + (others > 0 ? " +\(others)" : "")
    return failed ? TableCell(text + " dup!", .down) : TableCell(text, .address)
  }

  /// Its master, its other end, or what it stands on.
  private func leads(_ link: Link) -> TableCell {
    let here = link.id.namespace
    if let master = link.master {
      return TableCell("port of " + data.index.name(of: master, from: here))
    }
    if let peer = link.peer { return TableCell(data.index.name(of: peer, from: here)) }
    if let parent = link.parent {
      return TableCell("on " + data.index.name(of: parent, from: here))
    }
    if let nsid = link.linkNSID { return TableCell("in nsid \(nsid)", .unknown) }
    return .none
  }

  private func owner(_ link: Link) -> TableCell {
    if let pod = data.index.pod(of: link.id) { return TableCell(pod.title) }
    let title = data.index.title(of: link.id.namespace)
    return TableCell(title, .mutedText)
  }

  private func errors(_ row: Int) -> UInt64? {
    statistics(row).map { $0.rxErrors &+ $0.txErrors }
  }

  private func drops(_ row: Int) -> UInt64? {
    statistics(row).map { $0.rxDropped &+ $0.txDropped }
  }

  func isFault(_ row: Int) -> Bool {
    let link = link(row)
    return link.isFaulty(isUsed: data.index.isUsed(link))
      || link.addresses.contains { $0.flags.contains(.dadFailed) }
      || data.index.mtuConflict(of: link) != nil
      || (data.rates[link.id]?.faults ?? 0) > 0
  }

  /// Which links lose packets now: with other ones, other rows are faults.
  var losing: Int {
    var hasher = Hasher()
    for (link, _) in data.rates.losing { hasher.combine(link) }
    return hasher.finalize()
  }

  func sortKind(column: Int) -> SortKind {
    switch Column(rawValue: column) {
    case .name, .kind, .state, .leads, .pod, nil: .text
    case .address: .words(3)
    default: .words(1)
    }
  }

  func sortWord(_ row: Int, column: Int, word: Int) -> UInt64 {
    let link = link(row)
    switch Column(rawValue: column) {
    case .mtu: return SortWord.number(link.mtu)
    case .mac: return SortWord.address(link.macAddress)
    case .address:
      let shown = link.addresses.first { !$0.address.isLinkLocal } ?? link.addresses.first
      return SortWord.address(shown?.address, word: word)
    case .receive: return SortWord.rate(data.rates[link.id]?.rxBytes)
    case .send: return SortWord.rate(data.rates[link.id]?.txBytes)
    case .receivePackets: return SortWord.rate(data.rates[link.id]?.rxPackets)
    case .sendPackets: return SortWord.rate(data.rates[link.id]?.txPackets)
    case .errors: return SortWord.number(errors(row))
    case .drops: return SortWord.number(drops(row))
    default: return 0
    }
  }

  func appendText(_ row: Int, column: Int, to text: inout [UInt8]) {
    switch Column(rawValue: column) {
    case .address:
      for address in link(row).addresses {
        text.append(address.address)
        text.append(UInt8(ascii: "/"))
        text.append(number: address.prefixLength)
        text.append(UInt8(ascii: " "))
      }
    case .name:
      let link = link(row)
      for name in [link.name] + link.altNames {
        text.appendLowercased(name)
        text.append(UInt8(ascii: " "))
      }
    default: text.appendLowercased(cell(row, column: column).text)
    }
  }
}
