import LinuxSystem
import NetlinkDiag
import NetworkTypes
import NodeModel
import NodeSources

/// Joins what daemons say of their sessions with what the kernel knows of the connections.
struct BGPJoin {
  private let findings: BGPFindings
  private let snapshot: Snapshot
  private(set) var status = BGPStatus()

  init(_ findings: BGPFindings, _ snapshot: Snapshot) {
    self.findings = findings
    self.snapshot = snapshot
    let host = snapshot.host?.id.inode
    let speakers = findings.speakers.sorted {
      ($0.namespace == host ? 0 : 1, $0.namespace, $0.daemon.rawValue, $0.controlPath ?? "")
        < ($1.namespace == host ? 0 : 1, $1.namespace, $1.daemon.rawValue, $1.controlPath ?? "")
    }
    for speaker in speakers { add(speaker) }
    addOwnerless()
  }

  // MARK: Speakers

  private mutating func add(_ found: FoundSpeaker) {
    let netns = NamespaceID(inode: found.namespace)
    let id = BGPStatus.SpeakerID(
      netns: netns, source: found.controlPath ?? "kernel:\(found.command ?? "")")
    let own = sockets(of: found)
    var speaker = BGPStatus.Speaker(
      id: id, daemon: found.daemon == .other ? found.command ?? "unknown" : found.daemon.rawValue,
      condition: .kernelOnly)
    speaker.pid = found.pid
    speaker.command = found.command
    speaker.pod = pod(of: found.container)
    speaker.listens = listens(own)
    switch found.answer {
    case .none: addKernelSessions(own, speaker)
    case .failed(let error):
      speaker.problem = "\(error)"
      speaker.condition = Self.condition(error)
      addKernelSessions(own, speaker)
    case .known(let answer):
      speaker.condition = .answers
      speaker.version = answer.instance.version
      speaker.routerID = answer.instance.routerID
      speaker.localAS = answer.instance.localAS
      speaker.uptimeSeconds = answer.instance.uptimeSeconds
      speaker.restart = answer.instance.restart
      addSessions(answer.peers, own, speaker)
      speaker.topology = status.topology(of: id)
    }
    status.speakers.append(speaker)
  }

  private static func condition(_ error: DaemonError) -> BGPStatus.Speaker.Condition {
    switch error {
    case .silent: .silent
    case .unreachable(.denied): .denied
    case .unreachable, .stale, .hungUp, .system, .malformed: .failed
    }
  }

  private func sockets(of speaker: FoundSpeaker) -> [SocketMessage] {
    let all = findings.sockets.sockets[speaker.namespace] ?? []
    guard let pid = speaker.pid else {
      // Nobody's socket may be looked up: those that nobody is known for may be its.
      return all.filter { findings.owners[$0.inode].isEmpty }
    }
    return all.filter { socket in findings.owners[socket.inode].contains { $0.pid == pid } }
  }

  private func listens(_ sockets: [SocketMessage]) -> [String] {
    let texts = sockets.filter { $0.state == .listen }.map { socket in
      socket.localAddress.family == .ipv6
        ? "[\(socket.localAddress)]:\(socket.localPort)"
        : "\(socket.localAddress):\(socket.localPort)"
    }
    return Set(texts).sorted()
  }

  private func pod(of container: CgroupContainer?) -> String? {
    guard let container else { return nil }
    return snapshot.pods.first { pod in
      if let uid = container.podUID { return pod.uid == uid }
      return pod.containers.contains { $0.id == container.containerID }
    }?.title
  }

  // MARK: Sessions

  private mutating func addSessions(
    _ peers: [BGPPeer], _ sockets: [SocketMessage], _ speaker: BGPStatus.Speaker
  ) {
    let byAddress = Dictionary(grouping: sockets.filter { $0.state != .listen }) {
      $0.remoteAddress.unmapped
    }
    let signed = sockets.filter { $0.state == .listen }.flatMap(\.signedPeers)
    let neighbours = failedNeighbours(speaker.id.netns)
    for var peer in peers.sorted(by: Self.isBefore) {
      let socket = peer.address.flatMap { byAddress[$0] }.flatMap(Self.best)
      let tcp = socket.map { Self.tcp($0, neighbours) }
      if peer.isAuthenticated == nil, let address = peer.address,
        socket?.signedPeers.isEmpty == false || signed.contains(where: { $0.contains(address) })
      {
        peer.isAuthenticated = true
      }
      if peer.localAddress == nil { peer.localAddress = tcp?.localAddress }
      if peer.port == nil { peer.port = tcp?.remotePort }
      status.sessions.append(
        BGPStatus.Session(
          speaker: speaker.id, daemon: speaker.daemon, isKernelOnly: false, peer: peer, tcp: tcp))
    }
  }

