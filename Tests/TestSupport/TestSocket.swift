import Glibc
public import LinuxSystem
public import NetworkTypes

/// A socket of the internet families in a namespace, with time limits, so that no test hangs.
public struct TestSocket: ~Copyable, Sendable {
  public let descriptor: OwnedDescriptor

  public enum Kind: Sendable { case stream, datagram }

  /// - Parameter limit: After how many seconds a call is given up; one that is answered returns at
  ///   once, however busy the machine is.
  public init(
    _ space: borrowing TestNamespace, _ family: AddressFamily, _ kind: Kind = .stream,
    limit: Int = 30
  ) throws {
    let type = kind == .stream ? SOCK_STREAM : SOCK_DGRAM
    descriptor = try space.namespace.run {
      OwnedDescriptor(
        adopting: try systemCall("socket") {
          socket(
            family == .ipv4 ? AF_INET : AF_INET6,
            CInt(type.rawValue | SOCK_CLOEXEC.rawValue), 0)
        })
    }
    var limit = timeval(tv_sec: limit, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(
        descriptor.rawValue, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
    var yes: CInt = 1
    setsockopt(descriptor.rawValue, SOL_SOCKET, SO_REUSEADDR, &yes, 4)
  }

  public init(adopting descriptor: CInt) { self.descriptor = OwnedDescriptor(adopting: descriptor) }

  /// A listener, or a bound socket.
  public static func listener(
    _ space: borrowing TestNamespace, _ address: String, _ port: UInt16, _ kind: Kind = .stream
  ) throws -> TestSocket {
    let host = try known(address)
    let socket = try TestSocket(space, host.family, kind)
    let fd = socket.descriptor.rawValue
    try systemCall("bind") { withAddress(host, port) { bind(fd, $0, $1) } }
    if kind == .stream { try systemCall("listen") { listen(fd, 8) } }
    return socket
  }

  public func connect(to address: String, _ port: UInt16) throws {
    let host = try Self.known(address)
    let fd = descriptor.rawValue
    try systemCall("connect") { withAddress(host, port) { Glibc.connect(fd, $0, $1) } }
  }

  public func send(_ byte: UInt8) throws {
    let fd = descriptor.rawValue
    try systemCall("send") { withUnsafeBytes(of: byte) { Glibc.send(fd, $0.baseAddress, 1, 0) } }
  }

  /// The next byte, and for a datagram also who sent it.
  public func receive() throws -> (byte: UInt8, from: IPAddress?) {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    var byte: UInt8 = 0
    let fd = descriptor.rawValue
    try systemCall("recvfrom") {
      withUnsafeMutablePointer(to: &storage) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          recvfrom(fd, &byte, 1, 0, $0, &length)
        }
      }
    }
    return (byte, address(storage))
  }

  /// Takes a connection, and tells who made it.
  public func accept() throws -> IPAddress? {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let fd = descriptor.rawValue
    let accepted = try systemCall("accept") {
      withUnsafeMutablePointer(to: &storage) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.accept(fd, $0, &length) }
      }
    }
    close(accepted)
    return address(storage)
  }

  /// Takes a connection.
  public func accepted() throws -> TestSocket {
    let fd = descriptor.rawValue
    return TestSocket(adopting: try systemCall("accept") { Glibc.accept(fd, nil, nil) })
  }

  /// Sends bytes, as many as fit into the buffers of two sockets.
  public func send(_ bytes: [UInt8]) throws {
    let fd = descriptor.rawValue
    var sent = 0
    while sent < bytes.count {
      sent += try systemCall("send") {
        bytes.withUnsafeBytes { Glibc.send(fd, $0.baseAddress! + sent, $0.count - sent, 0) }
      }
    }
  }

  /// The next bytes, exactly so many.
  public func receive(_ count: Int) throws -> [UInt8] {
    let fd = descriptor.rawValue
    var bytes = [UInt8](repeating: 0, count: count)
    guard try systemCall("recv", { recv(fd, &bytes, count, CInt(MSG_WAITALL)) }) == count
    else { throw SystemCallError("recv", .wouldBlock) }
    return bytes
  }

  private static func known(_ text: String) throws -> IPAddress {
    guard let address = IPAddress(text) else {
      throw SystemCallError("inet_pton", .invalidArgument)
    }
    return address
  }
}

/// Whom a server at the end of a connection sees; nil where none comes about within `limit` seconds.
public func peer(
  from space: borrowing TestNamespace, to address: String, _ port: UInt16,
  at server: borrowing TestSocket, limit: Int = 30
) throws -> IPAddress? {
  let family: AddressFamily = address.contains(":") ? .ipv6 : .ipv4
  let socket = try TestSocket(space, family, limit: limit)
  do {
    try socket.connect(to: address, port)
    return try server.accept()
  } catch is SystemCallError {
    return nil
  }
}

/// Sends 256 KiB by TCP, in packets as large as they may be, and compares what comes.
///
/// - Parameter port: One that nobody else listens on in `server`.
public func transfer(
  from client: borrowing TestNamespace, to server: borrowing TestNamespace, _ address: String,
  _ port: UInt16 = 5001, limit: Int = 30
) throws -> Bool {
  let listener = try TestSocket.listener(server, address, port)
  let socket = try TestSocket(client, address.contains(":") ? .ipv6 : .ipv4, limit: limit)
  do {
    try socket.connect(to: address, port)
    let accepted = try listener.accepted()
    let bytes = (0..<1 << 15).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    for _ in 0..<8 {
      try socket.send(bytes)
      guard try accepted.receive(bytes.count) == bytes else { return false }
    }
    return true
  } catch is SystemCallError {
    return false
  }
}

private func withAddress<Result>(
  _ address: IPAddress, _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
) -> Result {
  var storage = sockaddr_storage()
  return withUnsafeMutablePointer(to: &storage) { pointer in
    let size: Int
    switch address.family {
    case .ipv4:
      var four = sockaddr_in()
      four.sin_family = sa_family_t(AF_INET)
      four.sin_port = port.bigEndian
      four.sin_addr.s_addr = UInt32(truncatingIfNeeded: address.low).bigEndian
      size = MemoryLayout<sockaddr_in>.size
      memcpy(pointer, &four, size)
    case .ipv6:
      var six = sockaddr_in6()
      six.sin6_family = sa_family_t(AF_INET6)
      six.sin6_port = port.bigEndian
      let bytes = address.networkOrder
      memcpy(&six.sin6_addr, bytes, bytes.count)
      size = MemoryLayout<sockaddr_in6>.size
      memcpy(pointer, &six, size)
    }
    return pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(size)) }
  }
}

private func address(_ storage: sockaddr_storage) -> IPAddress? {
  let bytes = withUnsafeBytes(of: storage) { Array($0) }
  switch CInt(storage.ss_family) {
  case AF_INET: return IPAddress(networkOrder: bytes.span.bytes.extracting(4..<8))
  case AF_INET6: return IPAddress(networkOrder: bytes.span.bytes.extracting(8..<24))
  default: return nil
  }
}
