/// What a piece of the screen means: views name roles, and only themes name colours.
///
/// A theme calls a role by its `name`. A role that it does not mention looks like the one whose
/// name lacks the last dotted part, in the end like `text`.
public enum Role: UInt8, CaseIterable, Hashable, Sendable {
  case text, mutedText, accent, title, border
  case header, staleHeader
  case tab, activeTab, key, keyHelp
  case tableHeader, sortedHeader, selection, scrollbar, match
  case up, down, warning, unknown
  case address, name, kind, number, receiveRate, sendRate, gauge, sparkline, tree
  case added, removed, changed
  case prompt, error, notice, stale

  /// The name in theme files, `state.up`.
  public var name: String {
    switch self {
    case .text: "text"
    case .mutedText: "text.muted"
    case .accent: "accent"
    case .title: "title"
    case .border: "border"
    case .header: "header"
    case .staleHeader: "header.stale"
    case .tab: "tab"
    case .activeTab: "tab.active"
    case .key: "key"
    case .keyHelp: "key.help"
    case .tableHeader: "table.header"
    case .sortedHeader: "table.header.sorted"
    case .selection: "selection"
    case .scrollbar: "scrollbar"
    case .match: "match"
    case .up: "state.up"
    case .down: "state.down"
    case .warning: "state.warning"
    case .unknown: "state.unknown"
    case .address: "address"
    case .name: "name"
    case .kind: "kind"
    case .number: "number"
    case .receiveRate: "rate.rx"
    case .sendRate: "rate.tx"
    case .gauge: "gauge"
    case .sparkline: "sparkline"
    case .tree: "tree"
    case .added: "diff.added"
    case .removed: "diff.removed"
    case .changed: "diff.changed"
    case .prompt: "prompt"
    case .error: "error"
    case .notice: "notice"
    case .stale: "stale"
    }
  }

  /// The role with this name in theme files.
  public init?(name: String) {
    guard let role = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = role
  }

  /// The names under which a theme may style this role, the most precise first.
  public var namesWithFallbacks: [String] {
    var names = [name]
    while let dot = names[names.count - 1].lastIndex(of: ".") {
      names.append(String(names[names.count - 1][..<dot]))
    }
    return names
  }
}
