internal import CNcurses
public import Canvas
internal import Glibc

/// The terminal, from the moment it is opened until this value goes away.
///
/// It cannot be copied, so the terminal is given back exactly once, on every way out: by `deinit`,
/// by a handler when the process crashes, at `exit(3)`, and at the second SIGTERM if the first was
/// not obeyed. It is not `Sendable`: ncurses keeps global state, so one thread may hold it.
public struct TerminalScreen: ~Copyable {
  public struct Options: Hashable, Sendable {
    public var colours: ColourChoice
    public var characters: CharacterChoice
    public var usesMouse: Bool
    /// Tells terminals with mode 2026 to show large frames at once.
    public var synchronizesOutput: Bool

    public init(
      colours: ColourChoice = .automatic, characters: CharacterChoice = .automatic,
      usesMouse: Bool = true, synchronizesOutput: Bool = false
    ) {
      self.colours = colours
      self.characters = characters
      self.usesMouse = usesMouse
      self.synchronizesOutput = synchronizesOutput
    }
  }

  /// There is no terminal that can be driven.
  public enum Failure: Error, Hashable, CustomStringConvertible {
    /// Input or output is a file, a pipe or closed.
    case notATerminal
    case alreadyOpen
    /// Not even the built-in description was accepted.
    case unusable(type: String)

    public var description: String {
      switch self {
      case .notATerminal: "input and output are not a terminal"
      case .alreadyOpen: "the screen is open already"
      case .unusable(let type): "ncurses cannot drive the terminal \(type)"
      }
    }
  }

  private let screen: OpaquePointer
  private let window: OpaquePointer
  let input: CInt
  let output: CInt
  let signals: SignalPipe
  private let options: Options
  private let hasMouse: Bool
  private var painter: Painter
  private var shown: Surface?
  private var isCursorVisible = false
  private var pendingKeys: [Key] = []
  private var lastPress: (mouse: Mouse, at: ContinuousClock.Instant)?

  /// Whether characters outside of ASCII are shown.
  public let isUnicode: Bool
  /// What to tell the user after the screen, such as that a replacement drives the terminal.
  public let notice: String?

  /// The characters to draw with.
  public var glyphs: Glyphs { isUnicode ? .unicode : .ascii }
  public var colourDepth: ColourDepth { painter.depth }
  public var columns: Int { Int(ncw_getmaxx(window)) }
  public var rows: Int { Int(ncw_getmaxy(window)) }

  /// Takes over the terminal behind two descriptors, which stay the caller's.
  ///
  /// - Parameter environment: For `TERM`, `NO_COLOR`, `LC_ALL`, `LC_CTYPE` and `LANG`.
  public init(
    input: CInt = 0, output: CInt = 1, options: Options = Options(),
    environment: [String: String]
  ) throws(Failure) {
    guard isatty(input) == 1, isatty(output) == 1 else { throw .notATerminal }
    let capabilities = TerminalCapabilities(environment: environment)
    guard let signals = SignalPipe() else { throw .alreadyOpen }
    let isUnicode = Self.chooseCharacters(capabilities, options.characters)
    ncw_restore_prepare(output)
    signals.catchSignals()
    guard
      let opened = Self.open(capabilities, options: options, input: input, output: output)
    else {
      signals.releaseSignals()
      throw .unusable(type: capabilities.type ?? "")
    }
    guard let window = ncw_newwin_full() else {
      _ = ncw_endwin()
      ncw_close(opened.screen)
      signals.releaseSignals()
      throw .unusable(type: opened.candidate.type)
    }
    (self.screen, self.window) = (opened.screen, window)
    (self.input, self.output, self.signals) = (input, output, signals)
    (self.options, self.isUnicode) = (options, isUnicode)
    notice = Self.notice(opened.candidate, wanted: capabilities.type, options.colours)
    let depth = capabilities.colourDepth(
      options.colours, terminalColours: Int(ncw_max_colors()), isDirect: ncw_is_direct())
    painter = Painter(depth: depth)
    if depth != .none { ncw_start_color() }
    ncw_set_modes(output)
    _ = ncw_keypad(window, true)
    _ = ncw_nodelay(window, true)
    for (sequence, code) in KeyDecoder.extraSequences { ncw_define_key(sequence, code) }
    ncw_forget_mouse_key()
    hasMouse =
      options.usesMouse && (capabilities.isModern || opened.candidate.type.hasPrefix("xterm"))
    _ = ncw_curs_set(0)
    ncw_restore_arm(capabilities.isModern || opened.candidate.type.hasPrefix("xterm"))
    ncw_stderr_capture()
    signals.catchSignals()
    switchMouse(on: true)
  }

  deinit {
    switchMouse(on: false)
    _ = ncw_curs_set(1)
    _ = ncw_delwin(window)
    leave()
    ncw_restore_disarm()
    signals.releaseSignals()
    ncw_close(screen)
    ncw_stderr_release()
  }

