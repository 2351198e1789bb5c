import Glibc
import TestSupport

/// The program that was built with these tests.
let program = built("cnitop")

/// `cnitop` on a pseudo-terminal of its own, and what is seen there.
final class RunningProgram {
  struct Size {
    var columns = 100
    var rows = 30
  }

  private let terminal: PseudoTerminal
  private let child: Child
  private(set) var screen: VirtualScreen
  /// All that it wrote.
  private(set) var output = ""
  private let modesBefore: [UInt8]

  /// - Parameter command: What runs it; nil is the program itself.
  init(
    _ arguments: [String] = [], command: [String]? = nil, type: String? = "xterm-256color",
    size: Size = Size(), environment: [String] = []
  ) throws {
    terminal = try PseudoTerminal(columns: size.columns, rows: size.rows)
    modesBefore = terminal.modes
    let variables = ["LC_ALL=C.UTF-8", "HOME=/nonexistent"] + (type.map { ["TERM=\($0)"] } ?? [])
    let names = environment.map { $0.prefix { $0 != "=" } }
    let kept = variables.filter { !names.contains($0.prefix { $0 != "=" }) }
    child = try terminal.start(
      (command ?? [program]) + arguments, environment: kept + environment)
    screen = VirtualScreen(columns: size.columns, rows: size.rows)
  }

  var process: pid_t { child.process }

  // MARK: At the keyboard

  func type(_ keys: String) { terminal.type(keys) }

  func resize(columns: Int, rows: Int) {
    screen = VirtualScreen(columns: columns, rows: rows)
    terminal.resize(columns: columns, rows: rows)
  }

  /// The terminal goes away, as when its window is closed.
  func hangUp() { terminal.hangUp() }

  // MARK: Looking

  /// Waits until a text is on the screen.
  ///
  /// - Returns: How long it took; nil if it did not come.
  @discardableResult
  func wait(
    for text: String, seconds: Double = 30, until condition: ((VirtualScreen) -> Bool)? = nil
  ) -> Duration? {
    let start = ContinuousClock.now
    while true {
      if condition?(screen) ?? screen.text.contains(text) { return ContinuousClock.now - start }
      guard ContinuousClock.now - start < .seconds(seconds), look(milliseconds: 50) else {
        return nil
      }
    }
  }

  /// Takes what comes for so long.
  func watch(milliseconds: Int) {
    let end = ContinuousClock.now + .milliseconds(milliseconds)
    while ContinuousClock.now < end, look(milliseconds: 20) {}
  }

  /// Takes what comes next; false at the end.
  private func look(milliseconds: CInt) -> Bool {
    guard let text = terminal.read(milliseconds: milliseconds) else { return false }
    output += text
    screen.take(text.unicodeScalars)
    return true
  }

  // MARK: The end

  /// Waits for the end and takes what is written meanwhile; nil if it goes on for so long.
  func end(seconds: Double = 30) -> ProcessEnd? {
    let end = child.wait(seconds: seconds) {
      if !look(milliseconds: 10) { usleep(5000) }
    }
    if end != nil {
      let rest = terminal.output()
      output += rest
      screen.take(rest.unicodeScalars)
    }
    return end
  }

  /// Whether Ctrl-C is a key like others by now.
  var takesInterrupts: Bool { !terminal.hasInterruptKey }

  /// Whether everything about the terminal is as it was.
  var isTerminalRestored: Bool {
    !screen.isAlternate && screen.isCursorVisible && !screen.hasMouse
      && terminal.modes == modesBefore
  }

  /// User and system time of the process so far, in seconds; nil when it is gone.
  var processorTime: Double? {
    guard let text = try? readFile("/proc/\(process)/stat"), let end = text.lastIndex(of: ")")
    else { return nil }
    let fields = text[end...].split(separator: " ")
    guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13])
    else { return nil }
    return (user + system) / Double(sysconf(CInt(_SC_CLK_TCK)))
  }
}
