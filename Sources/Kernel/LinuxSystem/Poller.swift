internal import CLinux
import Glibc

/// Waits for many descriptors at once (`epoll`), level-triggered.
public struct Poller: ~Copyable, Sendable {
  private let descriptor: OwnedDescriptor

  public init() throws(SystemCallError) {
    descriptor = OwnedDescriptor(
      adopting: try systemCall("epoll_create1") { epoll_create1(CInt(EPOLL_CLOEXEC)) })
  }

  /// Waits for input on `fd` too; `token` is what `wait` returns for it.
  ///
  /// - Parameter urgent: Wait for `EPOLLPRI` instead: what files of `/proc` that tell of
  ///   changes raise, which always have input.
  public func add(_ fd: CInt, token: UInt64, urgent: Bool = false) throws(SystemCallError) {
    var event = epoll_event()
    event.events = urgent ? EPOLLPRI.rawValue : EPOLLIN.rawValue
    event.data.u64 = token
    try systemCall("epoll_ctl") { epoll_ctl(descriptor.rawValue, EPOLL_CTL_ADD, fd, &event) }
  }

  /// Stops waiting for `fd`; a closed descriptor leaves by itself.
  public func remove(_ fd: CInt) {
    _ = epoll_ctl(descriptor.rawValue, EPOLL_CTL_DEL, fd, nil)
  }

  /// The tokens of the descriptors that have input, were hung up or failed.
  ///
  /// - Parameter milliseconds: How long to wait at most; nil is for ever. A signal ends the wait
  ///   early, with nothing.
  public func wait(milliseconds: Int?) throws(SystemCallError) -> [UInt64] {
    var events = [epoll_event](repeating: epoll_event(), count: 64)
    let count = epoll_wait(
      descriptor.rawValue, &events, CInt(events.count),
      milliseconds.map { CInt(clamping: max($0, 0)) } ?? -1)
    guard count >= 0 else {
      let reason = ErrorNumber(rawValue: errno)
      if reason == .interrupted { return [] }
      throw SystemCallError("epoll_wait", reason)
    }
    return events[..<Int(count)].map(\.data.u64)
  }
}
