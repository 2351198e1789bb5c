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

/// `cnitop demo` on a pseudo-terminal.
final class RunningDemo {
  let process: pid_t
  private let controller: CInt
  private var output = ""
  private var status: CInt?

  init() throws {
    // A program that another test starts at the same time must not inherit the terminal.
    (controller, process) = try starting.withLock { _ in
      var (controller, terminal): (CInt, CInt) = (-1, -1)
      try #require(ctest_openpty(&controller, &terminal, 30, 100) == 0)
      _ = fcntl(controller, F_SETFD, FD_CLOEXEC)
      defer { close(terminal) }
      var arguments = [strdup("cnitop"), strdup("demo"), nil]
      var environment =
        ["TERM=xterm", "LC_ALL=C.UTF-8", "HOME=/nonexistent"].map { (word: String) in strdup(word) }
        + [nil]
      defer { (arguments + environment).forEach { free($0) } }
      return (
        controller, ctest_spawn_on_terminal(terminal, program, &arguments, &environment)
      )
    }
    try #require(process > 0)
  }

  deinit {
    if status == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    close(controller)
  }

  func type(_ keys: String) { _ = write(controller, keys, keys.utf8.count) }

  /// Whether a text appears on the terminal, in what was not looked at yet.
  func shows(_ text: String, within limit: Duration = .seconds(10)) -> Bool {
    let deadline = ContinuousClock.now + limit
    while true {
      if let range = output.firstRange(of: text) {
        output.removeSubrange(..<range.upperBound)
        return true
      }
      guard ContinuousClock.now < deadline, take() else { return false }
    }
  }

  /// Takes in what comes within a moment; false at the end.
  private func take() -> Bool {
    var ready = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    guard poll(&ready, 1, 100) > 0 else { return true }
    var bytes = [UInt8](repeating: 0, count: 1 << 14)
    let count = read(controller, &bytes, bytes.count)
    guard count > 0 else { return false }
    output += String(decoding: bytes[..<count], as: UTF8.self)
    return true
  }

  /// Waits for the end and returns the exit status, or the negative number of the signal.
  func end() throws -> CInt {
    let deadline = ContinuousClock.now + .seconds(10)
    var raw: CInt = 0
    while waitpid(process, &raw, WNOHANG) == 0 {
      try #require(ContinuousClock.now < deadline, "it does not end")
      _ = take()
      usleep(2000)
    }
    status = raw
    return raw & 0x7F == 0 ? raw >> 8 & 0xFF : -(raw & 0x7F)
  }
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
    let mounts = Self.mounts(of: demo)
    folder = try #require(mounts.map { $0[4] }.min { $0.utf8.count < $1.utf8.count })
    bindings = mounts.count { $0[3].hasPrefix("net:[") }
    let own = try #require(link("/proc/\(demo)/ns/mnt"))
    processes = allProcesses().filter { link("/proc/\($0)/ns/mnt") == own }
  }

  /// The words of each line of `mountinfo` that is about a demo's mount.
  static func mounts(of demo: pid_t) -> [[String]] {
    let mounts = (try? readFile("/proc/\(demo)/mountinfo")) ?? ""
    return mounts.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
      .filter { $0.count > 4 && $0[4].contains("/cnitop-demo-") }
  }

  /// What is still there, in words; the end of a process takes a moment.
  func remains(folderToo: Bool = true) -> [String] {
    var found: [String] = []
    for _ in 0..<100 {
      found = processes.filter { kill($0, 0) == 0 }.map { "process \($0)" }
      let mounts = (try? readFile("/proc/self/mountinfo")) ?? "no mountinfo"
      if mounts.contains(folder) { found.append("mounts below \(folder)") }
      if folderToo, access(folder, F_OK) == 0 { found.append(folder) }
      if found.isEmpty { break }
      usleep(20_000)
    }
    return found
  }
}

/// The ids of all processes that can be seen.
func allProcesses() -> [pid_t] {
  guard let folder = opendir("/proc") else { return [] }
  defer { closedir(folder) }
  var found: [pid_t] = []
  while let entry = readdir(folder) {
    let name = withUnsafeBytes(of: &entry.pointee.d_name) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    if let process = pid_t(name) { found.append(process) }
  }
  return found
}

/// The text of a symbolic link.
func link(_ path: String) -> String? {
  var target = [CChar](repeating: 0, count: 256)
  let count = readlink(path, &target, target.count)
  guard count > 0 else { return nil }
  return String(decoding: target[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
