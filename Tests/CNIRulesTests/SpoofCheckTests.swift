import CNIPlan
import CNIRules
import LinuxSystem
import NetworkTypes
import TestSupport
import Testing

/// A bridge whose port may send from one address only.
@Suite(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct SpoofCheckTests {
  @Test func dropsOtherAddresses() throws {
    let node = try TestNamespace()
    let pod = try TestNamespace()
    try node.ip(
      """
      link add br0 type bridge
      link set br0 up
      address add 10.9.0.1/24 dev br0
      link add v0 type veth peer name eth0 netns \(pod.path)
      link set v0 master br0
      link set v0 up
      """)
    try pod.ip(
      """
      link set eth0 address 02:00:00:00:00:0a
      link set eth0 up
      address add 10.9.0.2/24 dev eth0
      """)
    let rules = AttachmentRules.spoofCheck(
      SpoofCheckRules(owner, device: "v0", macAddress: MACAddress("02:00:00:00:00:0a")))
    func change(_ body: @escaping @Sendable (RuleSession) throws -> Void) throws {
      try node.namespace.run { try body(try RuleSession()) }
    }
    func differences() throws -> [String] {
      try node.namespace.run { try RuleSession().differences(rules) }
    }
    #expect(try differences() != [])
    try change { try $0.add(rules) }
    try change { try $0.add(rules) }
    #expect(try differences() == [])
    let expected = """
      table bridge nat {
      \tchain PREROUTING {
      \t\ttype filter hook prerouting priority dstnat; policy accept;
      \t\tiifname "v0" jump cni-br-iface-box-eth0 comment "macspoofchk-box-eth0"
      \t}

      \tchain cni-br-iface-box-eth0 {
      \t\tcomment "\(owner.comment)"
      \t\tjump cni-br-iface-box-eth0-mac comment "macspoofchk-box-eth0"
      \t}

      \tchain cni-br-iface-box-eth0-mac {
      \t\tcomment "\(owner.comment)"
      \t\tether saddr 02:00:00:00:00:0a return comment "macspoofchk-box-eth0"
      \t\tdrop comment "macspoofchk-box-eth0"
      \t}
      }

      """
    #expect(try node.run("nft list ruleset") == expected)
    let server = try TestSocket.listener(node, "10.9.0.1", 80)
    #expect(try peer(from: pod, to: "10.9.0.1", 80, at: server) == IPAddress("10.9.0.2"))
    try pod.ip("link set eth0 address 02:00:00:00:00:0b")
    #expect(try peer(from: pod, to: "10.9.0.1", 80, at: server, limit: 3) == nil)
    try change { try $0.collectSpoofCheck(network: "another", except: []) }
    #expect(try differences() == [])
    try change { try $0.delete(.spoofCheck(SpoofCheckRules(owner))) }
    try node.ip("neighbour flush dev br0")
    #expect(try peer(from: pod, to: "10.9.0.1", 80, at: server) == IPAddress("10.9.0.2"))
    try change { try $0.delete(.spoofCheck(SpoofCheckRules(owner))) }
    try change { try $0.add(rules) }
    try change { try $0.collectSpoofCheck(network: "net", except: []) }
    #expect(try !node.run("nft list ruleset").contains("cni-br-iface"))
  }
}
