import Glibc
import LinuxSystem
import NetworkTypes
import NodeModel
import TestSupport
import Testing

@testable import NodeCollector

/// A node that is followed is the node that a fresh reading finds.
@Suite(.serialized, .enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct LiveTests {
  /// A node with a bridge, pods on it, and whatever else a change may touch.
  private static func node(pods: Int = 3) throws -> NamespaceNode {
    let node = try NamespaceNode()
    let names = (0..<pods).map { "pod\($0)" }
    try node.add(names)
    try node.ip(
      "host",
      """
      link add br0 type bridge
      addr add 10.0.0.1/24 dev br0
      addr add fd00::1/64 dev br0 nodad
      link set br0 up
      link add uplink type veth peer name outside
      link set outside up
      addr add 192.0.2.1/24 dev uplink
      link set uplink up
      route add default via 192.0.2.254
      """)
    for (number, pod) in names.enumerated() {
      try connect(pod, number, in: node)
    }
    return node
  }

  private static func connect(_ pod: String, _ number: Int, in node: NamespaceNode) throws {
    try node.ip(
      "host",
      """
      link add ve\(number) type veth peer name vp\(number)
      link set ve\(number) master br0 up
      """)
    try node.move("vp\(number)", from: "host", to: pod, as: "eth0")
    try node.ip(
      pod,
      """
      addr add 10.0.0.\(10 + number % 200)/24 dev eth0
      link set eth0 up
      route add default via 10.0.0.1
      """)
  }

  @Test func isPublishedSoon() throws {
    let node = try Self.node()
    let follower = try Follower(node)
    follower.start()
    let id = try node.id("pod1")
    var mtu: UInt32 = 1400
    let time = try shortest(within: .seconds(1)) {
      mtu += 1
      try node.ip("pod1", "link set eth0 mtu \(mtu)")
      let time = follower.wait { $0.namespace(id)?.links?.last?.mtu == mtu }
      return .microseconds(try #require(time, "a change of a pod's MTU was not published"))
    }
    #expect(time <= .seconds(1))
    say("a change is published after \(time)")
  }

  /// The files that name a pod are read a little later than its namespace goes.
  @Test func podGoesWithItsNamespaceAndIsToldOnce() throws {
    let node = try Self.node()
    try node.files.write(
      "var/lib/cni/results/podnet-sandbox-eth0",
      """
      {"kind":"cniCacheV1","containerId":"sandbox","ifName":"eth0","networkName":"podnet",
       "netns":"/run/netns/pod1","cniArgs":[["K8S_POD_NAMESPACE","default"],["K8S_POD_NAME","web"]],
       "result":{"cniVersion":"1.0.0","interfaces":[{"name":"eth0","sandbox":"/run/netns/pod1"}],
       "ips":[{"interface":0,"address":"10.0.0.11/24"}]}}
      """)
    let id = try node.id("pod1")
    let follower = try Follower(node)
    #expect(
      follower.wait { $0.pods.first { $0.netns == id }?.interfaces.first?.link != nil } != nil)
    follower.wait(0.5) { _ in false }
    let before = follower.changes.count
    try node.remove("pod1")
    var leftBehind = 0
    let time = follower.wait { snapshot in
      let isGone = snapshot.namespace(id) == nil
      if isGone, snapshot.pods.contains(where: { $0.netns == id }) { leftBehind += 1 }
      return isGone && snapshot.pods.isEmpty
    }
    #expect(time != nil && leftBehind == 0)
    // Reading the files once more finds nothing else.
    follower.wait(0.5) { _ in false }
    let told = follower.changes[before...].filter { $0.subject == .pod }
    #expect(told.map(\.action) == [.removed], "\(told.map(\.summary))")
  }

  @Test func followsAStormOfFlaps() throws {
    let node = try Self.node()
    let follower = try Follower(node)
    follower.start()
    try node.ip(
      "host",
      many: (0..<600).map { "link set ve\($0 % 3) \($0 % 2 == 0 ? "down" : "up")" })
    try node.ip("host", "link set ve0 up\nlink set ve1 up\nlink set ve2 down")
    try follower.expectFresh("600 link flaps (\(follower.updates) updates)")
  }

  @Test func followsBurstsOfRoutes() throws {
    let node = try Self.node(pods: 1)
    let follower = try Follower(node)
    follower.start()
    let routes = (0..<20_000).map { "10.\(100 + $0 / 65_536).\($0 / 256 % 256).\($0 % 256)/32" }
    try node.ip("host", many: routes.map { "route add \($0) dev br0" })
    try follower.expectFresh("20,000 routes added")
    #expect((follower.snapshot?.host?.routes?.count ?? 0) > 20_000)
    try node.ip("host", many: routes[..<15_000].map { "route del \($0)" })
    try follower.expectFresh("15,000 routes deleted")
    // No event tells of routes that go with their link.
    try node.ip("host", "link set br0 down")
    try follower.expectFresh("5,000 routes gone with their link")
    #expect((follower.snapshot?.host?.routes?.count ?? .max) < 100)
  }

  /// Each of these takes things along that the kernel sends no event for.
  @Test(arguments: [
    ("address with routes", "addr del 192.0.2.1/24 dev uplink"),
    ("link with rules", "link del uplink"),
    ("next hop with routes", "nexthop del id 7"),
    ("link with next hops", "link set uplink down"),
    ("bridge port", "link set ve0 nomaster"),
    ("name in rules", "link set uplink down\nlink set uplink name other"),
    (
      "neighbours",
      "neigh flush dev br0 nud all\nneigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev br0"
    ),
    ("properties", "link property add dev br0 altname a-long-name-of-a-bridge"),
    ("options of a port", "link set ve0 type bridge_slave isolated on cost 77"),
    ("options of a bridge", "link set br0 type bridge ageing_time 1000 stp_state 1"),
    ("way of making addresses", "link set ve1 addrgenmode none"),
    ("tunnel", "link add vx0 type vxlan id 7 dstport 4789 local 192.0.2.1\nlink set vx0 up"),
    ("qdisc", "link set br0 txqueuelen 0\nlink set ve0 down\nlink set ve0 txqueuelen 7 up"),
    ("IPv6 address", "addr add fd00::77/64 dev ve1 nodad"),
  ])
  func followsWhatGoesAlong(_ what: String, _ lines: String) throws {
    let node = try Self.node(pods: 2)
    try node.ip(
      "host",
      """
      addr add 198.51.100.1/24 dev uplink
      route add 203.0.113.0/24 dev br0 src 192.0.2.1
      nexthop add id 7 via 192.0.2.7 dev uplink
      nexthop add id 8 via 192.0.2.8 dev uplink
      route add 203.0.114.0/24 nhid 7
      rule add iif uplink lookup 77 priority 100
      neigh add proxy 192.0.2.99 dev uplink
      neigh add 192.0.2.200 lladdr 02:00:00:00:00:01 dev uplink
      """)
    let follower = try Follower(node)
    follower.start()
    follower.wait(0.3) { _ in false }
    try node.ip("host", lines)
    try follower.expectFresh(what)
  }

  @Test func followsForwardingEntries() throws {
    let node = try Self.node()
    try node.ip(
      "host", "link add vx0 type vxlan id 7 dstport 4789 local 192.0.2.1\nlink set vx0 up")
    let follower = try Follower(node)
    follower.start()
    let entries = (0..<300).map { number in
      "fdb append 02:00:00:00:\(hex(number / 256)):\(hex(number % 256)) dev vx0 dst 192.0.2.9"
    }
    try node.run(
      in: "host", ["bridge", "-batch", "-"], input: entries.joined(separator: "\n") + "\n")
    try node.run(
      in: "host",
      ["bridge", "fdb", "add", "02:00:00:00:99:99", "dev", "ve0", "master", "static"])
    try follower.expectFresh("forwarding entries")
    #expect((follower.snapshot?.host?.fdb?.count ?? 0) > 300)
    try node.ip("host", "link del vx0")
    try follower.expectFresh("forwarding entries gone with their link")
  }

  /// Receive buffers that hold a few messages run over all the time.
  @Test func resynchronisesAfterLostEvents() throws {
    let node = try Self.node()
    let follower = try Follower(node, receiveBuffer: 2048)
    follower.start()
    try node.ip(
      "host", many: (0..<3000).map { "route add 10.9.\($0 / 250).\($0 % 250)/32 dev br0" })
    try node.ip(
      "host", many: (0..<200).map { "link set ve\($0 % 3) \($0 % 2 == 0 ? "down" : "up")" })
    try follower.expectFresh("events lost")
    #expect((follower.snapshot?.host?.routes?.count ?? 0) > 3000)
    // What goes with a link that came up meanwhile goes without a word.
    try node.ip("host", "link del ve0")
    try follower.expectFresh("a link gone after events were lost")
  }

  @Test func tablesAreKnownOnlyWhileWanted() throws {
    let node = try Self.node(pods: 1)
    let follower = try Follower(node, wanted: [.rules])
    follower.start()
    #expect(follower.snapshot?.host?.rules?.isEmpty == false)
    #expect(follower.snapshot?.host?.routes == nil)
    follower.live.want([.routes, .neighbours])
    #expect(follower.wait { $0.host?.routes != nil && $0.host?.neighbours != nil } != nil)
    #expect(follower.snapshot?.host?.rules == nil)
    try node.ip("host", "route add 10.77.0.0/16 dev br0")
    #expect(
      follower.wait { $0.host?.routes?.contains("10.77.0.0/16") == true } != nil)
    follower.live.want([])
    #expect(follower.wait { $0.host?.routes == nil } != nil)
    // Meanwhile nobody listens.
    try node.ip("host", "route add 10.78.0.0/16 dev br0")
    follower.live.want([.routes])
    #expect(
      follower.wait { $0.host?.routes?.contains("10.78.0.0/16") == true } != nil)
  }

  @Test func countersRunByThemselves() throws {
    let node = try Self.node(pods: 2)
    let follower = try Follower(node, wanted: [], refresh: 100)
    follower.start()
    let pod = try node.id("pod0")
    let before = follower.snapshot?.namespace(pod)?.statistics.last?.rxPackets ?? 0
    try node.run(in: "host", Self.sending(to: "10.0.0.10"))
    let sent = try node.snapshot().namespace(pod)?.statistics.last?.rxPackets ?? 0
    #expect(sent > before, "nothing was sent")
    #expect(follower.wait { ($0.namespace(pod)?.statistics.last?.rxPackets ?? 0) >= sent } != nil)
    // What stays inside a pod is noticed a little later.
    try node.run(in: "pod1", Self.sending(to: "127.0.0.1"))
    let other = try node.id("pod1")
    let inside = try node.snapshot().namespace(other)?.statistics.first?.rxPackets ?? 0
    #expect(inside > 0, "nothing was sent")
    #expect(
      follower.wait { ($0.namespace(other)?.statistics.first?.rxPackets ?? 0) >= inside }
        != nil)
  }

  /// A program that sends a few datagrams.
  private static func sending(to address: String) -> [String] {
    let lines = """
      import socket
      s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      for _ in range(3):
        try: s.sendto(b'x' * 100, ('\(address)', 9))
        except ConnectionRefusedError: pass
      """
    return ["python3", "-c", lines]
  }

  private func hex(_ number: Int) -> String {
    (number < 16 ? "0" : "") + String(number, radix: 16)
  }
}

extension RouteTable {
  func contains(_ prefix: String) -> Bool {
    (0..<count).contains { "\(self[$0].destination)" == prefix }
  }
}
