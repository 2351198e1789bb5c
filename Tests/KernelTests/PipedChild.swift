import Glibc
import TestSupport

/// A program that runs beside a test, whose lines are read.
final class PipedChild {
  private let child: Child
  /// What it writes.
  private let output: CInt

  init(_ command: [String]) throws {
    let pipe = try closingPipe()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, pipe.end, 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    defer { close(pipe.end) }
    do {
      child = Child(adopting: try spawn(command, environment: nil, actions: &actions))
    } catch {
      close(pipe.start)
      throw error
    }
    output = pipe.start
  }

  deinit { close(output) }

  var process: pid_t { child.process }

  func kill(_ signal: CInt = SIGKILL) { child.kill(signal) }

  /// Waits for its end; nil if it goes on.
  func wait() -> ProcessEnd? { child.wait() }

  /// Whether it goes on.
  var isAlive: Bool { child.wait(seconds: 0) == nil }

  /// The inode of the network namespace that it is in.
  var namespace: UInt64? { Self.namespace(of: "\(process)") }
  static var ownNamespace: UInt64? { namespace(of: "self") }

  private static func namespace(of process: String) -> UInt64? {
    var status = stat()
    return stat("/proc/\(process)/ns/net", &status) == 0 ? UInt64(status.st_ino) : nil
  }

  private var pending: [UInt8] = []

  /// The next line that it writes; nil if none comes within so long, or its output ended.
  func line(seconds: Double = 30) -> String? {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      if let end = pending.firstIndex(of: 10) {
        let line = String(decoding: pending[..<end], as: UTF8.self)
        pending.removeFirst(end + 1)
        return line
      }
      var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      guard uninterrupted({ Int(poll(&waiting, 1, CInt(seconds * 1000))) }) == 1 else {
        return nil
      }
      let count = uninterrupted { read(output, &buffer, buffer.count) }
      guard count > 0 else { return nil }
      pending += buffer[..<count]
    }
  }
}
