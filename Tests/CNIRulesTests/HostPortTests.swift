import CNIPlan
import CNIRules
import CNISpec
import LinuxSystem
import NetworkTypes
import TestSupport
import Testing

/// Ports of the node with each backend, with packets that go through them.
@Suite(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct HostPortTests {
  typealias Mapping = HostPortRules.Mapping

  static let web = Mapping(hostPort: 8080, containerPort: 80, protocol: .tcp, hostIP: nil)
  static let limited = Mapping(
    hostPort: 8081, containerPort: 80, protocol: .tcp, hostIP: IPAddress("192.0.2.11"))
  static let names = Mapping(hostPort: 5353, containerPort: 53, protocol: .udp, hostIP: nil)

  static func rules(
    _ owner: RuleOwner, _ backend: RuleBackend, _ mappings: [Mapping] = [web, limited, names],
    addresses: [IPPrefix] = RuleNode.podAddresses, change: (inout HostPortRules) -> Void = { _ in }
  ) -> AttachmentRules {
    var rules = HostPortRules(owner, backend: backend, mappings: mappings, addresses: addresses)
    change(&rules)
    return .hostPorts(rules)
  }

  @Test(arguments: [RuleBackend.nftables, .iptables])
  func leadsToTheContainer(_ backend: RuleBackend) throws {
    let space = try RuleNode()
    try space.sysctl("net/ipv4/conf/pod0/route_localnet", "1")
    let server = try TestSocket.listener(space.pod, "10.9.0.2", 80)
    let server6 = try TestSocket.listener(space.pod, "fd00:9::2", 80)
    let rules = Self.rules(owner, backend)
    try space.rules { try $0.add(rules) }
    let outside = IPAddress("192.0.2.2")
    #expect(try peer(from: space.client, to: "192.0.2.1", 8080, at: server) == outside)
    #expect(try peer(from: space.client, to: "192.0.2.11", 8080, at: server) == outside)
    #expect(
      try peer(from: space.client, to: "2001:db8::1", 8080, at: server6)
        == IPAddress("2001:db8::2"))
    // One address of the node only.
    #expect(try peer(from: space.client, to: "192.0.2.11", 8081, at: server) == outside)
    #expect(try peer(from: space.client, to: "192.0.2.1", 8081, at: server, limit: 3) == nil)
    // From the node itself, by its loopback address and by its own.
    #expect(
      try peer(from: space.node, to: "127.0.0.1", 8080, at: server) == IPAddress("10.9.0.1"))
    #expect(try peer(from: space.node, to: "192.0.2.1", 8080, at: server) != nil)
    // From the container to itself.
    #expect(
      try peer(from: space.pod, to: "192.0.2.1", 8080, at: server) == IPAddress("10.9.0.1"))

    try space.rules { try $0.delete(rules) }
    for address in ["192.0.2.1", "192.0.2.11"] {
      #expect(try peer(from: space.client, to: address, 8080, at: server, limit: 3) == nil)
    }
  }

  @Test(arguments: [RuleBackend.nftables, .iptables])
  func masqueradesAllWhereAsked(_ backend: RuleBackend) throws {
    let space = try RuleNode()
    let server = try TestSocket.listener(space.pod, "10.9.0.2", 80)
    let all = Self.rules(owner, backend) { $0.masqueradesAll = true }
    try space.rules { try $0.add(all) }
    #expect(
      try peer(from: space.client, to: "192.0.2.1", 8080, at: server) == IPAddress("10.9.0.1"))
    #expect(try space.rules { try $0.differences(all) } == [])
    let none = Self.rules(owner, backend) { $0.masquerades = false }
    try space.rules { try $0.add(none) }
    #expect(
      try peer(from: space.client, to: "192.0.2.1", 8080, at: server) == IPAddress("192.0.2.2"))
    #expect(try space.rules { try $0.differences(none) } == [])
  }

  @Test(arguments: [RuleBackend.nftables, .iptables])
  func refusesAPortThatIsTaken(_ backend: RuleBackend) throws {
    let space = try RuleNode()
    try space.rules { try $0.add(Self.rules(owner, backend)) }
    let before = try space.node.run("nft list ruleset")
    let another = [try #require(IPPrefix("10.9.0.3/24"))]
    let taken: [[Mapping]] = [
      [Self.web], [Self.names], [Self.limited],
      // One address of a port that is taken on all, and all of one that is taken on one.
      [Mapping(hostPort: 8080, containerPort: 80, protocol: .tcp, hostIP: IPAddress("192.0.2.1"))],
      [Mapping(hostPort: 8081, containerPort: 80, protocol: .tcp, hostIP: nil)],
      // One of several.
      [Mapping(hostPort: 9999, containerPort: 80, protocol: .tcp, hostIP: nil), Self.web],
    ]
    for mappings in taken {
      let error = #expect(throws: CNIError.self) {
        try space.rules { try $0.add(Self.rules(other, backend, mappings, addresses: another)) }
      }
      #expect(error?.message.contains("is mapped to container box already") == true)
      #expect(try space.node.run("nft list ruleset") == before)
    }
    let free: [Mapping] = [
      Mapping(hostPort: 8080, containerPort: 80, protocol: .udp, hostIP: nil),
      Mapping(hostPort: 8081, containerPort: 80, protocol: .tcp, hostIP: IPAddress("192.0.2.1")),
    ]
    let allowed = Self.rules(other, backend, free, addresses: another)
    try space.rules { try $0.add(allowed) }
    #expect(try space.rules { try $0.differences(allowed) } == [])
    // The same container in another network asks for the same ports: whichever came first.
    let second = RuleOwner(network: "second", containerID: "box", ifname: "eth1")
    let again = Self.rules(second, backend, [Self.web], addresses: another)
    try space.rules { try $0.add(again) }
    #expect(try space.rules { try $0.differences(again) } == [])
    #expect(try space.rules { try $0.differences(Self.rules(owner, backend)) } == [])
  }

  @Test(arguments: [RuleBackend.nftables, .iptables])
  func addsChecksAndDeletesTwice(_ backend: RuleBackend) throws {
    let space = try RuleNode()
    let own = Self.rules(owner, backend)
    let others = Self.rules(
      other, backend, [Mapping(hostPort: 1, containerPort: 2, protocol: .sctp, hostIP: nil)])
    func ruleset() throws -> String { try space.node.run("nft list ruleset") }
    #expect(try space.rules { try $0.differences(own) } != [])
    try space.rules { try $0.delete(own) }
    try space.rules { try $0.add(others) }
    let before = try ruleset()
    try space.rules { try $0.add(own) }
    let with = try ruleset()
    try space.rules { try $0.add(own) }
    #expect(try space.rules { try $0.differences(own) } == [])
    #expect(savedLines(try ruleset()).count == savedLines(with).count)
    let forgotten = AttachmentRules.hostPorts(HostPortRules(owner, backend: .nftables))
    try space.rules { try $0.delete(forgotten) }
    try space.rules { try $0.delete(forgotten) }
    #expect(try ruleset() == before)
    let valid: Set<PluginConfiguration.Attachment> = [
      .init(containerID: "other", ifname: "eth0")
    ]
    try space.rules { try $0.add(own) }
    try space.rules { try $0.collectHostPorts(network: "another", except: []) }
    #expect(try space.rules { try $0.differences(own) } == [])
    try space.rules { try $0.collectHostPorts(network: "net", except: valid) }
    #expect(try ruleset() == before)
    #expect(try space.rules { try $0.differences(others) } == [])
  }

  @Test(arguments: [RuleBackend.nftables, .iptables])
  func noticesWhatIsGone(_ backend: RuleBackend) throws {
    let space = try RuleNode()
    let own = Self.rules(owner, backend)
    try space.rules { try $0.add(own) }
    let damages =
      backend == .nftables
      ? [
        "nft flush map ip cni_hostport hostport_map", "nft flush chain ip cni_hostport prerouting",
        "nft flush set ip cni_hostport hairpin_set", "nft delete table ip6 cni_hostport",
      ]
      : [
        "iptables -t nat -F OUTPUT", "iptables -t nat -F CNI-HOSTPORT-DNAT",
        "iptables -t nat -F POSTROUTING", "ip6tables -t nat -F",
      ]
    for damage in damages {
      try space.node.run(damage)
      #expect(try space.rules { try $0.differences(own) } != [], "\(damage)")
      try space.rules { try $0.add(own) }
      #expect(try space.rules { try $0.differences(own) } == [], "\(damage)")
    }
  }

  /// Rules that reference plugins made for nftables: seen when a port is asked for, and gone
  /// with their container.
  @Test func knowsTheRulesOfTheReference() throws {
    let space = try RuleNode()
    try space.node.run(
      "nft -f -",
      input: """
        table ip cni_hostport {
          chain hostports {
            tcp dport 8080 dnat to 10.9.0.7:80 comment "old"
            ip daddr 192.0.2.1 udp dport 53 dnat to 10.9.0.7:53 comment "old"
          }
          chain masquerading {
            type nat hook postrouting priority srcnat; policy accept;
            ip saddr 10.9.0.7 ip daddr 10.9.0.7 masquerade comment "old"
          }
        }
        """)
    let error = #expect(throws: CNIError.self) {
      try space.rules { try $0.add(Self.rules(owner, .nftables, [Self.web])) }
    }
    #expect(error?.message == "host port 8080/tcp is mapped to container old already")
    let old = RuleOwner(network: "whatever", containerID: "old", ifname: "eth0")
    try space.rules {
      try $0.delete(.hostPorts(HostPortRules(old, backend: .nftables)))
      try $0.add(Self.rules(owner, .nftables, [Self.web]))
    }
    #expect(try !space.node.run("nft list ruleset").contains("\"old\""))
  }

  /// One who asks for a port while another does gets it, or a refusal; never do both.
  @Test func oneOfManyGetsAPort() throws {
    let space = try RuleNode()
    let path = space.node.path
    let threads = try (0..<12).map { number in
      try Thread(name: "add") {
        guard let namespace = try? NetworkNamespace(path: path) else { return }
        let one = RuleOwner(network: "net", containerID: "c\(number)", ifname: "eth0")
        let rules = Self.rules(
          one, .nftables, [Self.web],
          addresses: [IPPrefix("10.9.0.\(number + 10)/24")].compactMap { $0 })
        try? namespace.run { try RuleSession().add(rules) }
      }
    }
    for thread in threads { thread.join() }
    let text = try space.node.run("nft list map ip cni_hostport hostport_map")
    #expect(text.split(separator: "8080").count == 2)
  }
}
