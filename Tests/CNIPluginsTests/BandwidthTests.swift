import Foundation
import TestSupport
import Testing

/// Rates of a container: beside the reference, checked and taken away.
@Suite(.enabled(if: canCompare, "needs root and containernetworking-plugins"))
struct BandwidthTests {
  private static let result = """
    {"cniVersion": "1.0.0", "interfaces": [{"name": "host0"},
     {"name": "eth0", "sandbox": "/run/netns/box"}],
     "ips": [{"address": "10.9.0.2/24", "interface": 1}]}
    """

  private func pod() throws -> Pod {
    let pod = try Pod(
      prepare: "link add host0 mtu 1400 type veth peer name eth0\nlink set host0 up")
    try pod.node.ip("link set eth0 netns \(pod.container.path)")
    try pod.container.ip("link set eth0 up")
    return pod
  }

  private func limits(_ pod: Pod) throws -> String {
    let filters = try pod.node.run("tc filter show dev host0 parent ffff:")
    // The reference adds the action a second time, behind the first, which lets nothing through.
    let first = filters.firstRange(of: "\taction order 2:").map { filters[..<$0.lowerBound] }
    return try pod.node.run("tc qdisc show")
      + (first ?? filters[...])
      .filter { !$0.isWhitespace }
  }

  private func links(_ pod: Pod) throws -> [[JSON?]] {
    try pod.node.json("ip -j -d link show type ifb").elements.map { link in
      [link["ifname"], link["mtu"], link["flags"]?.elements.contains("UP") == true ? true : false]
    }
  }

  static let both = """
    "ingressRate": 8000000, "ingressBurst": 800000, "egressRate": 16000001, "egressBurst": 160007
    """

  @Test(
    arguments: [
      both, #""ingressRate": 123456789012, "ingressBurst": 34359738000"#,
      #""egressRate": 1000, "egressBurst": 1000"#,
      #""runtimeConfig": {"bandwidth": {\#(both)}}"#, #""ingressRate": 0"#, "",
    ])
  func doesAsTheReferenceDoes(_ keys: String) throws {
    let theirs = try pod()
    let ours = try pod()
    let text = configuration("bandwidth", keys, previous: Self.result)
    let (expected, answer) = (
      try theirs.call("ADD", "bandwidth", text, by: .reference, container: "box"),
      try ours.call("ADD", "bandwidth", text, container: "box")
    )
    #expect(expected.isSuccess && answer.isSuccess, "\(expected.text) \(answer.text)")
    #expect(anonymous(answer.json) == anonymous(expected.json))
    #expect(try limits(ours) == limits(theirs))
    #expect(try links(ours) == links(theirs))
    #expect(!ours.hasJournal)
    for (pod, program) in [(theirs, Pod.Program.ours), (ours, .reference), (ours, .ours)] {
      // The reference's CHECK ends with a panic where nothing is configured.
      if program == .reference, !keys.contains("Burst") { continue }
      let check = try pod.call("CHECK", "bandwidth", text, by: program, container: "box")
      #expect(check.isSuccess, "\(check.text)")
    }
    #expect(try ours.call("DEL", "bandwidth", text, netns: "", container: "box").isSuccess)
    #expect(try ours.call("DEL", "bandwidth", text, container: "box").isSuccess)
    #expect(try links(ours).isEmpty)
  }

  @Test func noticesWhatIsGone() throws {
    let pod = try pod()
    let text = configuration("bandwidth", Self.both, previous: Self.result)
    #expect(try pod.call("ADD", "bandwidth", text).isSuccess)
    // Twice is a failure that changes nothing.
    let before = try limits(pod)
    let again = try pod.call("ADD", "bandwidth", text)
    #expect(again.message == "create qdisc: host0 has a qdisc tbf already")
    #expect(try limits(pod) == before && links(pod).count == 1)
    try pod.node.run("tc qdisc replace dev host0 root handle 1: tbf rate 9mbit burst 9k limit 9k")
    #expect(try pod.call("CHECK", "bandwidth", text).message == "Rate doesn't match")
    try pod.node.run("tc qdisc del dev host0 root")
    #expect(try !pod.call("CHECK", "bandwidth", text).isSuccess)
  }

  @Test func collectsWhatIsGone() throws {
    let pod = try pod()
    let text = configuration(
      "bandwidth", Self.both, version: "1.1.0", previous: Self.result,
      network: pod.containerID)
    #expect(try pod.call("ADD", "bandwidth", text).isSuccess)
    func collect(_ containerID: String) throws -> Bool {
      let valid =
        #""cni.dev/valid-attachments": [{"containerID": "\#(containerID)", "ifname": "eth0"}]"#
      return try pod.call(
        "GC", "bandwidth",
        configuration("bandwidth", valid, version: "1.1.0", network: pod.containerID)
      ).isSuccess
    }
    #expect(try collect(pod.containerID))
    #expect(try links(pod).count == 1)
    #expect(try collect("another"))
    #expect(try links(pod).isEmpty)
  }

  @Test(
    arguments: [
      (#""ingressRate": 8"#, "if rate is set, burst must also be set"),
      (#""egressBurst": 8"#, "if burst is set, rate must also be set"),
      (#""ingressRate": 8, "ingressBurst": 34359738368"#, "burst cannot be more than 4GB"),
      (
        #""ingressRate": 7, "ingressBurst": 7"#,
        "ingressRate and ingressBurst have to be 8 at least"
      ),
    ])
  func refuses(_ keys: String, message: String) throws {
    let pod = try pod()
    let before = try limits(pod)
    let answer = try pod.call(
      "ADD", "bandwidth", configuration("bandwidth", keys, previous: Self.result))
    #expect(!answer.isSuccess && answer.message == message)
    #expect(try limits(pod) == before)
    let alone = try pod.call("ADD", "bandwidth", configuration("bandwidth", Self.both))
    #expect(alone.message == "must be called as chained plugin")
  }
}
