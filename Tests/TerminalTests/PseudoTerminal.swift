import CTestSupport
import Glibc
import Testing

/// A pseudo-terminal: what a program writes to it can be read back.
final class PseudoTerminal {
  private(set) var controller: CInt
  let device: CInt

  init(columns: Int = 80, rows: Int = 24) throws {
    var (controller, device): (CInt, CInt) = (-1, -1)
    try #require(ctest_openpty(&controller, &device, CInt(rows), CInt(columns)) == 0)
    _ = fcntl(controller, F_SETFD, FD_CLOEXEC)
    _ = fcntl(device, F_SETFD, FD_CLOEXEC)
    (self.controller, self.device) = (controller, device)
  }

  deinit {
    hangUp()
    close(device)
  }

  func hangUp() {
    if controller >= 0 { close(controller) }
    controller = -1
  }

  func resize(columns: Int, rows: Int) { _ = ctest_resize(controller, CInt(rows), CInt(columns)) }

  func type(_ keys: String) { _ = write(controller, keys, keys.utf8.count) }

  /// What was read and not given out yet.
  private var pending = ""

  /// What comes up to the end of `text`, at most ten seconds; what is behind it is kept.
  func output(until text: String) -> String {
    let deadline = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < deadline {
      if let range = pending.firstRange(of: text) {
        defer { pending.removeSubrange(..<range.upperBound) }
        return String(pending[..<range.upperBound])
      }
      guard let more = read(milliseconds: 200) else { break }
      pending += more
    }
    return output(milliseconds: 0)
  }

  /// All that comes until nothing does for a while.
  func output(milliseconds: CInt = 60) -> String {
    while let more = read(milliseconds: milliseconds), !more.isEmpty { pending += more }
    defer { pending = "" }
    return pending
  }

  /// Nil at the end of the file; empty if nothing came.
  private func read(milliseconds: CInt) -> String? {
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    var ready = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    guard poll(&ready, 1, milliseconds) > 0 else { return "" }
    let count = Glibc.read(controller, &chunk, chunk.count)
    if count <= 0 { return nil }
    undecoded += chunk.prefix(count)
    // A character may be cut in two by the end of what was written.
    let whole = undecoded.lastIndex { $0 < 0x80 }.map { $0 + 1 } ?? 0
    defer { undecoded.removeFirst(whole) }
    return String(decoding: undecoded.prefix(whole), as: UTF8.self)
  }

  private var undecoded: [UInt8] = []

  /// Whether typed lines are echoed and edited by the terminal, as a shell expects.
  var isCooked: Bool {
    var modes = termios()
    guard tcgetattr(device, &modes) == 0 else { return false }
    let wanted = tcflag_t(ECHO | ICANON | ISIG)
    return modes.c_lflag & wanted == wanted && modes.c_iflag & tcflag_t(ICRNL) != 0
  }
}

/// A program that runs on a pseudo-terminal of its own.
struct Child {
  let process: CInt

  /// How a process ended.
  struct End: Equatable {
    var code: CInt?
    var signal: CInt?
  }

  /// Starts the helper beside this test program.
  init(_ mode: String, on terminal: PseudoTerminal, type: String = "xterm-256color") throws {
    try self.init(
      path: Self.helper, arguments: [mode], on: terminal, environment: ["TERM=\(type)"])
  }

  init(
    path: String, arguments: [String], on terminal: PseudoTerminal, environment: [String]
  ) throws {
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] =
      // Swift's own handler would ask what to do.
      (environment + ["SWIFT_BACKTRACE=enable=no", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"]).map {
        strdup($0)
      } + [nil]
    defer { for word in words + variables { free(word) } }
    process = ctest_spawn_on_terminal(terminal.device, path, &words, &variables)
    try #require(process > 0)
  }

  static let helper: String = {
    var path = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &path, path.count)
    let text = String(
      decoding: path.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return text.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/terminal-crash"
  }()

  func kill(_ signal: CInt) { _ = Glibc.kill(process, signal) }

  /// Waits at most ten seconds; a process that does not end is killed.
  func end() -> End {
    var status: CInt = 0
    for _ in 0..<1000 {
      if waitpid(process, &status, WNOHANG) == process {
        return status & 0x7F == 0
          ? End(code: status >> 8 & 0xFF) : End(signal: status & 0x7F)
      }
      usleep(10_000)
    }
    kill(SIGKILL)
    _ = waitpid(process, &status, 0)
    return End()
  }

  /// Whether the process is stopped, as after Ctrl-Z.
  func isStopped() -> Bool {
    var status: CInt = 0
    for _ in 0..<300 {
      if waitpid(process, &status, WNOHANG | WUNTRACED) == process { return status & 0xFF == 0x7F }
      usleep(10_000)
    }
    return false
  }
}
