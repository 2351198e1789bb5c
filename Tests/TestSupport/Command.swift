import Glibc
package import Synchronization

/// A program that was run and did not end well.
public struct CommandFailure: Error, CustomStringConvertible {
  public let command: [String]
  public let status: CInt
  public let output: String

  package init(command: [String], status: CInt, output: String) {
    self.command = command
    self.status = status
    self.output = output
  }

  public var description: String { "\(command.joined(separator: " ")): \(status): \(output)" }
}

/// Runs a program to its end and returns what it wrote; both streams in one.
///
/// - Parameter input: What it reads; it has to fit into a pipe (64 KiB).
@discardableResult
public func run(_ command: [String], input: String = "") throws -> String {
  let (process, output) = try start(command, input: input)
  defer { close(output) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(output, &buffer, buffer.count)
    if count <= 0 { break }
    bytes += buffer[..<count]
  }
  var status: CInt = 0
  waitpid(process, &status, 0)
  let text = String(decoding: bytes, as: UTF8.self)
  guard status == 0 else { throw CommandFailure(command: command, status: status, output: text) }
  return text
}

/// One at a time: a child that inherits a pipe of another one keeps it from ever ending.
package let starting = Mutex(())

private func start(_ command: [String], input: String) throws -> (process: pid_t, output: CInt) {
  try starting.withLock { _ in
    let (inward, outward) = (try closingPipe(), try closingPipe())
    _ = write(inward.end, Array(input.utf8), input.utf8.count)
    close(inward.end)

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, inward.start, 0)
    posix_spawn_file_actions_adddup2(&actions, outward.end, 1)
    posix_spawn_file_actions_adddup2(&actions, outward.end, 2)
    var arguments = command.map { strdup($0) } + [nil]
    let words = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"]
    var environment = words.map { (word: String) in strdup(word) } + [nil]
    defer { (arguments + environment).forEach { free($0) } }
    var process = pid_t()
    let status = posix_spawnp(&process, command[0], &actions, nil, &arguments, &environment)
    close(inward.start)
    close(outward.end)
    guard status == 0 else {
      close(outward.start)
      throw CommandFailure(command: command, status: status, output: "cannot start")
    }
    return (process, outward.start)
  }
}

/// A pipe that other programs do not inherit.
package func closingPipe() throws -> (start: CInt, end: CInt) {
  var ends: [CInt] = [0, 0]
  guard pipe(&ends) == 0 else {
    throw CommandFailure(command: ["pipe"], status: errno, output: "")
  }
  for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  return (ends[0], ends[1])
}