  /// Templates last, the others by address.
  private static func isBefore(_ left: BGPPeer, _ right: BGPPeer) -> Bool {
    switch (left.address, right.address) {
    case (let one?, let other?):
      (left.vrf ?? "", one, left.name ?? "") < (right.vrf ?? "", other, right.name ?? "")
    case (_?, nil): true
    case (nil, _?): false
    case (nil, nil): (left.name ?? left.interface ?? "") < (right.name ?? right.interface ?? "")
    }
  }

  /// Of several connections with one peer, which there are while both dial, the farthest one.
  private static func best(_ sockets: [SocketMessage]) -> SocketMessage? {
    sockets.filter { $0.state == .established }.max {
      ($0.tcp?.bytesReceived ?? 0) < ($1.tcp?.bytesReceived ?? 0)
    } ?? sockets.first { $0.state == .synSent }
  }

  private mutating func addKernelSessions(
    _ sockets: [SocketMessage], _ speaker: BGPStatus.Speaker
  ) {
    let byAddress = Dictionary(grouping: sockets.filter { $0.state != .listen }) {
      $0.remoteAddress.unmapped
    }
    let neighbours = failedNeighbours(speaker.id.netns)
    for (address, sockets) in byAddress.sorted(by: { $0.key < $1.key }) {
      guard let socket = Self.best(sockets) else { continue }
      let tcp = Self.tcp(socket, neighbours)
      var peer = BGPPeer()
      peer.address = address
      peer.localAddress = tcp.localAddress
      peer.localPort = tcp.localPort
      peer.port = tcp.remotePort
      peer.state = Self.state(tcp.evidence)
      peer.isAuthenticated = socket.signedPeers.isEmpty ? nil : true
      status.sessions.append(
        BGPStatus.Session(
          speaker: speaker.id, daemon: speaker.daemon, isKernelOnly: true, peer: peer, tcp: tcp))
    }
  }

  /// Sockets that nobody is known for: of a namespace whose processes may not be seen.
  private mutating func addOwnerless() {
    for (inode, sockets) in findings.sockets.sockets.sorted(by: { $0.key < $1.key }) {
      let netns = NamespaceID(inode: inode)
      let known = findings.speakers.contains { $0.namespace == inode && $0.pid == nil }
      let ownerless = sockets.filter { $0.inode != 0 && findings.owners[$0.inode].isEmpty }
      guard !known, !ownerless.isEmpty else { continue }
      var speaker = BGPStatus.Speaker(
        id: BGPStatus.SpeakerID(netns: netns, source: "kernel"), daemon: "unknown",
        condition: .kernelOnly)
      speaker.listens = listens(ownerless)
      speaker.problem = "its process may not be seen\(Denial.advice)"
      status.speakers.append(speaker)
      addKernelSessions(ownerless, speaker)
    }
  }

  // MARK: Evidence

  private func failedNeighbours(_ netns: NamespaceID) -> Set<IPAddress> {
    let neighbours = snapshot.namespace(netns)?.neighbours ?? []
    return Set(neighbours.filter { $0.state == .failed }.map(\.address))
  }

  private static func tcp(
    _ socket: SocketMessage, _ failed: Set<IPAddress>
  ) -> BGPStatus.TCP {
    var tcp = BGPStatus.TCP(
      state: socket.state.word, evidence: evidence(socket, failed),
      localAddress: socket.localAddress.unmapped, localPort: socket.localPort,
      remotePort: socket.remotePort)
    tcp.retransmissions = socket.retransmissions
    tcp.sendQueue = socket.sendQueue
    guard let info = socket.tcp else { return tcp }
    tcp.totalRetransmissions = info.totalRetransmissions
    guard socket.state == .established else { return tcp }
    tcp.bytesReceived = info.bytesReceived
    tcp.bytesSent = info.bytesSent
    tcp.lastReceived = info.lastDataReceived
    tcp.rtt = info.rtt
    return tcp
  }

  /// An OPEN has 29 bytes and few options: with a KEEPALIVE behind it there are more than so many.
  private static let longestOpening: UInt64 = 70

  private static func evidence(
    _ socket: SocketMessage, _ failed: Set<IPAddress>
  ) -> BGPStatus.TCP.Evidence {
    guard socket.state == .established else {
      if failed.contains(socket.remoteAddress.unmapped) { return .noHost }
      return socket.retransmissions > 0 ? .unanswered : .connecting
    }
    if socket.timer == .retransmission, socket.retransmissions > 1, socket.sendQueue > 0 {
      return .dying
    }
    guard let received = socket.tcp?.bytesReceived else { return .flowing }
    if received == 0 { return .mute }
    return received < longestOpening ? .opening : .flowing
  }

  private static func state(_ evidence: BGPStatus.TCP.Evidence) -> BGPState {
    switch evidence {
    case .connecting, .unanswered, .noHost: .connect
    case .mute: .openSent
    case .opening: .openConfirm
    case .flowing, .dying: .established
    }
  }
}
