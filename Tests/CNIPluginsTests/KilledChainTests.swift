import Foundation
import TestSupport
import Testing

/// A chained plugin that was killed between any two steps: DEL leaves nothing of it.
@Suite(.enabled(if: canCompare, "needs root and containernetworking-plugins"))
struct KilledChainTests {
  struct Case: CustomTestStringConvertible {
    var plugin: String
    var keys: String
    var testDescription: String { "\(plugin) \(keys.prefix(24))" }
  }

  private static let ports =
    #""runtimeConfig": {"portMappings": [{"hostPort": 8080, "containerPort": 80}]}"#

  static let cases = [
    Case(plugin: "portmap", keys: #""backend": "nftables", \#(ports)"#),
    Case(plugin: "portmap", keys: #""backend": "iptables", \#(ports)"#),
    Case(plugin: "firewall", keys: #""backend": "iptables""#),
    Case(
      plugin: "tuning",
      keys: #""sysctl": {"net.core.somaxconn": "500"}, "mtu": 1400, "allmulti": true"#),
    Case(plugin: "bandwidth", keys: BandwidthTests.both), Case(plugin: "sbr", keys: ""),
  ]

  private static let result = """
    {"cniVersion": "1.0.0", "interfaces": [{"name": "host0"},
     {"name": "eth0", "sandbox": "/run/netns/box"}],
     "ips": [{"address": "10.9.0.2/24", "gateway": "10.9.0.1", "interface": 1}]}
    """

  private func pod() throws -> Pod {
    let pod = try Pod(
      prepare: """
        link add host0 type veth peer name eth0
        link set host0 up
        address add 10.9.0.1/24 dev host0
        """)
    try pod.node.ip("link set eth0 netns \(pod.container.path)")
    try pod.container.ip("link set eth0 up\naddress add 10.9.0.2/24 dev eth0")
    return pod
  }

  /// What belongs to the attachment; tables and chains that all share may stay, and so may the
  /// limits of the pair, which go with it.
  private func state(_ pod: Pod) throws -> [String] {
    let rules = try pod.node.run("nft list ruleset").split(separator: "\n")
      .filter { $0.contains("10.9.0.2") || $0.contains("id: ") || $0.contains("CNI-DN-") }
    let links = try pod.node.run("ip -o link show type ifb")
    let inside = try pod.container.json("ip -j link show eth0").elements.first
    let settings = try pod.container.run("sysctl -n net.core.somaxconn")
    let sources = try pod.container.run("ip rule")
    let flags = inside?["flags"]?.elements.compactMap(\.text).filter { $0 == "ALLMULTI" } ?? []
    return rules.map(String.init)
      + [links, "\(inside?["mtu"]?.integer ?? 0)", "\(flags)", settings, sources]
  }

  @Test(arguments: cases)
  func deleteLeavesNothing(_ test: Case) throws {
    let folder = try TemporaryFolder()
    let keys = #""dataDir": "\#(folder.path)""# + (test.keys.isEmpty ? "" : ", ") + test.keys
    let text = configuration(test.plugin, keys, previous: Self.result)
    var step = 1
    while true {
      let pod = try pod()
      let before = try state(pod)
      let killed = try pod.call("ADD", test.plugin, text, by: .killed(before: step))
      if killed.isSuccess {
        #expect(try state(pod) != before)
        break
      }
      #expect(killed.text.isEmpty, "it was to be killed, and said: \(killed.text)")
      let deleted = try pod.call("DEL", test.plugin, text)
      #expect(deleted.isSuccess, "before step \(step): \(deleted.text)")
      #expect(try state(pod) == before, "before step \(step)")
      #expect(!pod.hasJournal, "before step \(step)")
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(files.isEmpty, "before step \(step)")
      step += 1
      try #require(step < 60)
    }
    #expect(step > 1, "it was never killed")
  }
}
