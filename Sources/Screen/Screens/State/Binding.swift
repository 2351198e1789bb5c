import Canvas

/// What keys do.
enum Action: Hashable {
  case up, down, pageUp, pageDown, halfUp, halfDown, first, last
  case collapse, expand, tree
  case view(ViewKind), nextView, previousView
  case filter, faults, command, help, enter, back, quit
  case nextSort, previousSort, reverseSort
  case detailUp, detailDown
  case rules, nextNamespace, previousNamespace, routesOfRow
  case pause, slower, faster, nextTheme
  case export, copyCommand, copyDetail
  case suspend, redraw
}

/// A line of the table of keys: keys and help come from the same lines, so they agree.
struct Binding {
  var keys: [Key]
  /// How help writes the keys.
  var label: String
  var action: Action
  var help: String
  /// Two words for the line of hints; nil leaves it out.
  var hint: String?
  /// nil is every view.
  var views: Set<ViewKind>?

  init(
    _ keys: [Key], _ label: String, _ action: Action, _ help: String, hint: String? = nil,
    in views: Set<ViewKind>? = nil
  ) {
    self.keys = keys
    self.label = label
    self.action = action
    self.help = help
    self.hint = hint
    self.views = views
  }

  private static let tables = Set(ViewKind.allCases.filter(\.isTable))
  private static let withLinks: Set<ViewKind> = [.pods, .links, .tunnels]

  /// All keys, in the order of help.
  static let all: [Binding] = shows + chooses + program + moves

  private static let moves: [Binding] = [
    Binding([.up, .character("k"), .control("p")], "up k", .up, "one up"),
    Binding([.down, .character("j"), .control("n")], "down j", .down, "one down"),
    Binding([.pageUp, .control("b")], "PgUp ^B", .pageUp, "a page up"),
    Binding([.pageDown, .control("f"), .character(" ")], "PgDn space", .pageDown, "a page down"),
    Binding([.control("u")], "^U", .halfUp, "half a page up"),
    Binding([.control("d")], "^D", .halfDown, "half a page down"),
    Binding([.home], "Home", .first, "the first"),
    Binding([.end, .character("G")], "End G", .last, "the last"),
    Binding(
      [.left, .character("h")], "left h", .collapse, "close branch, to parent",
      in: [.links]),
    Binding(
      [.right, .character("l")], "right l", .expand, "open the branch", in: [.links]),
  ]

  private static let shows: [Binding] =
    ViewKind.allCases.map { kind in
      Binding(
        [.character(Character("\(kind.number)"))], "\(kind.number)", .view(kind),
        "show \(kind.rawValue)")
    } + [
      Binding([.tab], "Tab", .nextView, "next view"),
      Binding([.backTab], "S-Tab", .previousView, "previous view"),
      Binding(
        [.enter], "Enter", .enter, "details; again: zoomed",
        hint: "detail", in: tables),
      Binding([.character("J")], "J", .detailDown, "details down", in: tables),
      Binding([.character("K")], "K", .detailUp, "details up", in: tables),
      Binding([.escape], "Esc", .back, "back, clear the filter"),
      Binding(
        [.character("t")], "t", .tree, "tree or flat list", hint: "tree", in: [.links]),
      Binding(
        [.character("r")], "r", .rules, "routes or rules", hint: "rules", in: [.routes]),
      Binding(
        [.character("n")], "n", .nextNamespace, "next namespace",
        hint: "netns", in: [.routes]),
      Binding(
        [.character("N")], "N", .previousNamespace, "previous namespace", in: [.routes]),
      Binding(
        [.character("r")], "r", .routesOfRow, "routes of its namespace",
        hint: "routes", in: withLinks),
    ]

  private static let chooses: [Binding] = [
    Binding(
      [.character("/")], "/", .filter, "filter the rows", hint: "filter",
      in: tables),
    Binding(
      [.character("!")], "!", .faults, "only what is wrong", hint: "faults", in: tables),
    Binding(
      [.character("s"), .character(">")], "s >", .nextSort, "sort by next column",
      hint: "sort", in: tables),
    Binding([.character("<")], "<", .previousSort, "sort by previous column", in: tables),
    Binding([.character("S")], "S", .reverseSort, "reverse the order", in: tables),
  ]

  private static let program: [Binding] = [
    Binding([.character(":")], ":", .command, "command line", hint: "cmd"),
    Binding([.character("p")], "p", .pause, "pause, or go on", hint: "pause"),
    Binding(
      [.character("y")], "y", .copyCommand, "copy a command for it", hint: "copy",
      in: tables),
    Binding([.character("Y")], "Y", .copyDetail, "copy all details", in: tables),
    Binding([.character("e")], "e", .export, "export to a file", hint: "export"),
    Binding([.character("T")], "T", .nextTheme, "next theme"),
    Binding([.character("+")], "+", .slower, "refresh less often"),
    Binding([.character("-")], "-", .faster, "refresh more often"),
    Binding([.control("l")], "^L", .redraw, "draw anew"),
    Binding([.control("z")], "^Z", .suspend, "stop until fg"),
    Binding([.character("?"), .function(1)], "?", .help, "this help", hint: "help"),
    Binding([.character("q")], "q", .quit, "back, at last quit", hint: "quit"),
    Binding([.control("c"), .function(10)], "^C", .quit, "quit"),
  ]

  /// The keys of one view.
  static func bindings(for view: ViewKind) -> [Binding] {
    all.filter { $0.views?.contains(view) ?? true }
  }

  /// What a key does in a view.
  static func binding(of key: Key, in view: ViewKind) -> Binding? {
    all.first { $0.keys.contains(key) && ($0.views?.contains(view) ?? true) }
  }
}
