import Glibc
import LinuxSystem

/// The processes that stand for the containers of the demo's pods: this program again, which
/// only waits until the demo ends.
///
/// They read from a socket whose other end the demo holds: however the demo ends, also by SIGKILL,
/// they read the end of it and end too.
final class DemoProcesses {
  private let reader: OwnedDescriptor
  private let writer: OwnedDescriptor
  private var running: Set<pid_t> = []

  init() throws {
    var ends: (CInt, CInt) = (-1, -1)
    try systemCall("socketpair") {
      withUnsafeMutableBytes(of: &ends) {
        socketpair(
          AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0,
          $0.assumingMemoryBound(to: CInt.self).baseAddress!)
      }
    }
    reader = OwnedDescriptor(adopting: ends.0)
    writer = OwnedDescriptor(adopting: ends.1)
  }

  /// Starts one in a namespace.
  func start(in namespace: borrowing NetworkNamespace, name: String) throws -> pid_t {
    let input = reader.rawValue
    let pid = try namespace.run { try Self.spawn(name: name, input: input) }
    running.insert(pid)
    return pid
  }

  func stop(_ pid: pid_t) {
    guard running.remove(pid) != nil else { return }
    kill(pid, SIGKILL)
    waitpid(pid, nil, 0)
  }

  func stopAll() { running.forEach { stop($0) } }

  /// The hidden command that such a process runs.
  static let command = "demo-container"

  private static func spawn(name: String, input: CInt) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    // Out of the terminal's foreground group: Ctrl-C is for the demo.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGMASK))
    posix_spawnattr_setpgroup(&attributes, 0)
    // Those that the demo puts off are not for it.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(name), strdup(command), nil]
    defer { arguments.forEach { free($0) } }
    var pid: pid_t = 0
    let status = posix_spawn(&pid, "/proc/self/exe", &actions, &attributes, &arguments, environ)
    guard status == 0 else {
      throw SystemCallError("posix_spawn", ErrorNumber(rawValue: status))
    }
    return pid
  }
}
