import Canvas
import NodeModel

extension ScreenState {
  mutating func handleNormal(_ key: Key, _ data: ScreenData) -> [Command] {
    if case .mouse(let mouse) = key { return handleMouse(mouse, data) }
    guard let binding = Binding.binding(of: key, in: view) else { return [] }
    if key == .control("c") || key == .function(10) { return [.quit] }
    return perform(binding.action, data)
  }

  mutating func perform(_ action: Action, _ data: ScreenData) -> [Command] {
    switch action {
    case .up, .down, .pageUp, .pageDown, .halfUp, .halfDown, .first, .last:
      move(action)
    case .detailUp: current.detailScroll.move(by: -3)
    case .detailDown: current.detailScroll.move(by: 3)
    case .collapse, .expand, .tree, .rules, .nextNamespace, .previousNamespace, .routesOfRow,
      .zoomIn, .zoomOut, .nextSort, .previousSort, .reverseSort, .faults, .chatter, .follow:
      arrange(action, data)
    case .view(let kind): show(kind)
    case .nextView: show(view.next(by: 1))
    case .previousView: show(view.next(by: -1))
    case .filter: beginFilter()
    case .command: beginCommand("")
    case .help:
      mode = .help
      helpScroll = ScrollState()
    case .enter: enter()
    case .back: goBack()
    case .quit: return goBack() ? [] : [.quit]
    case .pause: return togglePause(data)
    case .slower: return changeRefresh(slower: true)
    case .faster: return changeRefresh(slower: false)
    case .nextTheme: return nextTheme()
    case .export: beginCommand("export \(exportName(data)).json")
    case .copyCommand: return copyCommand()
    case .copyDetail: return copyDetail()
    case .suspend: return [.suspend]
    case .redraw: return [.redraw]
    }
    return []
  }

  // MARK: Moving

  private mutating func move(_ action: Action) {
    guard view.isTable else {
      Self.move(&overviewScroll, action, isText: true)
      return
    }
    if current.isDetailOpen, current.isDetailZoomed {
      Self.move(&current.detailScroll, action, isText: true)
      return
    }
    Self.move(&current.scroll, action, isText: false)
    current.follow()
  }

  /// - Parameter isText: Whether lines are read, so that what is seen moves and not a selection.
  static func move(_ scroll: inout ScrollState, _ action: Action, isText: Bool) {
    if isText {
      // The selection of a text is its first line.
      scroll.select(scroll.first)
      switch action {
      case .up: scroll.select(scroll.first - 1)
      case .down: scroll.scroll(by: 1)
      case .pageUp: scroll.select(scroll.first - max(scroll.height - 1, 1))
      case .pageDown: scroll.scroll(by: max(scroll.height - 1, 1))
      case .halfUp: scroll.select(scroll.first - max(scroll.height / 2, 1))
      case .halfDown: scroll.scroll(by: max(scroll.height / 2, 1))
      case .first: scroll.select(0)
      default: scroll.select(scroll.count - 1)
      }
      return
    }
    switch action {
    case .up: scroll.move(by: -1)
    case .down: scroll.move(by: 1)
    case .pageUp: scroll.page(by: -1)
    case .pageDown: scroll.page(by: 1)
    case .halfUp: scroll.move(by: -max(scroll.height / 2, 1))
    case .halfDown: scroll.move(by: max(scroll.height / 2, 1))
    case .first: scroll.select(0)
    default: scroll.select(scroll.count - 1)
    }
  }

  mutating func show(_ kind: ViewKind) {
    view = kind
    mode = .normal
  }

  private mutating func enter() {
    guard view.isTable, current.currentRow != nil else { return }
    if current.isDetailOpen {
      current.isDetailZoomed.toggle()
    } else {
      current.isDetailOpen = true
      current.isDetailZoomed = false
      current.detailScroll = ScrollState()
    }
  }

  /// One step back.
  ///
  /// - Returns: Whether there was something to go back from.
  @discardableResult
  private mutating func goBack() -> Bool {
    if current.isDetailOpen {
      current.isDetailOpen = false
      current.isDetailZoomed = false
      return true
    }
    if !current.filterText.isEmpty || current.faultsOnly {
      current.filterText = ""
      current.faultsOnly = false
      return true
    }
    return false
  }

  // MARK: The program

  private mutating func togglePause(_ data: ScreenData) -> [Command] {
    pausedAt = isPaused ? nil : data.now
    return [.pause(isPaused)]
  }

  private mutating func changeRefresh(slower: Bool) -> [Command] {
    let steps = [100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000]
    let next =
      slower
      ? steps.first { $0 > refreshMilliseconds } : steps.last { $0 < refreshMilliseconds }
    return setRefresh(next ?? refreshMilliseconds)
  }

  mutating func setRefresh(_ milliseconds: Int) -> [Command] {
    refreshMilliseconds = min(max(milliseconds, 100), 3_600_000)
    show("refresh every \(Self.secondsText(refreshMilliseconds))")
    return [.setRefresh(milliseconds: refreshMilliseconds)]
  }

  static func secondsText(_ milliseconds: Int) -> String {
    milliseconds % 1000 == 0
      ? "\(milliseconds / 1000)s" : "\(milliseconds / 1000).\(milliseconds % 1000 / 100)s"
  }

  private mutating func nextTheme() -> [Command] {
    guard !themes.isEmpty else { return [] }
    let place = themes.firstIndex(of: theme).map { ($0 + 1) % themes.count } ?? 0
    return setTheme(themes[place])
  }

  mutating func setTheme(_ name: String) -> [Command] {
    theme = name
    show("theme \(name)")
    return [.setTheme(name)]
  }

  /// What a file with this view would be called.
  private func exportName(_ data: ScreenData) -> String {
    let letters = data.snapshot.node.name.unicodeScalars.filter {
      $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-")
    }
    let node = String(String.UnicodeScalarView(letters))
    return (node.isEmpty ? "" : node + "-") + view.rawValue
  }

  private mutating func copyCommand() -> [Command] {
    guard let row = current.currentRow, let arrangement = current.arrangement else { return [] }
    guard let command = arrangement.source.command(for: row) else {
      show("no command shows this row", isError: true)
      return []
    }
    show("copied: \(command)")
    return [.copy(command)]
  }

  private mutating func copyDetail() -> [Command] {
    guard let row = current.currentRow, let arrangement = current.arrangement else { return [] }
    let detail = arrangement.source.detail(of: row)
    show("copied: all details of \(detail.title)")
    return [.copy(detail.text)]
  }
}
