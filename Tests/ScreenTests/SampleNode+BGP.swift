import NetworkTypes
import NodeModel

extension SampleNode {
  /// A node of a mesh as Calico makes it: one peer is up, one filters, the router refuses the AS,
  /// another speaker hangs.
  static var bgp: BGPStatus {
    let bird = BGPStatus.SpeakerID(netns: host, source: "/var/run/calico/bird.ctl")
    let frr = BGPStatus.SpeakerID(netns: host, source: "/var/run/frr/bgpd.vty")
    var speaker = BGPStatus.Speaker(id: bird, daemon: "bird", condition: .answers)
    speaker.version = "1.6.8"
    speaker.routerID = IPAddress("192.168.10.11")
    speaker.pid = 812
    speaker.command = "bird"
    var hung = BGPStatus.Speaker(id: frr, daemon: "frr", condition: .silent)
    hung.problem = "/var/run/frr/bgpd.vty does not answer within 2000 ms"

    var up = peer("Mesh_192_168_10_12", "192.168.10.12", 64512, .mesh, .established)
    up.sinceSeconds = 93_600
    up.bfd = "up"
    var family = BGPPeer.Family("ipv4Unicast")
    family.isNegotiated = true
    family.accepted = 30
    family.advertised = 1
    up.families = [family]
    var filtered = peer("Mesh_192_168_10_13", "192.168.10.13", 64512, .mesh, .connect)
    filtered.sinceSeconds = 754
    var refused = peer("Global_192_168_10_1", "192.168.10.1", 65001, .global, .active)
    refused.sinceSeconds = 41
    refused.reason = BGPReason(.peer, code: 2, subcode: 2, text: "bad peer AS")
    var off = peer("Node_192_168_10_2", "192.168.10.2", 65002, .node, .idle)
    off.isAdminDown = true
    off.reason = BGPReason(.policy, text: "administratively down")
    var seen = BGPPeer()
    seen.address = IPAddress("192.168.10.3")
    seen.state = .established

    var sessions = [up, filtered, refused, off].map {
      BGPStatus.Session(speaker: bird, daemon: "bird", isKernelOnly: false, peer: $0)
    }
    sessions[1].tcp = connection(.unanswered, state: "synSent")
    sessions[1].tcp?.retransmissions = 4
    sessions.append(
      BGPStatus.Session(
        speaker: frr, daemon: "frr", isKernelOnly: true, peer: seen,
        tcp: connection(.dying, state: "established")))
    return BGPStatus(speakers: [speaker, hung], sessions: sessions)
  }

  private static func peer(
    _ name: String, _ address: String, _ peerAS: UInt32, _ kind: BGPPeerKind, _ state: BGPState
  ) -> BGPPeer {
    var peer = BGPPeer()
    peer.name = name
    peer.address = IPAddress(address)
    peer.peerAS = peerAS
    peer.localAS = 64512
    peer.kind = kind
    peer.state = state
    return peer
  }

  private static func connection(
    _ evidence: BGPStatus.TCP.Evidence, state: String
  ) -> BGPStatus.TCP {
    BGPStatus.TCP(
      state: state, evidence: evidence, localAddress: .unspecified(.ipv4), localPort: 40_001,
      remotePort: 179)
  }
}
