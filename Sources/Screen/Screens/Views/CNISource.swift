import Canvas
import NodeModel

/// The CNI view: networks with what is attached to them, plugins and network solutions.
struct CNISource: RowSource {
  private enum Column: Int {
    case name, what, state, version, plugins, interface, pod, addresses, more
  }

  static let columns: [TableColumn] = [
    TableColumn("name", minimum: 10, comfortable: 14, maximum: 32, priority: 20, cutsMiddle: true),
    TableColumn("what", minimum: 8, maximum: 10, priority: 19),
    TableColumn("state", minimum: 8, maximum: 10, priority: 18),
    TableColumn("version", minimum: 5, maximum: 13, priority: 6),
    TableColumn("plugins", minimum: 8, comfortable: 12, maximum: 40, priority: 14),
    TableColumn("if", minimum: 4, maximum: 15, priority: 12),
    TableColumn(
      "pod", title: "POD/NETNS", minimum: 8, comfortable: 14, maximum: 48, priority: 13,
      cutsMiddle: true),
    TableColumn("ip", minimum: 10, maximum: 43, priority: 11),
    TableColumn("more", title: "WHY/WHERE", minimum: 8, maximum: 80, priority: 10),
  ]

  let data: ScreenData
  private let state: CNIState
  private let rows: [CNIRow]

  init(_ data: ScreenData) {
    self.data = data
    state = data.snapshot.cni ?? CNIState()
    rows = data.index.cniRows
  }

  var columns: [TableColumn] { Self.columns }
  var count: Int { rows.count }
  var isUnread: Bool { data.snapshot.cni == nil }

  func row(_ row: Int) -> CNIRow { rows[row] }

  func configuration(_ row: Int) -> CNIState.Configuration? {
    guard case .configuration(let place) = rows[row] else { return nil }
    return state.configurations[place]
  }

  func attachment(_ row: Int) -> CNIState.Attachment? {
    guard case .attachment(let place) = rows[row] else { return nil }
    return state.attachments[place]
  }

  func plugin(_ row: Int) -> CNIState.Plugin? {
    guard case .plugin(let place) = rows[row] else { return nil }
    return state.plugins[place]
  }

  func solution(_ row: Int) -> CNIState.Solution? {
    guard case .solution(let place) = rows[row] else { return nil }
    return state.solutions[place]
  }

  /// An attachment beside what the kernel has of it.
  func condition(_ attachment: CNIState.Attachment) -> AttachmentState {
    AttachmentState(attachment, data.snapshot, data.index)
  }

  /// How many are attached to a network.
  func attachments(of network: String?) -> Int {
    state.attachments.count { $0.network == network }
  }

  func identity(of row: Int) -> RowIdentity {
    switch rows[row] {
    case .configuration(let place): .cni("configuration", state.configurations[place].path)
    case .attachment(let place):
      .cni("attachment", state.attachments[place].path + state.attachments[place].ifname)
    case .plugin(let place): .cni("plugin", state.plugins[place].path)
    case .solution(let place): .cni("solution", state.solutions[place].name)
    }
  }

  func continues(_ row: Int, after other: Int) -> Bool {
    guard let network = attachment(row)?.network else { return false }
    return configuration(other)?.name == network || attachment(other)?.network == network
  }

  func cell(_ row: Int, column: Int) -> TableCell {
    guard let column = Column(rawValue: column) else { return .none }
    switch rows[row] {
    case .configuration(let place): return cell(state.configurations[place], column)
    case .attachment(let place): return cell(state.attachments[place], column)
    case .plugin(let place): return cell(state.plugins[place], column)
    case .solution(let place): return cell(state.solutions[place], column)
    }
  }

  private func cell(_ configuration: CNIState.Configuration, _ column: Column) -> TableCell {
    switch column {
    case .name: return TableCell(configuration.name ?? Self.file(configuration.path), .name)
    case .what: return TableCell("network", .kind)
    case .state:
      if !configuration.problems.isEmpty { return TableCell("broken", .down) }
      return configuration.isActive ? TableCell("active", .up) : TableCell("usable")
    case .version: return .text(configuration.version, .mutedText)
    case .plugins:
      return configuration.plugins.isEmpty
        ? .none : TableCell(configuration.plugins.joined(separator: " "))
    case .interface, .addresses: return .none
    case .pod:
      let count = attachments(of: configuration.name)
      return count > 0 ? TableCell("\(count) attached", .mutedText) : .none
    case .more:
      return configuration.problems.first.map { TableCell($0, .down) }
        ?? TableCell(configuration.path, .mutedText)
    }
  }

  private func cell(_ attachment: CNIState.Attachment, _ column: Column) -> TableCell {
    switch column {
    case .name: return TableCell(attachment.network, .name)
    case .what: return TableCell("attached", .kind)
    case .state:
      let condition = condition(attachment).condition
      return TableCell(condition.word, Self.role(condition))
    case .version: return .none
    case .plugins:
      return attachment.plugins.isEmpty
        ? .none : TableCell(attachment.plugins.joined(separator: " "), .mutedText)
    case .interface: return TableCell(attachment.ifname)
    case .pod:
      return TableCell(condition(attachment).pod ?? "container \(attachment.containerID)")
    case .addresses:
      guard let first = attachment.addresses.first else { return .none }
      let more = attachment.addresses.count - 1
      return TableCell(more > 0 ? "\(first) +\(more)" : first, .address)
    case .more:
      if case .withoutAddresses(let missing) = condition(attachment).condition {
        return TableCell("without \(missing.joined(separator: " "))", .warning)
      }
      return TableCell(attachment.netnsPath ?? attachment.path, .mutedText)
    }
  }

  static func role(_ condition: AttachmentState.Condition) -> Role {
    switch condition {
    case .asMade: .up
    case .withoutAddresses, .noNamespace: .warning
    case .noInterface: .down
    case .unread: .unknown
    }
  }

  private func cell(_ plugin: CNIState.Plugin, _ column: Column) -> TableCell {
    switch column {
    case .name: return TableCell(plugin.type, .name)
    case .what: return TableCell("plugin", .kind)
    case .state:
      if plugin.problem != nil { return TableCell("mute", .warning) }
      return plugin.isConfigured ? TableCell("used", .up) : TableCell("unused", .mutedText)
    case .version:
      guard let versions = plugin.versions, let last = versions.last else { return .none }
      return TableCell(
        versions.count > 1 ? "\(versions[0])-\(last)" : last, .mutedText)
    case .more:
      return plugin.problem.map { TableCell($0, .warning) } ?? TableCell(plugin.path, .mutedText)
    case .plugins, .interface, .pod, .addresses: return .none
    }
  }

  private func cell(_ solution: CNIState.Solution, _ column: Column) -> TableCell {
    switch column {
    case .name: return TableCell(solution.name, .name)
    case .what: return TableCell("solution", .kind)
    case .state:
      return solution.isActive ? TableCell("active", .up) : TableCell("left over", .mutedText)
    case .more: return TableCell(solution.evidence.joined(separator: ", "), .mutedText)
    case .version, .plugins, .interface, .pod, .addresses: return .none
    }
  }

  private static func file(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  func isFault(_ row: Int) -> Bool {
    let role = cell(row, column: Column.state.rawValue).role
    return role == .down || role == .warning
  }

  func visibleRows(_ row: Int) -> [VisibleRow] {
    switch rows[row] {
    case .configuration(let place): [.configuration(place)]
    case .plugin(let place): [.plugin(place)]
    case .attachment, .solution: []
    }
  }
}
