import NetworkTypes
import NodeModel
import Testing

/// What a set of sessions is recognised as.
struct BGPTopologyTests {
  private func sessions(
    _ count: Int, _ kind: BGPPeerKind = .unknown, isInternal: Bool = true, up: Int = 0
  ) -> [BGPStatus.Session] {
    (0..<count).map { number in
      var peer = BGPPeer()
      peer.kind = kind
      peer.isInternal = isInternal
      peer.state = number < up ? .established : .connect
      return BGPStatus.Session(
        speaker: BGPStatus.SpeakerID(netns: NamespaceID(inode: 1), source: "x"), daemon: "bird",
        isKernelOnly: false, peer: peer)
    }
  }

  @Test func nothingIsNoTopology() {
    #expect(BGPTopology([]) == nil)
    var off = sessions(1)
    off[0].peer.isAdminDown = true
    #expect(BGPTopology(off) == nil)
    var seen = sessions(1)
    seen[0].isKernelOnly = true
    #expect(BGPTopology(seen) == nil)
  }

  @Test func meshWithARouter() throws {
    let topology = try #require(
      BGPTopology(sessions(4, .mesh, up: 3) + sessions(1, .global, isInternal: false, up: 1)))
    #expect(topology.kind == .mesh)
    #expect(topology.peers == 5)
    #expect(topology.established == 4)
    #expect(topology.meshNodes == 5)
    #expect(topology.meshSessions == 10)
    #expect(topology.advice == nil)
  }

  @Test func largeMesh() throws {
    let topology = try #require(BGPTopology(sessions(199, .mesh)))
    #expect(
      topology.advice
        == "a mesh of 200 nodes has 19900 sessions; with 3 route reflectors there would be 600")
  }

  @Test func reflectors() throws {
    let client = try #require(BGPTopology(sessions(2, .node)))
    #expect(client.kind == .reflected && client.advice == nil)
    #expect(try #require(BGPTopology(sessions(1, .node))).advice?.hasPrefix("one route") == true)
    let reflector = try #require(
      BGPTopology(sessions(10, .routeReflectorClient) + sessions(1, .node)))
    #expect(reflector.kind == .reflector && reflector.clients == 10)
    let half = try #require(BGPTopology(sessions(3, .mesh) + sessions(2, .node)))
    #expect(half.kind == .mixed && half.advice != nil)
    #expect(BGPTopology(sessions(2, .global, isInternal: false))?.kind == .external)
  }
}
