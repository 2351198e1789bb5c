import Canvas
import NetworkTypes
import NodeModel

/// The events view: what changed on the node, the newest first.
struct EventsSource: RowSource {
  private enum Column: Int {
    case time, owner, subject, title, action, what
  }

  static let columns: [TableColumn] = [
    TableColumn("time", title: "TIME UTC", minimum: 8, maximum: 8, priority: 19),
    TableColumn(
      "pod", title: "POD/NETNS", minimum: 10, comfortable: 14, maximum: 48, priority: 14,
      growth: 21, cutsMiddle: true),
    TableColumn("subject", minimum: 9, maximum: 9, priority: 18),
    TableColumn(
      "title", title: "WHAT", minimum: 12, comfortable: 18, maximum: 56, priority: 20,
      cutsMiddle: true),
    TableColumn("action", minimum: 7, maximum: 7, priority: 18),
    // It has no end, so it must not starve those that say what changed.
    TableColumn(
      "fields", title: "BEFORE -> AFTER", minimum: 12, comfortable: 17, maximum: 120, priority: 16,
      growth: 0),
  ]

  let data: ScreenData

  init(_ data: ScreenData) { self.data = data }

  var columns: [TableColumn] { Self.columns }
  var count: Int { data.events.count }

  func event(_ row: Int) -> Event { data.events[data.events.count - 1 - row] }
  func change(_ row: Int) -> Change { event(row).change }

  func identity(of row: Int) -> RowIdentity { .event(event(row).number) }

  func cell(_ row: Int, column: Int) -> TableCell {
    let event = event(row)
    let change = event.change
    switch Column(rawValue: column) {
    case .time: return TableCell(Clock.time(change.at), .mutedText)
    case .owner:
      return event.owner.map { TableCell($0.title, $0.isPod ? .text : .mutedText) } ?? .none
    case .subject: return TableCell(change.subject.rawValue, .kind)
    case .title: return TableCell(change.title, .name)
    case .action: return TableCell(change.action.rawValue, Self.role(change.action))
    case .what: return event.text.isEmpty ? .none : TableCell(event.text)
    case nil: return .none
    }
  }

  static func role(_ action: Change.Action) -> Role {
    switch action {
    case .added: .added
    case .removed: .removed
    case .changed: .changed
    }
  }

  func sortKind(column: Int) -> SortKind { column == Column.time.rawValue ? .words(1) : .text }

  func sortWord(_ row: Int, column: Int, word: Int) -> UInt64 {
    UInt64(bitPattern: change(row).at) ^ 1 << 63
  }

  var hasChatter: Bool { true }
  func isChatter(_ row: Int) -> Bool { event(row).isChatter }

  func isFault(_ row: Int) -> Bool {
    let change = change(row)
    if change.subject == .link, case .link(let link)? = change.after {
      return link.condition != .up && change.action == .changed
    }
    if case .neighbour(let neighbour)? = change.after { return neighbour.state == .failed }
    return change.action == .removed && [.link, .pod, .tunnel].contains(change.subject)
  }
}

/// Moments as text.
enum Clock {
  /// `07:04:09` of microseconds since 1970.
  static func time(_ microseconds: Int64) -> String { UTCTime(microseconds).clock }

  /// `2026-01-31 07:04:09`.
  static func dateAndTime(_ microseconds: Int64) -> String {
    let time = UTCTime(microseconds)
    return time.date + " " + time.clock
  }
}
