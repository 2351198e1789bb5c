import CNIPlan
import CNIRules
import CNISpec
import NetworkTypes
import TestSupport
import Testing

/// Journals that are not ours, and tables of our names that somebody else made.
struct HostileTests {
  @Test func journalsGoThere() throws {
    let prefixes = RuleNode.podAddresses
    let all: [AttachmentRules] = [
      .masquerade(MasqueradeRules(owner, prefixes)),
      .hostPorts(HostPortRules(owner, backend: .nftables, addresses: prefixes)),
      .firewall(FirewallRules(owner, prefixes.map(\.address))),
      .spoofCheck(SpoofCheckRules(owner)),
    ]
    for rules in all { #expect(AttachmentRules(rules.json) == rules) }
  }

  @Test(
    arguments: [
      "{}", "[]", "null", #"{"rules": "masquerade"}"#, #"{"rules": 1, "network": "n"}"#,
      #"{"rules": "tomorrow", "network": "n", "containerID": "c", "ifname": "i"}"#,
      #"{"rules": "firewall", "network": "n", "containerID": ["c"], "ifname": "i"}"#,
    ])
  func isNoJournal(_ text: String) throws {
    #expect(AttachmentRules(try JSONValue(parsing: Array(text.utf8))) == nil)
  }

  @Test func journalsKeepWhatTheyUnderstand() throws {
    let text =
      #"{"rules": "firewall", "network": "n", "containerID": "c", "ifname": "i", "#
      + #""addresses": ["10.0.0.1/32", "x", 7, "fd00::1/129"]}"#
    let rules = AttachmentRules(try JSONValue(parsing: Array(text.utf8)))
    guard case .firewall(let firewall) = rules else {
      Issue.record("\(String(describing: rules))")
      return
    }
    #expect(firewall.addresses == [IPAddress("10.0.0.1")])
  }

  @Test(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
  func tablesOfSomebodyElse() throws {
    let space = try RuleNode()
    try space.node.run(
      "nft -f -",
      input: """
        table ip cni_hostport {
          map hostport_map { type inet_service : ipv4_addr; elements = { 80 : 10.0.0.1 }; }
          set hairpin_set { type mark; elements = { 0x1 }; }
          chain hostports {
            tcp dport { 80, 443 } dnat to 10.0.0.1
            counter comment "x"
          }
        }
        table inet cni_plugins_masquerade {
          chain masq_checks { type filter hook forward priority 0; }
        }
        """)
    let before = try space.node.run("nft list ruleset")
    let ports = HostPortTests.rules(owner, .nftables)
    #expect(throws: CNIError.self) { try space.rules { try $0.add(ports) } }
    #expect(try space.node.run("nft list ruleset") == before)
    #expect(try space.rules { try $0.differences(ports) } != [])
    try space.rules {
      try $0.delete(ports)
      try $0.collectHostPorts(network: "net", except: [])
      try $0.collectMasquerade(network: "net", except: [])
    }
    #expect(try space.node.run("nft list ruleset") == before)
  }

  /// Nothing that comes from a configuration may start a rule of its own.
  @Test(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
  func namesWithLineEnds() throws {
    let space = try RuleNode()
    var rules = HostPortRules(
      owner, backend: .iptables, mappings: [HostPortTests.web], addresses: RuleNode.podAddresses)
    rules.conditions[.ipv4] = ["-s", "10.0.0.1/32\n-A INPUT -j DROP"]
    let bad = AttachmentRules.hostPorts(rules)
    #expect(throws: CNIError.self) { try space.rules { try $0.add(bad) } }
    rules.conditions = [:]
    rules.externalMarkChain = "X\n-A INPUT -j DROP"
    let worse = AttachmentRules.hostPorts(rules)
    #expect(throws: CNIError.self) { try space.rules { try $0.add(worse) } }
    #expect(try !space.node.run("nft list ruleset").contains("drop"))
  }
}
