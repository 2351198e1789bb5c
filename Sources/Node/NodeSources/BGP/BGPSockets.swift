import LinuxSystem
import Netlink
public import NetlinkDiag
import NetworkTypes

/// The sockets of BGP in namespaces: whoever listens at port 179, is connected to it or tries to be.
public struct BGPSockets: Sendable {
  public static let port: UInt16 = 179

  /// By the inode of the namespace; one without such sockets is not among them.
  public private(set) var sockets: [UInt64: [SocketMessage]] = [:]
  /// Who listens at the port of GoBGP's API, by the inode of the namespace; only of those above.
  public private(set) var interfaces: [UInt64: [SocketMessage]] = [:]
  public private(set) var statuses: [SourceStatus] = []

  private struct Found: Sendable {
    var sockets: [SocketMessage]
    var interfaces: [SocketMessage] = []
  }

  /// Looks into namespaces, one after the other, on a thread of its own.
  ///
  /// - Parameter entrances: A path that leads into each namespace, by its inode.
  public init(_ entrances: [UInt64: String]) {
    let walk = NamespaceWalk(entrances, purpose: "see who speaks BGP") { _, buffer in
      var socket = try NetlinkSocket(.socketDiagnosis)
      var found = Found(sockets: try Self.read(&socket, buffer, port: Self.port))
      if !found.sockets.isEmpty {
        found.interfaces = try Self.read(
          &socket, buffer, port: GoBGPReader.port, states: .listen)
      }
      return found
    }
    let speaking = walk.found.filter { !$0.value.sockets.isEmpty }
    sockets = speaking.mapValues(\.sockets)
    interfaces = speaking.mapValues(\.interfaces)
    statuses = walk.status.map { [$0] } ?? []
  }

  private static func read(
    _ socket: inout NetlinkSocket, _ buffer: ReceiveBuffer, port: UInt16,
    states: SocketStates = .allButTimeWait
  ) throws -> [SocketMessage] {
    var found: [SocketMessage] = []
    for family in [AddressFamily.ipv4, .ipv6] {
      let dump = SocketDump(
        family, .tcp, states: states, extensions: .info, port: port)
      found += try socket.dump(dump, buffer: buffer).entries
    }
    return found
  }
}
