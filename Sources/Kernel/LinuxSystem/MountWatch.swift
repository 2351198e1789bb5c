import Glibc

/// Tells when something is mounted or unmounted in the mount namespace of this process
/// (`/proc/self/mountinfo`, proc(5)).
///
/// A network namespace is bound to a file that is already there, and may be unbound from one
/// that stays; no watch of the folder hears of either.
public struct MountWatch: ~Copyable, Sendable {
  private let descriptor: OwnedDescriptor

  /// To wait for with `Poller.add(_:token:urgent:)`; waiting is all that it takes, nothing is
  /// to be read.
  public var rawDescriptor: CInt { descriptor.rawValue }

  public init() throws(SystemCallError) {
    descriptor = OwnedDescriptor(
      adopting: try systemCall("open") {
        open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC | O_NONBLOCK)
      })
  }
}
