import Foundation
import Glibc
import TestSupport
import Testing

private let hasBIRD = access("/usr/sbin/bird", X_OK) == 0

/// Pods that are routed, and BIRD with what `cnitop plan network` writes: the nodes tell each other
/// where pods are, and packets go as they are.
@Suite(.enabled(if: canMakeNamespaces && hasBIRD, "needs root and bird2"))
struct BIRDTests {
  /// A daemon on a node, which ends with the value.
  final class Daemon {
    private let folder: String

    init(_ node: FabricNode, _ configuration: String) throws {
      folder = "\(node.fabric.files.path)/bird\(node.number)"
      try node.fabric.files.write("bird\(node.number)/bird.conf", configuration)
      try node.space.run(
        "bird -c \(folder)/bird.conf -s \(folder)/control -P \(folder)/pid -D \(folder)/log")
    }

    func answer(_ command: String) throws -> String {
      try run(
        ["birdc", "-s", "\(folder)/control"] + command.split(separator: " ").map(String.init))
    }

    deinit {
      let text = try? String(contentsOfFile: "\(folder)/pid", encoding: .utf8)
      if let process = text.flatMap({ pid_t($0.filter(\.isNumber)) }) { kill(process, SIGTERM) }
    }
  }

  /// What the command writes, for the nodes of a fabric.
  private func files(_ fabric: Fabric, _ more: [String]) throws -> [(node: Int, content: String)] {
    let nodes = fabric.nodes.flatMap {
      ["--node", "node\($0.number)=\($0.address),\($0.address6)"]
    }
    let text = try run(
      [built("cnitop"), "plan", "network", "--fabric", "own", "--layer", "l2", "-o", "json"]
        + ["--pod-network", "10.90.0.0/16", "--pod-network", "fd00:90::/32"] + nodes + more)
    let document = try JSON(parsing: text)
    return (document["files"]?.elements ?? []).compactMap { file in
      guard file["path"] == "/etc/bird/bird.conf", let content = file["content"]?.text,
        let node = fabric.nodes.first(where: { file["node"]?.text == "node\($0.number)" })
      else { return nil }
      return (node.number, content)
    }
  }

  /// Waits, as daemons take their time to find each other.
  private func eventually(_ what: String, _ isTrue: () throws -> Bool) throws {
    for _ in 0..<200 {
      if try isTrue() { return }
      usleep(200_000)
    }
    Issue.record("\(what) within 40 seconds")
  }

  private func pod(_ node: FabricNode) throws -> FabricPod {
    try FabricPod(node, "underlay", #""kind": "routed", \#(node.ownLeases)"#)
  }

  private func requireConnections(_ pods: [FabricPod]) throws {
    for pod in pods {
      for other in pods where other !== pod {
        let address = try #require(other.address)
        let address6 = try #require(other.address6)
        try eventually("a route to \(address) on node \(pod.node.number)") {
          try pod.node.space.run("ip route get \(address)").contains("192.0.2.\(other.node.number)")
            && pod.node.space.run("ip -6 route get \(address6)").contains("2001:db8::")
        }
      }
    }
    for (pod, other) in zip(pods, pods.dropFirst() + pods.prefix(1)) {
      #expect(try pod.reaches(other))
    }
  }

  @Test func fullMesh() throws {
    let fabric = try Fabric(nodes: 3)
    let pods = try fabric.nodes.map(pod)
    let files = try files(fabric, [])
    try #require(files.count == 3)
    let daemons = try files.map { try Daemon(fabric.nodes[$0.node - 1], $0.content) }
    try requireConnections(pods)
    let sessions = try daemons[0].answer("show protocols")
    #expect(sessions.matches(of: /BGP .* Established/).count == 4, "\(sessions)")

    // A pod comes and goes: the others hear of it.
    let new = try pod(fabric.nodes[0])
    try requireConnections([new, pods[1]])
    let address = try #require(new.address)
    #expect(try new.call("DEL").isSuccess)
    try eventually("no route to \(address)") {
      try !fabric.nodes[1].space.run("ip route").contains(address)
    }

    // A node goes: its routes go from the others.
    _ = try daemons[2].answer("down")
    let gone = try #require(pods[2].address)
    try eventually("no route to \(gone)") {
      try !fabric.nodes[1].space.run("ip route").contains(gone)
    }
    #expect(try pods[0].reaches(pods[1]))
  }

  @Test func routeReflectors() throws {
    let fabric = try Fabric(nodes: 3)
    let pods = try fabric.nodes.map(pod)
    let files = try files(fabric, ["--reflectors", "1"])
    try #require(files.count == 3)
    let daemons = try files.map { try Daemon(fabric.nodes[$0.node - 1], $0.content) }
    try requireConnections(pods)
    #expect(try daemons[0].answer("show protocols").matches(of: /BGP .* Established/).count == 4)
    // The others speak with the reflector alone.
    let sessions = try daemons[1].answer("show protocols")
    #expect(sessions.matches(of: /BGP\s/).count == 2, "\(sessions)")
  }
}
