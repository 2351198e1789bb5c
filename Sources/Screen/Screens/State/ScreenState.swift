public import Canvas
import NodeModel

/// What an operator sees and how: everything about the screen that is not a fact of the node.
///
/// A program feeds it keys and data, does what it asks for, and lets it draw:
///
///     var state = ScreenState()
///     let commands = state.handle(key, data: data)
///     while state.work(rows: 50_000, data: data) { … poll … }
///     draw(&state, data: data, on: &surface)
public struct ScreenState {
  enum Mode: Hashable { case normal, filter, command, help }

  struct Message: Hashable {
    var text: String
    var role: Role
  }

  public internal(set) var view: ViewKind
  /// The themes that can be chosen, in their order.
  public var themes: [String]
  public var theme: String
  /// Between two readings of counters.
  public var refreshMilliseconds: Int
  /// When the screen was paused, in microseconds since 1970; nil while it is live.
  public internal(set) var pausedAt: Int64?
  public var isPaused: Bool { pausedAt != nil }

  var views: [ViewKind: ViewState] = [:]
  var mode = Mode.normal
  var filterField = TextField()
  /// The filter before it was edited, for escape.
  var filterBefore = ""
  var commandField = TextField()
  var completion = Completion()
  var message: Message?
  var helpScroll = ScrollState()
  var overviewScroll = ScrollState()
  /// Where things were drawn, for the mouse.
  var regions = Regions()
  private var reportedRoutes = false
  private var reportedNeighbours = false
  private var reportedParts: SnapshotParts = []

  public init(
    view: ViewKind = .overview, theme: String = "default", themes: [String] = [],
    refreshMilliseconds: Int = 1000
  ) {
    self.view = view
    self.theme = theme
    self.themes = themes
    self.refreshMilliseconds = refreshMilliseconds
    for kind in ViewKind.allCases { views[kind] = ViewState() }
    views[.links]?.isTree = true
    views[.neighbours]?.hidesChatter = true
  }

  /// Whether routes are shown, so that they should be read and followed; keys that change it are
  /// answered with `Command.wantRoutes`.
  public var wantsRoutes: Bool { view == .routes || showsPaths }
  /// Whether neighbours and FDB entries are shown.
  public var wantsNeighbours: Bool { view == .neighbours || showsPaths }
  /// Whether the paths of a tunnel are shown, which join routes, neighbours and FDB entries.
  private var showsPaths: Bool { view == .tunnels && isDetailShown }

  /// Tells the operator something in the line above the key hints, until the next key.
  public mutating func show(_ text: String, isError: Bool = false) {
    message = Message(text: text, role: isError ? .error : .notice)
  }

  /// Obeys a key.
  ///
  /// - Returns: What the program has to do, in this order.
  public mutating func handle(_ key: Key, data: ScreenData) -> [Command] {
    if key == .resize { return [] }
    prepare(data)
    if key != .control("l") { message = nil }
    var commands: [Command]
    switch mode {
    case .normal: commands = handleNormal(key, data)
    case .filter: commands = handleFilter(key, data)
    case .command: commands = handleCommandLine(key, data)
    case .help: commands = handleHelp(key, data)
    }
    prepare(data)
    if wantsRoutes != reportedRoutes {
      reportedRoutes = wantsRoutes
      commands.append(.wantRoutes(wantsRoutes))
    }
    if wantsNeighbours != reportedNeighbours {
      reportedNeighbours = wantsNeighbours
      commands.append(.wantNeighbours(wantsNeighbours))
    }
    if view.parts != reportedParts {
      reportedParts = view.parts
      commands.append(.wantParts(view.parts))
    }
    return commands
  }

  /// Goes on with filtering and sorting many rows.
  ///
  /// - Parameter rows: How many rows to look at before the next key is polled.
  /// - Returns: Whether something is left to do. The screen is worth drawing after each call.
  public mutating func work(rows: Int, data: ScreenData) -> Bool {
    prepare(data)
    guard current.work != nil else { return false }
    current.work?.step(rows: rows)
    finishWork()
    prepare(data)
    return current.work != nil
  }

  /// Whether rows are being filtered or sorted.
  public var isWorking: Bool { current.work != nil }

  /// Whether the facts of one row are shown, which age.
  public var isDetailShown: Bool { current.isDetailOpen }

  /// The state of the view that is shown.
  var current: ViewState {
    get { views[view] ?? ViewState() }
    _modify { yield &views[view, default: ViewState()] }
  }
}
