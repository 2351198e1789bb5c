internal import CLinux
import Glibc

/// A descriptor that one thread makes readable to wake another (`eventfd`).
public struct EventDescriptor: ~Copyable, Sendable {
  private let descriptor: OwnedDescriptor
  public var rawDescriptor: CInt { descriptor.rawValue }

  public init() throws(SystemCallError) {
    descriptor = OwnedDescriptor(
      adopting: try systemCall("eventfd") {
        eventfd(0, CInt(EFD_CLOEXEC | EFD_NONBLOCK))
      })
  }

  /// Makes the descriptor readable; any number of times before `clear` count as one.
  public func signal() {
    var one: UInt64 = 1
    _ = write(descriptor.rawValue, &one, 8)
  }

  public func clear() {
    var count: UInt64 = 0
    _ = read(descriptor.rawValue, &count, 8)
  }
}
