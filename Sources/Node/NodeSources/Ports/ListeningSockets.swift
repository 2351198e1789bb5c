import LinuxSystem
import Netlink
public import NetlinkDiag
import NetworkTypes

/// A socket that receives from anybody: a listening TCP socket, or a UDP one without a peer.
public struct ListeningSocket: Hashable, Sendable {
  public var `protocol`: SocketProtocol
  public var socket: SocketMessage
}

/// All such sockets of namespaces, and which ports outgoing connections of the node take.
struct ListeningSockets: Sendable {
  /// By the inode of the namespace, in the order of the kernel.
  var sockets: [UInt64: [ListeningSocket]]
  /// `net.ipv4.ip_local_port_range` and `ip_local_reserved_ports` of the node's own namespace.
  var ephemeral: String?
  var reserved: String?
  var status: SourceStatus?

  private struct Found: Sendable {
    var sockets: [ListeningSocket] = []
    var ephemeral: String?
    var reserved: String?
  }

  /// - Parameters:
  ///   - entrances: A path that leads into each namespace, by its inode.
  ///   - host: The inode of the node's own.
  init(_ entrances: [UInt64: String], host: UInt64?) {
    let walk = NamespaceWalk(entrances, purpose: "see who listens") { inode, buffer in
      var found = Found(sockets: try Self.read(buffer))
      if inode == host {
        found.ephemeral = try? Sysctl.read("net/ipv4/ip_local_port_range")
        found.reserved = try? Sysctl.read("net/ipv4/ip_local_reserved_ports")
      }
      return found
    }
    sockets = walk.found.mapValues(\.sockets)
    ephemeral = host.flatMap { walk.found[$0]?.ephemeral }
    reserved = host.flatMap { walk.found[$0]?.reserved }
    status = walk.status
  }

  private static func read(_ buffer: ReceiveBuffer) throws -> [ListeningSocket] {
    var socket = try NetlinkSocket(.socketDiagnosis)
    var found: [ListeningSocket] = []
    for transport in [SocketProtocol.tcp, .udp] {
      // Connected UDP sockets are `established`; a TCP socket that is closed has no port.
      let states: SocketStates = transport == .tcp ? .listen : SocketStates(.close)
      for family in [AddressFamily.ipv4, .ipv6] {
        let table = try socket.dump(SocketDump(family, transport, states: states), buffer: buffer)
        found += table.entries.lazy.filter { $0.localPort != 0 }
          .map { ListeningSocket(protocol: transport, socket: $0) }
      }
    }
    return found
  }
}
