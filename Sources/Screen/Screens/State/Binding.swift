import Canvas

/// What keys do.
enum Action: Hashable {
  case up, down, pageUp, pageDown, halfUp, halfDown, first, last
  case collapse, expand, tree
  case view(ViewKind), nextView, previousView
  case filter, faults, chatter, follow, command, help, enter, back, quit
  case nextSort, previousSort, reverseSort
  case detailUp, detailDown
  case zoomIn, zoomOut
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

  /// A key that the line before already tells.
  private init(_ keys: [Key], _ action: Action, in views: Set<ViewKind>? = nil) {
    self.init(keys, "", action, "", in: views)
  }

  private static let tables = Set(ViewKind.allCases.filter(\.isTable))
  private static let withLinks: Set<ViewKind> = [.pods, .links, .tunnels]

  /// All keys, in the order of help.
  static let all: [Binding] = shows + chooses + program + moves

  private static let moves: [Binding] = [
    Binding([.up, .character("k"), .control("p")], "up dn k j", .up, "move"),
    Binding([.down, .character("j"), .control("n")], .down),
    Binding([.pageUp, .control("b")], "PgUp PgDn", .pageUp, "a page; space too"),
    Binding([.pageDown, .control("f"), .character(" ")], .pageDown),
    Binding([.control("u")], "^U ^D", .halfUp, "half a page"),
    Binding([.control("d")], .halfDown),
    Binding([.home], "Home End", .first, "first, last; G too"),
    Binding([.end, .character("G")], .last),
    Binding(
      [.left, .character("h")], "left right", .collapse, "close, open a branch", in: [.links]),
    Binding([.right, .character("l")], .expand, in: [.links]),
  ]

  private static let shows: [Binding] =
    ViewKind.allCases.compactMap { kind in
      kind.key.map { Binding([.character($0)], "\($0)", .view(kind), "show \(kind.rawValue)") }
    } + [
      Binding([.tab, .character("]")], "Tab ] [", .nextView, "next, previous view"),
      Binding([.backTab, .character("[")], .previousView),
      Binding(
        [.enter], "Enter", .enter, "details; again: zoomed",
        hint: "detail", in: tables),
      Binding([.character("J")], "J K", .detailDown, "scroll the details", in: tables),
      Binding([.character("K")], .detailUp, in: tables),
      Binding([.escape], "Esc", .back, "back, clear the filter"),
      Binding(
        [.character("t")], "t", .tree, "tree or flat list", hint: "tree", in: [.links]),
      Binding(
        [.character("r")], "r", .rules, "routes or rules", hint: "rules", in: [.routes]),
      Binding(
        [.character("n")], "n N", .nextNamespace, "next, previous namespace", hint: "netns",
        in: [.routes]),
      Binding([.character("N")], .previousNamespace, in: [.routes]),
      Binding(
        [.character("z")], "z Z", .zoomIn, "smaller, larger blocks of the map", hint: "zoom",
        in: [.ipam]),
      Binding([.character("Z")], .zoomOut, in: [.ipam]),
      Binding(
        [.character("r")], "r", .routesOfRow, "routes of its namespace",
        hint: "routes", in: withLinks),
    ]

  private static let chooses: [Binding] = [
    Binding(
      [.character("/")], "/", .filter, "filter the rows", hint: "filter",
      in: tables),
    Binding([.character("!")], "!", .faults, "only what is wrong", hint: "faults"),
    Binding(
      [.character("a")], "a", .chatter, "all, or without chatter", hint: "all",
      in: [.neighbours, .events]),
    Binding(
      [.character("f")], "f", .follow, "follow the newest", hint: "follow", in: [.events]),
    Binding(
      [.character("s"), .character(">")], "s < >", .nextSort, "sort by other column",
      hint: "sort", in: tables),
    Binding([.character("<")], .previousSort, in: tables),
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
    Binding([.character("+")], "+ -", .slower, "refresh less, more often"),
    Binding([.character("-")], .faster),
    Binding([.control("l")], "^L", .redraw, "draw anew"),
    Binding([.control("z")], "^Z", .suspend, "stop until fg"),
    Binding([.character("?"), .function(1)], "?", .help, "this help", hint: "help"),
    Binding([.character("q")], "q", .quit, "back, at last quit", hint: "quit"),
    Binding([.control("c"), .function(10)], "^C F10", .quit, "quit"),
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
