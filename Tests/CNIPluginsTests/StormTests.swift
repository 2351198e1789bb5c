import Foundation
import TestSupport
import Testing

/// ADD and DEL that are killed at any moment, with the programs that they started, many times
/// over: nothing is left of it.
///
/// `CNITOP_KILLS` says how many (100 for each backend), `CNITOP_SEED` where to begin: a failure
/// names both.
@Suite(.enabled(if: canCompare, "needs root and containernetworking-plugins"))
struct StormTests {
  private static func number(_ name: String, or other: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? other
  }
  private static let kills = number("CNITOP_KILLS", or: 100)
  private static let seed = number("CNITOP_SEED", or: Int.random(in: 0..<1_000_000))

  /// One network with a bridge and ports of the node.
  private struct Network {
    let pod: Pod
    let folder: TemporaryFolder
    let backend: String
    /// In microseconds: what a call takes that nobody kills.
    var duration = 1_000_000

    func bridge(previous: String? = nil) -> String {
      configuration(
        "bridge",
        """
        "bridge": "br0", "isGateway": true, "ipMasq": true, "ipMasqBackend": "\(backend)",
        "ipam": {"type": "host-local", "subnet": "10.66.0.0/24", "dataDir": "\(folder.path)"}
        """, previous: previous)
    }

    func ports(previous: String?) -> String {
      configuration(
        "portmap",
        """
        "backend": "\(backend)",
        "runtimeConfig": {"portMappings": [{"hostPort": 18080, "containerPort": 80}]}
        """, previous: previous)
    }

    /// What is there of attachments, on both sides and on disk.
    func remains() throws -> [String] {
      let links = try pod.node.run("ip -br link") + pod.container.run("ip -br link")
      let rules = try pod.node.run("nft list ruleset")
      var remains = links.split(separator: "\n").map(String.init)
        .filter { !$0.hasPrefix("lo ") && !$0.hasPrefix("br0 ") }
      remains += rules.split(separator: "\n").map(String.init)
        .filter { $0.contains("10.66.0.") || $0.contains("id: ") || $0.contains("CNI-DN-") }
      let leases = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/net-bridge")
      remains += leases.filter { $0.hasPrefix("10.") }
      return remains
    }
  }

  @Test(arguments: ["nftables", "iptables"])
  func leavesNothing(_ backend: String) throws {
    var network = Network(pod: try Pod(), folder: try TemporaryFolder(), backend: backend)
    let pod = network.pod
    var random = SplitMix(seed: UInt64(Self.seed))
    let clock = ContinuousClock()
    var answer: Pod.Answer?
    let duration = try clock.measure {
      answer = try pod.call("ADD", "bridge", network.bridge())
    }
    let first = try #require(answer)
    try #require(first.isSuccess, "\(first.text)")
    network.duration = Int(duration.components.attoseconds / 1_000_000_000_000)
    #expect(try pod.call("DEL", "bridge", network.bridge(previous: first.text)).isSuccess)
    try #require(try network.remains().isEmpty)

    let place = Comment(rawValue: "CNITOP_SEED=\(Self.seed) CNITOP_KILLS=\(Self.kills) \(backend)")
    var killed = 0
    for round in 0..<Self.kills * 20 where killed < Self.kills {
      let id = Pod.newID()
      /// Calls a plugin, and kills it or not.
      func call(_ command: String, _ plugin: String, _ text: String) throws -> Pod.Answer {
        let end = Int.random(in: 0...network.duration, using: &random)
        let answer = try pod.call(
          command, plugin, text, by: .stopped(afterMicroseconds: end), container: id)
        if answer.wasKilled { killed += 1 }
        return answer
      }
      let added = try call("ADD", "bridge", network.bridge())
      let result = added.isSuccess ? added.text : nil
      if result != nil { _ = try call("ADD", "portmap", network.ports(previous: result)) }
      let hasNamespace = Int.random(in: 0..<5, using: &random) > 0
      for (plugin, text) in [
        ("portmap", network.ports(previous: result)), ("bridge", network.bridge(previous: result)),
      ] {
        if Bool.random(using: &random) { _ = try call("DEL", plugin, text) }
        let deleted = try pod.call(
          "DEL", plugin, text, netns: hasNamespace ? nil : "", container: id)
        #expect(deleted.isSuccess, "\(place), round \(round): \(deleted.text)")
      }
      // Without a namespace the link goes with the container, which lives on here.
      if !hasNamespace { try? pod.container.ip("link del eth0") }
      let remains = try network.remains()
      try #require(remains.isEmpty, "\(place), round \(round): \(remains)")
      #expect(!Self.hasJournal(id), "\(place), round \(round)")
    }
    #expect(killed >= Self.kills, "\(place)")
  }

  private static func hasJournal(_ id: String) -> Bool {
    let names = try? FileManager.default.contentsOfDirectory(atPath: "/run/cni/cnitop/journal")
    return (names ?? []).contains { $0.contains(id) }
  }
}
