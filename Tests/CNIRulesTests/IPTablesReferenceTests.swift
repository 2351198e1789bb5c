import CNIPlan
import CNIRules
import LinuxSystem
import NetworkTypes
import TestSupport
import Testing

/// What the reference plugins make with iptables, and what we make: line for line.
@Suite(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct IPTablesReferenceTests {
  private func reference(
    _ plugin: String, _ command: String, _ node: borrowing TestNamespace,
    _ pod: borrowing TestNamespace, _ configuration: String
  ) throws {
    let variables =
      "env CNI_COMMAND=\(command) CNI_CONTAINERID=box CNI_IFNAME=eth0 CNI_PATH=/usr/lib/cni "
      + "CNI_NETNS=\(pod.path) PATH=/usr/sbin:/usr/bin:/sbin:/bin"
    try node.run("\(variables) /usr/lib/cni/\(plugin)", input: configuration)
  }

  private static let result = """
    "prevResult": {"cniVersion": "1.0.0", "interfaces": [{"name": "cni0"},
      {"name": "eth0", "sandbox": "/proc/1/ns/net"}], "ips": [
      {"address": "10.9.0.2/24", "interface": 1}, {"address": "fd00:9::2/64", "interface": 1}]}
    """

  private func lines(_ node: borrowing TestNamespace, _ table: String) throws -> [String] {
    try ["iptables-save", "ip6tables-save"].flatMap {
      savedLines(try node.run("\($0) -t \(table)"))
    }
  }

  @Test func hostPorts() throws {
    let theirs = try RuleNode()
    let ours = try RuleNode()
    let ports = """
      [{"hostPort": 8080, "containerPort": 80, "protocol": "tcp"},
       {"hostPort": 8443, "containerPort": 443, "protocol": "tcp"},
       {"hostPort": 8081, "containerPort": 80, "protocol": "tcp", "hostIP": "192.0.2.11"},
       {"hostPort": 5353, "containerPort": 53, "protocol": "udp", "hostIP": "0.0.0.0"}]
      """
    let configuration = """
      {"cniVersion": "1.0.0", "name": "net", "type": "portmap", \(Self.result),
       "runtimeConfig": {"portMappings": \(ports)}}
      """
    try reference("portmap", "ADD", theirs.node, theirs.pod, configuration)
    let mappings = [
      HostPortTests.web,
      .init(hostPort: 8443, containerPort: 443, protocol: .tcp, hostIP: nil),
      HostPortTests.limited,
      .init(hostPort: 5353, containerPort: 53, protocol: .udp, hostIP: .unspecified(.ipv4)),
    ]
    let rules = HostPortTests.rules(owner, .iptables, mappings)
    try ours.rules { try $0.add(rules) }
    #expect(Set(try lines(ours.node, "nat")) == Set(try lines(theirs.node, "nat")))
    // Each takes away what the other made.
    #expect(try theirs.rules { try $0.differences(rules) } == [])
    try reference("portmap", "DEL", ours.node, ours.pod, configuration)
    try theirs.rules { try $0.delete(rules) }
    #expect(try lines(ours.node, "nat") == lines(theirs.node, "nat"))
    #expect(try !lines(ours.node, "nat").contains { $0.contains("CNI-DN-") })
  }

  @Test func firewall() throws {
    let theirs = try RuleNode()
    let ours = try RuleNode()
    let configuration = """
      {"cniVersion": "1.0.0", "name": "net", "type": "firewall", "backend": "iptables",
       \(Self.result)}
      """
    try reference("firewall", "ADD", theirs.node, theirs.pod, configuration)
    let rules = AttachmentRules.firewall(
      FirewallRules(owner, RuleNode.podAddresses.map(\.address)))
    try ours.rules { try $0.add(rules) }
    #expect(try lines(ours.node, "filter") == lines(theirs.node, "filter"))
    try ours.rules { try $0.add(rules) }
    #expect(try lines(ours.node, "filter") == lines(theirs.node, "filter"))
    #expect(try theirs.rules { try $0.differences(rules) } == [])
    try reference("firewall", "DEL", theirs.node, theirs.pod, configuration)
    try ours.rules { try $0.delete(rules) }
    try ours.rules { try $0.delete(rules) }
    #expect(try lines(ours.node, "filter") == lines(theirs.node, "filter"))
    #expect(try !lines(ours.node, "filter").contains { $0.contains("10.9.0.2") })
    #expect(try ours.rules { try $0.differences(rules) } != [])
  }

  /// The comments of rules that both policies share: newer reference plugins name both, those
  /// before 1.2 the only one that they know.
  @Test func ingressPolicy() throws {
    let theirs = try RuleNode()
    let ours = try RuleNode()
    let configuration = """
      {"cniVersion": "1.0.0", "name": "net", "type": "firewall", "backend": "iptables",
       "ingressPolicy": "same-bridge", \(Self.result)}
      """
    try reference("firewall", "ADD", theirs.node, theirs.pod, configuration)
    func rules(_ policy: FirewallRules.IngressPolicy) -> AttachmentRules {
      .firewall(
        FirewallRules(
          owner, RuleNode.podAddresses.map(\.address), ingressPolicy: policy, bridge: "cni0"))
    }
    let sameBridge = rules(.sameBridge)
    try ours.rules { try $0.add(sameBridge) }
    let printed = try lines(ours.node, "filter").map { line in
      line.replacing("same-bridge|isolated", with: "same-bridge")
    }
    #expect(printed == (try lines(theirs.node, "filter")))
    #expect(try ours.rules { try $0.differences(sameBridge) } == [])
    let isolated = rules(.isolated)
    #expect(try ours.rules { try $0.differences(isolated) } != [])
    try ours.rules { try $0.add(isolated) }
    #expect(try ours.rules { try $0.differences(isolated) } == [])
    let comment = "-m comment --comment \"CNI firewall plugin rules (ingressPolicy: isolated)\""
    let first = try lines(ours.node, "filter").filter { $0.hasPrefix("-A CNI-ISOLATION-STAGE-1") }
    #expect(first.first == "-A CNI-ISOLATION-STAGE-1 -i cni0 -o cni0 \(comment) -j DROP")
  }

  /// Old tables beside those of nf_tables: rules there go away as well.
  @Test func oldTables() throws {
    let space = try RuleNode()
    let chain = owner.chain("DN-")
    try space.node.run(
      "iptables-legacy-restore",
      input: """
        *nat
        :\(chain) - [0:0]
        :CNI-HOSTPORT-DNAT - [0:0]
        -A CNI-HOSTPORT-DNAT -p tcp -m multiport --dports 80 -j \(chain)
        -A \(chain) -p tcp --dport 80 -j DNAT --to-destination 10.9.0.2:80
        COMMIT
        """ + "\n")
    try space.rules { try $0.delete(.hostPorts(HostPortRules(owner, backend: .nftables))) }
    let left = try space.node.run("iptables-legacy-save -t nat")
    #expect(left.contains("CNI-HOSTPORT-DNAT") && !left.contains(chain))
  }
}
