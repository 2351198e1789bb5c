import Canvas
import Glibc
import LinuxSystem
import NodeCollector
import NodeModel
import Screens
import Terminal

/// Lets keys, news of the node and the terminal take turns.
///
/// It sleeps until one of them has something; nothing is drawn that nobody changed.
struct ScreenLoop {
  private let live: LiveNode
  private let options: CollectorOptions
  private var display: ResolvedDisplay
  private var state: ScreenState
  private var data: ScreenData
  /// What came while the screen was paused; the newest.
  private var held: LiveNode.Update?
  private var wanted: TableSet = ScreenLoop.always
  private var needsDrawing = true
  private var lastDrawing: Int64 = 0
  private var hasData = false
  private let start = Clock.monotonic()

  /// Read whatever view is shown: what the overview, pods, links, tunnels and events need.
  private static let always: TableSet = [
    .links, .addresses, .tunnelFDB, .rules, .nextHops, .qdiscs, .tunnelPeers,
  ]
  /// The shortest time between two drawings that news ask for, in microseconds.
  ///
  /// Keys are answered at once.
  private static let shortestFrame: Int64 = 80_000
  /// How long the terminal is left as it was while there is nothing to show, in microseconds: most
  /// nodes are read faster, and one frame is less to send than two.
  private static let longestSilence: Int64 = 250_000
  /// Between two drawings of a paused screen, which tells how far it is behind.
  private static let pausedFrame: Int64 = 1_000_000
  /// Between two drawings while nothing but the time of the node goes on, in microseconds.
  private static let quietFrame: Int64 = 10_000_000

  /// Starts to follow a node for a screen that is not there yet.
  static func follow(_ options: CollectorOptions) throws -> LiveNode {
    do {
      return try LiveNode(options, wanted: always, refreshMilliseconds: 1000)
    } catch {
      throw CommandFailure("cannot follow the node: \(error)")
    }
  }

  /// - Parameter live: What `follow` returned for the same options.
  init(_ live: LiveNode, _ options: CollectorOptions, _ display: ResolvedDisplay) {
    self.live = live
    self.options = options
    self.display = display
    live.setRefresh(milliseconds: display.refreshMilliseconds)
    state = ScreenState(
      theme: display.themeName, themes: display.library.names,
      refreshMilliseconds: display.refreshMilliseconds)
    data = ScreenData(now: Clock.now())
    data.doors = NamespaceDoors(hostPath: Self.hostPath(options), root: options.root)
  }

  /// The path that names the node's own namespace, where it is not this process's.
  private static func hostPath(_ options: CollectorOptions) -> String? {
    guard let path = options.netns else { return nil }
    let own = try? NetworkNamespace.current().inode
    let named = try? NetworkNamespace(path: path).inode
    return own == named ? nil : path
  }

  /// Runs until the operator quits, a signal asks for the end or the terminal is gone.
  mutating func run() throws {
    defer { live.stop() }
    var notice: String?
    let end = try runScreen(&notice)
    if let notice { complain(notice) }
    // As the shell tells a process that a signal ended.
    if let end { throw ExitStatus.signal(end) }
  }

  private mutating func runScreen(_ notice: inout String?) throws -> CInt? {
    var screen: TerminalScreen
    do {
      screen = try TerminalScreen(options: display.terminal, environment: Environment.all)
    } catch {
      throw CommandFailure("cannot open the screen: \(error)")
    }
    notice = screen.notice
    while true {
      let wakeup = screen.wait(for: [live.descriptor], milliseconds: waitingTime)
      if wakeup.isTerminalGone { return nil }
      if let signal = wakeup.endSignal { return signal }
      if wakeup.needsDrawing { needsDrawing = true }
      while let key = screen.nextKey() {
        needsDrawing = true
        lastDrawing = 0
        for command in state.handle(key, data: data) {
          if try obey(command, &screen) { return nil }
        }
      }
      takeNews()
      if state.isWorking {
        _ = state.work(rows: 20_000, data: data)
        needsDrawing = true
      }
      let now = Clock.monotonic()
      if state.isPaused, now - lastDrawing >= Self.pausedFrame { needsDrawing = true }
      if needsDrawing, now >= nextDrawing { draw(&screen) }
    }
  }

