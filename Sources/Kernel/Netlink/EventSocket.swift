internal import CLinux
import Glibc
public import LinuxSystem

/// A netlink socket that hears what changes.
///
/// It never blocks: poll its descriptor. When the kernel had to drop messages (`ENOBUFS`), the
/// queue holds old ones and takes no new ones until it is empty; so read until `empty`, and
/// then dump again what the events were about.
public struct EventSocket: ~Copyable, Sendable {
  private let descriptor: OwnedDescriptor
  public var rawDescriptor: CInt { descriptor.rawValue }

  /// What one read brought.
  public enum Reading: Hashable, Sendable {
    /// A datagram fills the first `count` bytes of the buffer; `nsid` is the namespace that it
    /// is about, if that is not the socket's own.
    case datagram(count: Int, nsid: Int32?)
    /// Messages were lost.
    case overrun
    case empty
  }

  /// - Parameters:
  ///   - groups: Numbers of multicast groups, `RTNLGRP_LINK` and so on.
  ///   - allNamespaces: Hear also the namespaces that have an id here
  ///     (`NETLINK_LISTEN_ALL_NSID`, which needs `CAP_NET_BROADCAST`); where that is refused,
  ///     only this one is heard.
  ///   - receiveBuffer: In bytes; forced above the system's limit where there is the right to.
  ///     32 MiB hold 80,000 route events.
  public init(
    _ family: NetlinkFamily = .route, groups: [UInt32], allNamespaces: Bool = false,
    receiveBuffer: Int = 32 << 20
  ) throws(SystemCallError) {
    let owner = try NetlinkSocket.open(family)
    let fd = owner.rawValue
    let size = CInt(clamping: receiveBuffer)
    if (try? NetlinkSocket.setOption(fd, SOL_SOCKET, SO_RCVBUFFORCE, size)) == nil {
      try NetlinkSocket.setOption(fd, SOL_SOCKET, SO_RCVBUF, size)
    }
    if allNamespaces {
      try? NetlinkSocket.setOption(fd, SOL_NETLINK, CInt(NETLINK_LISTEN_ALL_NSID), CInt(1))
    }
    // All that an address has room for in one call: a thousand namespaces have eleven each.
    let first = groups.filter { (1...32).contains($0) }.reduce(0 as UInt32) { $0 | 1 << ($1 - 1) }
    try systemCall("bind") {
      NetlinkSocket.withAddress(groups: first) { Glibc.bind(fd, $0, $1) }
    }
    for group in groups where group > 32 {
      try NetlinkSocket.setOption(fd, SOL_NETLINK, CInt(NETLINK_ADD_MEMBERSHIP), group)
    }
    descriptor = owner
  }

  /// Joins or leaves a group while running.
  public func setMembership(_ group: UInt32, _ isMember: Bool) throws(SystemCallError) {
    let option = isMember ? NETLINK_ADD_MEMBERSHIP : NETLINK_DROP_MEMBERSHIP
    try NetlinkSocket.setOption(descriptor.rawValue, SOL_NETLINK, CInt(option), group)
  }

  /// Reads one datagram, if there is one.
  public func read(_ buffer: ReceiveBuffer) throws(SystemCallError) -> Reading {
    do throws(SystemCallError) {
      let datagram = try buffer.receiveEvent(from: descriptor.rawValue)
      guard datagram.isFromKernel else { return .datagram(count: 0, nsid: nil) }
      // A cut datagram is a lost one.
      if datagram.size > datagram.count { return .overrun }
      return .datagram(count: datagram.count, nsid: datagram.nsid)
    } catch {
      switch error.errno {
      case .wouldBlock: return .empty
      case .noBufferSpace: return .overrun
      default: throw error
      }
    }
  }

  /// Sends to the kernel; for families, as the process connector, that want to be asked.
  public func send(_ bytes: [UInt8]) throws(SystemCallError) {
    let fd = descriptor.rawValue
    try systemCall("send") { Glibc.send(fd, bytes, bytes.count, 0) }
  }
}
