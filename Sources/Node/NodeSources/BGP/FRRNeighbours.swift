import CNISpec
import NetworkTypes

/// The sessions of `show bgp vrf all neighbors json`; every key may be missing.
enum FRRNeighbours {
  static func peers(_ document: JSONValue, _ summary: FRRSummary) -> [BGPPeer] {
    var peers: [BGPPeer] = []
    for instance in document.object ?? [] {
      // Among the peers are `vrfId` and `vrfName`, which are none.
      for row in instance.value.object ?? [] where row.value.object != nil {
        var peer = peer(row, summary.peers[instance.key]?[row.key])
        peer.vrf = instance.key == "default" ? nil : instance.key
        peers.append(peer)
      }
    }
    return peers
  }

  private static func peer(_ row: JSONMember, _ summary: FRRSummary.Peer?) -> BGPPeer {
    let value = row.value
    var peer = BGPPeer()
    if let address = IPAddress(row.key) {
      peer.address = address
    } else {
      // Without an address of its own: it is found on a link.
      peer.interface = row.key
      peer.address = address(value["bgpNeighborAddr"]) ?? address(value["hostForeign"])
    }
    peer.description = value["nbrDesc"]?.string
    peer.peerAS = number(value["remoteAs"]).flatMap { $0 == 0 ? nil : $0 }
    peer.localAS = number(value["localAs"])
    peer.routerID = address(value["remoteRouterId"]).flatMap { $0.isUnspecified ? nil : $0 }
    peer.localAddress = address(value["hostLocal"])
    peer.localPort = number(value["portLocal"])
    peer.port = number(value["portForeign"])
    if value["nbrInternalLink"]?.bool == true { peer.isInternal = true }
    if value["nbrExternalLink"]?.bool == true { peer.isInternal = false }
    peer.state = value["bgpState"]?.string.flatMap { BGPState(word: $0) }
    let states = summary?.states ?? []
    peer.isAdminDown = value["adminShutDown"]?.bool == true || states.contains("Admin")
    peer.isPassive =
      value["bgpStateIs"]?.string == "passive" || states.contains("Passive")
    if peer.state == .established {
      peer.sinceSeconds = seconds(value["bgpTimerUpMsec"]).map(Int64.init)
      peer.holdTime = seconds(value["bgpTimerHoldTimeMsecs"])
      peer.keepalive = seconds(value["bgpTimerKeepAliveIntervalMsecs"])
      if let hold = peer.holdTime, hold > 0, let read = seconds(value["bgpTimerLastRead"]) {
        peer.holdLeft = hold > read ? hold - read : 0
      }
    } else {
      peer.sinceSeconds = seconds(value["lastResetTimerMsecs"]).map(Int64.init)
    }
    peer.families = families(value, summary, isUp: peer.state == .established)
    peer.kind = kind(value, summary)
    peer.bfd = value["peerBfdInfo"]?["status"]?.string.map(bfd)
    peer.isAuthenticated = value["authenticationEnabled"]?.integer.map { $0 != 0 }
    peer.flaps = wide(value["connectionsDropped"])
    peer.notificationsSent = wide(value["messageStats"]?["notificationsSent"])
    peer.notificationsReceived = wide(value["messageStats"]?["notificationsRecv"])
    if states.contains("NSF passive") { peer.restart = BGPPeer.Restart(.peerRestarting) }
    peer.reason = FRRReason.reason(value, peer, states: states)
    return peer
  }

  private static func kind(_ value: JSONValue, _ summary: FRRSummary.Peer?) -> BGPPeerKind {
    let families = value["addressFamilyInfo"]?.object ?? []
    if families.contains(where: { $0.value["routeReflectorClient"]?.bool == true }) {
      return .routeReflectorClient
    }
    return summary?.isDynamic == true ? .dynamic : .unknown
  }

