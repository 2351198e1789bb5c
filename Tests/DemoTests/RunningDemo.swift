import Glibc
import TestSupport
import Testing

/// The program that was built with these tests.
let program = built("cnitop")

/// `cnitop demo` on a pseudo-terminal.
final class RunningDemo {
  private let terminal: PseudoTerminal
  private let child: Child
  private var output = ""

  init() throws {
    terminal = try PseudoTerminal(columns: 100, rows: 30)
    child = try terminal.start(
      [program, "demo"], environment: ["TERM=xterm", "LC_ALL=C.UTF-8", "HOME=/nonexistent"])
  }

  var process: pid_t { child.process }

  func type(_ keys: String) { terminal.type(keys) }

  /// Whether a text appears on the terminal, in what was not looked at yet.
  func shows(_ text: String) -> Bool {
    let isThere = eventually(seconds: 60, meanwhile: {}) {
      if output.contains(text) { return true }
      take(milliseconds: 100)
      return false
    }
    if let range = output.firstRange(of: text) { output.removeSubrange(..<range.upperBound) }
    return isThere
  }

  private func take(milliseconds: CInt) {
    if let more = terminal.read(milliseconds: milliseconds) { output += more } else { usleep(2000) }
  }

  /// Waits for the end; nil if it goes on.
  func end() -> ProcessEnd? { child.wait(seconds: 60) { take(milliseconds: 5) } }
}

/// What a running demo has made, as the kernel knows it.
struct DemoTraces {
  /// Below `/run` or `/tmp`.
  var folder: String
  /// How many namespaces are bound to files.
  var bindings: Int
  /// All that are in its mount namespace, which nothing else can hold: the demo and those that
  /// stand for containers.
  var processes: [pid_t]

  init(of demo: pid_t) throws {
    let mounts = try Self.mounts(of: demo)
    folder = try #require(mounts.map { $0[4] }.min { $0.utf8.count < $1.utf8.count })
    bindings = mounts.count { $0[3].hasPrefix("net:[") }
    let own = try #require(target(of: "/proc/\(demo)/ns/mnt"))
    processes = entries("/proc").compactMap { pid_t($0) }
      .filter { target(of: "/proc/\($0)/ns/mnt") == own }
  }

  /// The words of each line of `mountinfo` that is about a demo's mount.
  static func mounts(of demo: pid_t) throws -> [[String]] {
    try readFile("/proc/\(demo)/mountinfo").split(separator: "\n")
      .map { $0.split(separator: " ").map(String.init) }
      .filter { $0.count > 4 && $0[4].contains("/cnitop-demo-") }
  }

  /// What is still there, in words; the end of a process takes a moment.
  func remains(folderToo: Bool = true) throws -> [String] {
    var found: [String] = []
    _ = try eventually(meanwhile: { usleep(20_000) }) {
      found = processes.filter { kill($0, 0) == 0 }.map { "process \($0)" }
      if try readFile("/proc/self/mountinfo").contains(folder) {
        found.append("mounts below \(folder)")
      }
      if folderToo, access(folder, F_OK) == 0 { found.append(folder) }
      return found.isEmpty
    }
    return found
  }
}
