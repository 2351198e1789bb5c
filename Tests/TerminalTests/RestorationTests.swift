import Glibc
import TestSupport
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
    let child = try terminal.start(mode)
    var output = terminal.output(until: leave)
    let end = child.wait()
    output += terminal.output()
    #expect(
      end == ProcessEnd(signal: signal) || (mode == "trap" && end == ProcessEnd(signal: SIGTRAP)))
    #expect(output.contains(leave) && output.contains("\u{1B}[?1006l"))
    #expect(output.contains(message), "what was said to stderr comes after the screen")
    #expect(terminal.isCooked)
  }

  @Test func afterExit() throws {
    let terminal = try PseudoTerminal()
    let child = try terminal.start("exit")
    let output = terminal.output(until: leave)
    #expect(child.wait() == ProcessEnd(code: 7))
    #expect(output.contains(leave) && terminal.isCooked)
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT])
  func afterASignal(_ signal: CInt) throws {
    let terminal = try PseudoTerminal()
    let child = try terminal.start("wait")
    #expect(terminal.output(until: "frame 0").contains("\u{1B}[?1049h"))
    child.kill(signal)
    let output = terminal.output(until: "ended by signal \(signal)")
    #expect(output.contains(leave))
    #expect(child.wait() == ProcessEnd(code: 0))
    #expect(terminal.isCooked)
  }

  @Test func aSecondSignalEndsAProgramThatIsStuck() throws {
    // Those that come at once count as one, and on a busy machine the first may come late.
    for isLast in [false, false, true] {
      let terminal = try PseudoTerminal()
      let child = try terminal.start("stuck")
      _ = terminal.output(until: "frame 0")
      child.kill(SIGTERM)
      usleep(1_300_000)
      child.kill(SIGTERM)
      if child.wait(seconds: isLast ? 30 : 5) == nil, !isLast { continue }
      #expect(child.wait(seconds: 0) == ProcessEnd(signal: SIGTERM))
      #expect(terminal.output().contains(leave) && terminal.isCooked)
      break
    }
  }

  @Test func aVanishedTerminalEndsTheProgram() throws {
    let terminal = try PseudoTerminal()
    let child = try terminal.start("wait")
    _ = terminal.output(until: "frame 0")
    terminal.hangUp()
    #expect(child.wait() == ProcessEnd(code: 0), "it ends, by SIGHUP or by itself")
  }

  /// As under `nohup`, or when a terminal multiplexer closes a pane.
  @Test func aVanishedTerminalEndsAProgramThatIgnoresHangUps() throws {
    let terminal = try PseudoTerminal()
    let child = try terminal.start(
      ["/bin/sh", "-c", "trap '' HUP; exec \(helper) wait"],
      environment: ["TERM=xterm-256color"])
    _ = terminal.output(until: "frame 0")
    terminal.hangUp()
    #expect(child.wait() == ProcessEnd(code: 0))
  }

  @Test func keysEndAndResizeAWholeProgram() throws {
    let terminal = try PseudoTerminal(columns: 80, rows: 24)
    let child = try terminal.start("wait")
    _ = terminal.output(until: "frame 0")
    terminal.resize(columns: 91, rows: 33)
    #expect(terminal.output(until: "91x33").contains("91x33"))
    terminal.type("q")
    #expect(terminal.output(until: "ended by q").contains(leave))
    #expect(child.wait() == ProcessEnd(code: 0))
  }

  @Test func suspendsAndComesBack() throws {
    let terminal = try PseudoTerminal()
    // Signals from the keyboard stop only groups that a shell looks after.
    let child = try terminal.start(
      ["/bin/sh", "-c", "set -m; \(helper) wait; fg; true"],
      environment: ["TERM=xterm-256color"])
    _ = terminal.output(until: "frame 0")
    terminal.type("\u{1A}")
    let suspended = terminal.output(until: leave)
    #expect(suspended.contains(leave))
    #expect(terminal.output(until: "\u{1B}[?1049h").contains("\u{1B}[?1049h"))
    terminal.type("q")
    #expect(terminal.output(until: "ended by q").contains("ended by q"))
    #expect(child.wait() == ProcessEnd(code: 0))
    #expect(terminal.isCooked)
  }

  @Test func showsErrorsAfterTheScreen() throws {
    let terminal = try PseudoTerminal()
    let child = try terminal.start("error")
    let output = terminal.output(until: "ended with an error")
    let parts = output.split(separator: leave)
    #expect(parts.count == 2 && parts[1].contains("said to stderr"))
    #expect(child.wait() == ProcessEnd(code: 0))
  }

  @Test func lendsTheTerminal() throws {
    let terminal = try PseudoTerminal()
    let child = try terminal.start("shell")
    let output = terminal.output(until: "frame 1")
    let parts = output.split(separator: "released")
    #expect(parts.count == 2 && parts[0].contains(leave) && parts[1].contains("\u{1B}[?1049h"))
    terminal.type("q")
    #expect(terminal.output(until: "ended by q").contains(leave))
    #expect(child.wait() == ProcessEnd(code: 0))
  }

  @Test(
    .enabled(if: canMount, Comment(rawValue: needsMounts)),
    arguments: [
      ("xterm-ghostty", "xterm-256color"), ("vt220", "vt100"), ("linux", "xterm-256color"),
    ])
  func worksWithoutAnyTerminfo(_ type: String, replacement: String) throws {
    let hide =
      "for d in /etc/terminfo /lib/terminfo /usr/share/terminfo /usr/lib/terminfo; do"
      + " test ! -d $d || mount -t tmpfs none $d || exit 9; done; exec \(helper) wait"
    let terminal = try PseudoTerminal()
    let child = try terminal.start(
      ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", hide],
      environment: ["TERM=\(type)", "TERMINFO=/nonexistent"])
    #expect(terminal.output(until: "frame 0").contains("frame 0"))
    terminal.type("q")
    let output = terminal.output(until: "built-in description of \(replacement)")
    #expect(output.contains("built-in description of \(replacement)"))
    #expect(child.wait() == ProcessEnd(code: 0))
    #expect(terminal.isCooked)
  }
}
