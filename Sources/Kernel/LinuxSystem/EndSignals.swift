internal import CLinux
import Glibc

/// Hears that the process shall end, so that it can leave the kernel as it found it (`signalfd`).
///
/// SIGINT, SIGTERM and SIGHUP are put off from its making on, in this thread and those that it
/// starts later; so it is made before they are. One that is ignored stays so: `nohup` and a shell's
/// background jobs mean it.
public struct EndSignals: ~Copyable {
  private let descriptor: OwnedDescriptor
  public var rawDescriptor: CInt { descriptor.rawValue }

  public init() throws(SystemCallError) {
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in Self.heeded([SIGINT, SIGTERM, SIGHUP]) { sigaddset(&signals, signal) }
    let set = signals
    descriptor = OwnedDescriptor(
      adopting: try systemCall("signalfd") {
        withUnsafePointer(to: set) { signalfd(-1, $0, CInt(SFD_CLOEXEC | SFD_NONBLOCK)) }
      })
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }

  /// Those of some signals that are not ignored.
  ///
  /// The kernel keeps an ignored signal for the process as soon as it is also put off, so it must
  /// not be.
  public static func heeded(_ signals: [CInt]) -> [CInt] {
    signals.filter { signal in
      var action = sigaction()
      guard sigaction(signal, nil, &action) == 0 else { return true }
      return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        != unsafeBitCast(SIG_IGN, to: Int.self)
    }
  }

  /// The signal that came; nil if none did.
  public func read() -> CInt? {
    var information = signalfd_siginfo()
    let size = MemoryLayout<signalfd_siginfo>.size
    guard Glibc.read(descriptor.rawValue, &information, size) == size else { return nil }
    return CInt(information.ssi_signo)
  }

  /// Ends the process as the signal would have done without this.
  public func end(by signal: CInt) {
    Glibc.signal(signal, SIG_DFL)
    raise(signal)
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, signal)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }
}
