import GoBGP
import LinuxSystem
import NetworkTypes

/// Asks a GoBGP daemon over gRPC, at a unix socket or a port of its namespace.
enum GoBGPReader {
  /// The port of the API (`--api-hosts`, `--gobgp-admin-port` of kube-router).
  static let port: UInt16 = 50051

  static func read(
    _ files: RootedFiles, _ path: String, milliseconds: Int
  ) throws(DaemonError) -> BGPAnswer {
    let socket: OwnedDescriptor
    do { socket = try files.connect(path) } catch { throw DaemonError(error, path: path) }
    return try read(socket, path, milliseconds: milliseconds)
  }

  /// - Parameters:
  ///   - place: `ADDRESS:PORT`.
  ///   - entrance: A path that leads into the namespace that it is in.
  static func read(
    at place: String, in entrance: String, milliseconds: Int
  ) throws(DaemonError) -> BGPAnswer {
    guard let colon = place.lastIndex(of: ":"),
      let port = UInt16(place[place.index(after: colon)...]),
      let address = IPAddress(place[..<colon].filter { $0 != "[" && $0 != "]" })
    else { throw .malformed(path: place, "it is no address and port") }
    let socket: OwnedDescriptor
    do {
      socket = try NetworkNamespace(path: entrance).run {
        try StreamSocket.connect(to: address, port: port, milliseconds: milliseconds)
      }
    } catch let error as SystemCallError {
      guard error.errno == .timedOut else { throw .system(path: place, error) }
      throw .silent(path: place, milliseconds: milliseconds)
    } catch { throw .malformed(path: place, "\(error)") }
    return try read(socket, place, milliseconds: milliseconds)
  }

  private static func read(
    _ socket: consuming OwnedDescriptor, _ path: String, milliseconds: Int
  ) throws(DaemonError) -> BGPAnswer {
    let state: GoBGPState
    do throws(GoBGPError) {
      state = try GoBGPDaemon.state(socket, milliseconds: milliseconds)
    } catch { throw DaemonError(error, path: path, milliseconds: milliseconds) }
    return answer(state, now: Clock.now() / 1_000_000)
  }

  /// - Parameter now: In seconds since 1970, by the clock that the daemon has.
  static func answer(_ state: GoBGPState, now: Int64) -> BGPAnswer {
    var instance = BGPInstance()
    instance.version = "API \(state.version.rawValue)"
    instance.routerID = IPAddress(state.routerID)
    instance.localAS = state.asn
    return BGPAnswer(
      instance: instance, peers: state.peers.map { peer($0, localAS: state.asn, now: now) })
  }

  private static func peer(_ found: GoBGPPeer, localAS: UInt32, now: Int64) -> BGPPeer {
    var peer = BGPPeer()
    // `fe80::1%eth0` of a peer that is named by its link.
    let parts = found.address.split(separator: "%", maxSplits: 1)
    peer.address = parts.first.flatMap { IPAddress(String($0)) }
    peer.interface =
      parts.count > 1 ? String(parts[1]) : found.interface.isEmpty ? nil : found.interface
    peer.description = found.description.isEmpty ? nil : found.description
    peer.vrf = found.vrf.isEmpty ? nil : found.vrf
    peer.peerAS = found.peerASN == 0 ? nil : found.peerASN
    peer.localAS = found.localASN == 0 ? localAS : found.localASN
    peer.isInternal = peer.peerAS.map { $0 == peer.localAS }
    peer.routerID = IPAddress(found.routerID)
    peer.localAddress = IPAddress(found.localAddress)
    peer.localPort = found.localPort == 0 ? nil : UInt16(exactly: found.localPort)
    peer.kind = found.isRouteReflectorClient ? .routeReflectorClient : .unknown
    peer.state = found.sessionState.map { BGPState(rawValue: UInt8($0.rawValue)) }
    peer.isAdminDown = found.isAdminDown || found.adminState == .down
    peer.isPassive = found.isPassive
    let isUp = found.sessionState == .established
    // The time that it is down counts from the daemon's start where it never was up.
    peer.sinceSeconds = (isUp ? found.establishedAt : found.downAt).map { max(now - $0, 0) }
    if isUp { peer.holdTime = UInt32(exactly: found.negotiatedHoldTimeSeconds) }
    peer.families = found.families.map { family($0, isUp: isUp) }
    peer.reason = reason(found)
    peer.bfd = found.bfdState.map(bfd)
    peer.restart = found.isRestarting ? BGPPeer.Restart(.peerRestarting) : nil
    peer.flaps = UInt64(found.flaps)
    peer.notificationsSent = found.notificationsSent
    peer.notificationsReceived = found.notificationsReceived
    return peer
  }

