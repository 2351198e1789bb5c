import Foundation
import TestSupport
import Testing

/// Pods on the network of the nodes reach each other, with packets.
@Suite(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct UnderlayTests {
  struct Case: CustomTestStringConvertible {
    var kind: String
    var keys: String
    var testDescription: String { kind }
  }

  static let cases = [
    Case(kind: "macvlan", keys: #""kind": "macvlan", "master": "eth0""#),
    Case(kind: "ipvlan", keys: #""kind": "ipvlan", "master": "eth0", "mode": "l2""#),
    Case(kind: "vlan", keys: #""kind": "vlan", "master": "eth0", "vlanId": 9"#),
  ]

  @Test(arguments: cases.filter { $0.kind == "macvlan" || linkKinds.contains($0.kind) })
  func podsReachEachOther(_ test: Case) throws {
    let fabric = try Fabric(nodes: 3)
    // One network over all nodes: they share its leases.
    let leases = """
      "ipam": {"type": "host-local", "dataDir": "\(fabric.files.path)/leases1",
      "ranges": [[{"subnet": "10.91.0.0/24"}], [{"subnet": "fd00:91::/64"}]]}
      """
    let pods = try fabric.nodes.map {
      try FabricPod($0, "underlay", "\(test.keys), \(leases)")
    }
    for (pod, other) in [(0, 1), (1, 2), (2, 0)] { #expect(try pods[pod].reaches(pods[other])) }
    for pod in pods {
      let checked = try pod.call("CHECK")
      #expect(checked.isSuccess, "\(checked.text)")
      #expect(try pod.call("DEL").isSuccess)
      #expect(try pod.call("DEL", netns: "").isSuccess)
      #expect(try !pod.space.run("ip -br link").contains("eth0"))
    }
  }

  @Test(arguments: [
    ("the main table", "main", ""), ("a table of its own", "100", #""table": 100, "#),
  ])
  func routesMarkPods(_ what: String, table: String, keys: String) throws {
    let fabric = try Fabric(nodes: 1)
    let node = fabric.nodes[0]
    let own = #""kind": "routed", \#(keys)"mtu": 1400, \#(node.ownLeases)"#
    let pods = try (0..<2).map { _ in try FabricPod(node, "underlay", own) }
    let routes = try node.space.run("ip route show table \(table) proto 196")
    let address = try #require(pods[0].address)
    #expect(routes.contains("\(address) dev ov"), "\(routes)")
    #expect(try node.space.run("ip -6 route show table \(table) proto 196").contains("fd00:90:1::"))
    #expect(try pods[0].reaches(pods[1]))
    try node.space.run("busybox ping -c 1 -W 10 \(address)")
    #expect(try pods[0].space.run("ip -j link show eth0").contains(#""mtu":1400"#))
    let checked = try pods[0].call("CHECK")
    #expect(checked.isSuccess, "\(checked.text)")
    try node.space.run("ip route del table \(table) \(address)")
    let bad = try pods[0].call("CHECK")
    #expect(bad.message.hasPrefix("the node has no route to \(address) on ov"), "\(bad.text)")

    #expect(try pods[0].call("DEL").isSuccess)
    #expect(try node.space.run("ip rule").contains("32000:") == (table == "100"))
    let collected = try node.collect("underlay", own, except: [])
    #expect(collected.isSuccess, "\(collected.text)")
    #expect(try !node.space.run("ip -br link").contains("ov"))
    #expect(try !node.space.run("ip rule").contains("32000:"))
    #expect(try !node.space.run("ip -6 rule").contains("32000:"))
  }

  @Test(
    arguments: [
      ("no kind", "", 7, "underlay needs kind, one of vlan, macvlan, ipvlan, routed"),
      ("an unknown kind", #""kind": "l2", "#, 2, "kind is \"l2\", which is none of vlan, macvlan"),
      (
        "a key of another kind", #""kind": "vlan", "table": 4, "#, 2,
        "key table is not known (its value is 4)"
      ),
      (
        "the number of a daemon", #""kind": "routed", "protocol": 12, "#, 6,
        "protocol is 12, which is bird's; take one that nobody has, like 196"
      ),
      (
        "the kernel's table", #""kind": "routed", "table": 255, "#, 6,
        "table is 255, which is the kernel's own"
      ),
      (
        "a rule behind the main table", #""kind": "routed", "rulePriority": 40000, "#, 6,
        "rulePriority is 40000, not 1 to 32765"
      ),
    ] as [(String, String, Int, String)])
  func refusesWithOneClearLine(_ what: String, keys: String, code: Int, message: String) throws {
    let pod = try Pod()
    let text = configuration("underlay", keys + #""ipam": {"type": "static"}"#)
    let answer = try pod.call("ADD", "underlay", text)
    #expect(answer.code == code, "\(what): \(answer.text)")
    #expect(answer.message.hasPrefix(message), "\(what): \(answer.text)")
  }
}