  private static func families(
    _ value: JSONValue, _ summary: FRRSummary.Peer?, isUp: Bool
  ) -> [BGPPeer.Family] {
    let negotiated = value["neighborCapabilities"]?["multiprotocolExtensions"]
    return (value["addressFamilyInfo"]?.object ?? []).map { row in
      var family = BGPPeer.Family(row.key)
      if let limit = row.value["prefixAllowedMax"]?.integer {
        family.limit = UInt64(exactly: limit)
        family.isLimitReached = value["prefixesConfigExceedMax"]?.bool == true
      }
      guard isUp else { return family }
      // A peer without capabilities speaks IPv4 alone.
      let isAgreed = negotiated?[row.key]?["advertisedAndReceived"]?.bool == true
      family.isNegotiated = negotiated == nil ? row.key == "ipv4Unicast" : isAgreed
      family.accepted = wide(row.value["acceptedPrefixCounter"])
      family.received = wide(row.value["prefixStats"]?["inboundTotal"])
      family.advertised =
        wide(row.value["sentPrefixCounter"]) ?? summary?.sent[row.key]
        ?? (family.isNegotiated == true ? 0 : nil)
      return family
    }
  }

  private static func bfd(_ word: String) -> String {
    switch word.lowercased() {
    case "admin down", "admindown", "shutdown": "adminDown"
    case let word: word
    }
  }

  private static func address(_ value: JSONValue?) -> IPAddress? {
    value?.string.flatMap { IPAddress($0) }
  }
  private static func number<Number: FixedWidthInteger>(_ value: JSONValue?) -> Number? {
    value?.integer.flatMap { Number(exactly: $0) }
  }
  private static func wide(_ value: JSONValue?) -> UInt64? { number(value) }
  private static func seconds(_ value: JSONValue?) -> UInt32? {
    value?.integer.flatMap { UInt32(exactly: $0 / 1000) }
  }
}

/// Why a session of FRR is down.
enum FRRReason {
  static func reason(_ value: JSONValue, _ peer: BGPPeer, states: Set<String>) -> BGPReason? {
    if peer.isAdminDown {
      return BGPReason(
        .policy, text: "administratively down", message: value["adminShutDownMessage"]?.string)
    }
    if states.contains("PfxCt") || value["prefixesConfigExceedMax"]?.bool == true,
      peer.state != .established
    {
      return BGPReason(
        .policy, code: 6, subcode: 1, text: BGPNotification.text(code: 6, subcode: 1))
    }
    if states.contains("Policy"), peer.state == .established {
      return BGPReason(
        .policy, text: "no policy for an external peer: no routes go either way")
    }
    let isCurrent = peer.state == .idle || peer.state == .active
    let cause = value["lastResetDueTo"]?.string ?? ""
    let isSent = cause.hasSuffix("Notification send")
    let isReceived = cause.hasSuffix("Notification received")
    if isSent || isReceived || cause.isEmpty || ignored.contains(cause),
      let (code, subcode) = codes(value["lastErrorCodeSubcode"]?.string)
    {
      return BGPReason(
        isReceived ? .peer : .local, code: code, subcode: subcode,
        text: BGPNotification.text(code: code, subcode: subcode),
        message: isReceived ? value["lastShutdownDescription"]?.string : nil,
        isCurrent: isCurrent)
    }
    guard !cause.isEmpty, !ignored.contains(cause) else { return nil }
    let isSocket = cause.contains("closed") || cause.contains("Interface") || cause.contains("TCP")
    return BGPReason(isSocket ? .socket : .local, text: cause, isCurrent: isCurrent)
  }

  /// What is there before anything happened.
  private static let ignored: Set<String> = [
    "Waiting for peer OPEN", "No AFI/SAFI activated for peer", "Waiting for NHT", "None",
  ]

  /// `060A` is code 6, subcode 10.
  static func codes(_ text: String?) -> (code: UInt8, subcode: UInt8)? {
    guard let text, text.utf8.count == 4, let number = UInt16(text, radix: 16), number != 0 else {
      return nil
    }
    return (UInt8(number >> 8), UInt8(number & 0xFF))
  }
}
