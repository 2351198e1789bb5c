internal import CLinux
import Glibc
import LinuxSystem

/// Where datagrams are received: one for each thread, whatever number of sockets it reads.
public final class ReceiveBuffer {
  @usableFromInline let bytes: UnsafeMutableRawBufferPointer

  /// - Parameter capacity: In bytes. The kernel fills dump datagrams up to 32 KiB; larger ones
  ///   gained nothing when measured.
  public init(capacity: Int = 1 << 16) {
    bytes = .allocate(byteCount: max(capacity, 1 << 15), alignment: 16)
  }

  deinit { bytes.deallocate() }

  var capacity: Int { bytes.count }

  /// The first `count` bytes: the datagram that was received last.
  @inlinable @_lifetime(borrow self)
  public func datagram(_ count: Int) -> RawSpan {
    let span = RawSpan(
      _unsafeBytes: UnsafeRawBufferPointer(rebasing: bytes[..<min(count, bytes.count)]))
    return _overrideLifetime(span, borrowing: self)
  }

  /// One datagram and what the kernel says about it.
  struct Datagram {
    /// How many bytes of the buffer it fills.
    var count: Int
    /// Its real length, which is larger where the buffer is too small.
    var size: Int
    var nsid: Int32?
    var isFromKernel: Bool
  }

  /// A datagram of a socket that hears what changes, with the namespace that it is about.
  func receiveEvent(from descriptor: CInt) throws(SystemCallError) -> Datagram {
    let flags = CInt(MSG_DONTWAIT)
    var size = 0
    var nsid: CInt = -1
    var port: UInt32 = 0
    let count = try systemCall("recvmsg") {
      clinux_receive(descriptor, bytes.baseAddress!, bytes.count, flags, &size, &nsid, &port)
    }
    return Datagram(
      count: count, size: size, nsid: nsid < 0 ? nil : nsid, isFromKernel: port == 0)
  }
  /// A datagram of a socket that is connected to the kernel, which nobody else can send to.
  ///
  /// Its length comes with it, which is larger than the buffer where it was cut.
  func receiveAnswer(from descriptor: CInt, flags: CInt = 0) throws(SystemCallError) -> Int {
    try systemCall("recv") {
      recv(descriptor, bytes.baseAddress!, bytes.count, flags | CInt(MSG_TRUNC))
    }
  }
}
