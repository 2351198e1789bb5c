import CNIPlan
import CNIRules
import CNISpec
import LinuxSystem
import NetworkTypes
import TestSupport
import Testing

/// Masquerading with each backend: what the kernel then has, and where packets come from.
@Suite(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct MasqueradeTests {
  static func rules(_ owner: RuleOwner, _ backend: RuleBackend) -> AttachmentRules {
    .masquerade(MasqueradeRules(owner, RuleNode.podAddresses, backend: backend))
  }

  @Test(arguments: [RuleBackend.nftables, .iptables])
  func givesTheNodesAddress(_ backend: RuleBackend) throws {
    let space = try RuleNode()
    let server = try TestSocket.listener(space.client, "192.0.2.2", 80)
    let server6 = try TestSocket.listener(space.client, "2001:db8::2", 80)
    let near = try TestSocket.listener(space.node, "10.9.0.1", 80)
    let rules = Self.rules(owner, backend)
    #expect(try peer(from: space.pod, to: "192.0.2.2", 80, at: server, limit: 3) == nil)
    try space.rules { try $0.add(rules) }
    #expect(try peer(from: space.pod, to: "192.0.2.2", 80, at: server) == IPAddress("192.0.2.1"))
    #expect(
      try peer(from: space.pod, to: "2001:db8::2", 80, at: server6) == IPAddress("2001:db8::1"))
    #expect(try peer(from: space.pod, to: "10.9.0.1", 80, at: near) == IPAddress("10.9.0.2"))
    try space.rules { try $0.delete(rules) }
    #expect(try peer(from: space.pod, to: "192.0.2.2", 80, at: server, limit: 3) == nil)
  }

  @Test(arguments: [RuleBackend.nftables, .iptables])
  func addsChecksAndDeletesTwice(_ backend: RuleBackend) throws {
    let space = try RuleNode()
    let (own, others) = (Self.rules(owner, backend), Self.rules(other, backend))
    func ruleset() throws -> String { try space.node.run("nft list ruleset") }
    #expect(try space.rules { try $0.differences(own) } != [])
    try space.rules { try $0.delete(own) }
    try space.rules { try $0.add(others) }
    let before = try ruleset()
    #expect(try space.rules { try $0.differences(own) } != [])
    try space.rules { try $0.add(own) }
    let with = try ruleset()
    try space.rules { try $0.add(own) }
    #expect(try ruleset() == with)
    #expect(try space.rules { try $0.differences(own) } == [])
    // Without addresses, as when the runtime lost the result.
    let forgotten = AttachmentRules.masquerade(MasqueradeRules(owner, []))
    try space.rules { try $0.delete(forgotten) }
    #expect(try ruleset() == before)
    try space.rules { try $0.delete(own) }
    #expect(try ruleset() == before)
    #expect(try space.rules { try $0.differences(others) } == [])
    try space.rules {
      try $0.collectMasquerade(
        network: "net", except: [.init(containerID: "other", ifname: "eth0")])
      try $0.collectMasquerade(network: "another", except: [])
    }
    #expect(try ruleset() == before)
    try space.rules { try $0.collectMasquerade(network: "net", except: []) }
    #expect(try !ruleset().contains("10.9.0.2"))
  }

  /// What the reference's own tests say that it makes.
  @Test func isTheTableOfTheReference() throws {
    let space = try RuleNode()
    try space.rules { session in
      try session.add(Self.rules(owner, .nftables))
    }
    let comment = owner.comment
    let expected = """
      table inet cni_plugins_masquerade {
      \tcomment "Masquerading for plugins from github.com/containernetworking/plugins"
      \tchain masq_checks {
      \t\tcomment "Masquerade traffic from certain IPs to any (non-multicast) IP outside their subnet"
      \t\tip saddr 10.9.0.2 ip daddr != 10.9.0.0/24 masquerade comment "\(comment)"
      \t\tip6 saddr fd00:9::2 ip6 daddr != fd00:9::/64 masquerade comment "\(comment)"
      \t}

      \tchain postrouting {
      \t\ttype nat hook postrouting priority srcnat; policy accept;
      \t\tip daddr 224.0.0.0/4 return
      \t\tip6 daddr ff00::/8 return
      \t\tgoto masq_checks
      \t}
      }

      """
    #expect(try space.node.run("nft list table inet cni_plugins_masquerade") == expected)
  }

  @Test func isTheChainOfTheReference() throws {
    let space = try RuleNode()
    try space.rules { try $0.add(Self.rules(owner, .iptables)) }
    let chain = owner.chain()
    let comment = "-m comment --comment \"name: \\\"net\\\" id: \\\"box\\\"\""
    let lines = savedLines(try space.node.run("iptables-save -t nat"))
    #expect(
      lines.filter { $0.hasPrefix("-A") } == [
        "-A POSTROUTING -s 10.9.0.2/32 \(comment) -j \(chain)",
        "-A \(chain) -d 10.9.0.0/24 \(comment) -j ACCEPT",
        "-A \(chain) ! -d 224.0.0.0/4 \(comment) -j MASQUERADE",
      ])
  }

  @Test(arguments: [RuleBackend.nftables, .iptables])
  func noticesWhatIsGone(_ backend: RuleBackend) throws {
    let space = try RuleNode()
    let own = Self.rules(owner, backend)
    try space.rules { try $0.add(own) }
    if backend == .nftables {
      try space.node.run("nft flush chain inet cni_plugins_masquerade masq_checks")
    } else {
      try space.node.run("iptables -t nat -F POSTROUTING")
    }
    #expect(try space.rules { try $0.differences(own) }.count == (backend == .nftables ? 2 : 1))
    try space.rules { try $0.add(own) }
    #expect(try space.rules { try $0.differences(own) } == [])
  }

  /// Another interface of the container in the same network keeps its rules in the shared chain.
  @Test func keepsTheOtherInterface() throws {
    let space = try RuleNode()
    let second = AttachmentRules.masquerade(
      MasqueradeRules(
        RuleOwner(network: "net", containerID: "box", ifname: "net1"),
        [try #require(IPPrefix("10.9.1.2/24"))], backend: .iptables))
    try space.rules {
      try $0.add(Self.rules(owner, .iptables))
      try $0.add(second)
      try $0.delete(Self.rules(owner, .iptables))
    }
    #expect(try space.rules { try $0.differences(second) } == [])
    try space.rules { try $0.delete(second) }
    #expect(try !space.node.run("iptables-save -t nat").contains(owner.chain()))
  }

  @Test func manyAtOnce() throws {
    let space = try RuleNode()
    let path = space.node.path
    let threads = try (0..<16).map { number in
      try Thread(name: "add") {
        guard let namespace = try? NetworkNamespace(path: path) else { return }
        let one = RuleOwner(network: "net", containerID: "c\(number)", ifname: "eth0")
        try? namespace.run { try RuleSession().add(Self.rules(one, .nftables)) }
      }
    }
    for thread in threads { thread.join() }
    for number in 0..<16 {
      let one = RuleOwner(network: "net", containerID: "c\(number)", ifname: "eth0")
      #expect(try space.rules { try $0.differences(Self.rules(one, .nftables)) } == [])
    }
  }
}
