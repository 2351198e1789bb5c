import LinuxSystem
import NetworkTypes
import NodeModel
import TestSupport
import Testing

@testable import NodeCollector

/// Other ends of links, in real namespaces.
@Suite(.serialized, .enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct PeerTests {
  @Test func acrossAnyTwoNamespaces() throws {
    let node = try NamespaceNode()
    try node.add(["a", "b", "c"])
    try node.ip("a", "link add ab type veth peer name ba")
    try node.move("ba", from: "a", to: "b", as: "ba")
    try node.ip("a", "link add ac type veth peer name ca")
    try node.move("ca", from: "a", to: "b", as: "ca")
    // From one pod to another: nobody tells the other end.
    let follower = try Follower(node)
    follower.start()
    try node.move("ca", from: "b", to: "c", as: "ca")
    let pairs = try [("a", "ab", "b", "ba"), ("a", "ac", "c", "ca")].map { pair in
      (left: pair.1, inside: try node.id(pair.0), right: pair.3, outside: try node.id(pair.2))
    }
    func strangers(_ snapshot: Snapshot) -> [String] {
      pairs.compactMap { pair in
        let left = Self.link(pair.left, in: pair.inside, snapshot)
        let right = Self.link(pair.right, in: pair.outside, snapshot)
        let areJoined =
          left != nil && right != nil && left?.peer == right?.id && right?.peer == left?.id
        return areJoined ? nil : "\(pair.left) and \(pair.right)"
      }
    }
    #expect(try strangers(node.snapshot()) == [])
    follower.wait { strangers($0).isEmpty }
    #expect(try strangers(#require(follower.snapshot)) == [])
    try follower.expectFresh("pairs between pods")
  }

  private static func link(_ name: String, in id: NamespaceID, _ snapshot: Snapshot) -> Link? {
    snapshot.namespace(id)?.links?.first { $0.name == name }
  }

  /// A thousand links whose other ends are in a namespace that nobody can see.
  @Test func hiddenOnesAreCheap() throws {
    let node = try NamespaceNode()
    try node.add((0..<20).map { "pod\($0)" })
    let hidden = try TestNamespace()
    try node.ip(
      "host",
      many: (0..<1000).map { "link add h\($0) type veth peer name x netns \(hidden.path)" }
        .enumerated().map { $1.replacing("name x", with: "name x\($0)") })
    let links = try node.snapshot().host?.links ?? []
    #expect(links.count == 1001)
    #expect(links.allSatisfy { $0.peer == nil })
    #expect(links.dropFirst().allSatisfy { $0.linkNSID != nil })

    let session = try NodeSession(node.options)
    _ = session.discover()
    session.readNamespaceNumbers()
    session.read([.links])
    let times = (0..<5).map { _ in
      let start = Clock.monotonic()
      _ = session.snapshot()
      return Clock.monotonic() - start
    }
    let next = times[1...].min() ?? .max
    say("1,000 hidden ends: first snapshot \(milliseconds(times[0])), next \(milliseconds(next))")
    #expect(next < 500_000)
  }

  /// A number of a namespace is assigned by who links to it, and never by who looks.
  @Test func lookingAssignsNoNumbers() throws {
    let node = try NamespaceNode()
    try node.add(["a", "b", "c", "alone"])
    try node.ip("host", "link add ve0 type veth peer name vp0")
    try node.move("vp0", from: "host", to: "a", as: "eth0")
    try node.ip("b", "link add bc type veth peer name cb")
    try node.move("cb", from: "b", to: "c", as: "cb")
    let before = try Self.numbers(node)
    let snapshot = try node.snapshot()
    #expect(try Self.numbers(node) == before)
    #expect(snapshot.namespaces.count == 5)
    let follower = try Follower(node, refresh: 50)
    follower.start()
    try node.ip("host", "link set ve0 up")
    follower.wait(0.5) { _ in false }
    #expect(try Self.numbers(node) == before)
    // Those that have a number have the one that the kernel gave.
    let own = try node.id("a")
    #expect(snapshot.namespace(own)?.nsid != nil)
    #expect(try snapshot.namespace(node.id("alone"))?.nsid == nil)
  }

  private static func numbers(_ node: NamespaceNode) throws -> [String] {
    try ["host", "a", "b", "c", "alone"].map {
      try node.run(in: $0, ["ip", "netns", "list-id"])
    }
  }
}
