import Canvas
import NetworkTypes
import NodeModel

/// The tunnels view: links that wrap packets into others.
struct TunnelsSource: RowSource {
  private enum Column: Int {
    case name, kind, identifier, local, remotes, port, underlay, mtu, headroom, receive, send
    case handshake, state, solution, owner
  }

  static let columns: [TableColumn] = [
    TableColumn("name", minimum: 9, comfortable: 10, maximum: 15, priority: 20),
    TableColumn("kind", minimum: 5, comfortable: 6, maximum: 10, priority: 15),
    TableColumn("id", minimum: 5, maximum: 10, priority: 14, alignment: .right),
    TableColumn("local", minimum: 11, comfortable: 13, maximum: 39, priority: 10),
    TableColumn("remotes", minimum: 13, comfortable: 16, maximum: 56, priority: 17),
    TableColumn("port", minimum: 5, maximum: 5, priority: 6, alignment: .right),
    TableColumn("underlay", minimum: 6, comfortable: 8, maximum: 15, priority: 9),
    TableColumn("mtu", minimum: 5, maximum: 6, priority: 12, alignment: .right),
    TableColumn("room", minimum: 4, comfortable: 5, maximum: 6, priority: 11, alignment: .right),
    .rate("rx", title: "RX/s", priority: 13),
    .rate("tx", title: "TX/s", priority: 13),
    handshake,
    TableColumn("state", minimum: 5, comfortable: 7, maximum: 11, priority: 18),
    TableColumn("by", title: "SOLUTION", minimum: 7, maximum: 16, priority: 8),
    TableColumn("pod", title: "POD/NETNS", minimum: 8, maximum: 48, priority: 5, cutsMiddle: true),
  ]

  /// Since the last one with any peer.
  private static let handshake: TableColumn = {
    var column = TableColumn(
      "shake", title: "HANDSHAKE", minimum: 6, comfortable: 9, maximum: 9, priority: 7,
      alignment: .right)
    column.isVolatile = true
    return column
  }()

  let data: ScreenData

  init(_ data: ScreenData) { self.data = data }

  var columns: [TableColumn] { Self.columns }
  var count: Int { data.snapshot.tunnels.count }

  func tunnel(_ row: Int) -> Tunnel { data.snapshot.tunnels[row] }
  func identity(of row: Int) -> RowIdentity { .tunnel(tunnel(row).link) }

  func cell(_ row: Int, column: Int) -> TableCell {
    let tunnel = tunnel(row)
    let index = data.index
    switch Column(rawValue: column) {
    case .name: return TableCell(index.name(of: tunnel.link), .name)
    case .kind: return TableCell(tunnel.kind, .kind)
    case .identifier: return .number(tunnel.identifier)
    case .local: return .address(tunnel.local)
    case .remotes: return .addresses(tunnel.remotes)
    case .port: return .number(tunnel.port)
    case .underlay:
      return .text(tunnel.underlay.map { index.name(of: $0, from: tunnel.link.namespace) })
    case .mtu:
      // Marked here too: the column of the room gives way on narrow screens.
      guard let mtu = tunnel.mtu, (tunnel.headroom(index) ?? 0) < 0 else {
        return .number(tunnel.mtu)
      }
      return TableCell("\(mtu)!", .down)
    case .headroom:
      guard let headroom = tunnel.headroom(index) else { return .none }
      return headroom < 0 ? TableCell("\(headroom)!", .down) : TableCell("\(headroom)", .number)
    case .receive: return .rate(data.rates[tunnel.link]?.rxBytes, .receiveRate)
    case .send: return .rate(data.rates[tunnel.link]?.txBytes, .sendRate)
    case .handshake:
      guard let device = tunnel.wireGuard, !device.peers.isEmpty else { return .none }
      return data.handshakeAge(device.lastHandshake)
    case .state: return state(tunnel)
    case .solution: return .text(tunnel.solution)
    case .owner: return TableCell(index.title(of: tunnel.link.namespace), .mutedText)
    case nil: return .none
    }
  }

  private func state(_ tunnel: Tunnel) -> TableCell {
    guard let link = data.index.link(tunnel.link) else { return TableCell("unread", .unknown) }
    return TableCell(link.condition.word, link.stateRole(isUsed: !link.isFallbackDevice))
  }

  func isFault(_ row: Int) -> Bool {
    let tunnel = tunnel(row)
    return (tunnel.headroom(data.index) ?? 0) < 0 || state(tunnel).role == .down
  }

  func sortKind(column: Int) -> SortKind {
    switch Column(rawValue: column) {
    case .local, .remotes: .words(3)
    case .identifier, .port, .mtu, .headroom, .receive, .send, .handshake: .words(1)
    default: .text
    }
  }

  func sortWord(_ row: Int, column: Int, word: Int) -> UInt64 {
    let tunnel = tunnel(row)
    switch Column(rawValue: column) {
    case .identifier: return SortWord.number(tunnel.identifier)
    case .local: return SortWord.address(tunnel.local, word: word)
    case .remotes: return SortWord.address(tunnel.remotes.first, word: word)
    case .port: return SortWord.number(tunnel.port)
    case .mtu: return SortWord.number(tunnel.mtu)
    // Negative ones must sort below zero.
    case .headroom: return UInt64(bitPattern: Int64(tunnel.headroom(data.index) ?? 0)) ^ 1 << 63
    case .handshake:
      return UInt64(bitPattern: tunnel.wireGuard?.lastHandshake ?? 0)
    case .receive: return SortWord.rate(data.rates[tunnel.link]?.rxBytes)
    case .send: return SortWord.rate(data.rates[tunnel.link]?.txBytes)
    default: return 0
    }
  }

  func appendText(_ row: Int, column: Int, to text: inout [UInt8]) {
    guard column == Column.remotes.rawValue else {
      return text.appendLowercased(cell(row, column: column).text)
    }
    for remote in tunnel(row).remotes {
      text.append(remote)
      text.append(UInt8(ascii: " "))
    }
  }
}
