import Glibc

/// A lock between processes that a file stands for (flock(2)), held as long as the value lives.
///
/// The kernel lets go of it when the process ends, however that happens.
public struct FileLock: ~Copyable, Sendable {
  private let descriptor: OwnedDescriptor
  private let path: String

  /// Waits until nobody else has the lock.
  public init(_ path: String) throws(FileWriteError) {
    self = try Self.take(path, LOCK_EX)!
  }

  /// Nil if somebody else has the lock.
  public static func ifFree(_ path: String) throws(FileWriteError) -> FileLock? {
    try take(path, LOCK_EX | LOCK_NB)
  }

  private static func take(_ path: String, _ operation: CInt) throws(FileWriteError) -> FileLock? {
    do throws(SystemCallError) {
      while true {
        let file = OwnedDescriptor(
          adopting: try systemCall("open") {
            open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
          })
        do { try systemCall("flock") { flock(file.rawValue, operation) } } catch {
          guard error.errno == .wouldBlock else { throw error }
          return nil
        }
        // Whoever had it may have deleted the file meanwhile; then it locks nothing.
        var status = stat()
        try systemCall("fstat") { fstat(file.rawValue, &status) }
        if status.st_nlink > 0 { return FileLock(path, file) }
      }
    } catch { throw FileWriteError(path: path, error) }
  }

  private init(_ path: String, _ descriptor: consuming OwnedDescriptor) {
    self.path = path
    self.descriptor = descriptor
  }

  /// Runs `body`; the lock is held at least until it has ended.
  public borrowing func held<Value, Failure: Error>(
    _ body: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try body()
  }

  deinit { unlink(path) }
}
