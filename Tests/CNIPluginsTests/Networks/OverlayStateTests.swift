import Foundation
import TestSupport
import Testing

/// What the plugin `overlay` sees, takes away and refuses.
@Suite(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct OverlayStateTests {
  /// For a node whose link has 10.81.0.100.
  static let keys = """
    "kind": "vxlan", "id": 7, "ipMasq": true, "ipMasqBackend": "nftables",
    "networks": ["10.83.0.0/16", "fd00:83::/32"], "peers": [
    {"name": "here", "address": "10.81.0.100", "subnets": ["10.83.1.0/24", "fd00:83:1::/64"]},
    {"name": "there", "address": "10.81.0.101", "subnets": ["10.83.2.0/24", "fd00:83:2::/64"]}],
    "ipam": {"type": "static", "addresses": [
    {"address": "10.83.1.5/24"}, {"address": "fd00:83:1::5/64"}]}
    """

  struct Damage: CustomTestStringConvertible {
    var what: String
    var command: String
    var mode = "bridge"
    var said: String
    var testDescription: String { what }
  }

  static let damages = [
    Damage(
      what: "a route", command: "ip route del 10.83.2.0/24",
      said: "missing: route 10.83.2.0/24 via 10.83.2.0 on vxlan.7"),
    Damage(
      what: "a route of IPv6", command: "ip -6 route del fd00:83:2::/64",
      said: "missing: route fd00:83:2::/64 via fd00:83:2:: on vxlan.7"),
    Damage(
      what: "a neighbour", command: "ip neigh del 10.83.2.0 dev vxlan.7",
      said: "missing: neighbour 10.83.2.0 at "),
    Damage(
      what: "a neighbour with another address",
      command: "ip neigh replace 10.83.2.0 lladdr 02:00:00:00:00:09 nud permanent dev vxlan.7",
      said: "missing: neighbour 10.83.2.0 at "),
    Damage(
      what: "where the address is", command: "bridge fdb del PEER dev vxlan.7 dst 10.81.0.101",
      said: "missing: forwarding "),
    Damage(
      what: "an address that is elsewhere",
      command: "bridge fdb replace PEER dev vxlan.7 dst 10.81.0.9", said: "missing: forwarding "),
    Damage(
      what: "a route to a node that is none of ours",
      command: "ip route add 10.83.9.0/24 via 10.83.9.0 dev vxlan.7 onlink proto 196",
      said: "not of this network: route 10.83.9.0/24 via 10.83.9.0 on vxlan.7"),
    Damage(
      what: "the device", command: "ip link del vxlan.7",
      said: "link vxlan.7 of network net-overlay is missing"),
    Damage(
      what: "the MTU", command: "ip link set vxlan.7 mtu 1400",
      said: "interface vxlan.7 has MTU 1400, expected 1450"),
    Damage(
      what: "the device is down", command: "ip link set vxlan.7 down",
      said: "interface vxlan.7 has state down, expected up"),
    Damage(
      what: "its address", command: "ip addr del 10.83.1.0/32 dev vxlan.7",
      said: "link vxlan.7 lacks its address 10.83.1.0/32"),
    Damage(
      what: "the gateway of the pods", command: "ip addr flush dev br-vxlan.7",
      said: "gateway 10.83.1.1 is not an address of br-vxlan.7"),
    Damage(
      what: "the rules", command: "nft flush ruleset",
      said: "chain postrouting of table inet cni_plugins_masquerade lacks a rule"),
    Damage(
      what: "the route to the container", command: "ip route del 10.83.1.5", mode: "routed",
      said: "the node has no route to 10.83.1.5 on ov"),
  ]

  @Test(arguments: damages)
  func checkSeesEveryLeg(_ damage: Damage) throws {
    let pod = try Pod(prepare: ConformanceTests.uplink)
    let keys = Self.keys + #", "mode": "\#(damage.mode)""#
    let added = try pod.call("ADD", "overlay", configuration("overlay", keys))
    try #require(added.isSuccess, "\(added.text)")
    let full = configuration("overlay", keys, previous: added.text)
    let good = try pod.call("CHECK", "overlay", full)
    #expect(good.isSuccess, "\(good.text)")
    let fdb = try pod.node.json("bridge -j fdb show dev vxlan.7").elements
    let peer = try #require(fdb.first { $0["dst"] == "10.81.0.101" }?["mac"]?.text)
    try pod.node.run(damage.command.replacingOccurrences(of: "PEER", with: peer))
    let bad = try pod.call("CHECK", "overlay", full)
    #expect(!bad.isSuccess && bad.message.hasPrefix(damage.said), "\(bad.text)")

    // The next container sets the tunnel right again.
    guard damage.command.contains("vxlan.7") || damage.command.contains("10.83.2.0") else { return }
    let ready = keys.replacingOccurrences(of: "1.5/24", with: "1.6/24")
      .replacingOccurrences(of: "1::5/64", with: "1::6/64")
    try withNamespace { other in
      let again = try Pod.call(
        "ADD", "overlay", configuration("overlay", ready), on: pod.node.path, netns: other.path,
        container: "other-\(pod.containerID)")
      #expect(again.isSuccess, "\(again.text)")
      let checked = try pod.call("CHECK", "overlay", full)
      #expect(checked.isSuccess, "\(checked.text)")
    }
  }

  struct Refusal: CustomTestStringConvertible {
    var what: String
    var keys: String
    var code = 7
    var message: String
    var testDescription: String { what }
  }

  private static let base = #""subnet": "10.83.1.0/24", "ipam": {"type": "static"}"#

  static let refusals = [
    Refusal(
      what: "an unknown key", keys: #""vni": 4, \#(base)"#, code: 2,
      message: "key vni is not known (its value is 4)"),
    Refusal(
      what: "an unknown key of a peer", keys: #""peers": [{"adress": "192.0.2.1"}], \#(base)"#,
      code: 2, message: #"key peers[0].adress is not known (its value is "192.0.2.1")"#),
    Refusal(
      what: "an unknown kind", keys: #""kind": "l2tp", \#(base)"#, code: 2,
      message: "kind is \"l2tp\", which is none of vxlan, geneve, gre, ipip, wireguard"),
    Refusal(
      what: "an id that is none", keys: #""id": 16777216, \#(base)"#, code: 6,
      message: "id is 16777216, which for vxlan is 1 to 16777215"),
    Refusal(
      what: "an id where there is none", keys: #""kind": "ipip", "id": 4, \#(base)"#, code: 2,
      message: "key id (4) does not go with kind ipip, whose packets have none"),
    Refusal(
      what: "a port where there is none", keys: #""kind": "gre", "port": 4, \#(base)"#, code: 2,
      message: "key port (4) does not go with kind gre, whose packets have none"),
    Refusal(
      what: "a bridge for routed containers", keys: #""mode": "routed", "bridge": "br0", \#(base)"#,
      code: 2, message: "key bridge (\"br0\") does not go with mode routed"),
    Refusal(
      what: "an address with host bits", keys: #""subnet": "10.83.1.1/24""#, code: 6,
      message: "subnet is \"10.83.1.1/24\", not a network like 10.244.1.0/24"),
    Refusal(
      what: "no addresses", keys: #""subnet": "10.83.1.0/24""#,
      message: "overlay needs a section ipam with the type of a plugin for addresses"),
    Refusal(
      what: "no subnet", keys: #""ipam": {"type": "static"}"#,
      message: "this node (10.81.0.100) has no subnet"),
    Refusal(
      what: "IPv6 in IPIP",
      keys: #""kind": "ipip", "subnet": "fd00:83::/64", "ipam": {"type": "static"}"#, code: 2,
      message: "ipip carries IPv4 only, not fd00:83::/64"),
    Refusal(
      what: "GRE over IPv6",
      keys: #""kind": "gre", "peers": [{"address": "2001:db8::1"}], \#(base)"#, code: 2,
      message: "gre goes over IPv4 only, and peer 2001:db8::1 has 2001:db8::1"),
    Refusal(
      what: "two peers with one subnet",
      keys: """
        "peers": [{"name": "a", "address": "192.0.2.1", "subnet": "10.83.2.0/24"},
        {"name": "b", "address": "192.0.2.2", "subnet": "10.83.0.0/16"}], \(base)
        """, code: 6, message: "subnet 10.83.0.0/16 of b overlaps 10.83.1.0/24 of this node"),
    Refusal(
      what: "two peers with one address",
      keys: """
        "peers": [{"name": "a", "address": "192.0.2.1"}, {"name": "b", "address": "192.0.2.1"}],
        \(base)
        """, code: 6, message: "peers a and b have the same address 192.0.2.1"),
    Refusal(
      what: "masquerading without networks", keys: #""ipMasq": true, \#(base)"#,
      message: "ipMasq needs networks, the networks of all pods"),
    Refusal(
      what: "a subnet outside", keys: #""networks": ["10.84.0.0/16"], \#(base)"#, code: 6,
      message: "subnet 10.83.1.0/24 of this node is in none of networks"),
    Refusal(
      what: "too large an MTU", keys: #""mtu": 1500, \#(base)"#,
      message: "mtu is 1500, but up0 has 1500, which leaves 1450 for vxlan with 50 bytes"),
    Refusal(
      what: "too small an MTU for IPv6",
      keys: #""mtu": 1200, "subnet": "fd00:83::/64", "ipam": {"type": "static"}"#,
      message: "pods would get an MTU of 1200, and need 1280"),
    Refusal(
      what: "an address that the node does not have",
      keys: #""localAddress": "192.0.2.77", \#(base)"#,
      message: "localAddress 192.0.2.77 is on no link of this node"),
    Refusal(
      what: "a link that is not there", keys: #""underlay": "nope0", \#(base)"#,
      message: "there is no link \"nope0\" (key underlay)"),
    Refusal(
      what: "peers that cannot be read", keys: #""peersFile": "/nope/peers", \#(base)"#, code: 5,
      message: "cannot read the peers of the network from /nope/peers"),
    Refusal(
      what: "WireGuard without a key", keys: #""kind": "wireguard", \#(base)"#,
      message: "wireguard needs privateKeyFile, the absolute path of this node's key"),
    Refusal(
      what: "a name that is too long", keys: #""device": "overlay-of-all-pods", \#(base)"#, code: 6,
      message: "device is \"overlay-of-all-pods\", no name for an interface"),
  ]

  @Test(arguments: refusals)
  func refusesWithOneClearLine(_ test: Refusal) throws {
    let pod = try Pod(prepare: ConformanceTests.uplink)
    let before = try pod.node.run("ip -br link")
    let answer = try pod.call("ADD", "overlay", configuration("overlay", test.keys))
    #expect(answer.code == test.code, "\(answer.text)")
    #expect(answer.message.hasPrefix(test.message), "\(answer.text)")
    #expect(!answer.message.contains("\n"))
    #expect(try pod.node.run("ip -br link") == before)
    // DEL does what it can whatever else is wrong.
    #expect(!pod.hasJournal)
  }

  @Test func anotherDeviceOfTheNameIsLeftAlone() throws {
    let pod = try Pod(
      prepare: ConformanceTests.uplink + "\nlink add vxlan.7 type vxlan id 8 dstport 4789")
    let answer = try pod.call("ADD", "overlay", configuration("overlay", Self.keys))
    #expect(
      answer.message.hasPrefix(
        "link vxlan.7 is there already and not of network net-overlay: link vxlan.7 has id 8, "
          + "expected 7"), "\(answer.text)")
    #expect(try pod.call("DEL", "overlay", configuration("overlay", Self.keys)).isSuccess)
    #expect(try pod.node.run("ip -br link").contains("vxlan.7"))
  }

  @Test func aNetworkThatChangedIsMadeAnewOnceNobodyIsOnIt() throws {
    let pod = try Pod(prepare: ConformanceTests.uplink)
    let text = configuration("overlay", Self.keys)
    let added = try pod.call("ADD", "overlay", text)
    try #require(added.isSuccess, "\(added.text)")
    let changed = configuration("overlay", Self.keys + #", "port": 8472"#)
    try withNamespace { other in
      let (node, netns) = (pod.node.path, other.path)
      func add() throws -> Pod.Answer {
        try Pod.call(
          "ADD", "overlay", changed, on: node, netns: netns,
          container: "other-\(pod.containerID)")
      }
      let refused = try add()
      #expect(
        refused.message.hasPrefix("link vxlan.7 has port 4789, expected 8472, and containers are"),
        "\(refused.text)")
      try pod.container.run("ip link del eth0")
      let again = try add()
      #expect(again.isSuccess, "\(again.text)")
      #expect(try pod.node.run("ip -d link show vxlan.7").contains("dstport 8472"))
    }
  }
}
