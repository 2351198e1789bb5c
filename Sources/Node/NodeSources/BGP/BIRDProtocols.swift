import NetworkTypes

/// The BGP sessions in an answer to `show protocols all`, of BIRD 1.6, 2 or 3.
///
/// Lines are known by their keys and not by their place; keys that are not known are passed over.
struct BIRDProtocols {
  private(set) var peers: [BGPPeer] = []
  private let now: Int64?
  private var current: Entry?

  /// A session whose lines are being read.
  private struct Entry {
    var peer = BGPPeer()
    var protocolState = ""
    var error: String?
    var message: String?
    var family: BGPPeer.Family?
    var isInCapabilities = false
  }

  /// - Parameter now: The time of the daemon's clock: see `BIRDStatus`.
  init(_ bytes: [UInt8], now: Int64?) {
    self.now = now
    BIRDReply.forEachLine(bytes) { line in
      switch line.code {
      case 1002: begin(line.text)
      case 1006: if current != nil { take(line.text.trimmed) }
      default: break
      }
    }
    finish()
    markDynamicPeers()
  }

  /// A row: `NAME PROTO TABLE STATE SINCE INFO`, where the since may be two words and the info
  /// missing.
  private mutating func begin(_ text: Slice<UnsafeRawBufferPointer>) {
    finish()
    let words = text.words
    guard words.count >= 4, words[1] == "BGP" else { return }
    var entry = Entry()
    entry.peer.name = words[0]
    entry.peer.kind = Self.kind(of: words[0])
    entry.protocolState = words[3]
    entry.peer.sinceSeconds = BIRDNumbers.since(words.dropFirst(4).prefix(2), now: now)
    current = entry
  }

  private mutating func finish() {
    guard var entry = current else { return }
    current = nil
    Self.close(&entry)
    var peer = entry.peer
    peer.reason = BIRDReason.reason(
      error: entry.error, message: entry.message, peer: peer, protocolState: entry.protocolState)
    if entry.protocolState == "down", entry.error == nil { peer.isAdminDown = true }
    if peer.isInternal == nil, let own = peer.localAS, let other = peer.peerAS, other != 0 {
      peer.isInternal = own == other
    }
    if let family = peer.address?.family {
      // BIRD 1.6 has one process for each family, and does not say which.
      for index in peer.families.indices where peer.families[index].name.isEmpty {
        peer.families[index].name = "\(family.word)Unicast"
      }
    }
    if peer.state != .established {
      for index in peer.families.indices {
        // The routes of a peer that restarts are kept meanwhile.
        if peer.restart == nil { peer.families[index].accepted = nil }
        peer.families[index].received = nil
        peer.families[index].advertised = nil
        peer.families[index].preferred = nil
        peer.families[index].isNegotiated = nil
      }
    }
    peers.append(peer)
  }

  private static func close(_ entry: inout Entry) {
    if let family = entry.family { entry.peer.families.append(family) }
    entry.family = nil
  }

  private mutating func take(_ line: Slice<UnsafeRawBufferPointer>) {
    guard let (key, value) = line.keyAndValue else {
      let text = line.string
      if text.hasPrefix("Channel ") {
        Self.close(&current!)
        current!.family = BGPPeer.Family(Self.family(text.dropFirst(8)))
      }
      current!.isInCapabilities = text.hasSuffix("capabilities")
      return
    }
    if !takeSession(key, value) { takeFamily(key, value) }
  }

