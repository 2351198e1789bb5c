import CTestSupport
package import Glibc

/// A program that was run and did not end well.
public struct CommandFailure: Error, CustomStringConvertible {
  public let command: [String]
  /// The word of waitpid(2), or the error number where it did not start.
  public let status: CInt
  public let output: String

  package init(command: [String], status: CInt, output: String) {
    self.command = command
    self.status = status
    self.output = output
  }

  /// How it ended.
  public var end: ProcessEnd { ProcessEnd(waitStatus: status) }

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
    let count = uninterrupted { read(output, &buffer, buffer.count) }
    if count <= 0 { break }
    bytes += buffer[..<count]
  }
  var status: CInt = 0
  guard uninterrupted({ Int(waitpid(process, &status, 0)) }) == Int(process) else {
    throw CommandFailure(command: ["waitpid"] + command, status: errno, output: "")
  }
  let text = String(decoding: bytes, as: UTF8.self)
  guard status == 0 else { throw CommandFailure(command: command, status: status, output: text) }
  return text
}

/// What a system call returns when no signal interrupts it: some tests send this process signals.
package func uninterrupted(_ call: () -> Int) -> Int {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}

private func start(_ command: [String], input: String) throws -> (process: pid_t, output: CInt) {
  let (inward, outward) = (try closingPipe(), try closingPipe())
  _ = write(inward.end, Array(input.utf8), input.utf8.count)
  close(inward.end)

  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_adddup2(&actions, inward.start, 0)
  posix_spawn_file_actions_adddup2(&actions, outward.end, 1)
  posix_spawn_file_actions_adddup2(&actions, outward.end, 2)
  let words = [
    "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C",
    // Tools in Python must leave nothing in the folder of the sources.
    "PYTHONDONTWRITEBYTECODE=1",
  ]
  defer {
    close(inward.start)
    close(outward.end)
  }
  do {
    return (try spawn(command, environment: words, actions: &actions), outward.start)
  } catch {
    close(outward.start)
    throw error
  }
}

/// Starts a program that is found in `PATH`, with no signal put off.
///
/// - Parameter environment: Words like `NAME=value`; nil for those of the test program.
package func spawn(
  _ command: [String], environment: [String]?, actions: inout posix_spawn_file_actions_t
) throws -> pid_t {
  var arguments = command.map { strdup($0) } + [nil]
  var variables = (environment ?? []).map { (word: String) in strdup(word) } + [nil]
  defer { (arguments + variables).forEach { free($0) } }
  // Test threads put signals off, and a child inherits that.
  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  defer { posix_spawnattr_destroy(&attributes) }
  posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
  var none = sigset_t()
  sigemptyset(&none)
  posix_spawnattr_setsigmask(&attributes, &none)
  var process = pid_t()
  let status = variables.withUnsafeMutableBufferPointer { variables in
    posix_spawnp(
      &process, command[0], &actions, &attributes, &arguments,
      environment == nil ? environ : variables.baseAddress)
  }
  guard status == 0 else {
    throw CommandFailure(command: command, status: status, output: "cannot start")
  }
  return process
}

/// A pipe that no other program inherits, not even one that starts at the same time: it would
/// keep the pipe from ever ending.
package func closingPipe() throws -> (start: CInt, end: CInt) {
  var ends: [CInt] = [0, 0]
  guard ctest_pipe(&ends) == 0 else {
    throw CommandFailure(command: ["pipe"], status: errno, output: "")
  }
  return (ends[0], ends[1])
}

/// The path of a program that was built with these tests: it is beside the test program.
public func built(_ name: String) -> String {
  var path = [CChar](repeating: 0, count: Int(PATH_MAX))
  let count = readlink("/proc/self/exe", &path, path.count)
  let text = String(
    decoding: path.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  return text.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/" + name
}

/// Runs `body` without the rights of root to files, which may read everything.
public func withoutRightsToFiles<Value>(_ body: () throws -> Value) rethrows -> Value {
  // Of this thread alone.
  if geteuid() == 0 { ctest_set_file_user(65534) }
  defer { if geteuid() == 0 { ctest_set_file_user(0) } }
  return try body()
}
