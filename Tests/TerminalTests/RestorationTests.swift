import Glibc
import Testing

/// What a terminal looks like after a program on it ended in every way there is.
@Suite(.serialized)
struct RestorationTests {
  private let leave = "\u{1B}[?1049l"

  @Test(arguments: [
    ("trap", SIGILL, "a trap on purpose"), ("fault", SIGSEGV, ""), ("overflow", SIGSEGV, ""),
    ("abort", SIGABRT, ""),
  ])
  func afterACrash(_ mode: String, signal: CInt, message: String) throws {
    let terminal = try PseudoTerminal()
    let child = try Child(mode, on: terminal)
    let output = terminal.output(until: leave) + terminal.output(milliseconds: 300)
    let end = child.end()
    #expect(end == Child.End(signal: signal) || (mode == "trap" && end == .init(signal: SIGTRAP)))
    #expect(output.contains(leave) && output.contains("\u{1B}[?1006l"))
    #expect(output.contains(message), "what was said to stderr comes after the screen")
    #expect(terminal.isCooked)
  }

  @Test func afterExit() throws {
    let terminal = try PseudoTerminal()
    let child = try Child("exit", on: terminal)
    let output = terminal.output(until: leave)
    #expect(child.end() == Child.End(code: 7))
    #expect(output.contains(leave) && terminal.isCooked)
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT])
  func afterASignal(_ signal: CInt) throws {
    let terminal = try PseudoTerminal()
    let child = try Child("wait", on: terminal)
    #expect(terminal.output(until: "frame 0").contains("\u{1B}[?1049h"))
    child.kill(signal)
    let output = terminal.output(until: "ended by signal \(signal)")
    #expect(output.contains(leave))
    #expect(child.end() == Child.End(code: 0))
    #expect(terminal.isCooked)
  }

  @Test func aSecondSignalEndsAProgramThatIsStuck() throws {
    let terminal = try PseudoTerminal()
    let child = try Child("stuck", on: terminal)
    _ = terminal.output(until: "frame 0")
    child.kill(SIGTERM)
    usleep(1_100_000)  // those that come at once count as one
    child.kill(SIGTERM)
    let output = terminal.output(until: leave)
    #expect(child.end() == Child.End(signal: SIGTERM))
    #expect(output.contains(leave) && terminal.isCooked)
  }

  @Test func aVanishedTerminalEndsTheProgram() throws {
    let terminal = try PseudoTerminal()
    let child = try Child("wait", on: terminal)
    _ = terminal.output(until: "frame 0")
    terminal.hangUp()
    #expect(child.end() == Child.End(code: 0), "it ends, by SIGHUP or by itself")
  }

  /// As under `nohup`, or when a terminal multiplexer closes a pane.
  @Test func aVanishedTerminalEndsAProgramThatIgnoresHangUps() throws {
    let terminal = try PseudoTerminal()
    let child = try Child(
      path: "/bin/sh", arguments: ["-c", "trap '' HUP; exec \(Child.helper) wait"], on: terminal,
      environment: ["TERM=xterm-256color"])
    _ = terminal.output(until: "frame 0")
    terminal.hangUp()
    #expect(child.end() == Child.End(code: 0))
  }

  @Test func keysEndAndResizeAWholeProgram() throws {
    let terminal = try PseudoTerminal(columns: 80, rows: 24)
    let child = try Child("wait", on: terminal)
    _ = terminal.output(until: "frame 0")
    terminal.resize(columns: 91, rows: 33)
    #expect(terminal.output(until: "91x33").contains("91x33"))
    terminal.type("q")
    #expect(terminal.output(until: "ended by q").contains(leave))
    #expect(child.end() == Child.End(code: 0))
  }

  @Test func suspendsAndComesBack() throws {
    let terminal = try PseudoTerminal()
    // Signals from the keyboard stop only groups that a shell looks after.
    let child = try Child(
      path: "/bin/sh", arguments: ["-c", "set -m; \(Child.helper) wait; fg; true"], on: terminal,
      environment: ["TERM=xterm-256color"])
    _ = terminal.output(until: "frame 0")
    terminal.type("\u{1A}")
    let suspended = terminal.output(until: leave)
    #expect(suspended.contains(leave))
    #expect(terminal.output(until: "\u{1B}[?1049h").contains("\u{1B}[?1049h"))
    terminal.type("q")
    #expect(terminal.output(until: "ended by q").contains("ended by q"))
    #expect(child.end() == Child.End(code: 0))
    #expect(terminal.isCooked)
  }

  @Test func showsErrorsAfterTheScreen() throws {
    let terminal = try PseudoTerminal()
    let child = try Child("error", on: terminal)
    let output = terminal.output(until: "ended with an error")
    let parts = output.split(separator: leave)
    #expect(parts.count == 2 && parts[1].contains("said to stderr"))
    #expect(child.end() == Child.End(code: 0))
  }

  @Test func lendsTheTerminal() throws {
    let terminal = try PseudoTerminal()
    let child = try Child("shell", on: terminal)
    let output = terminal.output(until: "frame 1")
    let parts = output.split(separator: "released")
    #expect(parts.count == 2 && parts[0].contains(leave) && parts[1].contains("\u{1B}[?1049h"))
    terminal.type("q")
    #expect(terminal.output(until: "ended by q").contains(leave))
    #expect(child.end() == Child.End(code: 0))
  }

  @Test(
    .enabled(if: geteuid() == 0, "mounting needs root"),
    arguments: [
      ("xterm-ghostty", "xterm-256color"), ("vt220", "vt100"), ("linux", "xterm-256color"),
    ])
  func worksWithoutAnyTerminfo(_ type: String, replacement: String) throws {
    let hide =
      "for d in /etc/terminfo /lib/terminfo /usr/share/terminfo /usr/lib/terminfo; do"
      + " test ! -d $d || mount -t tmpfs none $d || exit 9; done; exec \(Child.helper) wait"
    let terminal = try PseudoTerminal()
    let child = try Child(
      path: "/usr/bin/unshare", arguments: ["--mount", "/bin/sh", "-c", hide], on: terminal,
      environment: ["TERM=\(type)", "TERMINFO=/nonexistent"])
    #expect(terminal.output(until: "frame 0").contains("frame 0"))
    terminal.type("q")
    let output = terminal.output(until: "built-in description of \(replacement)")
    #expect(output.contains("built-in description of \(replacement)"))
    #expect(child.end() == Child.End(code: 0))
    #expect(terminal.isCooked)
  }
}