  /// Ends the drawing; what is written next stands below the last frame where that stays.
  func leave() {
    _ = ncw_endwin()
    if !ncw_has_alternate_screen() { emit("\r\n") }
  }

  // MARK: Drawing

  /// Shows `surface`; only what changed since the last one is sent.
  ///
  /// - Returns: False if the terminal has not taken the last frame yet: this one was skipped, and
  ///   the next will show everything.
  @discardableResult
  public mutating func show(_ surface: Surface, theme: Theme) -> Bool {
    guard canTakeOutput else { return false }
    if painter.use(theme) {
      let paint = painter.paint(.text, isSelected: false)
      ncw_set_background(window, paint.attributes, paint.pair)
      shown = nil
    }
    if shown?.columns != surface.columns || shown?.rows != surface.rows {
      shown = nil
      _ = ncw_werase(window)
    }
    var changed = 0
    for row in 0..<min(surface.rows, rows) { changed += draw(surface, row: row) }
    let cursor = surface.cursor ?? Surface.Position(column: 0, row: 0)
    _ = ncw_move(
      window, CInt(min(max(cursor.row, 0), max(rows - 1, 0))),
      CInt(min(max(cursor.column, 0), max(columns - 1, 0))))
    if surface.isCursorVisible != isCursorVisible {
      isCursorVisible = surface.isCursorVisible
      _ = ncw_curs_set(isCursorVisible ? 1 : 0)
    }
    shown = surface
    flush(changed: changed)
    return true
  }

  /// Draws the part of a row between its first and its last change.
  ///
  /// - Returns: How many cells that are.
  private func draw(_ surface: Surface, row: Int) -> Int {
    guard let span = surface.changes(from: shown, row: row) else { return 0 }
    let visible = span.clamped(to: 0..<columns)
    for column in visible {
      let cell = surface.scalars(column: column, row: row)
      guard !cell.scalars.isEmpty, column + cell.columns <= columns else { continue }
      let paint = painter.paint(cell.role, isSelected: cell.isSelected)
      ncw_put(
        window, CInt(row), CInt(column), CInt(cell.columns), cell.scalars, cell.scalars.count,
        paint.attributes, paint.pair)
    }
    return visible.count
  }

  private func flush(changed: Int) {
    _ = ncw_wnoutrefresh(window)
    // ncurses writes past stdio, so what belongs around a frame must as well.
    let isLarge = options.synchronizesOutput && changed > 300
    if isLarge { emit("\u{1B}[?2026h") }
    _ = ncw_doupdate()
    if isLarge { emit("\u{1B}[?2026l") }
  }

  /// Presses and the wheel (1000), with positions in numbers (1006).
  func switchMouse(on: Bool) {
    if hasMouse { emit(on ? "\u{1B}[?1000h\u{1B}[?1006h" : "\u{1B}[?1006l\u{1B}[?1000l") }
  }

  func emit(_ text: String) { _ = write(output, text, text.utf8.count) }

  /// Draws everything again at the next `show`, for when something else wrote on the terminal.
  public mutating func redraw() {
    ncw_redraw()
    forgetFrame()
  }

  private var canTakeOutput: Bool {
    var state = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
    guard poll(&state, 1, 0) > 0, state.revents & Int16(POLLOUT) != 0 else { return false }
    var queued: CInt = 0
    return ioctl(output, UInt(TIOCOUTQ), &queued) != 0 || queued < 4096
  }

  // MARK: Input

  /// The next key, or nil if none is waiting.
  ///
  /// Ask until there is none before `wait`.
  public mutating func nextKey() -> Key? {
    if !pendingKeys.isEmpty { return pendingKeys.removeFirst() }
    while let raw = nextRawKey() {
      // `wait` announces it: that of ncurses would come a second time.
      if raw == .code(ncw_key_resize) { continue }
      let window = window
      if let key = KeyDecoder.key(raw, next: { Self.rawKey(window) }) {
        return countingPresses(key)
      }
    }
    return nil
  }

  var hasPendingKeys: Bool { !pendingKeys.isEmpty }

  mutating func announceResize() {
    if !pendingKeys.contains(.resize) { pendingKeys.append(.resize) }
  }

  /// The next frame is compared with nothing.
  mutating func forgetFrame() { shown = nil }

  private func nextRawKey() -> RawKey? { Self.rawKey(window) }

  private static func rawKey(_ window: OpaquePointer) -> RawKey? {
    var code: UInt32 = 0
    switch ncw_wget_wch(window, &code) {
    case ncw_ok: return .scalar(code)
    case ncw_key_code: return .code(code)
    default: return nil
    }
  }

  /// Two presses on one cell within 400 ms are a double press.
  private mutating func countingPresses(_ key: Key) -> Key {
    guard case .mouse(var mouse) = key, mouse.kind == .press else { return key }
    let now = ContinuousClock.now
    if let last = lastPress, last.mouse == mouse, now - last.at < .milliseconds(400) {
      lastPress = nil
      mouse.kind = .doublePress
    } else {
      lastPress = (mouse, now)
    }
    return .mouse(mouse)
  }
}
