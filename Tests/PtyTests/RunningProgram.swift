import CTestSupport
import Glibc
import Synchronization
import TestSupport
import Testing

/// The program that was built with these tests, in the folder of the test program.
let program: String = {
  var path = [CChar](repeating: 0, count: 4096)
  let count = readlink("/proc/self/exe", &path, path.count)
  let text = String(
    decoding: path.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  return text.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/cnitop"
}()

/// `cnitop` on a pseudo-terminal of its own, and what is seen there.
final class RunningProgram {
  struct Size {
    var columns = 100
    var rows = 30
  }

  /// How a process ended.
  struct End: Equatable {
    var code: CInt?
    var signal: CInt?
  }

  let process: pid_t
  private var controller: CInt
  /// Kept open, so that its modes can be asked for after the end.
  private var terminal: CInt
  private(set) var screen: VirtualScreen
  /// All that it wrote.
  private(set) var output: [UInt8] = []
  private var undecoded: [UInt8] = []
  private var hasEnded = false
  private let modesBefore: [UInt8]

  /// - Parameter command: What runs it; nil is the program itself.
  init(
    _ arguments: [String] = [], command: [String]? = nil, type: String? = "xterm-256color",
    size: Size = Size(), environment: [String] = []
  ) throws {
    var words = command ?? [program]
    words += arguments
    let variables =
      ["LC_ALL=C.UTF-8", "HOME=/nonexistent", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"]
      // Swift's own handler would ask what to do.
      + ["SWIFT_BACKTRACE=enable=no"] + (type.map { ["TERM=\($0)"] } ?? [])
    let names = environment.map { $0.prefix { $0 != "=" } }
    let kept = variables.filter { !names.contains($0.prefix { $0 != "=" }) }
    // A program that another test starts at the same time must not inherit the terminal.
    let started = try starting.withLock { _ in
      var (controller, terminal): (CInt, CInt) = (-1, -1)
      try #require(
        ctest_openpty(&controller, &terminal, CInt(size.rows), CInt(size.columns)) == 0)
      for end in [controller, terminal] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      let modes = Self.modes(of: terminal)
      var vector = words.map { (word: String) in strdup(word) } + [nil]
      var pairs = (kept + environment).map { (word: String) in strdup(word) } + [nil]
      defer { (vector + pairs).forEach { free($0) } }
      let process = ctest_spawn_on_terminal(terminal, words[0], &vector, &pairs)
      return (controller, terminal, process, modes)
    }
    (controller, terminal, process, modesBefore) = started
    screen = VirtualScreen(columns: size.columns, rows: size.rows)
    try #require(process > 0)
  }

  deinit {
    if !hasEnded {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    if controller >= 0 { close(controller) }
    if terminal >= 0 { close(terminal) }
  }

  // MARK: At the keyboard

  func type(_ keys: String) { _ = write(controller, keys, keys.utf8.count) }

  func resize(columns: Int, rows: Int) {
    screen = VirtualScreen(columns: columns, rows: rows)
    _ = ctest_resize(controller, CInt(rows), CInt(columns))
  }

  /// The terminal goes away, as when its window is closed.
  func hangUp() {
    close(terminal)
    close(controller)
    (terminal, controller) = (-1, -1)
  }

  // MARK: Looking

  /// Waits until a text is on the screen.
  ///
  /// - Returns: How long it took, in milliseconds; nil if it did not come.
  @discardableResult
  func wait(
    for text: String, seconds: Double = 10, until condition: ((VirtualScreen) -> Bool)? = nil
  ) -> Double? {
    let start = ContinuousClock.now
    while true {
      if condition?(screen) ?? screen.text.contains(text) {
        return (ContinuousClock.now - start) / .milliseconds(1)
      }
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
    var ready = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    guard poll(&ready, 1, milliseconds) > 0 else { return true }
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    let count = read(controller, &chunk, chunk.count)
    guard count > 0 else { return false }
    output += chunk.prefix(count)
    undecoded += chunk.prefix(count)
    // A character may be cut in two by the end of what was written.
    let whole = (undecoded.lastIndex { $0 < 0x80 } ?? -1) + 1
    screen.take(String(decoding: undecoded.prefix(whole), as: UTF8.self).unicodeScalars)
    undecoded.removeFirst(whole)
    return true
  }

  // MARK: The end

  /// Waits for the end; takes what is written meanwhile.
  func end(seconds: Double = 10) -> End? {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < deadline {
      var status: CInt = 0
      if waitpid(process, &status, WNOHANG) == process {
        hasEnded = true
        if controller >= 0 { watch(milliseconds: 30) }
        return status & 0x7F == 0
          ? End(code: status >> 8 & 0xFF) : End(signal: status & 0x7F)
      }
      if controller >= 0 { _ = look(milliseconds: 10) } else { usleep(5000) }
    }
    return nil
  }

  /// Whether everything about the terminal is as it was.
  var isTerminalRestored: Bool {
    !screen.isAlternate && screen.isCursorVisible && !screen.hasMouse
      && Self.modes(of: terminal) == modesBefore
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

  private static func modes(of terminal: CInt) -> [UInt8] {
    var modes = termios()
    tcgetattr(terminal, &modes)
    return withUnsafeBytes(of: modes) { Array($0) }
  }
}
