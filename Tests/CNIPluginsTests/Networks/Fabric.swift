import Foundation
import Glibc
import TestSupport

/// Nodes that are joined by a switch: each has a link `eth0` with addresses of the underlay.
final class Fabric {
  private let center: TestNamespace
  private(set) var nodes: [FabricNode] = []
  let files: TemporaryFolder
  /// Of this test alone, for the plugins keep locks and names by it.
  let network = "net-\(UInt32.random(in: 0...UInt32.max))"
  private let mtu: Int

  /// - Parameter mtu: Of the links between the nodes, in bytes.
  init(nodes count: Int, mtu: Int = 1500) throws {
    self.mtu = mtu
    files = try TemporaryFolder()
    let center = try TestNamespace()
    try center.ip("link add br0 mtu \(mtu) type bridge\nlink set br0 up")
    self.center = center
    for _ in 0..<count { _ = try addNode() }
  }

  @discardableResult
  func addNode() throws -> FabricNode {
    let number = nodes.count + 1
    let space = try TestNamespace()
    let names = ["all", "default"].map { "net.ipv6.conf.\($0).accept_dad=0" }
    try space.run("sysctl -qw \(names.joined(separator: " "))")
    try center.ip(
      """
      link add n\(number) mtu \(mtu) type veth peer name eth0 mtu \(mtu) netns \(space.path)
      link set n\(number) master br0 up
      """)
    try space.ip(
      """
      link set lo up
      link set eth0 up
      addr add 192.0.2.\(number)/24 dev eth0
      addr add 2001:db8::\(number)/64 dev eth0 nodad
      route add default via 192.0.2.254
      """)
    try files.folder("leases\(number)")
    let node = FabricNode(number, space, self)
    nodes.append(node)
    return node
  }
}

/// One node of a fabric.
final class FabricNode {
  let number: Int
  let space: TestNamespace
  unowned let fabric: Fabric
  var address: String { "192.0.2.\(number)" }
  var address6: String { "2001:db8::\(number)" }
  var subnet: String { "10.90.\(number).0/24" }
  var subnet6: String { "fd00:90:\(number)::/64" }

  fileprivate init(_ number: Int, _ space: consuming TestNamespace, _ fabric: Fabric) {
    self.number = number
    self.space = space
    self.fabric = fabric
  }

  /// The section of a plugin of addresses for this node, without the subnets.
  var leases: String {
    #""ipam": {"type": "host-local", "dataDir": "\#(fabric.files.path)/leases\#(number)"}"#
  }

  /// The same with the subnets.
  var ownLeases: String {
    leases.dropLast()
      + #", "ranges": [[{"subnet": "\#(subnet)"}], [{"subnet": "\#(subnet6)"}]]}"#
  }

  func configuration(_ plugin: String, _ keys: String, previous: String? = nil, more: String = "")
    -> String
  {
    #"{"cniVersion": "1.1.0", "name": "\#(fabric.network)", "type": "\#(plugin)", \#(keys)\#(more)"#
      + (previous.map { #", "prevResult": \#($0)"# } ?? "") + "}"
  }

  func call(_ command: String, _ plugin: String, _ text: String, netns: String, container: String)
    throws -> Pod.Answer
  {
    try Pod.call(command, plugin, text, on: space.path, netns: netns, container: container)
  }

  /// GC with a list of what exists.
  func collect(_ plugin: String, _ keys: String, except pods: [FabricPod]) throws -> Pod.Answer {
    let list = pods.map { #"{"containerID": "\#($0.containerID)", "ifname": "eth0"}"# }
    let more = #", "cni.dev/valid-attachments": [\#(list.joined(separator: ", "))]"#
    return try call(
      "GC", plugin, configuration(plugin, keys, more: more), netns: "", container: "")
  }
}

/// A container on a node.
final class FabricPod {
  let node: FabricNode
  let space: TestNamespace
  let containerID = Pod.newID()
  private let plugin: String
  private var keys: String
  private(set) var result = ""

  /// Calls ADD.
  init(_ node: FabricNode, _ plugin: String, _ keys: String) throws {
    let space = try TestNamespace()
    try space.run("sysctl -qw net.ipv6.conf.default.accept_dad=0")
    try space.ip("link set lo up")
    self.node = node
    self.space = space
    self.plugin = plugin
    self.keys = keys
    let answer = try call("ADD")
    guard answer.isSuccess else { throw Refused(answer: answer) }
    result = answer.text
  }

  struct Refused: Error, CustomStringConvertible {
    var answer: Pod.Answer
    var description: String { answer.text }
  }

  func call(_ command: String, keys: String? = nil, netns: String? = nil) throws -> Pod.Answer {
    if let keys { self.keys = keys }
    let text = node.configuration(
      plugin, self.keys, previous: result.isEmpty ? nil : result)
    return try node.call(
      command, plugin, text, netns: netns ?? space.path, container: containerID)
  }

  private var addresses: [String] {
    ((try? JSON(parsing: result))?["ips"]?.elements ?? []).compactMap {
      $0["address"]?.text?.split(separator: "/").first.map(String.init)
    }
  }

  var address: String? { addresses.first { !$0.contains(":") } }
  var address6: String? { addresses.first { $0.contains(":") } }

  /// Whether another one can be reached by ping and by TCP, with all its addresses.
  func reaches(_ other: FabricPod) throws -> Bool {
    for address in other.addresses {
      try space.run("busybox ping -c 1 -W 10 \(address)")
      guard try transfer(from: space, to: other.space, address) else { return false }
    }
    return !other.addresses.isEmpty
  }
}
