internal import CNcurses
internal import Glibc
internal import Synchronization

/// Signals as bytes that can be polled for.
///
/// Handlers belong to the process, so there is one pipe at a time.
final class SignalPipe: Sendable {
  private static let isOpen = Mutex(false)

  let readEnd: CInt
  private let writeEnd: CInt

  /// Nil if there is one already, or no descriptor for it.
  init?() {
    let isFirst = Self.isOpen.withLock { isOpen in
      defer { isOpen = true }
      return !isOpen
    }
    guard isFirst else { return nil }
    var ends: [CInt] = [-1, -1]
    guard ncw_signals_pipe(&ends) == 0 else {
      Self.isOpen.withLock { $0 = false }
      return nil
    }
    (readEnd, writeEnd) = (ends[0], ends[1])
  }

  deinit {
    close(readEnd)
    close(writeEnd)
    Self.isOpen.withLock { $0 = false }
  }

  func catchSignals() { ncw_signals_catch(writeEnd) }
  func releaseSignals() { ncw_signals_release() }

  /// The signals since the last call, in their order.
  func take() -> [CInt] {
    var taken: [CInt] = []
    var bytes = [UInt8](repeating: 0, count: 64)
    while true {
      let count = read(readEnd, &bytes, bytes.count)
      guard count > 0 else { return taken }
      taken += bytes.prefix(count).map { CInt($0) }
    }
  }
}
