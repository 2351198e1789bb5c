import Canvas
import Glibc
import Terminal
import TestSupport
import Testing

/// ncurses is one per process, so one test at a time.
@Suite(.serialized)
struct TerminalScreenTests {
  static let theme = Theme(
    source: ThemeSource(
      name: "test", palette: ["green": ColourSource(rgb: "#5FAF5F", ansi: "green")],
      roles: [
        "text": StyleSource(), "state.up": StyleSource(fg: "green"),
        "selection": StyleSource(attributes: ["reverse"]),
      ]))

  /// Opens a screen on a pseudo-terminal, runs `body` with it and gives it back.
  private func withScreen(
    on terminal: PseudoTerminal, type: String = "xterm-256color",
    options: TerminalScreen.Options = .init(), environment: [String: String] = [:],
    _ body: (inout TerminalScreen) throws -> Void
  ) throws {
    var screen = try TerminalScreen(
      input: terminal.device, output: terminal.device, options: options,
      environment: ["TERM": type, "LANG": "C.UTF-8"].merging(environment) { $1 })
    try body(&screen)
  }

  /// The keys that wait, of which there will be `count`.
  private func keys(_ screen: inout TerminalScreen, count: Int = 0) -> [Key] {
    var keys: [Key] = []
    for _ in 0..<600 {
      while let key = screen.nextKey() { keys.append(key) }
      if keys.count >= count { break }
      _ = screen.wait(milliseconds: 50)
    }
    return keys
  }

  private func page(_ screen: borrowing TerminalScreen, seed: Int = 0) -> Surface {
    var surface = Surface(
      columns: screen.columns, rows: screen.rows, glyphs: screen.glyphs)
    for row in 0..<surface.rows {
      surface.write("veth\(row + seed)a7f3", column: 0, row: row, role: .name)
      surface.write("10.244.\(row).\(seed)/24", column: 20, row: row, role: .address)
      surface.write("up", column: 45, row: row, role: .up)
      surface.write(Quantity.rate(Double(row * 977 + seed)), endingAt: 70, row: row)
      surface.write("some further text of the row", column: 72, row: row)
    }
    return surface
  }

