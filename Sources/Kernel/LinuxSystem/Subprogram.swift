internal import CLinux
import Glibc

/// How a program ended, and what it wrote.
public struct ProgramEnd: Hashable, Sendable, CustomStringConvertible {
  /// The status of `waitpid(2)`.
  public var waitStatus: CInt
  /// Its standard output.
  public var output: [UInt8]
  /// Its standard error, where that was asked for.
  public var errors: [UInt8] = []

  public var isSuccess: Bool { waitStatus == 0 }

  public var description: String {
    waitStatus & 0x7F == 0
      ? "exit status \(waitStatus >> 8 & 0xFF)" : "signal \(waitStatus & 0x7F)"
  }
}

/// Other programs, run to their end.
public enum Subprogram {
  /// The most that is read of an output, in bytes; a program that writes more is stopped by a
  /// closed pipe.
  public static let outputLimit = 16 << 20

  /// Runs a program without a shell.
  ///
  /// - Parameters:
  ///   - path: The file; the folders of `PATH` are not searched.
  ///   - environment: `NAME=VALUE`, added to our own, or in place of the same names there.
  ///   - input: What it can read, of any length.
  ///   - capturesErrors: Whether its standard error is kept; else it is ours.
  ///   - milliseconds: How long it may run until it is killed; nil is as long as it likes.
  public static func run(
    _ path: String, arguments: [String] = [], environment: [String] = [], input: [UInt8] = [],
    capturesErrors: Bool = false, milliseconds: Int? = nil
  ) throws(SystemCallError) -> ProgramEnd {
    // A file in memory: no pipe that both sides wait for.
    let source = try memoryFile(input)
    let output = try Pipe()
    let errors = try memoryFile([])
    let process = try spawn(
      path, arguments, environment, input: source.rawValue, output: output.writeEnd.rawValue,
      errors: capturesErrors ? errors.rawValue : nil)
    let reading = output.closingWriteEnd()
    let deadline = milliseconds.map { Clock.monotonic() + Int64($0) * 1000 }
    var end = ProgramEnd(waitStatus: 0, output: readAll(reading, until: deadline))
    // It may also have closed its output and go on.
    let isOver = deadline.map { hasEnded(process, until: $0) } ?? true
    if !isOver { kill(process, SIGKILL) }
    let status = wait(for: process)
    if !isOver { throw SystemCallError("waitpid", .timedOut) }
    end.waitStatus = status
    if capturesErrors {
      lseek(errors.rawValue, 0, SEEK_SET)
      end.errors = readAll(errors)
    }
    return end
  }

  private struct Pipe: ~Copyable {
    let readEnd: OwnedDescriptor
    let writeEnd: OwnedDescriptor

    init() throws(SystemCallError) {
      var ends: [CInt] = [-1, -1]
      try systemCall("pipe2") { clinux_pipe(&ends) }
      readEnd = OwnedDescriptor(adopting: ends[0])
      writeEnd = OwnedDescriptor(adopting: ends[1])
    }

    consuming func closingWriteEnd() -> OwnedDescriptor { readEnd }
  }

  private static func memoryFile(_ bytes: [UInt8]) throws(SystemCallError) -> OwnedDescriptor {
    let file = OwnedDescriptor(
      adopting: try systemCall("memfd_create") { clinux_memory_file("input") })
    var written = 0
    while written < bytes.count {
      written += try systemCall("write") {
        bytes.withUnsafeBytes {
          write(file.rawValue, $0.baseAddress! + written, bytes.count - written)
        }
      }
    }
    try systemCall("lseek") { lseek(file.rawValue, 0, SEEK_SET) }
    return file
  }

  /// Whether a process ended before a time of the monotonic clock, without collecting it.
  private static func hasEnded(_ process: pid_t, until deadline: Int64) -> Bool {
    while true {
      var information = siginfo_t()
      waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT)
      if information.si_signo != 0 { return true }
      guard Clock.monotonic() < deadline else { return false }
      usleep(1000)
    }
  }

  private static func readAll(
    _ file: borrowing OwnedDescriptor, until deadline: Int64? = nil
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < outputLimit {
      if let deadline {
        var waiting = pollfd(fd: file.rawValue, events: Int16(POLLIN), revents: 0)
        let rest = max(deadline - Clock.monotonic(), 0)
        guard poll(&waiting, 1, CInt(clamping: (rest + 999) / 1000)) != 0 else { break }
      }
      let count = read(file.rawValue, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return bytes
  }

  private static func wait(for process: pid_t) -> CInt {
    var status: CInt = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return status
  }

  private static func spawn(
    _ path: String, _ arguments: [String], _ environment: [String], input: CInt, output: CInt,
    errors: CInt?
  ) throws(SystemCallError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    if let errors { posix_spawn_file_actions_adddup2(&actions, errors, 2) }
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    var variables = merged(environment).map { strdup($0) } + [nil]
    defer { (words + variables).forEach { free($0) } }
    var process = pid_t()
    let status = posix_spawn(&process, path, &actions, nil, &words, &variables)
    guard status == 0 else {
      throw SystemCallError("posix_spawn", ErrorNumber(rawValue: status))
    }
    return process
  }

  /// Our variables with others in place of those of the same name.
  private static func merged(_ others: [String]) -> [String] {
    func name(_ variable: String) -> Substring { variable.prefix { $0 != "=" } }
    let replaced = Set(others.map { name($0) })
    return ProcessVariables.all.filter { !replaced.contains(name($0)) } + others
  }
}