  /// What was received is counted down to nothing with the session, and said to be 0 before one.
  private static func family(_ found: GoBGPPeer.Family, isUp: Bool) -> BGPPeer.Family {
    let name =
      switch (found.afi, found.safi) {
      case (1, 1): "ipv4Unicast"
      case (2, 1): "ipv6Unicast"
      case (25, 70): "l2VpnEvpn"
      case (let afi, let safi): "unknown:\(afi)/\(safi)"
      }
    var family = BGPPeer.Family(name)
    guard isUp else { return family }
    family.received = found.received
    family.accepted = found.accepted
    return family
  }

  /// Only version 4 tells why a session ended; before it there is that the limit was reached, and
  /// whether the last word was the peer's or ours.
  private static func reason(_ found: GoBGPPeer) -> BGPReason? {
    let isCurrent = found.sessionState != .established
    let words = found.disconnectMessage.isEmpty ? nil : found.disconnectMessage
    if found.adminState == .prefixLimit {
      return BGPReason(
        .policy, text: "the peer sent more prefixes than it may", message: words,
        isCurrent: isCurrent)
    }
    guard let why = found.disconnectReason else {
      guard isCurrent, found.notificationsReceived + found.notificationsSent > 0 else { return nil }
      let isPeer = found.notificationsReceived > 0
      return BGPReason(
        isPeer ? .peer : .local,
        text: (isPeer ? "it sent a notification" : "a notification was sent")
          + "; the daemon does not tell which",
        isCurrent: isCurrent)
    }
    let (side, text): (BGPReason.Side, String) =
      switch why {
      case .adminDown: (.policy, "administratively down")
      case .holdTimerExpired: (.local, "hold timer expired")
      case .notificationSent: (.local, "a notification was sent")
      case .notificationReceived: (.peer, "it sent a notification")
      case .readFailed: (.socket, "reading failed: the peer closed or reset the connection")
      case .writeFailed: (.socket, "writing failed")
      case .idleTimerExpired: (.local, "idle hold timer expired")
      case .restartTimerExpired: (.peer, "it did not come back in its restart time")
      case .gracefulRestart: (.peer, "graceful restart")
      case .invalidMessage: (.peer, "it sent a message that is not valid")
      case .hardReset: (.peer, "hard reset")
      case .deconfigured: (.policy, "it was taken out of the configuration")
      case .badPeerAS: (.peer, "bad peer AS")
      }
    return BGPReason(side, text: text, message: words, isCurrent: isCurrent)
  }

  /// The states of RFC 5880 in GoBGP's numbers, which begin with 1 for up.
  private static func bfd(_ number: UInt32) -> String {
    switch number {
    case 1: "up"
    case 2: "down"
    case 3: "adminDown"
    case 4: "init"
    default: "unknown:\(number)"
    }
  }
}

extension DaemonError {
  init(_ error: GoBGPError, path: String, milliseconds: Int) {
    switch error {
    case .timedOut: self = .silent(path: path, milliseconds: milliseconds)
    case .connection: self = .hungUp(path: path)
    case .status, .malformed: self = .malformed(path: path, "\(error)")
    }
  }
}
