import NetworkTypes
import NodeModel
import TestSupport
import Testing

@testable import NodeCollector

/// The paths of a real vxlan device, as flannel makes one, with each leg taken away.
@Suite(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct TunnelPathTests {
  private static func node() throws -> NamespaceNode {
    let node = try NamespaceNode(isQuiet: true)
    var lines = [
      "link add un0 type veth peer name un1", "link set un0 up", "link set un1 up",
      "address add 192.0.2.1/24 dev un0",
      "link add vx0 type vxlan id 1 local 192.0.2.1 dev un0 dstport 8472 nolearning",
      "address add 10.244.0.0/32 dev vx0", "link set vx0 up",
    ]
    for end in 1...3 {
      lines += ["neigh add \(neighbour(end))", "route add \(route(end))"]
    }
    try node.ip("host", lines.joined(separator: "\n"))
    for end in 1...3 { try bridge(node, "fdb append", end) }
    return node
  }

  private static func neighbour(_ end: Int) -> String {
    "10.244.\(end).0 lladdr 02:00:00:00:00:0\(end) dev vx0 nud permanent"
  }
  private static func route(_ end: Int) -> String {
    "10.244.\(end).0/24 via 10.244.\(end).0 dev vx0 onlink"
  }
  private static func bridge(_ node: NamespaceNode, _ command: String, _ end: Int) throws {
    let words = "bridge \(command) 02:00:00:00:00:0\(end) dev vx0 dst 192.0.2.1\(end) self"
    try node.run(in: "host", words.split(separator: " ").map(String.init))
  }

  private static func paths(_ node: NamespaceNode) throws -> [TunnelPath] {
    let snapshot = try node.snapshot()
    let link = try #require(snapshot.tunnels.first?.link)
    return try #require(snapshot.tunnelPaths()[link])
  }

  @Test func allLegsAreThere() throws {
    let paths = try Self.paths(Self.node())
    #expect(paths.map { $0.remote?.description } == ["192.0.2.11", "192.0.2.12", "192.0.2.13"])
    #expect(paths.map { $0.gateway?.description } == ["10.244.1.0", "10.244.2.0", "10.244.3.0"])
    #expect(
      paths.flatMap(\.destinations).map(\.description).sorted()
        == ["10.244.1.0/24", "10.244.2.0/24", "10.244.3.0/24"])
    #expect(paths.allSatisfy { $0.missing.isEmpty && $0.routes == 1 })
  }

  @Test func aMissingRouteIsSeen() throws {
    let node = try Self.node()
    try node.ip("host", "route del 10.244.2.0/24")
    let broken = try Self.paths(node).filter { !$0.missing.isEmpty }
    #expect(broken.map(\.missing) == [[.route]])
    #expect(broken.first?.remote == IPAddress("192.0.2.12"))
  }

  @Test func aMissingNeighbourIsSeen() throws {
    let node = try Self.node()
    try node.ip("host", "neigh del 10.244.2.0 dev vx0")
    let broken = try Self.paths(node).filter { !$0.missing.isEmpty }
    #expect(broken.map(\.missing) == [[.neighbour]])
    // Both halves are of one path: there is one of each.
    #expect(broken.first?.remote == IPAddress("192.0.2.12"))
    #expect(broken.first?.gateway == IPAddress("10.244.2.0"))
  }

  @Test func aMissingForwardingEntryIsSeen() throws {
    let node = try Self.node()
    try Self.bridge(node, "fdb del", 2)
    let broken = try Self.paths(node).filter { !$0.missing.isEmpty }
    #expect(broken.map(\.missing) == [[.fdb]])
    #expect(broken.first?.remote == nil)
    #expect(broken.first?.gateway == IPAddress("10.244.2.0"))
  }

  /// What floods asks for what it does not know.
  @Test func aDeviceThatFloodsLacksNothing() throws {
    let node = try Self.node()
    let words = "bridge fdb append 00:00:00:00:00:00 dev vx0 dst 192.0.2.19 self"
    try node.run(in: "host", words.split(separator: " ").map(String.init))
    try Self.bridge(node, "fdb del", 2)
    try node.ip("host", "neigh del 10.244.3.0 dev vx0")
    let paths = try Self.paths(node)
    #expect(paths.allSatisfy { $0.missing.isEmpty }, "\(paths)")
    #expect(paths.contains { $0.remote == IPAddress("192.0.2.19") })
  }
}
