import Glibc
import LinuxSystem
import NetworkTypes
import TestSupport
import Testing

@testable import GoBGP
@testable import NodeSources

/// GoBGP's words in the form of all daemons, and a real daemon found by its sockets.
@Suite struct GoBGPReaderTests {
  private func answer(_ change: (inout GoBGPPeer) -> Void) throws -> BGPPeer {
    var peer = GoBGPPeer()
    peer.address = "10.0.0.2"
    peer.peerASN = 64513
    change(&peer)
    let state = GoBGPState(
      version: .v4, asn: 64512, routerID: "10.0.0.1", listenPort: 179, peers: [peer])
    let answer = GoBGPReader.answer(state, now: 1_000)
    #expect(answer.instance.localAS == 64512)
    #expect(answer.instance.routerID == IPAddress("10.0.0.1"))
    return try #require(answer.peers.first)
  }

  @Test func anEstablishedSession() throws {
    let peer = try answer {
      $0.sessionState = .established
      $0.establishedAt = 940
      $0.downAt = 10
      $0.negotiatedHoldTimeSeconds = 90
      $0.routerID = "10.0.0.2"
      $0.families = [.init(afi: 2, safi: 1, received: 7, accepted: 6, advertised: 0)]
      $0.notificationsReceived = 1
    }
    #expect(peer.state == .established && peer.sinceSeconds == 60 && peer.holdTime == 90)
    #expect(peer.localAS == 64512 && peer.peerAS == 64513 && peer.isInternal == false)
    #expect(peer.families.map(\.name) == ["ipv6Unicast"])
    #expect(peer.families.first?.received == 7 && peer.families.first?.accepted == 6)
    #expect(peer.families.first?.advertised == nil, "it was not asked for")
    #expect(peer.reason == nil)
  }

  @Test func whatIsDownHasNoCounts() throws {
    let peer = try answer {
      $0.sessionState = .active
      $0.families = [.init(afi: 1, safi: 1, received: 0, accepted: 0, advertised: 0)]
    }
    #expect(peer.families.first?.received == nil && peer.sinceSeconds == nil)
    #expect(peer.reason == nil, "nothing is known")
  }

  @Test func reasonsOfVersion4() throws {
    let reason = try #require(
      try answer {
        $0.sessionState = .idle
        $0.disconnectReason = .badPeerAS
        $0.disconnectMessage = "got 64999"
      }.reason)
    #expect(reason.side == .peer && reason.isCurrent && reason.message == "got 64999")
    let over = try #require(
      try answer {
        $0.sessionState = .established
        $0.disconnectReason = .holdTimerExpired
      }.reason)
    #expect(!over.isCurrent)
  }

  @Test func prefixLimitIsAPolicy() throws {
    let peer = try answer {
      $0.sessionState = .idle
      $0.adminState = .prefixLimit
    }
    #expect(peer.reason?.side == .policy && !peer.isAdminDown)
  }

  @Test func linkLocalPeersHaveTheirLink() throws {
    let peer = try answer { $0.address = "fe80::1%eth0" }
    #expect(peer.address == IPAddress("fe80::1") && peer.interface == "eth0")
  }

  @Test(arguments: ["", "127.0.0.1", "x:y", "[::1", ":50051", "1.2.3.4:99999999"])
  func whatIsNoPlace(_ place: String) {
    #expect(throws: DaemonError.self) {
      try GoBGPReader.read(at: place, in: "/proc/self/ns/net", milliseconds: 100)
    }
  }

  @Test func nobodyListens() {
    #expect(throws: DaemonError.self) {
      try GoBGPReader.read(at: "127.0.0.1:1", in: "/proc/self/ns/net", milliseconds: 1000)
    }
  }

  /// Found by port 179 and asked at the port of its API, inside of its namespace; then stopped.
  @Test(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
  func aDaemonIsFoundAndAsked() throws {
    let folder = try TemporaryFolder(onDisk: true)
    let space = try TestNamespace()
    try space.ip("link set lo up")
    try folder.write(
      "a.toml",
      """
      [global.config]
        as = 64512
        router-id = "10.99.0.1"
      [[neighbors]]
        [neighbors.config]
          neighbor-address = "127.0.0.9"
          peer-as = 64513
      """)
    let daemon = try Child([
      "/usr/bin/nsenter", "--net=\(space.path)", "/usr/bin/gobgpd", "-f",
      "\(folder.path)/a.toml", "--api-hosts", "127.0.0.1:50051", "--pprof-disable", "--log-level",
      "panic",
    ])
    let inode = space.namespace.inode
    let entrances = [inode: space.path]
    func found(_ reader: BGPReader = BGPReader()) -> FoundSpeaker? {
      var processes = ProcessTable()
      processes.refresh()
      return reader.read(RootedFiles(), processes: processes, host: inode, entrances: entrances)
        .speakers.first
    }
    try #require(
      eventually {
        if case .known(let answer)? = found()?.answer { return !answer.peers.isEmpty }
        return false
      })
    let speaker = try #require(found())
    #expect(speaker.daemon == .gobgp && speaker.controlPath == "127.0.0.1:50051")
    guard case .known(let answer) = speaker.answer else { return }
    #expect(answer.peers.map(\.address) == [IPAddress("127.0.0.9")])
    daemon.kill(SIGSTOP)
    let silent = try #require(found())
    guard case .failed(let error) = silent.answer else {
      Issue.record("a stopped daemon answered")
      return
    }
    #expect(error.isSilence, "\(error)")
  }
}
