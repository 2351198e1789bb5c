import Glibc
import NetworkTypes
import NodeModel
import TestSupport
import Testing

/// Real daemons in every state that they can be brought into, compared with their own tools.
@Suite(.serialized, .enabled(if: canRunDaemons, Comment(rawValue: needsDaemons)))
struct DaemonTests {
  private func find(
    _ status: BGPStatus, _ name: String, of source: String = "a.ctl"
  ) -> BGPStatus.Session? {
    status.sessions.first {
      ($0.peer.name ?? $0.title) == name && $0.speaker.source.hasSuffix(source)
    }
  }

  private func isUp(_ status: BGPStatus, _ name: String, of source: String = "a.ctl") -> Bool {
    find(status, name, of: source)?.peer.state == .established
  }

  /// Everything is up that can be, and everything else has failed at least once.
  private func isSettled(_ status: BGPStatus) -> Bool {
    ["Mesh_10_99_0_2", "Mesh_fd99__2", "Mesh_10_99_0_3", "Global_10_99_0_4"]
      .allSatisfy { isUp(status, $0) }
      && isUp(status, "10.99.0.1", of: "bgpd.vty")
      // A passive one is idle until its daemon is done with its start.
      && find(status, "10.99.0.101", of: "bgpd.vty")?.stateWord == "passive"
      && find(status, "waits")?.stateWord == "passive"
      && find(status, "elsewhere")?.peer.reason?.side == .local
      && find(status, "Global_10_99_0_4")?.accepted == 3
      && find(status, "Global_10_99_0_4")?.advertised == 1
      && (find(status, "Mesh_10_99_0_2")?.accepted ?? 0) >= 1
      && status.sessions.contains { $0.peer.kind == .dynamic && $0.peer.state == .established }
      && find(status, "Node_10_99_0_5")?.peer.reason?.text == "Connection refused"
  }

  @Test(.timeLimit(.minutes(5))) func everyStateOfEveryDaemon() throws {
    let laboratory = try BGPLaboratory()
    let status = try laboratory.status("all sessions", until: isSettled)
    #expect(status.speakers.map(\.condition) == [.answers, .answers, .answers, .answers])
    #expect(Set(status.speakers.map(\.daemon)) == ["bird", "frr"])
    let own = try #require(status.speakers.first)
    #expect(own.id.source == laboratory.path("a.ctl"))
    #expect(own.pid == laboratory.pid("a"))
    #expect(own.routerID == IPAddress("10.99.0.1"))
    #expect(own.localAS == 64512)
    #expect(own.listens == ["0.0.0.0:179", "[::]:179"])
    #expect(own.version?.hasPrefix("2.") == true)

    let mesh = try #require(find(status, "Mesh_10_99_0_2"))
    #expect(mesh.peer.kind == .mesh)
    #expect(mesh.peer.isInternal == true)
    #expect(mesh.peer.families.map(\.name) == ["ipv4Unicast"])
    #expect(mesh.accepted ?? 0 >= 1)
    #expect(mesh.tcp?.evidence == .flowing)
    #expect(mesh.tcp?.bytesReceived ?? 0 > 70)
    #expect(mesh.isFault == false)
    #expect(find(status, "Mesh_fd99__2")?.peer.address == IPAddress("fd99::2"))

    let global = try #require(find(status, "Global_10_99_0_4"))
    #expect(global.peer.kind == .global)
    #expect(global.peer.isAuthenticated == true)
    #expect(global.accepted == 3)
    #expect(global.advertised == 1)
    #expect(global.reasonText == nil)

    let off = try #require(find(status, "kept"))
    #expect(off.peer.isAdminDown && !off.isFault)
    #expect(off.peer.description == "kept for later")
    #expect(find(status, "waits")?.stateWord == "passive")
    #expect(find(status, "elsewhere")?.peer.reason?.side == .local)
    #expect(find(status, "reflected", of: "b.ctl")?.peer.kind == .routeReflectorClient)
    let six = status.sessions.filter { $0.peer.range != nil }
    #expect(six.map(\.title) == ["10.99.0.40/29"])

    let frr = try #require(find(status, "10.99.0.1", of: "bgpd.vty"))
    #expect(frr.peer.kind == .routeReflectorClient)
    #expect(frr.peer.description == "from vtysh")
    #expect(frr.peer.holdTime == 9)
    #expect(find(status, "10.99.0.100", of: "bgpd.vty")?.stateWord == "down")
    #expect(find(status, "10.99.0.101", of: "bgpd.vty")?.stateWord == "passive")

    try eventuallyNone { try differencesFromBIRD(laboratory) }
    try eventuallyNone { try differencesFromFRR(laboratory) }
    try forgetsNoSecret(laboratory)
  }

  /// Two readings of daemons that are at work are of two moments: once they have to agree.
  private func eventuallyNone(_ differences: () throws -> [String]) throws {
    var last: [String] = []
    let isEqual = try eventually(meanwhile: { usleep(250_000) }) {
      last = try differences()
      return last.isEmpty
    }
    #expect(isEqual, "\(last)")
  }

