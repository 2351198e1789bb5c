import Glibc
import LinuxSystem

/// The signals that ask for the end of the process, but for those that are ignored.
enum EndingSignals {
  /// Runs `body` with them put off, so that none comes between making something and removing it.
  ///
  /// The screen lets them come for as long as it is open. One that came meanwhile ends the
  /// process afterwards.
  static func puttingOff<Result>(_ body: () throws -> Result) rethrows -> Result {
    var old = sigset_t()
    pthread_sigmask(SIG_BLOCK, all, &old)
    defer { pthread_sigmask(SIG_SETMASK, [old], nil) }
    return try body()
  }

  /// Puts them off again after the screen was open.
  static func putOff() { pthread_sigmask(SIG_BLOCK, all, nil) }

  /// Whether one came while they were put off.
  static var isPending: Bool {
    var pending = sigset_t()
    sigpending(&pending)
    return numbers.contains { sigismember(&pending, $0) == 1 }
  }

  private static let numbers = EndSignals.heeded([SIGINT, SIGTERM, SIGHUP, SIGQUIT])

  private static var all: [sigset_t] {
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in numbers { sigaddset(&signals, signal) }
    return [signals]
  }
}
