import NetworkTypes

extension BGPStatus: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.objects("speakers", speakers) { $0.describe(to: &$1, names: names) }
    sink.objects("sessions", sessions) { $0.describe(to: &$1, names: names) }
  }
}

extension BGPStatus.Speaker: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("daemon", daemon)
    sink.field("version", version)
    sink.field("source", id.source)
    sink.field("condition", condition.rawValue)
    sink.field("problem", problem)
    sink.field("routerId", routerID)
    sink.field("localAS", localAS)
    sink.field("netns", id.netns)
    sink.field("pid", pid)
    sink.field("command", command)
    sink.field("pod", pod)
    sink.field("listens", words: listens)
    sink.field("uptimeSeconds", uptimeSeconds)
    if let restart { sink.object("restart") { restart.describe(to: &$0) } }
    if let topology { sink.object("topology") { topology.describe(to: &$0) } }
  }
}

extension BGPStatus.Session: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("daemon", daemon)
    sink.field("source", isKernelOnly ? "kernel" : speaker.source)
    sink.field("netns", speaker.netns)
    sink.field("name", peer.name)
    sink.field("description", peer.description)
    sink.field("vrf", peer.vrf)
    sink.field("peerAddress", peer.address)
    sink.field("interface", peer.interface)
    sink.field("peerRange", peer.range)
    sink.field("peerPort", peer.port)
    sink.field("peerAS", peer.peerAS)
    sink.field("peerRouterId", peer.routerID)
    sink.field("localAddress", peer.localAddress)
    sink.field("localAS", peer.localAS)
    sink.field("peerKind", peer.kind.rawValue)
    sink.field("internal", peer.isInternal)
    sink.field("state", peer.state?.word ?? "unknown")
    sink.field("adminDown", peer.isAdminDown)
    sink.field("passive", peer.isPassive)
    sink.field("sinceSeconds", peer.sinceSeconds)
    sink.field("holdTimeSeconds", peer.holdTime)
    sink.field("holdLeftSeconds", peer.holdLeft)
    sink.field("keepaliveSeconds", peer.keepalive)
    sink.objects("families", peer.families) { $0.describe(to: &$1) }
    if let reason = peer.reason { sink.object("reason") { reason.describe(to: &$0) } }
    if let tcp { sink.object("tcp") { tcp.describe(to: &$0) } }
    sink.field("bfd", peer.bfd)
    if let restart = peer.restart { sink.object("restart") { restart.describe(to: &$0) } }
    sink.field("authenticated", peer.isAuthenticated)
    sink.field("flaps", peer.flaps)
    sink.field("notificationsSent", peer.notificationsSent)
    sink.field("notificationsReceived", peer.notificationsReceived)
  }
}

extension BGPPeer.Family {
  func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink) {
    sink.field("family", name)
    sink.field("negotiated", isNegotiated)
    sink.field("received", received)
    sink.field("accepted", accepted)
    sink.field("advertised", advertised)
    sink.field("preferred", preferred)
    sink.field("limit", limit)
    if limit != nil { sink.field("limitReached", isLimitReached) }
  }
}

extension BGPPeer.Restart {
  func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink) {
    sink.field("role", role.rawValue)
    sink.field("secondsLeft", secondsLeft)
  }
}

extension BGPReason {
  func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink) {
    sink.field("side", side.rawValue)
    sink.field("code", code)
    sink.field("subcode", subcode)
    sink.field("text", text)
    sink.field("message", message)
    sink.field("current", isCurrent)
  }
}

extension BGPStatus.TCP {
  func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink) {
    sink.field("state", state)
    sink.field("evidence", evidence.rawValue)
    sink.field("localAddress", localAddress)
    sink.field("localPort", localPort)
    sink.field("remotePort", remotePort)
    sink.field("retransmissions", retransmissions)
    sink.field("totalRetransmissions", totalRetransmissions)
    sink.field("sendQueueBytes", sendQueue)
    sink.field("bytesReceived", bytesReceived)
    sink.field("bytesSent", bytesSent)
    sink.field("lastReceivedMilliseconds", lastReceived)
    sink.field("rttMicroseconds", rtt)
  }
}

extension BGPStatus.Speaker: Settled {
  var settled: Self {
    var speaker = self
    speaker.uptimeSeconds = nil
    speaker.restart?.secondsLeft = nil
    // Sessions that come and go are told for themselves.
    speaker.topology?.established = 0
    return speaker
  }
}

extension BGPStatus.Session: Settled {
  /// Without times and counters, and without the connection: a session that fails gets a new one
  /// every few seconds.
  var settled: Self {
    var session = self
    session.tcp = nil
    session.peer.sinceSeconds = nil
    session.peer.holdLeft = nil
    session.peer.restart?.secondsLeft = nil
    session.peer.localAddress = nil
    session.peer.localPort = nil
    session.peer.port = nil
    session.peer.flaps = nil
    session.peer.notificationsSent = nil
    session.peer.notificationsReceived = nil
    for index in session.peer.families.indices {
      session.peer.families[index].received = nil
      session.peer.families[index].accepted = nil
      session.peer.families[index].advertised = nil
      session.peer.families[index].preferred = nil
    }
    return session
  }

  /// What makes it the same session as one of an earlier snapshot.
  public var identity: [String] {
    [
      speaker.netns.description, speaker.source, daemon, peer.vrf ?? "", peer.name ?? "", title,
    ]
  }
}
