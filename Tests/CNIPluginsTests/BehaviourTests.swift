import Foundation
import TestSupport
import Testing

/// What plugins say and leave when something is wrong, and what the reference cannot be asked for.
@Suite(.enabled(if: canCompare, "needs root and containernetworking-plugins"))
struct BehaviourTests {
  struct Refusal: CustomTestStringConvertible {
    var what: String
    var plugin: String
    var keys: String
    var message: String
    var testDescription: String { "\(plugin): \(what)" }
  }

  static let refusals = [
    Refusal(
      what: "a VLAN out of range", plugin: "bridge", keys: #""vlan": 5000"#,
      message: "invalid VLAN ID 5000 (must be between 0 and 4094)"),
    Refusal(
      what: "hairpin and promiscuous", plugin: "bridge",
      keys: #""hairpinMode": true, "promiscMode": true"#,
      message: "cannot set hairpin mode and promiscuous mode at the same time"),
    Refusal(
      what: "half a range of a trunk", plugin: "bridge", keys: #""vlanTrunk": [{"minID": 3}]"#,
      message: "minID and maxID should be configured simultaneously, maxID is missing"),
    Refusal(
      what: "a trunk backwards", plugin: "bridge",
      keys: #""vlanTrunk": [{"minID": 9, "maxID": 3}]"#,
      message: "minID is greater than maxID in trunk parameter"),
    Refusal(
      what: "an interface that stays down with addresses", plugin: "bridge",
      keys: #""disableContainerInterface": true, \#(staticAddresses)"#,
      message: "cannot use IPAM when DisableContainerInterface flag is set"),
    Refusal(
      what: "a key of another type", plugin: "bridge", keys: #""mtu": "large""#,
      message: "failed to load netconf: mtu is \"large\""),
    Refusal(
      what: "a bad hardware address", plugin: "bridge",
      keys: #""runtimeConfig": {"mac": "0:1"}"#, message: "address 0:1: invalid MAC address"),
    Refusal(
      what: "a bridge that is none", plugin: "bridge", keys: #""bridge": "lo""#,
      message: "failed to create bridge \"lo\": \"lo\" already exists but is not a bridge"),
    Refusal(
      what: "an unknown mode", plugin: "macvlan", keys: #""mode": "fast""#,
      message: "unknown macvlan mode: \"fast\""),
    Refusal(
      what: "a master that is not there", plugin: "macvlan", keys: #""master": "nope0""#,
      message: "failed to lookup master \"nope0\": Link not found"),
    Refusal(
      what: "no master and no default route", plugin: "macvlan", keys: "",
      message: "no default route interface found"),
    Refusal(
      what: "an MTU larger than the master's", plugin: "macvlan",
      keys: #""master": "lo", "mtu": 70000"#,
      message: "invalid MTU 70000, must be [0, master MTU(65536)]"),
    Refusal(
      what: "no device", plugin: "host-device", keys: "",
      message: "specify either \"device\", \"hwaddr\", \"kernelpath\" or \"pciBusID\""),
    Refusal(
      what: "a path out of /sys/devices", plugin: "host-device",
      keys: #""kernelpath": "/sys/devices/../../etc""#,
      message: "kernel device path \"/sys/devices/../../etc\" must be absolute"),
    Refusal(
      what: "a device that is not there", plugin: "host-device", keys: #""device": "nope0""#,
      message: "failed to find host device: Link not found"),
    Refusal(
      what: "no addresses", plugin: "dummy", keys: "",
      message: "dummy interface requires an IPAM configuration"),
    Refusal(
      what: "no name", plugin: "vrf", keys: "",
      message: "configuration is expected to have a valid vrf name"),
    Refusal(
      what: "an address plugin that is not there", plugin: "bridge",
      keys: #""ipam": {"type": "nobody"}"#, message: "failed to find plugin \"nobody\" in path"),
    Refusal(
      what: "a route that the kernel refuses", plugin: "bridge",
      keys: """
        "isGateway": true, "ipam": {"type": "static", "addresses": [{"address": "10.1.2.3/24"}],
        "routes": [{"dst": "10.9.0.0/16", "gw": "192.0.2.1"}]}
        """,
      message: "failed to add route 10.9.0.0/16 via 192.0.2.1 on eth0"),
  ]

  @Test(arguments: refusals)
  func refusesAndLeavesNothing(_ test: Refusal) throws {
    let pod = try Pod()
    let before = try Links(pod)
    let answer = try pod.call("ADD", test.plugin, configuration(test.plugin, test.keys))
    #expect(!answer.isSuccess)
    // Where the address plugin that is not there is asked to take back, a note is in front.
    let text = answer.text.drop { $0 != "{" }
    let json = try JSON(parsing: String(text))
    #expect(json["code"]?.integer == 999)
    #expect(json["msg"]?.text?.hasPrefix(test.message) == true, "\(answer.text)")
    #expect(try Links(pod) == before)
    #expect(!pod.hasJournal)
  }

  @Test(arguments: ["bridge", "ptp", "macvlan", "host-device", "loopback", "tap"])
  func deleteIsRepeatableAndNeedsNoNamespace(_ plugin: String) throws {
    let pod = try Pod(prepare: ConformanceTests.uplink)
    let keys: [String: String] = [
      "macvlan": #""master": "up0", "#, "host-device": #""device": "up1", "#,
    ]
    let own = (keys[plugin] ?? "") + (plugin == "loopback" ? #""a": 1"# : staticAddresses)
    let text = configuration(plugin, own)
    let added = try pod.call("ADD", plugin, text)
    try #require(added.isSuccess, "\(added.text)")
    let full = configuration(plugin, own, previous: added.text)
    for netns in ["", "/run/netns/gone", pod.container.path, pod.container.path] {
      // The namespace is empty in the call, it is gone, and it is there.
      let deleted = try pod.call("DEL", plugin, full, netns: netns)
      #expect(deleted.isSuccess, "\(netns): \(deleted.text)")
    }
    let left = try pod.container.run("ip -br link")
    #expect(plugin == "loopback" || !left.contains("eth0"), "\(left)")
  }

  @Test func refusesItsOwnNamespace() throws {
    let pod = try Pod()
    let text = configuration("bridge")
    for command in ["ADD", "DEL"] {
      let answer = try pod.call(command, "bridge", text, netns: pod.node.path)
      #expect(answer.code == 8)
      #expect(
        answer.message == "plugin's netns and netns from CNI_NETNS should not be the same")
    }
    #expect(try !pod.node.run("ip -br link").contains("cni0"))
  }

  struct Damage: CustomTestStringConvertible, Sendable {
    var what: String
    var command: String
    var input = ""
    var isOnNode = false
    var testDescription: String { what }
  }

  static let damages = [
    Damage(what: "an address", command: "ip addr del 10.81.0.5/24 dev eth0"),
    Damage(what: "a route", command: "ip route del default"),
    Damage(what: "the hardware address", command: "ip link set eth0 address 02:00:00:00:00:01"),
    Damage(what: "the gateway", command: "ip addr del 10.81.0.1/24 dev br0", isOnNode: true),
    Damage(
      what: "forwarding", command: "tee /proc/sys/net/ipv4/ip_forward", input: "0",
      isOnNode: true),
    Damage(what: "the bridge", command: "ip link del br0", isOnNode: true),
  ]

  @Test(arguments: damages)
  func checkSeesWhatIsMissing(_ damage: Damage) throws {
    let keys = """
      "bridge": "br0", "isDefaultGateway": true, "hairpinMode": true, \(staticAddresses)
      """
    let pod = try Pod()
    let added = try pod.call("ADD", "bridge", configuration("bridge", keys))
    try #require(added.isSuccess, "\(added.text)")
    let full = configuration("bridge", keys, previous: added.text)
    let good = try pod.call("CHECK", "bridge", full)
    #expect(good.isSuccess, "\(good.text)")
    if damage.isOnNode {
      try pod.node.run(damage.command, input: damage.input)
    } else {
      try pod.container.run(damage.command)
    }
    #expect(try !pod.call("CHECK", "bridge", full).isSuccess)
  }

  @Test func checkSeesAPortThatLeftTheBridge() throws {
    let keys = #""bridge": "br0", "isGateway": true, \#(staticAddresses)"#
    let pod = try Pod()
    let added = try pod.call("ADD", "bridge", configuration("bridge", keys))
    let port = try #require(added.json["interfaces"]?.elements[1]["name"]?.text)
    try pod.node.run("ip link set \(port) nomaster")
    let bad = try pod.call("CHECK", "bridge", configuration("bridge", keys, previous: added.text))
    #expect(bad.message == "CNI veth created for bridge br0 was not found", "\(bad.text)")
  }

  @Test func keepsTheResolverOfTheAddressPlugin() throws {
    let keys = """
      "ipam": {"type": "static", "addresses": [{"address": "10.1.2.3/24"}],
        "dns": {"nameservers": ["192.0.2.53"]}}
      """
    let pod = try Pod()
    let added = try pod.call("ADD", "bridge", configuration("bridge", keys))
    #expect(added.json["dns"] == ["nameservers": ["192.0.2.53"]], "\(added.text)")
  }

  @Test func isolatesPorts() throws {
    let keys = #""bridge": "br0", "portIsolation": true, \#(staticAddresses)"#
    let pod = try Pod()
    let added = try pod.call("ADD", "bridge", configuration("bridge", keys))
    try #require(added.isSuccess, "\(added.text)")
    let port = try #require(added.json["interfaces"]?.elements[1]["name"]?.text)
    #expect(try pod.node.run("bridge -d link show dev \(port)").contains("isolated on"))
  }

  @Test func makesTapsWithTheirOwners() throws {
    let pod = try Pod()
    let keys = #""multiQueue": true, "owner": 1001, "group": 1002, "mtu": 1300"#
    let added = try pod.call("ADD", "tap", configuration("tap", keys))
    try #require(added.isSuccess, "\(added.text)")
    let link = try pod.container.json("ip -j -d link show dev eth0").elements[0]
    #expect(link["linkinfo"]?["info_kind"] == "tun")
    #expect(link["mtu"] == 1300 && link["linkinfo"]?["info_data"]?["multi_queue"] == true)
    #expect(link["linkinfo"]?["info_data"]?["user"] == 1001, "\(link)")
    #expect(link["linkinfo"]?["info_data"]?["group"] == 1002)
  }

  @Test func answersInEveryVersion() throws {
    for version in ["0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0"] {
      let pod = try Pod()
      // The reference's plugins for addresses do not speak the latest one.
      let keys = version == "1.1.0" ? "" : staticAddresses
      let text = configuration("bridge", keys, version: version)
      let added = try pod.call("ADD", "bridge", text)
      #expect(added.isSuccess && added.json["cniVersion"]?.text == version, "\(added.text)")
      #expect((added.json["ip4"] != nil) == (version == "0.1.0" || version == "0.2.0"))
      #expect(try pod.call("DEL", "bridge", text).isSuccess)
      let old = try pod.call("STATUS", "bridge", text)
      #expect(old.isSuccess == (version == "1.1.0"))
    }
  }

  @Test(.enabled(if: linkKinds.contains("dummy"), "the kernel lacks dummy"))
  func dummyHasAddresses() throws {
    let pod = try Pod()
    let added = try pod.call("ADD", "dummy", configuration("dummy", staticAddresses))
    try #require(added.isSuccess, "\(added.text)")
    #expect(try pod.container.run("ip -br addr show eth0").contains("10.81.0.5/24"))
    let full = configuration("dummy", staticAddresses, previous: added.text)
    #expect(try pod.call("CHECK", "dummy", full).isSuccess)
    #expect(try pod.call("DEL", "dummy", full).isSuccess)
    #expect(try !pod.container.run("ip -br link").contains("eth0"))
  }

  @Test(.enabled(if: linkKinds.contains("vrf"), "the kernel lacks VRFs"))
  func vrfTakesAddressesAndRoutesAlong() throws {
    let pod = try Pod()
    let keys = #""isDefaultGateway": true, \#(staticAddresses)"#
    let added = try pod.call("ADD", "bridge", configuration("bridge", keys))
    try #require(added.isSuccess, "\(added.text)")
    let text = configuration("vrf", #""vrfname": "red""#, previous: added.text)
    let moved = try pod.call("ADD", "vrf", text)
    #expect(moved.isSuccess && moved.json["ips"] == added.json["ips"], "\(moved.text)")
    let addresses = try pod.container.run("ip -br addr show master red")
    #expect(addresses.contains("10.81.0.5/24") && addresses.contains("fd00:81::5/64"))
    let routes = try pod.container.run("ip route show table 1")
    #expect(routes.contains("10.201.0.0/16 via 10.81.0.9"), "\(routes)")
    #expect(routes.contains("default via 10.81.0.1"), "\(routes)")
    #expect(try pod.call("CHECK", "vrf", text).isSuccess)
    #expect(try pod.call("DEL", "vrf", text).isSuccess)
    #expect(try !pod.container.run("ip -br link").contains("red"))
    #expect(try pod.container.run("ip -br link").contains("eth0"))
  }

  @Test(
    .enabled(if: linkKinds.contains("bridge VLANs"), "the kernel lacks VLANs of bridges"),
    arguments: [
      ("its own VLAN alone", #""vlan": 100"#, [100]),
      (
        "a trunk with the usual VLAN for frames without a tag",
        #""vlanTrunk": [{"minID": 10, "maxID": 12}, {"id": 20}]"#, [1, 10, 11, 12, 20]
      ),
      ("a trunk and a VLAN", #""vlan": 7, "vlanTrunk": [{"id": 9}]"#, [7, 9]),
    ])
  func portsHaveTheirVLANs(_ what: String, keys: String, expected: [Int]) throws {
    let pod = try Pod()
    let text = configuration("bridge", #""bridge": "br0", \#(keys), \#(staticAddresses)"#)
    let added = try pod.call("ADD", "bridge", text)
    let port = try #require(added.json["interfaces"]?.elements[1]["name"]?.text, "\(added.text)")
    let vlans = try pod.node.json("bridge -j vlan show dev \(port)").elements
      .flatMap { $0["vlans"]?.elements ?? [] }
    let ids = vlans.flatMap { vlan -> [Int] in
      guard let first = vlan["vlan"]?.integer else { return [] }
      return Array(first...(vlan["vlanEnd"]?.integer ?? first))
    }
    #expect(ids.sorted() == expected, "\(what)")
  }

  @Test func vrfSpeaksNoOldVersions() throws {
    let pod = try Pod()
    let answer = try pod.call(
      "ADD", "vrf", configuration("vrf", #""vrfname": "red""#, version: "0.3.0"))
    #expect(answer.code == 1 && answer.message == "incompatible CNI versions")
  }
}
