internal import CLinux
import Glibc
import Synchronization

/// A thread of the operating system, for work that blocks or that belongs to a thread.
///
/// Tasks of Swift move between threads, and a namespace, a blocking `recv` and a stack belong
/// to one; so such work never runs in the pool.
public final class Thread: Sendable {
  private let handle: pthread_t
  private let isJoined = Mutex(false)

  /// Starts a thread that runs `body`.
  ///
  /// - Parameter name: At most 15 bytes; what `top -H` shows.
  public init(name: String, _ body: @escaping @Sendable () -> Void) throws(SystemCallError) {
    let work = Unmanaged.passRetained(Work(name: name, body))
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { context in
        let work = Unmanaged<Work>.fromOpaque(context!).takeRetainedValue()
        clinux_name_thread(work.name)
        work.body()
        return nil
      }, work.toOpaque())
    guard status == 0 else {
      work.release()
      throw SystemCallError("pthread_create", ErrorNumber(rawValue: status))
    }
    handle = thread
  }

  /// Waits until the work is done.
  public func join() {
    let isFirst = isJoined.withLock { joined in
      defer { joined = true }
      return !joined
    }
    if isFirst { pthread_join(handle, nil) }
  }

  deinit { if !isJoined.withLock({ $0 }) { pthread_detach(handle) } }

  private final class Work: Sendable {
    let name: String
    let body: @Sendable () -> Void
    init(name: String, _ body: @escaping @Sendable () -> Void) {
      self.name = String(name.prefix(15))
      self.body = body
    }
  }
}
