import Canvas

/// The keys of the filter, the command line and help.
extension ScreenState {
  mutating func beginFilter() {
    guard view.isTable else { return }
    mode = .filter
    filterBefore = current.filterText
    filterField.text = current.filterText
  }

  mutating func handleFilter(_ key: Key, _ data: ScreenData) -> [Command] {
    switch key {
    case .enter:
      _ = filterField.enter()
      mode = .normal
    case .escape, .control("c"):
      current.filterText = filterBefore
      mode = .normal
    case .tab: completeColumn(data)
    case .pageUp: return perform(.pageUp, data)
    case .pageDown: return perform(.pageDown, data)
    case .mouse(let mouse): return handleMouse(mouse, data)
    case .backspace where filterField.isEmpty: mode = .normal
    default: if filterField.handle(key) == .changed { current.filterText = filterField.text }
    }
    return []
  }

  /// Completes the name of a column in front of its colon.
  private mutating func completeColumn(_ data: ScreenData) {
    let text = filterField.text
    let start = text.lastIndex(of: " ").map { text.index(after: $0) } ?? text.startIndex
    let isNegated = text[start...].first == "!"
    let word = text[start...].drop { $0 == "!" }.lowercased()
    guard let column = source(data).columns.first(where: { $0.name.hasPrefix(word) }) else {
      return
    }
    filterField.text = text[..<start] + (isNegated ? "!" : "") + column.name + ":"
    current.filterText = filterField.text
  }

  mutating func beginCommand(_ text: String) {
    mode = .command
    commandField.text = text
    completion = Completion()
  }

  mutating func handleCommandLine(_ key: Key, _ data: ScreenData) -> [Command] {
    switch key {
    case .enter:
      let line = commandField.enter()
      mode = .normal
      return run(line, data)
    case .escape, .control("c"): mode = .normal
    case .backspace where commandField.isEmpty: mode = .normal
    case .tab, .backTab:
      let names = CommandNames(state: self, data: data)
      if let text = completion.next(
        after: commandField.text, backwards: key == .backTab, choices: names.choices)
      {
        commandField.text = text
      }
    case .mouse: break
    default: if commandField.handle(key) == .changed { completion = Completion() }
    }
    return []
  }

  mutating func handleHelp(_ key: Key, _ data: ScreenData) -> [Command] {
    if case .mouse(let mouse) = key {
      switch mouse.kind {
      case .wheelUp: Self.move(&helpScroll, .up, isText: true)
      case .wheelDown: Self.move(&helpScroll, .down, isText: true)
      case .press, .doublePress: mode = .normal
      }
      return []
    }
    switch Binding.binding(of: key, in: view)?.action {
    case .up?, .down?, .pageUp?, .pageDown?, .halfUp?, .halfDown?, .first?, .last?:
      if let action = Binding.binding(of: key, in: view)?.action {
        Self.move(&helpScroll, action, isText: true)
      }
    case .view(let kind)?: show(kind)
    case .quit? where key == .control("c") || key == .function(10): return [.quit]
    default: mode = .normal
    }
    return []
  }
}

/// What tab puts behind a command that is being typed.
struct Completion {
  /// What was typed before the first tab; nil before that.
  var typed: String?
  var choices: [String] = []
  var place = -1

  /// The next choice for the last word.
  mutating func next(
    after text: String, backwards: Bool, choices find: (String) -> [String]
  ) -> String? {
    if typed == nil {
      typed = text
      choices = find(text)
      place = -1
    }
    guard !choices.isEmpty, let typed else { return nil }
    place = backwards ? (place <= 0 ? choices.count - 1 : place - 1) : (place + 1) % choices.count
    let start = typed.lastIndex(of: " ").map { typed.index(after: $0) } ?? typed.startIndex
    let completed = typed[..<start] + choices[place]
    if choices.count == 1 {
      self = Completion()
      return completed + " "
    }
    return String(completed)
  }
}
