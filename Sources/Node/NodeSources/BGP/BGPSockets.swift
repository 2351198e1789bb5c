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

  /// Looks into namespaces, one after the other, on a thread of its own.
  ///
  /// - Parameter entrances: A path that leads into each namespace, by its inode.
  public init(_ entrances: [UInt64: String]) {
    do {
      let found = try onNewThread { Self.read(entrances) }
      sockets = found.sockets
      interfaces = found.interfaces
      statuses = found.statuses
    } catch {
      statuses = [SourceStatus("netlink:sockets", .error, "cannot look for sockets: \(error)")]
    }
  }

  private static func read(
    _ entrances: [UInt64: String]
  ) -> (
    sockets: [UInt64: [SocketMessage]], interfaces: [UInt64: [SocketMessage]],
    statuses: [SourceStatus]
  ) {
    let buffer = ReceiveBuffer()
    var found: [UInt64: [SocketMessage]] = [:]
    var interfaces: [UInt64: [SocketMessage]] = [:]
    var failures: [(path: String, reason: String, isDenial: Bool)] = []
    // The own namespace first: nobody needs a right to stay, and there is no way back to it.
    let own = (try? NetworkNamespace.current())?.inode
    for (inode, path) in entrances.sorted(by: { ($0.key == own ? 0 : 1) < ($1.key == own ? 0 : 1) })
    {
      do {
        if inode != own {
          let namespace = try NetworkNamespace(path: path)
          // A path that leads elsewhere by now is of a namespace that ended.
          guard namespace.inode == inode else { continue }
          try namespace.enter()
        }
        var socket = try NetlinkSocket(.socketDiagnosis)
        let sockets = try read(&socket, buffer, port: port)
        guard !sockets.isEmpty else { continue }
        found[inode] = sockets
        interfaces[inode] = try read(&socket, buffer, port: GoBGPReader.port, states: .listen)
      } catch let error as SystemCallError {
        if error.errno != .noSuchFile { failures.append((path, "\(error)", error.errno.isDenial)) }
      } catch let error as NetlinkError {
        failures.append((path, "\(error)", error.isDenial))
      } catch {
        failures.append((path, "\(error)", false))
      }
    }
    return (found, interfaces, status(failures).map { [$0] } ?? [])
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

  /// One line, however many namespaces could not be looked into.
  private static func status(
    _ failures: [(path: String, reason: String, isDenial: Bool)]
  ) -> SourceStatus? {
    let ordered = failures.sorted { $0.path < $1.path }
    guard let first = ordered.first else { return nil }
    let more = failures.count > 1 ? " (and \(failures.count - 1) more namespaces)" : ""
    return SourceStatus(
      "netlink:sockets", first.isDenial ? .denied : .error,
      "cannot see who speaks BGP in \(first.path): \(first.reason)\(more)"
        + (first.isDenial ? Denial.advice : ""))
  }
}
