import CTestSupport
import Glibc

/// A pseudo-terminal: what a program writes to it can be read back.
public final class PseudoTerminal {
  private var controller: CInt
  /// The end that programs have, kept open so that its modes can be asked for after their end.
  public let device: CInt
  /// What was read and is the beginning of a character.
  private var undecoded: [UInt8] = []
  /// What was read and not given out yet.
  private var pending = ""

  public init(columns: Int = 80, rows: Int = 24) throws {
    var (controller, device): (CInt, CInt) = (-1, -1)
    guard ctest_openpty(&controller, &device, CInt(rows), CInt(columns)) == 0 else {
      throw CommandFailure(command: ["openpty"], status: errno, output: "")
    }
    (self.controller, self.device) = (controller, device)
  }

  deinit {
    hangUp()
    close(device)
  }

  /// The terminal goes away, as when its window is closed.
  public func hangUp() {
    if controller >= 0 { close(controller) }
    controller = -1
  }

  public func resize(columns: Int, rows: Int) {
    _ = ctest_resize(controller, CInt(rows), CInt(columns))
  }

  public func type(_ keys: String) { _ = write(controller, keys, keys.utf8.count) }

  /// Starts a program in a session of its own whose terminal this is.
  ///
  /// - Parameter environment: Words like `NAME=value`, besides `PATH`.
  public func start(_ command: [String], environment: [String]) throws -> Child {
    var words = command.map { (word: String) in strdup(word) } + [nil]
    let variables =
      // Swift's own handler of crashes would ask what to do.
      ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "SWIFT_BACKTRACE=enable=no"].filter { word in
        let name = word.prefix { $0 != "=" } + "="
        return !environment.contains { $0.hasPrefix(name) }
      } + environment
    var pairs = variables.map { (word: String) in strdup(word) } + [nil]
    defer { (words + pairs).forEach { free($0) } }
    let process = ctest_spawn_on_terminal(device, command[0], &words, &pairs)
    guard process > 0 else {
      throw CommandFailure(command: command, status: errno, output: "cannot start")
    }
    return Child(adopting: process)
  }

  // MARK: Reading

  /// What comes next, in whole characters; empty where nothing comes for so long, nil at the end.
  public func read(milliseconds: CInt) -> String? {
    guard controller >= 0 else { return nil }
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    var ready = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    guard poll(&ready, 1, milliseconds) > 0 else { return "" }
    let count = uninterrupted { Glibc.read(controller, &chunk, chunk.count) }
    guard count > 0 else { return nil }
    undecoded += chunk.prefix(count)
    // A character may be cut in two by the end of what was written.
    let whole = (undecoded.lastIndex { $0 < 0x80 } ?? -1) + 1
    defer { undecoded.removeFirst(whole) }
    return String(decoding: undecoded.prefix(whole), as: UTF8.self)
  }

  /// What comes up to the end of `text`, while what is behind it is kept.
  ///
  /// All there is, where it does not come within half a minute.
  public func output(until text: String) -> String {
    var isAtEnd = false
    _ = eventually(meanwhile: {}) {
      if isAtEnd || pending.contains(text) { return true }
      if let more = read(milliseconds: 200) { pending += more } else { isAtEnd = true }
      return false
    }
    let end = pending.firstRange(of: text)?.upperBound ?? pending.endIndex
    defer { pending.removeSubrange(..<end) }
    return String(pending[..<end])
  }

  /// All that was written so far.
  public func output() -> String {
    while let more = read(milliseconds: 0), !more.isEmpty { pending += more }
    // What programs write arrives in its order, but some time later.
    let mark = "\u{1B}]cnitop-mark\u{7}"
    _ = write(device, mark, mark.utf8.count)
    let text = output(until: mark)
    return text.hasSuffix(mark) ? String(text.dropLast(mark.count)) : text
  }

  // MARK: Modes

  /// All that tcgetattr(3) says.
  public var modes: [UInt8] {
    var modes = termios()
    tcgetattr(device, &modes)
    return withUnsafeBytes(of: modes) { Array($0) }
  }

  /// Whether Ctrl-C sends a signal.
  public var hasInterruptKey: Bool {
    var modes = termios()
    guard tcgetattr(device, &modes) == 0, modes.c_lflag & tcflag_t(ISIG) != 0 else { return false }
    return withUnsafeBytes(of: modes.c_cc) { $0[Int(VINTR)] == 3 }
  }

  /// Whether typed lines are echoed and edited by the terminal, as a shell expects.
  public var isCooked: Bool {
    var modes = termios()
    guard tcgetattr(device, &modes) == 0 else { return false }
    let wanted = tcflag_t(ECHO | ICANON | ISIG)
    return modes.c_lflag & wanted == wanted && modes.c_iflag & tcflag_t(ICRNL) != 0
  }
}
