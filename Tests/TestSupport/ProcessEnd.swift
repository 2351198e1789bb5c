public import Glibc

/// How a process ended: with a status or by a signal.
public struct ProcessEnd: Hashable, Sendable, CustomStringConvertible {
  /// What it gave to exit(3).
  public var code: CInt?
  /// What ended it from outside.
  public var signal: CInt?

  public init(code: CInt) { self.code = code }
  public init(signal: CInt) { self.signal = signal }

  /// - Parameter waitStatus: The word of waitpid(2).
  public init(waitStatus: CInt) {
    if waitStatus & 0x7F == 0 {
      code = waitStatus >> 8 & 0xFF
    } else {
      signal = waitStatus & 0x7F
    }
  }

  public var description: String {
    code.map { "status \($0)" } ?? "signal \(signal.map { "\($0)" } ?? "unknown")"
  }
}

/// A process beside a test; where it is still there when the value goes away, it is killed.
public final class Child {
  public let process: pid_t
  /// Nil for as long as nobody waited for it.
  public private(set) var end: ProcessEnd?

  /// Takes over a process that was just started.
  public init(adopting process: pid_t) { self.process = process }

  /// Starts a program whose standard streams are those of the test program.
  public convenience init(_ command: [String]) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    self.init(adopting: try spawn(command, environment: [], actions: &actions))
  }

  deinit {
    guard end == nil else { return }
    kill()
    var status: CInt = 0
    _ = uninterrupted { Int(waitpid(process, &status, 0)) }
  }

  /// Sends a signal, unless it was waited for: its number may be another's by now.
  public func kill(_ signal: CInt = SIGKILL) {
    if end == nil { _ = Glibc.kill(process, signal) }
  }

  /// Waits for its end; nil if it goes on for so long.
  ///
  /// - Parameter meanwhile: What keeps it going, and takes a moment.
  public func wait(
    seconds: Double = 30, meanwhile: () -> Void = { usleep(5000) }
  ) -> ProcessEnd? {
    _ = eventually(seconds: seconds, meanwhile: meanwhile) { hasEnded() }
    return end
  }

  private func hasEnded() -> Bool {
    if end != nil { return true }
    var status: CInt = 0
    guard waitpid(process, &status, WNOHANG) == process else { return false }
    end = ProcessEnd(waitStatus: status)
    return true
  }
}

/// Whether a condition comes to hold; how long that takes depends on what else the machine does,
/// so that a test that passes does not wait for the limit.
public func eventually(
  seconds: Double = 30, meanwhile: () -> Void = { usleep(5000) }, _ condition: () throws -> Bool
) rethrows -> Bool {
  let deadline = ContinuousClock.now + .seconds(seconds)
  while true {
    if try condition() { return true }
    if ContinuousClock.now >= deadline { return false }
    meanwhile()
  }
}

/// The shortest time of some tries, the first that is within a limit being the last one.
///
/// What a program promises holds on a quiet machine; here others may take the processors away.
///
/// - Parameter body: Does it once and returns how long it took.
public func shortest(
  of tries: Int = 5, within limit: Duration, _ body: () throws -> Duration
) rethrows -> Duration {
  var shortest = try body()
  for _ in 1..<tries where shortest > limit { shortest = min(shortest, try body()) }
  return shortest
}

/// What `body` returns, and how long a processor works for it on this thread, whatever else the
/// machine does meanwhile.
public func processorTime<Value>(_ body: () throws -> Value) rethrows -> (Value, Duration) {
  func now() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
  let start = now()
  let value = try body()
  return (value, now() - start)
}
