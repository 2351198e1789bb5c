import Glibc
import LinuxSystem
import TestSupport
import Testing

@testable import GoBGP

/// A gobgpd in a namespace of its own, with a control socket that is a file.
private final class Daemon {
  let child: Child
  let socketPath: String

  init(_ name: String, in space: borrowing TestNamespace, _ folder: TemporaryFolder, _ text: String)
    throws
  {
    socketPath = "\(folder.path)/\(name).sock"
    try folder.write("\(name).toml", text)
    child = try Child([
      "/usr/bin/nsenter", "--net=\(space.path)", "/usr/bin/gobgpd", "-t", "toml", "-f",
      "\(folder.path)/\(name).toml", "--api-hosts", "unix://\(socketPath)", "--pprof-disable",
      "--log-level", "panic",
    ])
  }

  func state(milliseconds: Int = 10_000) throws -> GoBGPState {
    try GoBGPDaemon.state(
      UnixSocket.connect(socketPath), countsAdvertised: true, milliseconds: milliseconds)
  }

  func client(_ arguments: [String]) throws -> JSON {
    let target = ["--target", "unix://\(socketPath)"]
    return try JSON(parsing: run(["/usr/bin/gobgp"] + target + ["-j"] + arguments))
  }
}

/// Two daemons that are peers, one of them with peers that never come.
@Suite(.serialized, .enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
final class DaemonTests {
  private let folder: TemporaryFolder
  private let a: TestNamespace
  private let b: TestNamespace
  private let first: Daemon
  private let second: Daemon

  init() throws {
    folder = try TemporaryFolder(onDisk: true)
    a = try TestNamespace()
    b = try TestNamespace()
    try a.ip("link add a0 type veth peer name b0 netns \(b.path)\nlink set a0 up\nlink set lo up")
    try a.ip("addr add 10.99.0.1/24 dev a0")
    try b.ip("link set b0 up\nlink set lo up\naddr add 10.99.0.2/24 dev b0")
    first = try Daemon(
      "a", in: a, folder,
      """
      [global.config]
        as = 64512
        router-id = "10.99.0.1"
      [[neighbors]]
        [neighbors.config]
          neighbor-address = "10.99.0.2"
          peer-as = 64513
          auth-password = "hunter2"
        [neighbors.timers.config]
          connect-retry = 1
          hold-time = 9
      [[neighbors]]
        [neighbors.config]
          neighbor-address = "10.99.0.77"
          peer-as = 64514
          admin-down = true
      [[neighbors]]
        [neighbors.config]
          neighbor-address = "10.99.0.78"
          peer-as = 64512
        [neighbors.transport.config]
          passive-mode = true
        [neighbors.route-reflector.config]
          route-reflector-client = true
          route-reflector-cluster-id = "10.99.0.1"
      """)
    second = try Daemon(
      "b", in: b, folder,
      """
      [global.config]
        as = 64513
        router-id = "10.99.0.2"
      [[neighbors]]
        [neighbors.config]
          neighbor-address = "10.99.0.1"
          peer-as = 64512
          auth-password = "hunter2"
        [neighbors.timers.config]
          connect-retry = 1
          hold-time = 9
      """)
  }

  private func peer(_ address: String, of daemon: Daemon) throws -> GoBGPPeer {
    try #require(daemon.state().peers.first { $0.address == address })
  }

  @Test func tellsWhatItsClientTells() throws {
    try #require(
      eventually { (try? peer("10.99.0.2", of: first))?.sessionState == .established },
      "never established")
    for prefix in ["10.244.1.0/24", "10.244.2.0/24"] {
      try run([
        "/usr/bin/gobgp", "--target", "unix://\(second.socketPath)", "global", "rib", "add", prefix,
      ])
    }
    try #require(eventually { (try? peer("10.99.0.2", of: first))?.families.first?.received == 2 })

    let state = try first.state()
    #expect(state.version == .v3)
    #expect(state.asn == 64512)
    #expect(state.routerID == "10.99.0.1")
    #expect(state.listenPort == 179)
    #expect(state.peers.count == 3)
    #expect(!"\(state)".contains("hunter2"))

    let live = try peer("10.99.0.2", of: first)
    #expect(live.peerASN == 64513)
    #expect(live.localASN == 64512)
    #expect(live.routerID == "10.99.0.2")
    #expect(live.adminState == .up)
    #expect(live.negotiatedHoldTimeSeconds == 9)
    #expect(live.establishedAt != nil)
    #expect(
      live.families == [
        GoBGPPeer.Family(afi: 1, safi: 1, received: 2, accepted: 2, advertised: 0)
      ])
    let down = try peer("10.99.0.77", of: first)
    #expect(down.sessionState == .idle && down.adminState == .down && down.isAdminDown)
    #expect(down.establishedAt == nil)
    let passive = try peer("10.99.0.78", of: first)
    #expect(passive.sessionState == .active && passive.isPassive)
    #expect(passive.isRouteReflectorClient && passive.clusterID == "10.99.0.1")

    // The client prints enumerations as their numbers.
    for json in try first.client(["neighbor"]).elements {
      let address = try #require(json["state"]?["neighbor_address"]?.text)
      let ours = try #require(state.peers.first { $0.address == address })
      #expect(Int(ours.sessionState?.rawValue ?? 0) == json["state"]?["session_state"]?.integer)
      #expect(Int(ours.peerASN) == json["conf"]?["peer_asn"]?.integer)
    }

    // From both sides, by the prefixes themselves.
    let received = try GoBGPDaemon.prefixes(
      UnixSocket.connect(first.socketPath), version: .v3, peer: "10.99.0.2", afi: 1, safi: 1,
      isAdvertised: false)
    #expect(received.map(\.prefix).sorted() == ["10.244.1.0/24", "10.244.2.0/24"])
    #expect(received.allSatisfy { !$0.isFiltered && !$0.isStale })
    let advertised = try GoBGPDaemon.prefixes(
      UnixSocket.connect(second.socketPath), version: .v3, peer: "10.99.0.1", afi: 1, safi: 1,
      isAdvertised: true)
    #expect(advertised.map(\.prefix).sorted() == ["10.244.1.0/24", "10.244.2.0/24"])
    #expect(try peer("10.99.0.1", of: second).families.map(\.advertised) == [2])
  }

  /// One that was stopped keeps its socket, which takes a connection and says nothing.
  @Test func aDaemonThatHangs() throws {
    try #require(eventually { (try? first.state()) != nil })
    first.child.kill(SIGSTOP)
    #expect(throws: GoBGPError.timedOut) { try first.state(milliseconds: 200) }
    first.child.kill(SIGCONT)
    #expect(try first.state().asn == 64512)
    first.child.kill()
    _ = first.child.wait()
    #expect(throws: SystemCallError.self, "the file stays, nobody listens") { try first.state() }
  }
}
