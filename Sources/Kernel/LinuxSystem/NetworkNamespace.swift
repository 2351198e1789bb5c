internal import CLinux
import Glibc
import Synchronization

/// A network namespace that this value keeps alive.
///
/// A namespace belongs to a thread, so no method here changes the namespace of the caller.
/// Work runs on a thread of its own, which ends with the work: there is no old namespace to
/// go back to, and no failure in going back.
public struct NetworkNamespace: ~Copyable, Sendable {
  public let descriptor: OwnedDescriptor
  /// What tells namespaces apart: the inode of the file in nsfs.
  public let inode: UInt64

  /// Opens the namespace that a file names: `/proc/<pid>/ns/net`, `/run/netns/<name>`.
  ///
  /// A file that is no namespace (one left behind when its mount went) is `EINVAL`.
  public init(path: String) throws(SystemCallError) {
    let fd = try systemCall("open") { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    let owner = OwnedDescriptor(adopting: fd)
    inode = try Self.inode(of: owner)
    descriptor = owner
  }

  /// The namespace of the calling thread.
  public static func current() throws(SystemCallError) -> NetworkNamespace {
    try NetworkNamespace(path: "/proc/thread-self/ns/net")
  }

  /// Makes a namespace with nothing in it but a loopback interface that is down.
  public static func empty() throws -> NetworkNamespace {
    try onNewThread {
      try systemCall("unshare") { clinux_new_network_namespace() }
      return try current()
    }
  }

  /// Runs `body` in the namespace and waits for it.
  ///
  /// A socket that `body` opens stays in the namespace for good, on any thread.
  public func run<Value: ~Copyable & Sendable>(
    _ body: @escaping @Sendable () throws -> Value
  ) throws -> Value {
    let fd = descriptor.rawValue
    return try onNewThread {
      try systemCall("setns") { clinux_enter_network_namespace(fd) }
      return try body()
    }
  }

  /// Moves the calling thread into the namespace, for good.
  ///
  /// For threads that belong to the caller and end in this namespace or in another one.
  public func enter() throws(SystemCallError) {
    try systemCall("setns") { clinux_enter_network_namespace(descriptor.rawValue) }
  }

  private static func inode(of descriptor: borrowing OwnedDescriptor) throws(SystemCallError)
    -> UInt64
  {
    var status = stat()
    try systemCall("fstat") { fstat(descriptor.rawValue, &status) }
    // Any other file system holds files that only look like namespaces.
    guard clinux_is_network_namespace(descriptor.rawValue) == 1 else {
      throw SystemCallError("open", .invalidArgument)
    }
    return UInt64(status.st_ino)
  }
}

/// The result of `body`, run on a thread that is not used for anything else.
public func onNewThread<Value: ~Copyable & Sendable>(
  _ body: @escaping @Sendable () throws -> Value
) throws -> Value {
  let outcome = Outcome<Value>()
  let thread = try Thread(name: "netns") { outcome.set(Result { try body() }) }
  thread.join()
  return try outcome.take().get()
}

private final class Outcome<Value: ~Copyable & Sendable>: Sendable {
  private let result = Mutex<Result<Value, any Error>?>(nil)

  func set(_ new: consuming sending Result<Value, any Error>) {
    var new = Optional(new)
    result.withLock { $0 = new.take() }
  }

  func take() -> Result<Value, any Error> { result.withLock { $0.take()! } }
}
