internal import CLinux
import Glibc

/// The IPv4 datagrams that come to a UDP port on one interface, which may have no address yet
/// (`packet(7)`).
///
/// It is in the namespace of the thread that opened it, and may be used on any other.
public struct PacketSocket: ~Copyable, Sendable {
  private let descriptor: OwnedDescriptor
  private let index: Int32
  public var rawDescriptor: CInt { descriptor.rawValue }

  /// - Parameter index: Of an interface with Ethernet addresses.
  public init(interface index: Int32, port: UInt16) throws(SystemCallError) {
    descriptor = OwnedDescriptor(
      adopting: try systemCall("socket") { clinux_open_packet_socket(index, port) })
    self.index = index
  }

  /// Sends a datagram, with its IP header, to everybody on the link.
  public func broadcast(_ datagram: [UInt8]) throws(SystemCallError) {
    try systemCall("sendto") {
      clinux_broadcast_packet(descriptor.rawValue, index, datagram, datagram.count)
    }
  }

  /// A datagram with its IP header; nil if there is none now.
  public func receive() throws(SystemCallError) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    do {
      let count = try systemCall("recv") { recv(descriptor.rawValue, &buffer, buffer.count, 0) }
      return Array(buffer[..<count])
    } catch {
      if error.errno == .wouldBlock { return nil }
      throw error
    }
  }
}

/// A UDP socket of one interface and address, to send from.
public struct UDPSocket: ~Copyable, Sendable {
  private let descriptor: OwnedDescriptor

  /// - Parameter address: In host order; one that the interface does not have is an error.
  public init(device: String, address: UInt32, port: UInt16) throws(SystemCallError) {
    descriptor = OwnedDescriptor(
      adopting: try systemCall("socket") { clinux_open_udp_socket(device, address, port) })
  }

  /// - Parameter address: In host order.
  public func send(_ bytes: [UInt8], to address: UInt32, port: UInt16) throws(SystemCallError) {
    try systemCall("sendto") {
      clinux_send_udp(descriptor.rawValue, address, port, bytes, bytes.count)
    }
  }
}
