import CNIPlan
import CNIRules
import CNISpec
import Glibc
import LinuxSystem
import NetworkTypes
import TestSupport

/// A node with one pod and a client outside, each in a namespace of its own.
///
/// The client has no route to the pod: what comes from there has to have the node's address.
struct RuleNode: ~Copyable {
  let node: TestNamespace
  let pod: TestNamespace
  let client: TestNamespace

  static let podAddresses = ["10.9.0.2/24", "fd00:9::2/64"].compactMap { IPPrefix($0) }

  init() throws {
    let node = try TestNamespace()
    let pod = try TestNamespace()
    let client = try TestNamespace()
    // No waiting for duplicate addresses, of links' own addresses neither.
    let quick = "sysctl -qw net.ipv6.conf.default.accept_dad=0"
    try node.run("\(quick) net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1")
    try pod.run(quick)
    try client.run(quick)
    try node.ip(
      """
      link set lo up
      link add pod0 type veth peer name eth0 netns \(pod.path)
      link add out0 type veth peer name eth0 netns \(client.path)
      address add 10.9.0.1/24 dev pod0
      address add fd00:9::1/64 dev pod0 nodad
      address add 192.0.2.1/24 dev out0
      address add 192.0.2.11/24 dev out0
      address add 2001:db8::1/64 dev out0 nodad
      link set pod0 up
      link set out0 up
      """)
    try pod.ip(
      """
      link set lo up
      link set eth0 up
      address add 10.9.0.2/24 dev eth0
      address add fd00:9::2/64 dev eth0 nodad
      route add default via 10.9.0.1
      route add default via fd00:9::1
      """)
    try client.ip(
      """
      link set eth0 up
      address add 192.0.2.2/24 dev eth0
      address add 2001:db8::2/64 dev eth0 nodad
      """)
    self.node = node
    self.pod = pod
    self.client = client
  }

  /// Runs `body` with the rules of the node.
  func rules<Value: Sendable>(_ body: @escaping @Sendable (RuleSession) throws -> Value) throws
    -> Value
  {
    try node.namespace.run { try body(try RuleSession()) }
  }

  func sysctl(_ key: String, _ value: String) throws {
    try node.namespace.run { _ = try Sysctl.write(key, value) }
  }
}

let owner = RuleOwner(network: "net", containerID: "box", ifname: "eth0")
let other = RuleOwner(network: "net", containerID: "other", ifname: "eth0")

/// Lines of `iptables-save` that tell chains and rules, without counters.
func savedLines(_ text: String) -> [String] {
  text.split(separator: "\n").map(String.init)
    .filter { !$0.hasPrefix("#") && $0 != "COMMIT" }
    .map { line in line.hasPrefix(":") ? String(line.prefix { $0 != "[" }) : line }
}
