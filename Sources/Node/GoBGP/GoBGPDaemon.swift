public import LinuxSystem
import NIOCore
import SwiftProtobuf

/// Asks a GoBGP daemon over its gRPC socket, which changes nothing.
///
/// Source: proto/api/gobgp.proto of GoBGP 2, 3 and 4. Passwords of peers, which it sends, are
/// dropped while decoding.
public enum GoBGPDaemon {
  /// Reads the daemon and all its peers.
  ///
  /// - Parameters:
  ///   - socket: Connected to the daemon, in whichever namespace that is.
  ///   - version: The one that it spoke the last time; the others are tried too.
  ///   - milliseconds: How long all of it may take.
  public static func state(
    _ socket: consuming OwnedDescriptor, version: GoBGPVersion? = nil,
    countsAdvertised: Bool = false,
    milliseconds: Int = 2000
  ) throws(GoBGPError) -> GoBGPState {
    let connection = try GRPCConnection(socket, milliseconds: milliseconds)
    let (version, bytes) = try global(connection, version)
    let answer: Gobgp_GetBgpResponse = try decode(bytes)
    var request = Gobgp_ListPeerRequest()
    request.enableAdvertised = countsAdvertised
    var peers: [GoBGPPeer] = []
    for message in try connection.call(version.path("ListPeer"), encode(request)) {
      let answer: Gobgp_ListPeerResponse = try decode(message)
      peers.append(GoBGPPeer(answer.peer, version))
    }
    for index in peers.indices where peers[index].localASN == 0 {
      peers[index].localASN = answer.global.asn
    }
    return GoBGPState(
      version: version, asn: answer.global.asn, routerID: answer.global.routerID,
      listenPort: answer.global.listenPort, peers: peers)
  }

  /// The prefixes of one peer and family.
  ///
  /// - Parameter isAdvertised: Those that the peer gets, else those that it sent.
  public static func prefixes(
    _ socket: consuming OwnedDescriptor, version: GoBGPVersion, peer: String, afi: UInt32,
    safi: UInt32, isAdvertised: Bool, milliseconds: Int = 5000
  ) throws(GoBGPError) -> [GoBGPPrefix] {
    let connection = try GRPCConnection(socket, milliseconds: milliseconds)
    var request = Gobgp_ListPathRequest()
    request.tableType = (isAdvertised ? 3 : 2) + version.offset
    request.name = peer
    request.family.afi = afi
    request.family.safi = safi
    return try connection.call(version.path("ListPath"), encode(request)).map {
      (message) throws(GoBGPError) in
      let answer: Gobgp_ListPathResponse = try decode(message)
      let paths = answer.destination.paths
      return GoBGPPrefix(
        prefix: answer.destination.prefix,
        isFiltered: !paths.isEmpty && paths.allSatisfy(\.filtered),
        isStale: !paths.isEmpty && paths.allSatisfy(\.stale))
    }
  }

  /// The daemon's own settings, by the first version that it answers.
  private static func global(
    _ connection: GRPCConnection, _ known: GoBGPVersion?
  ) throws(GoBGPError) -> (GoBGPVersion, ByteBuffer) {
    let others = GoBGPVersion.allCases.filter { $0 != known }
    for version in (known.map { [$0] } ?? []) + others {
      do throws(GoBGPError) {
        let answer = try connection.call(version.path("GetBgp"), [])
        guard let first = answer.first else { throw .malformed("no message") }
        return (version, first)
      } catch {
        guard error.isUnimplemented else { throw error }
      }
    }
    throw .status(12, "none of GoBGP's services is there: it is another program, or a newer one")
  }

  private static func encode(_ message: some SwiftProtobuf.Message) throws(GoBGPError) -> [UInt8] {
    do { return try message.serializedBytes() } catch { throw .malformed("\(error)") }
  }

  static func decode<Answer: SwiftProtobuf.Message>(
    _ bytes: ByteBuffer
  ) throws(GoBGPError) -> Answer {
    var options = BinaryDecodingOptions()
    // What is not declared is not kept: a password would be.
    options.discardUnknownFields = true
    do {
      return try Answer(serializedBytes: Array(bytes.readableBytesView), options: options)
    } catch { throw .malformed("\(error)") }
  }
}

extension GoBGPPeer {
  init(_ peer: Gobgp_Peer, _ version: GoBGPVersion) {
    let (conf, state, transport) = (peer.conf, peer.state, peer.transport)
    let timers = peer.timers.state
    address = state.neighborAddress.isEmpty ? conf.neighborAddress : state.neighborAddress
    description = conf.description_p
    peerGroup = conf.peerGroup
    interface = conf.neighborInterface
    vrf = conf.vrf
    // A dynamic peer is configured without a number.
    peerASN = state.peerAsn == 0 ? conf.peerAsn : state.peerAsn
    localASN = conf.localAsn
    routerID = state.routerID
    sessionState = SessionState(rawValue: state.sessionState)
    adminState =
      state.adminState < version.offset
      ? nil : AdminState(rawValue: state.adminState - version.offset)
    isAdminDown = conf.adminDown
    disconnectReason = DisconnectReason(rawValue: state.disconnectReason)
    disconnectMessage = state.disconnectMessage
    flaps = state.flops
    notificationsReceived = state.messages.received.notification
    notificationsSent = state.messages.sent.notification
    holdTimeSeconds = timers.holdTime
    negotiatedHoldTimeSeconds = timers.negotiatedHoldTime
    establishedAt = timers.hasUptime ? timers.uptime.seconds : nil
    downAt = timers.hasDowntime ? timers.downtime.seconds : nil
    localAddress = transport.localAddress
    localPort = transport.localPort
    remotePort = transport.remotePort
    isPassive = transport.passiveMode
    isRouteReflectorClient = peer.routeReflector.routeReflectorClient
    clusterID = peer.routeReflector.routeReflectorClusterID
    hasGracefulRestart = peer.gracefulRestart.enabled
    isRestarting = peer.gracefulRestart.peerRestarting
    bfdState = state.hasBfdState ? state.bfdState.sessionState : nil
    families = peer.afiSafis.map(\.state).filter(\.hasFamily).map {
      Family(
        afi: $0.family.afi, safi: $0.family.safi, received: $0.received, accepted: $0.accepted,
        advertised: $0.advertised)
    }
  }
}