  /// When what is new may be drawn, in microseconds of the monotonic clock.
  private var nextDrawing: Int64 {
    let next = lastDrawing + Self.shortestFrame
    return hasData ? next : max(next, start + Self.longestSilence)
  }

  /// How long to sleep at most; nil until something comes.
  private var waitingTime: Int? {
    if state.isWorking { return 0 }
    let wakeup =
      needsDrawing ? nextDrawing : state.isPaused ? lastDrawing + Self.pausedFrame : nil
    // Rounded up: a little too early would be once more for nothing.
    return wakeup.map { Int(max($0 - Clock.monotonic() + 999, 0) / 1000) }
  }

  private mutating func draw(_ screen: inout TerminalScreen) {
    data.now = Clock.now()
    var surface = Surface(
      columns: screen.columns, rows: screen.rows, glyphs: screen.glyphs)
    Screens.draw(&state, data: data, on: &surface)
    // A terminal that has not taken the last frame gets this one a little later.
    needsDrawing = !screen.show(surface, theme: display.theme)
    lastDrawing = Clock.monotonic()
  }

  // MARK: News

  private mutating func takeNews() {
    if let reason = live.ended, data.source != .stale(reason) {
      data.source = .stale(reason)
      needsDrawing = true
    }
    guard let update = live.take() else { return }
    if state.isPaused {
      held = held.map { $0.merged(with: update) } ?? update
    } else {
      show(update)
    }
  }

  private mutating func show(_ update: LiveNode.Update) {
    data.update(
      update.snapshot, countersOnly: hasData && update.isCountersOnly, changes: update.changes)
    data.rates.update(update.snapshot, at: update.countersAt)
    // The pane has a sparkline, which moves, and ages.
    let isNews =
      !hasData || !update.isCountersOnly || !update.changes.isEmpty || !data.rates.isSteady
      || state.isDetailShown || Clock.monotonic() - lastDrawing >= Self.quietFrame
    hasData = true
    if isNews { needsDrawing = true }
  }

  // MARK: Commands

  /// Does what the screen asks for; true ends the loop.
  private mutating func obey(_ command: Command, _ screen: inout TerminalScreen) throws -> Bool {
    switch command {
    case .quit: return true
    case .suspend: kill(getpid(), SIGTSTP)
    case .redraw: screen.redraw()
    case .pause(let isPaused): resume(isPaused)
    case .export(let view, let format, let file): export(view, format, to: file)
    case .copy(let text): copy(text, &screen)
    case .setTheme(let name):
      if let theme = display.library.theme(name) { display.theme = theme }
    case .setRefresh(let milliseconds): live.setRefresh(milliseconds: milliseconds)
    case .wantRoutes(let isWanted): want(.routes, isWanted)
    case .wantNeighbours(let isWanted): want([.neighbours, .fdb], isWanted)
    case .wantParts(let parts): live.want(parts: parts)
    }
    return false
  }

  private mutating func resume(_ isPaused: Bool) {
    guard !isPaused, let update = held else { return }
    held = nil
    show(update)
  }

  private mutating func want(_ tables: TableSet, _ isWanted: Bool) {
    if isWanted { wanted.formUnion(tables) } else { wanted.subtract(tables) }
    live.want(wanted)
  }

  private mutating func export(_ view: ViewKind, _ format: ExportFormat, to file: String) {
    var rows: [VisibleRow]?
    if view != .overview {
      rows = state.visibleRows(data)
      guard rows != nil else {
        return state.show("rows are still being ordered: export again in a moment", isError: true)
      }
    }
    let file = Self.expanded(file)
    do {
      let words = try ViewExport(data, rows).write(view, format, to: file)
      state.show("wrote \(file)" + words)
    } catch {
      state.show("\(error)", isError: true)
    }
  }

  /// A path with `~/` in front as a shell has it.
  private static func expanded(_ path: String) -> String {
    guard path.hasPrefix("~/"), let home = Environment.all["HOME"], home.hasPrefix("/") else {
      return path
    }
    return home + path.dropFirst()
  }

  private mutating func copy(_ text: String, _ screen: inout TerminalScreen) {
    let limit = 49_152  // what terminals take, before it is encoded
    guard text.utf8.count <= limit else {
      return state.show("not copied: more than \(limit) bytes", isError: true)
    }
    screen.copy(text)  // the screen has said what it is
  }
}
