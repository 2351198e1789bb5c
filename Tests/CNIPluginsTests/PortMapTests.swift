import Foundation
import LinuxSystem
import NetworkTypes
import TestSupport
import Testing

/// Host ports, forwarding and their limits through the program, as a runtime calls it.
@Suite(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct PortMapTests {
  static let result = """
    {"cniVersion": "1.0.0", "interfaces": [{"name": "host0"},
     {"name": "eth0", "sandbox": "/run/netns/box"}],
     "ips": [{"address": "10.9.0.2/24", "gateway": "10.9.0.1", "interface": 1},
     {"address": "fd00:9::2/64", "interface": 1}]}
    """

  /// A node with a container behind a pair, and a client on another link.
  final class Network {
    let pod: Pod
    let client: TestNamespace

    init() throws {
      let client = try TestNamespace()
      let pod = try Pod()
      let quick = "sysctl -qw net.ipv6.conf.default.accept_dad=0"
      try pod.node.run("\(quick) net.ipv4.ip_forward=1")
      try pod.container.run(quick)
      try pod.node.ip(
        """
        link add host0 type veth peer name eth0 netns \(pod.container.path)
        link add out0 type veth peer name eth0 netns \(client.path)
        address add 10.9.0.1/24 dev host0
        address add 192.0.2.1/24 dev out0
        link set host0 up
        link set out0 up
        """)
      try pod.container.ip(
        """
        link set eth0 up
        address add 10.9.0.2/24 dev eth0
        route add default via 10.9.0.1
        """)
      try client.ip("link set eth0 up\naddress add 192.0.2.2/24 dev eth0")
      self.pod = pod
      self.client = client
    }
  }

  private func keys(_ backend: String, _ ports: String? = nil, _ more: String = "") -> String {
    let ports =
      ports ?? #"{"hostPort": 8080, "containerPort": 80, "protocol": "tcp"}"#
    return #""backend": "\#(backend)", \#(more) "runtimeConfig": {"portMappings": [\#(ports)]}"#
  }

  @Test(arguments: ["nftables", "iptables"])
  func leadsToTheContainer(_ backend: String) throws {
    let network = try Network()
    let pod = network.pod
    let server = try TestSocket.listener(pod.container, "10.9.0.2", 80)
    let text = configuration("portmap", keys(backend), previous: Self.result)
    let added = try pod.call("ADD", "portmap", text)
    #expect(added.isSuccess, "\(added.text)")
    #expect(anonymous(added.json) == anonymous(try JSON(parsing: Self.result)))
    #expect(!pod.hasJournal)
    #expect(
      try peer(from: network.client, to: "192.0.2.1", 8080, at: server) == IPAddress("192.0.2.2"))
    // The plugin lets packets from 127.0.0.1 leave by the link to the container.
    #expect(
      try peer(from: pod.node, to: "127.0.0.1", 8080, at: server) == IPAddress("10.9.0.1"))
    #expect(try pod.call("CHECK", "portmap", text).isSuccess)

    // A runtime that lost everything but the names.
    let forgotten = configuration("portmap")
    let gone = try pod.call("DEL", "portmap", forgotten, netns: "")
    #expect(gone.isSuccess, "\(gone.text)")
    #expect(try peer(from: network.client, to: "192.0.2.1", 8080, at: server, limit: 3) == nil)
    let check = try pod.call("CHECK", "portmap", text)
    #expect(!check.isSuccess && check.code == 999)
    #expect(try pod.call("DEL", "portmap", text, netns: "/run/netns/gone").isSuccess)
    #expect(try !pod.node.run("nft list ruleset").contains("10.9.0.2"))
  }

  /// Of two containers with one port, each has the clients that its conditions name.
  @Test func conditionsOfNFTables() throws {
    let network = try Network()
    let pod = network.pod
    let server = try TestSocket.listener(pod.container, "10.9.0.2", 80)
    func text(_ source: String) -> String {
      configuration(
        "portmap", keys("nftables", nil, #""conditionsV4": ["ip", "saddr", "\#(source)"],"#),
        previous: Self.result)
    }
    let (other, own) = (text("198.51.100.0/24"), text("192.0.2.0/24"))
    let added = try pod.call("ADD", "portmap", other, container: "other")
    #expect(added.isSuccess, "\(added.text)")
    #expect(try peer(from: network.client, to: "192.0.2.1", 8080, at: server, limit: 3) == nil)
    for _ in 0..<2 { #expect(try pod.call("ADD", "portmap", own).isSuccess) }
    #expect(
      try peer(from: network.client, to: "192.0.2.1", 8080, at: server) == IPAddress("192.0.2.2"))
    #expect(try pod.call("CHECK", "portmap", own).isSuccess)
    #expect(try pod.node.run("nft list ruleset").split(separator: "saddr 192.0.2.0/24").count == 2)
    #expect(try pod.call("DEL", "portmap", configuration("portmap"), netns: "").isSuccess)
    #expect(try !pod.call("CHECK", "portmap", own).isSuccess)
    #expect(try pod.call("CHECK", "portmap", other, container: "other").isSuccess)
    let collecting = configuration(
      "portmap", #""cni.dev/valid-attachments": []"#, version: "1.1.0")
    #expect(try pod.call("GC", "portmap", collecting).isSuccess)
    #expect(try !pod.node.run("nft list ruleset").contains("saddr 198"))
    for bad in ["1.2.3.4; flush ruleset", "nonsense"] {
      let refused = try pod.call("ADD", "portmap", text(bad))
      #expect(!refused.isSuccess && refused.message.contains("condition"), "\(refused.text)")
      #expect(try !pod.node.run("nft list ruleset").contains("id: \(pod.containerID)"))
    }
  }

  /// A client that goes on sending from one port: its packets follow the rules of the moment.
  @Test(arguments: ["nftables", "iptables"])
  func movesConnectionsOfUDP(_ backend: String) throws {
    let network = try Network()
    let pod = network.pod
    let ports = #"{"hostPort": 5353, "containerPort": 53, "protocol": "udp"}"#
    let text = configuration("portmap", keys(backend, ports), previous: Self.result)
    let node = try TestSocket.listener(pod.node, "192.0.2.1", 5353, .datagram)
    let server = try TestSocket.listener(pod.container, "10.9.0.2", 53, .datagram)
    // Something has to make the kernel track connections before the first packet.
    try pod.node.run("nft add table ip t")
    try pod.node.run("nft add chain ip t c { type filter hook prerouting priority 0 ; }")
    try pod.node.run("nft add rule ip t c ct state new accept")
    let client = try TestSocket(network.client, .ipv4, .datagram)
    try client.connect(to: "192.0.2.1", 5353)
    try client.send(1)
    #expect(try node.receive().byte == 1)
    #expect(try pod.call("ADD", "portmap", text).isSuccess)
    try client.send(2)
    #expect(try server.receive().byte == 2)
    #expect(try pod.call("DEL", "portmap", text).isSuccess)
    try client.send(3)
    #expect(try node.receive().byte == 3)
  }

  @Test(arguments: ["nftables", "iptables"])
  func refusesAPortThatIsTaken(_ backend: String) throws {
    let network = try Network()
    let text = configuration("portmap", keys(backend), previous: Self.result)
    #expect(try network.pod.call("ADD", "portmap", text).isSuccess)
    let before = try network.pod.node.run("nft list ruleset")
    let second = try network.pod.call("ADD", "portmap", text, container: "second")
    #expect(!second.isSuccess)
    #expect(
      second.message
        == "host port 8080/tcp is mapped to container \(network.pod.containerID) already")
    #expect(try network.pod.node.run("nft list ruleset") == before)
    // The first one again, as after a runtime that was killed.
    #expect(try network.pod.call("ADD", "portmap", text).isSuccess)
    #expect(try network.pod.call("DEL", "portmap", text, container: "second").isSuccess)
    #expect(try network.pod.call("CHECK", "portmap", text).isSuccess)
    #expect(try network.pod.call("DEL", "portmap", text).isSuccess)
    #expect(try network.pod.call("ADD", "portmap", text, container: "second").isSuccess)
  }

  @Test(arguments: ["nftables", "iptables"])
  func collectsWhatIsGone(_ backend: String) throws {
    let network = try Network()
    let pod = network.pod
    let text = configuration("portmap", keys(backend), version: "1.1.0", previous: Self.result)
    #expect(try pod.call("ADD", "portmap", text).isSuccess)
    func collect(_ valid: String) throws -> Pod.Answer {
      try pod.call(
        "GC", "portmap",
        configuration(
          "portmap", #""cni.dev/valid-attachments": [\#(valid)]"#, version: "1.1.0"))
    }
    #expect(
      try collect(#"{"containerID": "\#(pod.containerID)", "ifname": "eth0"}"#).isSuccess)
    #expect(try pod.call("CHECK", "portmap", text).isSuccess)
    #expect(try collect(#"{"containerID": "other", "ifname": "eth0"}"#).isSuccess)
    #expect(try !pod.call("CHECK", "portmap", text).isSuccess)
    #expect(try !pod.node.run("nft list ruleset").contains("10.9.0.2"))
    let status = configuration("portmap", #""backend": "\#(backend)""#, version: "1.1.0")
    #expect(try pod.call("STATUS", "portmap", status).isSuccess)
  }

  @Test(
    arguments: [
      (#""backend": "pf""#, 999, #"unrecognized backend "pf""#),
      (#""markMasqBit": 32"#, 999, "MasqMarkBit must be between 0 and 31"),
      (
        #""markMasqBit": 1, "externalSetMarkChain": "X""#, 999,
        "Cannot specify externalSetMarkChain and markMasqBit"
      ),
      (
        #""runtimeConfig": {"portMappings": [{"hostPort": 0, "containerPort": 80}]}"#, 999,
        "Invalid host port number: 0"
      ),
      (
        #""runtimeConfig": {"portMappings": [{"hostPort": 80, "containerPort": 70000}]}"#, 999,
        "Invalid container port number: 70000"
      ),
      (
        #""runtimeConfig": {"portMappings": [{"hostPort": 80, "containerPort": 80, "protocol": "x"}]}"#,
        2, #"runtimeConfig.portMappings[0].protocol is "x", not tcp, udp or sctp"#
      ),
      (
        #""backend": "nftables", "conditionsV4": ["-i", "eth0"], "runtimeConfig": {"portMappings": [{"hostPort": 80, "containerPort": 80}]}"#,
        999,
        "nftables backend was requested but configuration contains iptables-specific options [conditionsV4]"
      ),
    ])
  func refuses(_ keys: String, code: Int, message: String) throws {
    let pod = try Pod()
    let answer = try pod.call(
      "ADD", "portmap", configuration("portmap", keys, previous: Self.result))
    #expect(!answer.isSuccess && answer.code == code)
    #expect(answer.message == message)
    #expect(try pod.node.run("nft list ruleset") == "")
    let alone = try pod.call("ADD", "portmap", configuration("portmap"))
    #expect(alone.message == "must be called as chained plugin")
  }

  @Test func firewall() throws {
    let network = try Network()
    let pod = network.pod
    let server = try TestSocket.listener(network.client, "192.0.2.2", 80)
    try network.client.ip("route add 10.9.0.0/24 via 192.0.2.1")
    try pod.node.run("iptables -P FORWARD DROP")
    let text = configuration("firewall", #""backend": "iptables""#, previous: Self.result)
    #expect(try peer(from: pod.container, to: "192.0.2.2", 80, at: server, limit: 3) == nil)
    #expect(try pod.call("ADD", "firewall", text).isSuccess)
    #expect(
      try peer(from: pod.container, to: "192.0.2.2", 80, at: server) == IPAddress("10.9.0.2"))
    #expect(try pod.call("CHECK", "firewall", text).isSuccess)
    #expect(try pod.call("DEL", "firewall", text, netns: "").isSuccess)
    #expect(try peer(from: pod.container, to: "192.0.2.2", 80, at: server, limit: 3) == nil)
    #expect(try !pod.call("CHECK", "firewall", text).isSuccess)
    #expect(try pod.call("DEL", "firewall", text).isSuccess)
    for (keys, expected) in [
      (#""ingressPolicy": "x""#, #"unknown ingress policy: "x""#),
      (
        #""iptablesAdminChainName": "A\n-X""#,
        #"iptablesAdminChainName is "A\u000a-X", not the name of a chain"#
      ),
      (
        #""backend": "ipfw""#,
        #"backend is "ipfw", not "iptables" or "firewalld""#
      ),
    ] {
      let answer = try pod.call(
        "ADD", "firewall", configuration("firewall", keys, previous: Self.result))
      #expect(answer.message == expected)
    }
    let old = try pod.call(
      "ADD", "firewall", configuration("firewall", version: "0.3.1", previous: Self.result))
    #expect(old.code == 1)
  }
}