  private mutating func takeSession(
    _ key: String, _ value: Slice<UnsafeRawBufferPointer>
  ) -> Bool {
    switch key {
    case "Description": current!.peer.description = value.string
    case "Message": current!.message = value.string
    case "BGP state":
      let word = value.string
      current!.peer.isPassive = word == "Passive"
      current!.peer.state = BGPState(word: word)
    case "Neighbor address":
      // `fe80::1%eth0 onlink`.
      let parts = (value.words.first ?? "").split(separator: "%", maxSplits: 1)
      current!.peer.address = parts.first.flatMap { IPAddress($0) }
      current!.peer.interface = parts.count > 1 ? String(parts[1]) : nil
    case "Neighbor range": current!.peer.range = value.words.first.flatMap { IPPrefix($0) }
    case "Neighbor port": current!.peer.port = UInt16(value.string)
    case "Neighbor AS": current!.peer.peerAS = UInt32(value.string).flatMap { $0 == 0 ? nil : $0 }
    case "Local AS": current!.peer.localAS = UInt32(value.string)
    case "Neighbor ID": current!.peer.routerID = IPAddress(value.string)
    case "Source address": current!.peer.localAddress = IPAddress(value.string)
    case "Session":
      let words = value.words
      current!.peer.isInternal = words.first.map { $0 == "internal" }
      if words.contains("route-reflector") { current!.peer.kind = .routeReflectorClient }
    case "Hold timer":
      guard let (left, total) = BIRDNumbers.timer(value.string) else { return true }
      current!.peer.holdLeft = left
      current!.peer.holdTime = total
    case "Keepalive timer":
      current!.peer.keepalive = BIRDNumbers.timer(value.string)?.total
    case "TCP-AO": current!.peer.isAuthenticated = true
    case "Last error": current!.error = value.string
    case "Restart timer":
      current!.peer.restart = BGPPeer.Restart(
        .peerRestarting, secondsLeft: BIRDNumbers.timer(value.string)?.left)
    default: return false
    }
    return true
  }

  private mutating func takeFamily(_ key: String, _ value: Slice<UnsafeRawBufferPointer>) {
    switch key {
    case "State":
      if current!.family != nil { current!.family!.isNegotiated = value.string == "UP" }
    case "Routes":
      let counts = BIRDNumbers.counts(value.string)
      // BIRD 1.6 has no line for a channel.
      var family = current!.family ?? BGPPeer.Family("")
      family.accepted = counts["imported"]
      // What filters refuse is forgotten unless `import keep filtered` is set.
      family.received = counts["filtered"].map { $0 &+ (counts["imported"] ?? 0) }
      family.advertised = counts["exported"]
      family.preferred = counts["preferred"]
      keep(family)
    case "Import limit", "Receive limit":
      var family = current!.family ?? current!.peer.families.popLast() ?? BGPPeer.Family("")
      let words = value.words
      family.limit = words.first.flatMap { UInt64($0) }
      family.isLimitReached = words.contains("[HIT]")
      keep(family)
    default: break
    }
  }

  /// Puts the family back to where it is from: a channel, or the session of BIRD 1.6.
  private mutating func keep(_ family: BGPPeer.Family) {
    if current!.family != nil {
      current!.family = family
    } else {
      current!.peer.families.append(family)
    }
  }

  /// By Calico's names; others have no meaning.
  private static func kind(of name: String) -> BGPPeerKind {
    if name.hasPrefix("Mesh_") { return .mesh }
    if name.hasPrefix("Global_") { return .global }
    if name.hasPrefix("Node_") || name.hasPrefix("Local_Workload_") { return .node }
    return .unknown
  }

  private static func family(_ channel: some StringProtocol) -> String {
    switch channel {
    case "ipv4": "ipv4Unicast"
    case "ipv6": "ipv6Unicast"
    case "ipv4-mc": "ipv4Multicast"
    case "ipv6-mc": "ipv6Multicast"
    case "vpn4-mpls": "ipv4Vpn"
    case "vpn6-mpls": "ipv6Vpn"
    case "ipv4-mpls": "ipv4LabeledUnicast"
    case "ipv6-mpls": "ipv6LabeledUnicast"
    case "flow4": "ipv4Flowspec"
    case "flow6": "ipv6Flowspec"
    default: String(channel)
    }
  }

  /// A session that a template made is named like it, with a number, and in its range.
  private mutating func markDynamicPeers() {
    let templates = peers.filter { $0.range != nil }
    for index in peers.indices {
      if peers[index].range != nil { peers[index].kind = .dynamic }
      guard let address = peers[index].address, let name = peers[index].name,
        name.last?.isWholeNumber == true
      else { continue }
      if templates.contains(where: { $0.range?.contains(address) ?? false }),
        peers[index].kind == .unknown
      {
        peers[index].kind = .dynamic
      }
    }
  }
}
