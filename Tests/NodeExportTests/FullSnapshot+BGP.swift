import NetworkTypes
import NodeModel

extension FullSnapshot {
  static let speaker = BGPStatus.SpeakerID(netns: host, source: "/run/bird/bird.ctl")

  /// A session that is up, one that failed with all there is to say of it, a template, and one
  /// that only the kernel knows.
  static var bgp: BGPStatus {
    var bird = BGPStatus.Speaker(id: speaker, daemon: "bird", condition: .answers)
    bird.version = "2.0.12"
    bird.routerID = ip("192.0.2.10")
    bird.localAS = 64512
    bird.pid = 812
    bird.command = "bird"
    bird.pod = "kube-system/calico-node-abcde"
    bird.listens = ["0.0.0.0:179", "[::]:179"]
    bird.uptimeSeconds = 86_400
    bird.restart = BGPPeer.Restart(.recovering, secondsLeft: 235)
    var other = BGPStatus.Speaker(
      id: BGPStatus.SpeakerID(netns: pod, source: "kernel:speaker"), daemon: "speaker",
      condition: .kernelOnly)
    other.problem = "it has no control socket"
    bird.topology = BGPTopology(
      Array(repeating: up, count: 120) + [failed, template, seen])
    return BGPStatus(speakers: [bird, other], sessions: [up, failed, template, seen])
  }

  private static func session(_ peer: BGPPeer) -> BGPStatus.Session {
    BGPStatus.Session(speaker: speaker, daemon: "bird", isKernelOnly: false, peer: peer)
  }

  private static var up: BGPStatus.Session {
    var peer = BGPPeer()
    peer.name = "Mesh_192_0_2_11"
    peer.address = ip("192.0.2.11")
    peer.port = 179
    peer.peerAS = 64512
    peer.localAS = 64512
    peer.routerID = ip("192.0.2.11")
    peer.localAddress = ip("192.0.2.10")
    peer.kind = .mesh
    peer.isInternal = true
    peer.state = .established
    peer.sinceSeconds = 3600
    peer.holdTime = 240
    peer.holdLeft = 183
    peer.keepalive = 80
    peer.bfd = "up"
    peer.isAuthenticated = true
    peer.flaps = 2
    peer.notificationsSent = 1
    peer.notificationsReceived = 0
    var family = BGPPeer.Family("ipv4Unicast")
    family.isNegotiated = true
    family.received = 32
    family.accepted = 30
    family.advertised = 1
    family.preferred = 24
    family.limit = 1000
    peer.families = [family]
    var session = session(peer)
    var tcp = BGPStatus.TCP(
      state: "established", evidence: .flowing, localAddress: ip("192.0.2.10"), localPort: 40_001,
      remotePort: 179)
    tcp.retransmissions = 0
    tcp.totalRetransmissions = 3
    tcp.bytesReceived = 1234
    tcp.bytesSent = 987
    tcp.lastReceived = 12_000
    tcp.rtt = 431
    session.tcp = tcp
    return session
  }

  private static var failed: BGPStatus.Session {
    var peer = BGPPeer()
    peer.name = "Global_fe80__1"
    peer.description = "the router of rack 7"
    peer.vrf = "red"
    peer.address = ip("fe80::1")
    peer.interface = "eth0"
    peer.peerAS = 65_001
    peer.localAS = 64_512
    peer.kind = .global
    peer.isInternal = false
    peer.state = .active
    peer.isPassive = true
    peer.reason = BGPReason(
      .peer, code: 6, subcode: 2, text: "administrative shutdown", message: "maintenance\u{1b}[31m")
    peer.restart = BGPPeer.Restart(.peerRestarting)
    peer.families = [BGPPeer.Family("ipv6Unicast")]
    return session(peer)
  }

  private static var template: BGPStatus.Session {
    var peer = BGPPeer()
    peer.name = "pods"
    peer.range = prefix("10.244.0.0/16")
    peer.kind = .dynamic
    peer.isPassive = true
    peer.state = .active
    return session(peer)
  }

  private static var seen: BGPStatus.Session {
    var peer = BGPPeer()
    peer.address = ip("192.0.2.1")
    peer.port = 179
    peer.state = .connect
    var session = BGPStatus.Session(
      speaker: BGPStatus.SpeakerID(netns: pod, source: "kernel:speaker"), daemon: "speaker",
      isKernelOnly: true, peer: peer)
    var tcp = BGPStatus.TCP(
      state: "synSent", evidence: .unanswered, localAddress: ip("192.0.2.10"), localPort: 40_002,
      remotePort: 179)
    tcp.retransmissions = 4
    tcp.sendQueue = 1
    session.tcp = tcp
    return session
  }
}
