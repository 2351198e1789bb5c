import Glibc

/// A file descriptor with exactly one owner, closed when the owner goes away.
///
/// It cannot be copied, so it cannot be closed twice or used after it was closed.
public struct OwnedDescriptor: ~Copyable, Sendable {
  public let rawValue: CInt

  /// Takes over `rawValue`; the caller must not close it any more.
  public init(adopting rawValue: CInt) { self.rawValue = rawValue }

  deinit { _ = close(rawValue) }

  /// Gives up ownership: the caller closes the descriptor.
  public consuming func release() -> CInt {
    let rawValue = rawValue
    discard self
    return rawValue
  }
}
