import Canvas
import NetworkTypes
import NodeModel

/// The BGP view: every session of every daemon, with why it is down.
struct BGPSource: RowSource {
  private enum Column: Int {
    case peer, name, kind, peerAS, state, since, accepted, advertised, flaps, bfd, reason, daemon
    case owner
  }

  static let columns: [TableColumn] = [
    TableColumn("peer", minimum: 12, comfortable: 15, maximum: 45, priority: 20),
    TableColumn("name", minimum: 6, comfortable: 12, maximum: 32, priority: 8, cutsMiddle: true),
    TableColumn("kind", minimum: 6, maximum: 8, priority: 9),
    TableColumn("as", title: "AS", minimum: 5, maximum: 10, priority: 15, alignment: .right),
    TableColumn("state", minimum: 11, maximum: 12, priority: 19),
    TableColumn("since", minimum: 6, maximum: 8, priority: 16, alignment: .right),
    TableColumn("in", minimum: 5, maximum: 8, priority: 14, alignment: .right),
    TableColumn("out", minimum: 5, maximum: 8, priority: 13, alignment: .right),
    TableColumn("flaps", minimum: 8, maximum: 8, priority: 7),
    TableColumn("bfd", title: "BFD", minimum: 4, maximum: 9, priority: 6),
    TableColumn(
      "reason", minimum: 14, comfortable: 20, maximum: 72, priority: 17),
    TableColumn("daemon", minimum: 6, maximum: 15, priority: 10),
    TableColumn("pod", title: "POD/NETNS", minimum: 8, maximum: 48, priority: 5, cutsMiddle: true),
  ]

  let data: ScreenData
  private let sessions: [BGPStatus.Session]
  private let history: SessionHistory

  init(_ data: ScreenData) {
    self.data = data
    sessions = data.snapshot.bgp?.sessions ?? []
    history = SessionHistory(data.events, now: data.now)
  }

  var columns: [TableColumn] { Self.columns }
  var count: Int { sessions.count }
  var isUnread: Bool { data.snapshot.bgp == nil }

  func session(_ row: Int) -> BGPStatus.Session { sessions[row] }
  func timeline(_ row: Int) -> [SessionHistory.Moment] { history[session(row).identity] }
  func identity(of row: Int) -> RowIdentity { .bgp(session(row).identity) }

  func cell(_ row: Int, column: Int) -> TableCell {
    let session = session(row)
    let peer = session.peer
    switch Column(rawValue: column) {
    case .peer: return TableCell(session.title, .address)
    case .name: return .text(peer.name ?? peer.description, .name)
    case .kind: return TableCell(Self.word(peer.kind), peer.kind == .unknown ? .mutedText : .kind)
    case .peerAS: return .number(peer.peerAS)
    case .state: return Self.state(session)
    case .since:
      return peer.sinceSeconds.map { TableCell(Quantity.duration(seconds: $0), .number) } ?? .none
    case .accepted: return Self.count(session.accepted, isUp: peer.state == .established)
    case .advertised: return Self.count(session.advertised, isUp: peer.state == .established)
    case .flaps:
      let bars = history.flaps(session.identity, columns: 8)
      return bars.map { TableCell($0, .sparkline) } ?? .number(peer.flaps)
    case .bfd: return .text(peer.bfd, peer.bfd == "up" ? .up : .down)
    case .reason: return reason(session)
    case .daemon: return TableCell(session.daemon, session.isKernelOnly ? .mutedText : .text)
    case .owner: return TableCell(data.index.title(of: session.speaker.netns), .mutedText)
    case nil: return .none
    }
  }

  /// No routes over a session that is up are what an operator should see.
  private static func count(_ value: UInt64?, isUp: Bool) -> TableCell {
    guard let value else { return .none }
    return TableCell(Quantity.count(value), value == 0 && isUp ? .warning : .number)
  }

  static func state(_ session: BGPStatus.Session) -> TableCell {
    let word = session.stateWord
    if session.tcp?.evidence == .dying, session.peer.state == .established {
      return TableCell("\(word)!", .down)
    }
    if !session.isFault {
      return TableCell(word, session.peer.state == .established ? .up : .mutedText)
    }
    switch session.peer.state {
    case .openSent?, .openConfirm?: return TableCell(word, .warning)
    case nil: return TableCell(word, .unknown)
    default: return TableCell(word, session.stateWord == "passive" ? .warning : .down)
    }
  }

  private func reason(_ session: BGPStatus.Session) -> TableCell {
    if let text = session.reasonText {
      return TableCell(
        text, session.isFault || session.tcp?.evidence == .dying ? .text : .mutedText)
    }
    if let restart = session.peer.restart {
      return TableCell(Self.text(restart), .warning)
    }
    return .none
  }

  static func text(_ restart: BGPPeer.Restart) -> String {
    let left = restart.secondsLeft.map { ", \(Quantity.duration(seconds: Int64($0))) left" } ?? ""
    return restart.role == .recovering
      ? "restarting: routes are held back\(left)" : "the peer restarts: its routes are kept\(left)"
  }

  private static func word(_ kind: BGPPeerKind) -> String {
    switch kind {
    case .routeReflectorClient: "client"
    case .unknown: "-"
    default: kind.rawValue
    }
  }

  func isFault(_ row: Int) -> Bool {
    let session = session(row)
    return session.isFault || session.tcp?.evidence == .dying || session.peer.bfd == "down"
  }

  func sortKind(column: Int) -> SortKind {
    switch Column(rawValue: column) {
    case .peer: .words(3)
    case .peerAS, .since, .accepted, .advertised: .words(1)
    default: .text
    }
  }

  func sortWord(_ row: Int, column: Int, word: Int) -> UInt64 {
    let session = session(row)
    switch Column(rawValue: column) {
    case .peer: return SortWord.address(session.peer.address, word: word)
    case .peerAS: return SortWord.number(session.peer.peerAS)
    case .since: return SortWord.number(session.peer.sinceSeconds.map { UInt64(max($0, 0)) })
    case .accepted: return SortWord.number(session.accepted)
    case .advertised: return SortWord.number(session.advertised)
    default: return 0
    }
  }

  func visibleRows(_ row: Int) -> [VisibleRow] { [.bgp(row)] }
}
