import NetlinkDiag
import NetworkTypes

/// Puts sockets, processes and control sockets together to who speaks BGP.
struct SpeakerSearch {
  private(set) var speakers: [FoundSpeaker] = []

  /// - Parameter unix: The listening unix sockets of each namespace.
  init(
    _ processes: ProcessTable, _ sockets: BGPSockets, _ unix: [UInt64: ListeningUnixSockets],
    _ owners: SocketOwners
  ) {
    var seen: Set<Int32> = []
    var claimed: Set<UInt64> = []
    for namespace in Set(sockets.sockets.keys).union(unix.keys).sorted() {
      let paths = unix[namespace]?.paths ?? [:]
      let controls = paths.filter { BGPDaemon.isControl($0.value) }
      let inodes =
        (sockets.sockets[namespace] ?? []).map(\.inode)
        + controls.keys.sorted().map { UInt32(truncatingIfNeeded: $0) }
      for inode in inodes {
        // Of several that have it open, the first is the daemon, others are its children.
        guard let owner = owners[inode].first, seen.insert(owner.pid).inserted else { continue }
        let own = processes.sockets(of: owner.pid)
        let listening = paths.filter { own.contains($0.key) }
        claimed.formUnion(listening.keys)
        let interface = (sockets.interfaces[namespace] ?? []).first { socket in
          owners[socket.inode].contains { $0.pid == owner.pid }
        }
        add(owner, namespace, listening.values.sorted(), interface)
      }
      // Whose process may not be seen: the path alone tells what it is.
      for (inode, path) in controls.sorted(by: { $0.value < $1.value })
      where !claimed.contains(inode) && owners[UInt32(truncatingIfNeeded: inode)].isEmpty {
        guard let daemon = BGPDaemon(command: nil, controlPath: path) else { continue }
        speakers.append(
          FoundSpeaker(
            daemon: daemon, namespace: namespace, pid: nil, command: nil, container: nil,
            controlPath: path, answer: .none))
      }
    }
  }

  /// - Parameter interface: A socket at which the process may take questions over gRPC.
  private mutating func add(
    _ owner: SocketOwner, _ namespace: UInt64, _ paths: [String], _ interface: SocketMessage?
  ) {
    for path in paths {
      guard let daemon = BGPDaemon(command: owner.command, controlPath: path) else { continue }
      return append(owner, namespace, daemon, path)
    }
    if let interface {
      return append(owner, namespace, .gobgp, Self.place(interface))
    }
    append(owner, namespace, BGPDaemon(command: owner.command), nil)
  }

  /// `127.0.0.1:50051`; who listens everywhere is asked at the loopback.
  private static func place(_ socket: SocketMessage) -> String {
    let isIPv6 = socket.localAddress.family == .ipv6
    let address = socket.localAddress.isUnspecified ? nil : socket.localAddress
    // Who listens at all IPv6 addresses takes IPv4 as well, unless it says otherwise.
    return isIPv6
      ? "[\(address.map { "\($0)" } ?? "::1")]:\(socket.localPort)"
      : "\(address.map { "\($0)" } ?? "127.0.0.1"):\(socket.localPort)"
  }

  private mutating func append(
    _ owner: SocketOwner, _ namespace: UInt64, _ daemon: BGPDaemon, _ path: String?
  ) {
    speakers.append(
      FoundSpeaker(
        daemon: daemon, namespace: namespace, pid: owner.pid, command: owner.command,
        container: owner.container, controlPath: path, answer: .none))
  }
}
