import Glibc
public import NetworkTypes

/// Connections over TCP.
public enum StreamSocket {
  /// Connects to an address in the namespace of the calling thread.
  ///
  /// - Parameter milliseconds: How long to wait for the other side; then it is `ETIMEDOUT`.
  /// - Returns: A socket that does not block.
  public static func connect(
    to address: IPAddress, port: UInt16, milliseconds: Int
  ) throws(SystemCallError) -> OwnedDescriptor {
    let isIPv6 = address.family == .ipv6
    let kind = CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let socket = OwnedDescriptor(
      adopting: try systemCall("socket") { Glibc.socket(isIPv6 ? AF_INET6 : AF_INET, kind, 0) })
    let fd = socket.rawValue
    let status = withSocketAddress(address, port) { Glibc.connect(fd, $0, $1) }
    guard status != 0 else { return socket }
    guard errno == EINPROGRESS else {
      throw SystemCallError("connect", ErrorNumber(rawValue: errno))
    }
    var waiting = pollfd(fd: fd, events: Int16(POLLOUT), revents: 0)
    let ready = try systemCall("poll") { poll(&waiting, 1, CInt(clamping: milliseconds)) }
    guard ready > 0 else { throw SystemCallError("connect", .timedOut) }
    var failure: CInt = 0
    var size = socklen_t(MemoryLayout<CInt>.size)
    try systemCall("getsockopt") { getsockopt(fd, SOL_SOCKET, SO_ERROR, &failure, &size) }
    guard failure == 0 else { throw SystemCallError("connect", ErrorNumber(rawValue: failure)) }
    return socket
  }

  private static func withSocketAddress(
    _ address: IPAddress, _ port: UInt16,
    _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt
  ) -> CInt {
    var storage = sockaddr_storage()
    return withUnsafeMutablePointer(to: &storage) { storage in
      let raw = UnsafeMutableRawPointer(storage)
      let size: Int
      if address.family == .ipv6 {
        let pointer = raw.assumingMemoryBound(to: sockaddr_in6.self)
        pointer.pointee.sin6_family = sa_family_t(AF_INET6)
        pointer.pointee.sin6_port = port.bigEndian
        withUnsafeMutableBytes(of: &pointer.pointee.sin6_addr) { bytes in
          for (place, byte) in address.networkOrder.enumerated() { bytes[place] = byte }
        }
        size = MemoryLayout<sockaddr_in6>.size
      } else {
        let pointer = raw.assumingMemoryBound(to: sockaddr_in.self)
        pointer.pointee.sin_family = sa_family_t(AF_INET)
        pointer.pointee.sin_port = port.bigEndian
        withUnsafeMutableBytes(of: &pointer.pointee.sin_addr) { bytes in
          for (place, byte) in address.networkOrder.enumerated() { bytes[place] = byte }
        }
        size = MemoryLayout<sockaddr_in>.size
      }
      return raw.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(size)) }
    }
  }
}
