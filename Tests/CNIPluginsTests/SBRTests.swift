import Foundation
import LinuxSystem
import NetworkTypes
import TestSupport
import Testing

/// Tables by source address: beside the reference, with packets, and taken away.
@Suite(.enabled(if: canCompare, "needs root and containernetworking-plugins"))
struct SBRTests {
  private static let result = """
    {"cniVersion": "1.0.0", "interfaces": [{"name": "host0"},
     {"name": "eth0", "sandbox": "/run/netns/box"}, {"name": "net1", "sandbox": "/run/netns/box"}],
     "ips": [{"address": "10.9.0.2/24", "gateway": "10.9.0.1", "interface": 1},
     {"address": "10.9.7.2/24", "interface": 2},
     {"address": "fd00:9::2/64", "gateway": "fd00:9::1", "interface": 1}]}
    """

  /// A container with the routes that plugins before left.
  private func pod() throws -> Pod {
    let pod = try Pod(prepare: "link add host0 type veth peer name eth0\nlink set host0 up")
    try pod.node.ip("link set eth0 netns \(pod.container.path)")
    try pod.container.ip(
      """
      link set eth0 addrgenmode none
      link set eth0 up
      address add 10.9.0.2/24 dev eth0
      address add fd00:9::2/64 dev eth0 nodad
      route add default via 10.9.0.1 dev eth0
      route add 10.20.0.0/16 via 10.9.0.9 dev eth0
      route add 10.21.0.0/16 via 10.9.0.9 dev eth0 metric 7
      route add 10.22.0.0/16 via 10.9.0.9 dev eth0 mtu 1300 advmss 1200
      route add fd00:22::/64 via fd00:9::1 dev eth0 mtu 1300 advmss 1200
      route add default via fd00:9::1 dev eth0
      """)
    return pod
  }

  private func state(_ pod: Pod) throws -> [String] {
    try [
      "ip rule", "ip -6 rule", "ip -4 route show table all", "ip -6 route show table all",
    ].flatMap { command in
      // The carrier comes, groups are joined and own addresses get their routes some time after
      // the link is up.
      try pod.container.run(command).replacing(" linkdown", with: "").split(separator: "\n")
        .map { "\(command): \($0)" }.filter {
          !$0.contains("multicast") && !$0.contains("table local")
        }.sorted()
    }
  }

  @Test func doesAsTheReferenceDoes() throws {
    let theirs = try pod()
    let ours = try pod()
    let before = try state(ours)
    let text = configuration("sbr", previous: Self.result)
    let expected = try theirs.call("ADD", "sbr", text, by: .reference)
    let answer = try ours.call("ADD", "sbr", text)
    #expect(expected.isSuccess && answer.isSuccess, "\(expected.text) \(answer.text)")
    // The reference tells on standard error what it does, between its answer and before.
    #expect(anonymous(answer.json)["ips"]?.elements.count == 3)
    let after = try state(ours)
    #expect(after == (try state(theirs)))
    #expect(after != before)
    #expect(after.count { $0.contains("table 10") && $0.contains("mtu 1300 advmss 1200") } == 2)
    #expect(!ours.hasJournal)
    for pod in [ours, theirs] { #expect(try pod.call("CHECK", "sbr", text).isSuccess) }
    #expect(try theirs.call("DEL", "sbr", text, by: .reference).isSuccess)
    for _ in 0..<2 { #expect(try ours.call("DEL", "sbr", text).isSuccess) }
    #expect(try state(ours) == state(theirs))
    #expect(try !ours.call("CHECK", "sbr", text).isSuccess)
    #expect(try ours.call("DEL", "sbr", text, netns: "").isSuccess)
  }

  /// Since 1.2 of the reference: a table that somebody else fills.
  @Test func usesTheTableOfTheConfiguration() throws {
    let pod = try pod()
    let before = try state(pod)
    let text = configuration("sbr", #""table": 5000"#, previous: Self.result)
    #expect(try pod.call("ADD", "sbr", text).isSuccess)
    let added = Set(try state(pod)).subtracting(before).sorted()
    #expect(
      added.map { $0.split(separator: ":\t").last.map(String.init) } == [
        "from fd00:9::2 lookup 5000", "from 10.9.0.2 lookup 5000",
      ])
    #expect(try pod.call("CHECK", "sbr", text).isSuccess)
    let another = configuration("sbr", #""table": 5001"#, previous: Self.result)
    #expect(try !pod.call("CHECK", "sbr", another).isSuccess)
    #expect(try pod.call("DEL", "sbr", another).isSuccess)
    #expect(try pod.call("CHECK", "sbr", text).isSuccess)
    #expect(try pod.call("DEL", "sbr", text).isSuccess)
    #expect(try state(pod) == before)
  }

  /// Since 1.5 of the reference: gateways of the configuration, and subnets that stay.
  @Test func takesGatewaysOfTheConfiguration() throws {
    let pod = try pod()
    let keys = #""gateways": ["10.9.0.77", "fd00:9::77"], "addSourceHints": true"#
    let text = configuration("sbr", keys, previous: Self.result)
    let answer = try pod.call("ADD", "sbr", text)
    #expect(answer.isSuccess, "\(answer.text)")
    let state = try state(pod)
    #expect(
      state.contains { $0.contains("default via 10.9.0.77 dev eth0 table 100") })
    #expect(
      state.contains { $0.contains("default via fd00:9::77 dev eth0 table 101") })
    #expect(
      state.contains { $0.contains("10.9.0.0/24 dev eth0 proto kernel scope link src 10.9.0.2") })
    #expect(
      !state.contains { $0.contains(": default via 10.9.0.1 dev eth0 ") && !$0.contains("table") })
  }

  @Test(
    arguments: [
      (#""gateways": ["x"]"#, "invalid static gateway IP address: x"),
      (
        #""gateways": ["10.0.0.1", "10.0.0.2"]"#,
        "gateways list contains multiple IPv4 addresses: 10.0.0.1 and 10.0.0.2"
      ),
    ])
  func refuses(_ keys: String, message: String) throws {
    let pod = try pod()
    let before = try state(pod)
    let answer = try pod.call("ADD", "sbr", configuration("sbr", keys, previous: Self.result))
    #expect(!answer.isSuccess && answer.message == message)
    let alone = try pod.call("ADD", "sbr", configuration("sbr"))
    #expect(alone.message == "This plugin must be called as chained plugin")
    let other = try pod.call(
      "ADD", "sbr", configuration("sbr", previous: Self.result), ifname: "nobody")
    #expect(!other.isSuccess)
    #expect(try state(pod) == before)
  }
}
