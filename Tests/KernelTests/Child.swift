import Glibc
import Synchronization
import TestSupport

/// A program that runs beside a test.
final class Child {
  let process: pid_t
  /// What it writes.
  let output: CInt
  private(set) var status: CInt?

  init(_ command: [String]) throws {
    (process, output) = try starting.withLock { _ in try Self.start(command) }
  }

  private static func start(_ command: [String]) throws -> (pid_t, CInt) {
    let pipe = try closingPipe()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, pipe.end, 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var arguments = command.map { strdup($0) } + [nil]
    defer { arguments.forEach { free($0) } }
    var process = pid_t()
    // Test threads put signals off, and a child inherits that.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    let status = posix_spawnp(&process, command[0], &actions, &attributes, &arguments, environ)
    close(pipe.end)
    guard status == 0 else {
      close(pipe.start)
      throw CommandFailure(command: command, status: status, output: "cannot start")
    }
    return (process, pipe.start)
  }

  deinit {
    kill()
    _ = wait()
    close(output)
  }

  func kill(_ signal: CInt = SIGKILL) { if status == nil { _ = Glibc.kill(process, signal) } }

  /// Waits for its end; the status as the shell has it.
  func wait() -> CInt {
    if let status { return status }
    var word: CInt = 0
    waitpid(process, &word, 0)
    let result = word & 0x7f == 0 ? word >> 8 & 0xff : 128 + (word & 0x7f)
    status = result
    return result
  }

  /// Waits at most so long for its end; nil if it goes on.
  func wait(seconds: Double) -> CInt? {
    if let status { return status }
    for _ in 0..<Int(seconds * 100) {
      var word: CInt = 0
      if waitpid(process, &word, WNOHANG) == process {
        status = word & 0x7f == 0 ? word >> 8 & 0xff : 128 + (word & 0x7f)
        return status
      }
      usleep(10_000)
    }
    return nil
  }

  /// The inode of the network namespace that it is in.
  var namespace: UInt64? { Self.namespace(of: "\(process)") }
  static var ownNamespace: UInt64? { namespace(of: "self") }

  private static func namespace(of process: String) -> UInt64? {
    var status = stat()
    return stat("/proc/\(process)/ns/net", &status) == 0 ? UInt64(status.st_ino) : nil
  }

  private var pending: [UInt8] = []

  /// The next line that it writes; nil if none comes within so long, or its output ended.
  func line(seconds: Double = 10) -> String? {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      if let end = pending.firstIndex(of: 10) {
        let line = String(decoding: pending[..<end], as: UTF8.self)
        pending.removeFirst(end + 1)
        return line
      }
      var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, CInt(seconds * 1000)) == 1 else { return nil }
      let count = read(output, &buffer, buffer.count)
      guard count > 0 else { return nil }
      pending += buffer[..<count]
    }
  }
}
