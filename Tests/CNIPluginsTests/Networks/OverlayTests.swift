import Foundation
import TestSupport
import Testing

/// The kinds of overlay networks that this kernel has.
let overlayKinds: Set<String> = {
  let words = [
    "vxlan": "vxlan id 9 dstport 4789", "geneve": "geneve external",
    "gre": "gre local 192.0.2.9 key 9", "ipip": "ipip local 192.0.2.9",
  ]
  return Set(
    words.compactMap { kind, word in
      let works: Void? = try? withNamespace { try $0.ip("link add probe type \(word)") }
      return works == nil ? nil : kind
    })
}()

/// An overlay network of the nodes of a fabric.
struct OverlayNetwork {
  var kind: String
  var mode = "bridge"
  var isUnderlayIPv6 = false
  var more = ""

  var hasIPv6: Bool { kind != "ipip" }

  /// The same configuration for every node but for its leases.
  func keys(_ node: FabricNode, _ nodes: [FabricNode]) -> String {
    let peers = nodes.map { peer in
      let subnets = [peer.subnet] + (hasIPv6 ? [peer.subnet6] : [])
      return #"{"name": "node\#(peer.number)", "#
        + #""address": "\#(isUnderlayIPv6 ? peer.address6 : peer.address)", "#
        + #""subnets": \#(subnets)}"#
    }
    return #""kind": "\#(kind)", "mode": "\#(mode)", \#(more)"#
      + #""peers": [\#(peers.joined(separator: ", "))], \#(node.leases)"#
  }

  func pod(_ node: FabricNode, _ nodes: [FabricNode]) throws -> FabricPod {
    try FabricPod(node, "overlay", keys(node, nodes))
  }
}

/// Pods of different nodes reach each other through a tunnel, with packets.
@Suite(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct OverlayTests {
  struct Case: CustomTestStringConvertible {
    var network: OverlayNetwork
    /// Of the tunnel on an underlay of 1500 bytes.
    var mtu: Int

    init(_ kind: String, _ mode: String, _ mtu: Int, overIPv6: Bool = false) {
      network = OverlayNetwork(kind: kind, mode: mode, isUnderlayIPv6: overIPv6)
      self.mtu = mtu
    }

    var testDescription: String {
      "\(network.kind), \(network.mode)\(network.isUnderlayIPv6 ? ", over IPv6" : "")"
    }
  }

  static let cases = [
    Case("vxlan", "bridge", 1450), Case("vxlan", "routed", 1450),
    Case("vxlan", "bridge", 1430, overIPv6: true), Case("geneve", "bridge", 1450),
    Case("geneve", "routed", 1450), Case("geneve", "bridge", 1430, overIPv6: true),
    Case("gre", "bridge", 1472), Case("gre", "routed", 1472), Case("ipip", "bridge", 1480),
    Case("ipip", "routed", 1480),
  ]

  @Test(arguments: cases.filter { overlayKinds.contains($0.network.kind) })
  func podsReachEachOther(_ test: Case) throws {
    let fabric = try Fabric(nodes: 3)
    let nodes = fabric.nodes
    let pods = try nodes.map { try test.network.pod($0, nodes) }
    for pod in pods {
      let mtu = try pod.space.json("ip -j link show eth0").elements.first?["mtu"]?.integer
      #expect(mtu == test.mtu)
      let checked = try pod.call("CHECK")
      #expect(checked.isSuccess, "\(checked.text)")
    }
    for (pod, other) in [(0, 1), (1, 2), (2, 0)] { #expect(try pods[pod].reaches(pods[other])) }
    // The node reaches pods of others, which see an address that leads back.
    let address = try #require(pods[1].address)
    try nodes[0].space.run("busybox ping -c 1 -W 10 \(address)")

    for pod in pods {
      let deleted = try pod.call("DEL")
      #expect(deleted.isSuccess, "\(deleted.text)")
      #expect(try pod.call("DEL", netns: "").isSuccess)
      let left = try pod.node.space.run("ip -br link")
      #expect(left.split(separator: "\n").count == 2, "\(left)")
    }
  }
}
