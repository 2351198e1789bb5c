import Glibc
import TestSupport
import Testing

/// All ways out of the screen.
@Suite(.serialized, .timeLimit(.minutes(20)))
struct EndTests {
  /// A node that every user can look at: the namespace of the test itself, and no files.
  private static let here = ["--root", "/proc/self/fdinfo", "--proc", emptyFolder]

  private func start(
    command: [String]? = nil, type: String = "xterm-256color", environment: [String] = []
  ) throws -> RunningProgram {
    let running = try RunningProgram(
      Self.here, command: command, type: type, environment: environment)
    try #require(running.wait(for: "LIVE") != nil)
    return running
  }

  @Test func quitRestores() throws {
    let running = try start()
    #expect(running.screen.isAlternate)
    #expect(!running.isTerminalRestored)
    running.type("q")
    #expect(running.end() == .init(code: 0))
    #expect(running.isTerminalRestored)
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT])
  func signalRestores(_ signal: CInt) throws {
    let running = try start()
    kill(running.process, signal)
    #expect(running.end() == .init(code: 128 + signal))
    #expect(running.isTerminalRestored)
  }

  @Test(arguments: [SIGSEGV, SIGILL, SIGABRT])
  func crashRestores(_ signal: CInt) throws {
    let running = try start()
    kill(running.process, signal)
    #expect(running.end() == .init(signal: signal))
    #expect(running.isTerminalRestored)
  }

  /// Swift's handler of crashes returns, for the fault to happen again; a sent signal does not.
  @Test func crashEndsItAlsoWhereSwiftTellsOfCrashes() throws {
    let running = try start(environment: ["SWIFT_BACKTRACE=enable=yes,interactive=no,color=no"])
    kill(running.process, SIGSEGV)
    #expect(running.end() == .init(signal: SIGSEGV))
    #expect(running.isTerminalRestored)
  }

  /// With a shell above it: where nobody can continue it, a process is not stopped.
  @Test func stopsAndGoesOn() throws {
    let script = #"set -m; "$@"; echo stopped; read line; fg"#
    let running = try start(command: ["/bin/sh", "-c", script, "sh", program])
    running.type("3")
    try #require(running.wait(for: "NAME") != nil)
    running.type("\u{1A}")
    #expect(running.wait(for: "stopped") != nil)
    #expect(running.isTerminalRestored)
    running.type("\n")
    #expect(running.wait(for: "") { $0.isAlternate && $0.text.contains("NAME") } != nil)
    #expect(!running.isTerminalRestored)
    running.type("q")
    #expect(running.end() == .init(code: 0))
    #expect(running.isTerminalRestored)
  }

  @Test func shellWritesBelowTheLastFrameWhereItStays() throws {
    let running = try start(type: "vt100")
    running.type("q")
    #expect(running.end() == .init(code: 0))
    #expect(running.screen.lines.last == "")
  }

  @Test func closedTerminalEndsIt() throws {
    let running = try start()
    running.hangUp()
    #expect(running.end() != nil)
  }

  @Test func closedTerminalEndsItAlsoUnderNohup() throws {
    let running = try start(command: ["/bin/sh", "-c", "trap '' HUP; exec \"$@\"", "sh", program])
    let before = try #require(running.processorTime)
    let start = ContinuousClock.now
    running.hangUp()
    var after = before
    // The process is asked for its time for as long as it is there.
    var end: ProcessEnd?
    while end == nil, ContinuousClock.now - start < .seconds(30) {
      after = running.processorTime ?? after
      end = running.end(seconds: 0.02)
    }
    let passed = max((ContinuousClock.now - start) / .seconds(1), 0.2)
    #expect(end != nil)
    #expect((after - before) / passed < 0.5)
  }
}

/// Kinds of terminals, and what is none.
@Suite(.serialized, .timeLimit(.minutes(20)))
struct TerminalTypeTests {
  private static let here = ["--root", "/proc/self/fdinfo", "--proc", emptyFolder]

  @Test(arguments: [
    "xterm-256color", "xterm", "vt100", "xterm-kitty", "xterm-direct", "linux", "tmux-256color",
    "no-such-terminal",
  ])
  func opensOn(_ type: String) throws { try look(type) }

  @Test(arguments: ["xterm-256color", "xterm-kitty", "vt100", "linux", "no-such-terminal"])
  func opensWithoutTerminfo(_ type: String) throws {
    try look(type, environment: ["TERMINFO=/nonexistent", "TERMINFO_DIRS=/nonexistent"])
  }

  @Test(arguments: ["auto", "never", "8", "16", "256", "direct"])
  func opensWithColours(_ colours: String) throws {
    try look("xterm-256color", ["--color", colours])
  }

  @Test func noColourMeansNone() throws {
    let colours = /\u{1B}\[(?:[0-9;:]*;)?(?:3[0-7]|4[0-7]|[34]8[;:][0-9;:]+)m/
    let coloured = try look("xterm-256color")
    #expect(coloured.output.contains(colours))
    let plain = try look("xterm-256color", environment: ["NO_COLOR=1"])
    #expect(!plain.output.contains(colours))
    let never = try look("xterm-256color", ["--color", "never"])
    #expect(!never.output.contains(colours))
  }

  @Test(arguments: [["--ascii"], []])
  func staysWithinASCIIWhereItHasTo(_ arguments: [String]) throws {
    let environment = arguments.isEmpty ? ["LC_ALL=C"] : []
    let running = try look("xterm-256color", arguments, environment: environment)
    #expect(running.output.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test(arguments: Themes.names)
  func opensWithTheTheme(_ name: String) throws {
    try look("xterm-256color", ["--theme", name])
  }

  @Test(arguments: ["dumb", nil])
  func printsWhereThereIsNoScreen(_ type: String?) throws {
    let running = try RunningProgram(Self.here, type: type)
    #expect(running.end() == .init(code: 0))
    #expect(!running.output.contains("\u{1B}"))
    #expect(running.output.contains("cnitop"))
  }

  @discardableResult
  private func look(
    _ type: String, _ arguments: [String] = [], environment: [String] = []
  ) throws -> RunningProgram {
    let running = try RunningProgram(
      Self.here + arguments, type: type, environment: environment)
    #expect(running.wait(for: "LIVE") != nil, "\(running.screen.text)")
    running.type("3")
    #expect(running.wait(for: "NAME") != nil, "\(running.screen.text)")
    #expect(running.screen.unknown == [])
    running.type("\u{3}")
    #expect(running.end() == .init(code: 0))
    #expect(running.isTerminalRestored)
    return running
  }
}

/// The themes of the program, as it lists them.
enum Themes {
  static let names: [String] = {
    let list = (try? run([program, "themes", "list"])) ?? ""
    return list.split(separator: "\n").compactMap {
      $0.split(separator: " ").first.map(String.init)
    }
  }()
}
