import TestSupport
import Testing

/// Two interfaces of one container in the same network, which share a chain of iptables.
@Suite(.enabled(if: canCompare, "needs root and containernetworking-plugins"))
struct SecondInterfaceTests {
  private static func keys(_ address: String, _ backend: String) -> String {
    """
    "bridge": "br0", "ipMasq": true, "ipMasqBackend": "\(backend)",
    "ipam": {"type": "static", "addresses": [{"address": "\(address)"}]}
    """
  }

  private func rules(_ pod: Pod, of address: String) throws -> Int {
    try [pod.node.run("iptables-save -t nat"), pod.node.run("nft list ruleset inet")].joined()
      .split(separator: "\n").count { $0.contains(address) }
  }

  @Test(arguments: ["iptables", "nftables"])
  func removalKeepsTheOther(_ backend: String) throws {
    let pod = try Pod()
    let (first, second) = (
      Self.keys("10.81.0.5/24", backend), Self.keys("10.81.0.6/24", backend)
    )
    let one = try pod.call("ADD", "bridge", configuration("bridge", first))
    let two = try pod.call("ADD", "bridge", configuration("bridge", second), ifname: "net1")
    try #require(one.isSuccess && two.isSuccess, "\(one.text) \(two.text)")
    let before = try rules(pod, of: "10.81.0.5")
    #expect(before > 0)
    let full = configuration("bridge", first, previous: one.text)
    let other = configuration("bridge", second, previous: two.text)
    let gone = try pod.call("DEL", "bridge", other, ifname: "net1")
    #expect(gone.isSuccess, "\(gone.text)")
    #expect(try rules(pod, of: "10.81.0.5") == before)
    #expect(try rules(pod, of: "10.81.0.6") == 0)
    let checked = try pod.call("CHECK", "bridge", full)
    #expect(checked.isSuccess, "\(checked.text)")
    #expect(try pod.call("DEL", "bridge", full).isSuccess)
    #expect(try !pod.node.run("iptables-save -t nat").contains("-A CNI-"))
    #expect(try rules(pod, of: "10.81.0.5") == 0)
  }

  /// What takes back an ADD of the second one that was killed takes nothing of the first.
  @Test(arguments: ["iptables", "nftables"])
  func recoveryKeepsTheOther(_ backend: String) throws {
    let pod = try Pod()
    let first = Self.keys("10.81.0.5/24", backend)
    let one = try pod.call(
      "ADD", "bridge", configuration("bridge", first, version: "1.1.0", network: pod.containerID))
    try #require(one.isSuccess, "\(one.text)")
    let full = configuration(
      "bridge", first, version: "1.1.0", previous: one.text, network: pod.containerID)
    let second = configuration(
      "bridge", Self.keys("10.81.0.6/24", backend), version: "1.1.0", network: pod.containerID)
    let valid = #"[{"containerID": "\#(pod.containerID)", "ifname": "eth0"}]"#
    let collecting = configuration(
      "bridge", #"\#(first), "cni.dev/valid-attachments": \#(valid)"#, version: "1.1.0",
      network: pod.containerID)
    var step = 1
    while true {
      let killed = try pod.call(
        "ADD", "bridge", second, by: .killed(before: step), ifname: "net1")
      if killed.isSuccess { break }
      try #require(killed.wasKilled, "before step \(step): \(killed.text)")
      let collected = try pod.call("GC", "bridge", collecting, ifname: "net1")
      #expect(collected.isSuccess, "before step \(step): \(collected.text)")
      let checked = try pod.call("CHECK", "bridge", full)
      #expect(checked.isSuccess, "before step \(step): \(checked.text)")
      #expect(try rules(pod, of: "10.81.0.6") == 0, "before step \(step)")
      step += 1
      try #require(step < 60)
    }
    #expect(step > 5, "it was hardly ever killed")
  }
}