  @Test(arguments: ["xterm-256color", "vt100", "xterm-nobody", "brand-new", "linux", "tmux"])
  func drawsAndGivesTheTerminalBack(_ type: String) throws {
    let terminal = try PseudoTerminal()
    #expect(terminal.isCooked)
    try withScreen(on: terminal, type: type) { screen in
      #expect(screen.columns == 80 && screen.rows == 24)
      #expect(!terminal.isCooked)
      #expect(
        (screen.notice == nil) == ["xterm-256color", "vt100", "linux", "tmux"].contains(type))
      var surface = Surface(columns: 80, rows: 24)
      surface.write("veth1 漢 e\u{301} up", column: 2, row: 1, role: .up)
      let isShown = screen.show(surface, theme: Self.theme)
      #expect(isShown)
      let output = terminal.output()
      #expect(output.contains("veth1") && output.contains("漢"))
    }
    let output = terminal.output()
    #expect(terminal.isCooked)
    if type.hasPrefix("xterm") {
      #expect(output.contains("\u{1B}[?1049l"), "the alternate screen is left")
      #expect(output.contains("\u{1B}[?1000l"))
      #expect(output.contains("\u{1B}[?12l\u{1B}[?25h"), "the cursor is seen again")
    }
  }

  @Test func readsKeys() throws {
    let terminal = try PseudoTerminal()
    try withScreen(on: terminal) { screen in
      #expect(keys(&screen) == [])
      terminal.type("q\u{1B}OA\u{1B}[B\u{1B}OP\u{1B}[15~漢\u{3}\t\r\u{7F}\u{1B}[Z\u{1B}[5~\u{1B}[H")
      let first = screen.wait(milliseconds: 30_000)
      #expect(first.hasInput && !first.isTerminalGone)
      #expect(
        keys(&screen, count: 13) == [
          .character("q"), .up, .down, .function(1), .function(5), .character("漢"),
          .control("c"), .tab, .enter, .backspace, .backTab, .pageUp, .home,
        ])
      // A sequence that nobody knows is not taken for keys; alt is not escape.
      terminal.type("\u{1B}[99;99xq\u{1B}x")
      #expect(keys(&screen, count: 2) == [.character("q"), .alternate("x")])
      terminal.type("\u{1B}")
      #expect(keys(&screen, count: 1) == [.escape])
    }
  }

  @Test func readsTheMouse() throws {
    let terminal = try PseudoTerminal()
    try withScreen(on: terminal) { screen in
      terminal.type("\u{1B}[<0;11;5M\u{1B}[<0;11;5m\u{1B}[<0;11;5M\u{1B}[<64;3;4M\u{1B}[<65;3;4M")
      #expect(
        keys(&screen, count: 4) == [
          .mouse(Mouse(column: 10, row: 4, kind: .press)),
          .mouse(Mouse(column: 10, row: 4, kind: .doublePress)),
          .mouse(Mouse(column: 2, row: 3, kind: .wheelUp)),
          .mouse(Mouse(column: 2, row: 3, kind: .wheelDown)),
        ])
    }
  }

  @Test func staysWithinItsByteBudget() throws {
    let terminal = try PseudoTerminal(columns: 160, rows: 50)
    try withScreen(on: terminal) { screen in
      _ = terminal.output()
      var surface = page(screen)
      var isShown = screen.show(surface, theme: Self.theme)
      let full = terminal.output().utf8.count
      #expect(isShown && full > 1000 && full <= 8000, "\(full) bytes")

      isShown = screen.show(surface, theme: Self.theme)
      #expect(isShown && terminal.output() == "")

      surface.write("12.3k", endingAt: 70, row: 20)
      isShown = screen.show(surface, theme: Self.theme)
      let counter = terminal.output()
      #expect(isShown && counter.contains("3") && counter.utf8.count < 60, "\(counter.utf8)")

      surface.select(row: 3)
      isShown = screen.show(surface, theme: Self.theme)
      #expect(isShown && terminal.output().utf8.count < 400)
    }
  }

  @Test func followsTheSize() throws {
    let terminal = try PseudoTerminal(columns: 80, rows: 24)
    try withScreen(on: terminal) { screen in
      screen.show(page(screen), theme: Self.theme)
      _ = terminal.output()
      terminal.resize(columns: 100, rows: 30)
      _ = kill(getpid(), SIGWINCH)
      let wakeup = screen.wait(milliseconds: 30_000)
      #expect(wakeup.hasInput && wakeup.needsDrawing)
      #expect(keys(&screen) == [.resize])
      #expect(screen.columns == 100 && screen.rows == 30)
      screen.show(page(screen), theme: Self.theme)
      #expect(terminal.output().contains("veth29a7f3"))
    }
  }

  @Test func wakesForOtherDescriptorsAndTimeouts() throws {
    let terminal = try PseudoTerminal()
    let pipe = try closingPipe()
    let ends = [pipe.start, pipe.end]
    defer { for end in ends { close(end) } }
    try withScreen(on: terminal) { screen in
      #expect(screen.wait(for: [ends[0]], milliseconds: 1) == Wakeup())
      _ = write(ends[1], "x", 1)
      #expect(screen.wait(for: [-1, ends[0]], milliseconds: 30_000).ready == [ends[0]])
      _ = kill(getpid(), SIGTERM)
      #expect(screen.wait(milliseconds: 30_000).endSignal == SIGTERM)
      terminal.hangUp()
      #expect(screen.wait(milliseconds: 30_000).isTerminalGone)
      // Into the void, but without a signal, an error or a stall.
      screen.show(page(screen, seed: 1), theme: Self.theme)
    }
  }

  @Test(
    arguments: [
      ("xterm-256color", .automatic, [:], .palette256, "\u{1B}[38;5;71m"),
      ("xterm-256color", .exactly(.ansi8), [:], .ansi8, "\u{1B}[32m"),
      ("xterm-256color", .exactly(.direct), [:], .direct, "\u{1B}[38:2::95:175:95m"),
      ("xterm-256color", .automatic, ["NO_COLOR": "1"], .none, "up"),
      ("xterm", .automatic, [:], .ansi8, "\u{1B}[32m"), ("vt100", .automatic, [:], .none, "up"),
    ] as [(String, ColourChoice, [String: String], ColourDepth, String)])
  func usesTheColoursThereAre(
    _ type: String, choice: ColourChoice, environment: [String: String], depth: ColourDepth,
    sequence: String
  ) throws {
    let terminal = try PseudoTerminal()
    try withScreen(
      on: terminal, type: type, options: .init(colours: choice), environment: environment
    ) { screen in
      #expect(screen.colourDepth == depth)
      var surface = Surface(columns: 80, rows: 24)
      surface.write("up", column: 0, row: 3, role: .up)
      screen.show(surface, theme: Self.theme)
      let output = terminal.output()
      #expect(output.contains(sequence), "\(output.debugDescription)")
      if depth == .none { #expect(!output.contains("\u{1B}[38;") && !output.contains("[32m")) }
      // The palette belongs to the user.
      #expect(!output.contains("\u{1B}]4;"))
    }
  }

  @Test func copiesThroughTheTerminal() throws {
    let terminal = try PseudoTerminal()
    try withScreen(on: terminal) { screen in
      _ = terminal.output()
      for (text, encoded) in [
        ("", ""), ("a", "YQ=="), ("ab", "YWI="), ("10.244.1.7", "MTAuMjQ0LjEuNw=="),
      ] {
        screen.copy(text)
        #expect(terminal.output() == "\u{1B}]52;c;\(encoded)\u{7}")
      }
    }
  }

  @Test func writesOnlyASCIIInTheCLocale() throws {
    let terminal = try PseudoTerminal()
    try withScreen(on: terminal, environment: ["LC_ALL": "C"]) { screen in
      #expect(!screen.isUnicode && screen.glyphs == .ascii)
      var surface = Surface(columns: 80, rows: 24, glyphs: screen.glyphs)
      surface.write("é漢|", column: 0, row: 0)
      screen.show(surface, theme: Self.theme)
      let output = terminal.output()
      #expect(output.contains("???|"))
      #expect(output.utf8.allSatisfy { $0 < 0x80 })
    }
  }

  @Test func refusesWhatIsNoTerminal() throws {
    let pipe = try closingPipe()
    let ends = [pipe.start, pipe.end]
    defer { for end in ends { close(end) } }
    #expect(throws: TerminalScreen.Failure.notATerminal) {
      _ = try TerminalScreen(
        input: ends[0], output: ends[1], environment: ["TERM": "xterm"])
    }
  }

  @Test func thereIsOneScreenAtATime() throws {
    let terminal = try PseudoTerminal()
    try withScreen(on: terminal) { screen in
      #expect(screen.rows == 24)
      #expect(throws: TerminalScreen.Failure.alreadyOpen) {
        _ = try TerminalScreen(
          input: terminal.device, output: terminal.device, environment: ["TERM": "xterm"])
      }
    }
    try withScreen(on: terminal) { screen in #expect(screen.rows == 24) }
  }
}
