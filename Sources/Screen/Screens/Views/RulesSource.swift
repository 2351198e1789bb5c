import Canvas
import NetworkTypes
import NodeModel

/// The routing rules, in the order in which the kernel asks them.
struct RulesSource: RowSource {
  private enum Column: Int {
    case priority, family, from, to, iif, oif, mark, action, table, more, owner
  }

  static let columns: [TableColumn] = [
    TableColumn("prio", minimum: 6, maximum: 10, priority: 20, alignment: .right),
    TableColumn("family", minimum: 4, maximum: 6, priority: 10),
    TableColumn("from", minimum: 8, maximum: 43, priority: 18),
    TableColumn("to", minimum: 8, maximum: 43, priority: 17),
    TableColumn("iif", minimum: 6, maximum: 15, priority: 14),
    TableColumn("oif", minimum: 6, maximum: 15, priority: 13),
    TableColumn("mark", title: "FWMARK", minimum: 8, maximum: 21, priority: 15),
    TableColumn("action", minimum: 7, maximum: 11, priority: 16),
    TableColumn("table", minimum: 6, maximum: 10, priority: 19),
    TableColumn("more", minimum: 8, maximum: 60, priority: 5),
    TableColumn("pod", title: "POD/NETNS", minimum: 8, maximum: 48, priority: 4),
  ]

  let data: ScreenData
  let isUnread: Bool
  private var rules: [(namespace: NamespaceID, rule: Rule, position: Int)] = []

  init(_ data: ScreenData, _ choice: ViewState.NamespaceChoice) {
    self.data = data
    isUnread = !data.snapshot.namespaces.contains { choice.includes($0) && $0.rules != nil }
    for namespace in data.snapshot.namespaces where choice.includes(namespace) {
      for (position, rule) in (namespace.rules ?? []).enumerated() {
        rules.append((namespace.id, rule, position))
      }
    }
  }

  var columns: [TableColumn] { Self.columns }
  var count: Int { rules.count }

  func rule(_ row: Int) -> (namespace: NamespaceID, rule: Rule) {
    (rules[row].namespace, rules[row].rule)
  }

  /// The namespace of a rule, and its place among the rules there.
  func place(_ row: Int) -> (namespace: NamespaceID, position: Int) {
    (rules[row].namespace, rules[row].position)
  }

  func identity(of row: Int) -> RowIdentity { .rule(rules[row].namespace, rules[row].rule) }

  func cell(_ row: Int, column: Int) -> TableCell {
    let rule = rules[row].rule
    switch Column(rawValue: column) {
    case .priority: return .number(rule.priority)
    case .family: return TableCell(rule.family.word, .mutedText)
    case .from: return rule.from.map { .address($0) } ?? TableCell("all", .mutedText)
    case .to: return .address(rule.to)
    case .iif: return .text(rule.iif)
    case .oif: return .text(rule.oif)
    case .mark:
      guard let mark = rule.fwMark else { return .none }
      let mask = rule.fwMask.map { $0 == .max ? "" : "/0x" + String($0, radix: 16) } ?? ""
      return TableCell("0x" + String(mark, radix: 16) + mask, .number)
    case .action: return TableCell(rule.action == .toTable ? "lookup" : rule.action.word, .kind)
    case .table:
      return rule.action == .toTable
        ? TableCell(RouteTableID.word(rule.table), .number) : .none
    case .more:
      let words = rule.attributes.fields.map { ($0.key, "\($0.value)") }
        .filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1)" }
      return words.isEmpty ? .none : TableCell(words.joined(separator: ", "))
    case .owner: return TableCell(data.index.title(of: rules[row].namespace), .mutedText)
    case nil: return .none
    }
  }

  func sortKind(column: Int) -> SortKind {
    switch Column(rawValue: column) {
    case .priority, .table: .words(1)
    default: .text
    }
  }

  func sortWord(_ row: Int, column: Int, word: Int) -> UInt64 {
    column == Column.priority.rawValue
      ? UInt64(rules[row].rule.priority) : UInt64(rules[row].rule.table)
  }
}