  /// Names, states and numbers as `birdc` prints them.
  private func differencesFromBIRD(_ laboratory: BGPLaboratory) throws -> [String] {
    let settled: Set<String> = ["Established", "Passive", "Down"]
    let text = try run(["birdc", "-r", "-s", laboratory.path("a.ctl"), "show", "protocols", "all"])
    let status = try laboratory.read()
    var (count, differences) = (0, [String]())
    for block in text.split(separator: "\n\n").map({ $0.split(separator: "\n") }) {
      guard let row = block.first(where: { $0.contains(" BGP ") })?.split(separator: " ") else {
        continue
      }
      count += 1
      let session = try #require(find(status, String(row[0])), "\(row[0])")
      func value(_ key: String) -> String? {
        block.first { $0.contains("\(key):") }?.split(separator: ":", maxSplits: 1).last
          .map { $0.trimmed }
      }
      func compare<Value: Equatable>(_ what: String, _ theirs: Value, _ ours: Value) {
        if theirs != ours { differences.append("\(row[0]): \(what) \(theirs), ours \(ours)") }
      }
      compare("address", value("Neighbor address"), session.peer.address?.description)
      compare("AS", value("Neighbor AS"), session.peer.peerAS.map { "\($0)" })
      let state = try #require(value("BGP state"))
      guard settled.contains(state) else { continue }
      compare("passive", state == "Passive", session.peer.isPassive)
      compare("established", state == "Established", session.peer.state == .established)
      guard let routes = value("Routes") else { continue }
      let ours = "\(session.accepted ?? 0) imported, \(session.advertised ?? 0) exported"
      compare("routes", routes.prefix(ours.count), ours.prefix(ours.count))
    }
    let own = status.sessions.filter { $0.speaker.source.hasSuffix("a.ctl") }
    if count != own.count { differences.append("\(count) sessions, ours \(own.count)") }
    return differences
  }

  /// The summary of `vtysh`.
  private func differencesFromFRR(_ laboratory: BGPLaboratory) throws -> [String] {
    let text = try run([
      "vtysh", "--vty_socket", laboratory.path("frr"), "-c", "show bgp ipv4 unicast summary json",
    ])
    let start = try #require(text.firstIndex(of: "{"))
    let peers = try #require(try JSON(parsing: String(text[start...]))["peers"]?.members)
    let status = try laboratory.read()
    let own = status.sessions.filter { $0.speaker.source.hasSuffix("bgpd.vty") }
    var differences: [String] = []
    if peers.count != own.count { differences.append("\(peers.count) peers, ours \(own.count)") }
    for (address, peer) in peers {
      let session = try #require(find(status, address, of: "bgpd.vty"))
      func compare(_ what: String, _ theirs: Int?, _ ours: Int?) {
        guard theirs != ours else { return }
        differences.append("\(address): \(what) \(theirs ?? -1), ours \(ours ?? -1)")
      }
      compare("AS", peer["remoteAs"]?.integer, session.peer.peerAS.map { Int($0) })
      let isUp = peer["state"]?.text == "Established"
      compare("established", isUp ? 1 : 0, session.peer.state == .established ? 1 : 0)
      guard isUp else { continue }
      compare("received", peer["pfxRcd"]?.integer, session.accepted.map { Int($0) })
      compare("sent", peer["pfxSnt"]?.integer, session.advertised.map { Int($0) })
    }
    return differences
  }

  /// Passwords are in the configuration of BIRD and in the sockets of the kernel.
  private func forgetsNoSecret(_ laboratory: BGPLaboratory) throws {
    let text = try run([
      built("cnitop"), "snapshot", "--netns", laboratory.node.path("a"), "--netns-dir",
      laboratory.node.root + "/run/netns",
    ])
    #expect(text.contains("Global_10_99_0_4"))
    #expect(!text.contains("secret"))
  }

  /// A daemon that hangs costs its answer, not its sessions and not those of others.
  @Test(.timeLimit(.minutes(5))) func stoppedAndKilled() throws {
    let laboratory = try BGPLaboratory()
    _ = try laboratory.status("the mesh") {
      isUp($0, "Mesh_10_99_0_2") && isUp($0, "Mesh_10_99_0_3")
        && isUp($0, "10.99.0.1", of: "bgpd.vty")
    }
    laboratory.signal("a", SIGSTOP)
    let stopped = try laboratory.read()
    let speaker = try #require(stopped.speakers.first { $0.id.source.hasSuffix("a.ctl") })
    #expect(speaker.condition == .silent)
    #expect(speaker.problem?.contains("does not answer") == true)
    let held = stopped.sessions.filter { $0.speaker == speaker.id }
    #expect(Set(held.map(\.isKernelOnly)) == [true])
    let other = held.first { $0.peer.address == IPAddress("10.99.0.2") }
    #expect(other?.peer.state == .established)
    #expect(isUp(stopped, "10.99.0.1", of: "bgpd.vty"))
    laboratory.signal("a", SIGCONT)

    laboratory.signal("f", SIGKILL)
    let killed = try laboratory.status("the end of a peer") { !isUp($0, "Mesh_10_99_0_3") }
    #expect(killed.speakers.map(\.daemon) == ["bird", "bird", "bird"])
    #expect(find(killed, "Mesh_10_99_0_3")?.reasonText != nil)
    #expect(isUp(killed, "Mesh_10_99_0_2"))

    // The same sessions under a new process.
    let before = laboratory.pid("b")
    laboratory.signal("b", SIGKILL)
    _ = try laboratory.status("the end of the other peer") { !isUp($0, "Mesh_10_99_0_2") }
    try laboratory.startBIRD("b")
    let again = try laboratory.status("the other peer again") { isUp($0, "Mesh_10_99_0_2") }
    let pid = again.speakers.first { $0.id.source.hasSuffix("b.ctl") }?.pid
    #expect(pid != nil && pid != before)
  }
}

extension Substring {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
