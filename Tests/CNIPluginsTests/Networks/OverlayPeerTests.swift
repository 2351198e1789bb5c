import Dispatch
import Foundation
import Synchronization
import TestSupport
import Testing

/// Nodes that come and go, and what GC makes of it.
@Suite(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct OverlayPeerTests {
  private let network = OverlayNetwork(kind: "vxlan")

  @Test func aNodeComesAndGoes() throws {
    let fabric = try Fabric(nodes: 2)
    let two = fabric.nodes
    let pods = try two.map { try network.pod($0, two) }
    #expect(try pods[0].reaches(pods[1]))

    let third = try fabric.addNode()
    let three = fabric.nodes
    let new = try network.pod(third, three)
    // The others learn of it by the next GC, with the containers that they have.
    for (node, pod) in zip(two, pods) {
      let answer = try node.collect("overlay", network.keys(node, three), except: [pod])
      #expect(answer.isSuccess, "\(answer.text)")
      let checked = try pod.call("CHECK", keys: network.keys(node, three))
      #expect(checked.isSuccess, "\(checked.text)")
    }
    #expect(try new.reaches(pods[0]) && pods[1].reaches(new))

    // It goes; nothing of it stays.
    for (node, pod) in zip(two, pods) {
      _ = try node.collect("overlay", network.keys(node, two), except: [pod])
      let left =
        try node.space.run("ip route") + node.space.run("ip -6 route")
        + node.space.run("ip neigh show nud permanent") + node.space.run("bridge fdb")
      for trace in [third.subnet, third.subnet6, "10.90.3.0", "dst \(third.address)"] {
        #expect(!left.contains(trace), "\(left)")
      }
    }
    #expect(try pods[0].reaches(pods[1]))
  }

  @Test func collectsWhatRuntimesLost() throws {
    let fabric = try Fabric(nodes: 1)
    let node = fabric.nodes[0]
    let keys = network.keys(node, [node])
    let pods = try (0..<3).map { _ in try network.pod(node, [node]) }
    // One of three is known; the others' namespaces are there yet.
    var answer = try node.collect("overlay", keys, except: [pods[1]])
    #expect(answer.isSuccess, "\(answer.text)")
    #expect(try !pods[0].space.run("ip -br link").contains("eth0"))
    #expect(try pods[1].call("CHECK").isSuccess)
    let leases = "\(fabric.files.path)/leases1/\(fabric.network)"
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: leases)
        .filter { $0.hasPrefix("10.") || $0.hasPrefix("fd") }.count == 2)
    answer = try node.collect("overlay", keys, except: [])
    #expect(answer.isSuccess, "\(answer.text)")
    let left = try node.space.run("ip -br link")
    #expect(left.split(separator: "\n").count == 2, "\(left)")
  }

  /// Containers that come and go at once: the tunnel goes with the last one, and whoever comes at
  /// that moment makes it anew.
  @Test func manyAtOnce() throws {
    let fabric = try Fabric(nodes: 1)
    let node = fabric.nodes[0]
    let path = node.space.path
    let text = node.configuration("overlay", network.keys(node, [node]))
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 5) { worker in
      let found = Self.comeAndGo(path, text, "storm-\(worker)-\(getpid())")
      failures.withLock { $0 += found }
    }
    #expect(failures.withLock { $0 } == [])
    let left = try node.space.run("ip -br link")
    #expect(left.split(separator: "\n").count == 2, "\(left)")
  }

  /// - Returns: What failed.
  private static func comeAndGo(_ node: String, _ text: String, _ name: String) -> [String] {
    var failures: [String] = []
    do {
      let space = try TestNamespace()
      for round in 0..<4 {
        for command in ["ADD", "DEL"] {
          let answer = try Pod.call(
            command, "overlay", text, on: node, netns: space.path, container: "\(name)-\(round)")
          if !answer.isSuccess { failures.append("\(command): \(answer.text)") }
        }
      }
    } catch {
      failures.append("\(error)")
    }
    return failures
  }
}
