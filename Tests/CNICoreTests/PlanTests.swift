import CNIPlan
import CNISpec
import NetworkTypes
import Testing

struct PlanTests {
  private static func prefix(_ text: String) throws -> IPPrefix { try #require(IPPrefix(text)) }

  @Test func readsAsLinesGroupedBySide() throws {
    var plan = Plan()
    var bridge = NewLink("cni0", .bridge(vlanFiltering: false))
    bridge.mtu = 1450
    plan.add(.createLink(bridge), in: .node, undo: .deleteUnusedBridge("cni0"))
    var pair = NewLink("veth1", .veth(VethPeer("eth0", in: .container)))
    pair.master = "cni0"
    pair.isUp = true
    plan.add(.createLink(pair), in: .node, undo: .deleteLink("veth1"))
    plan.add(
      .addAddress(NewAddress(try Self.prefix("10.1.2.3/24"), on: "eth0")), in: .container)
    plan.add(.setSysctl("net/ipv4/ip_forward", "1", optional: false), in: .node)
    plan.add(
      .addRoute(
        NewRoute(try Self.prefix("0.0.0.0/0"), via: IPAddress("10.1.2.1"), on: "eth0")),
      in: .container)
    plan.add(.deleteLink("old0"), in: .container)
    #expect(
      plan.text(node: "worker-1", container: "default/web") == """
        worker-1
          + bridge cni0 mtu 1450
          + veth veth1 to eth0 in the container master cni0 up
          ~ sysctl net/ipv4/ip_forward = 1
        default/web
          + address 10.1.2.3/24 on eth0
          + route 0.0.0.0/0 via 10.1.2.1 on eth0
          - link old0

        """)
  }

  @Test(
    arguments: [
      ("a subnet", "10.1.2.3/24", "10.1.2.255"), ("two addresses", "10.1.2.2/31", nil),
      ("one address", "10.1.2.2/32", nil), ("everything", "10.1.2.3/0", "255.255.255.255"),
      ("IPv6", "fd00::1/64", nil),
    ] as [(String, String, String?)])
  func broadcastIsTheLastAddress(_ what: String, text: String, broadcast: String?) throws {
    let address = NewAddress(try Self.prefix(text), on: "eth0")
    #expect(address.broadcast == broadcast.flatMap { IPAddress($0) })
  }

  static let entries = [
    UndoEntry(place: .node, undo: .deleteLink("veth1")),
    UndoEntry(place: .container, undo: .deleteLink("eth0", index: 7)),
    UndoEntry(place: .node, undo: .deleteUnusedBridge("cni0")),
    UndoEntry(place: .container, undo: .setUp("lo", false)),
    UndoEntry(place: .container, undo: .leaveMaster("eth0")),
    UndoEntry(place: .container, undo: .setSysctl("net/ipv6/conf/lo/disable_ipv6", "1")),
    UndoEntry(
      place: .container, undo: .returnLink(ReturnedLink("net1", as: "ens4", wasUp: true))),
  ]

  @Test(arguments: entries)
  func inversesSurviveTheJournal(_ entry: UndoEntry) throws {
    #expect(UndoEntry(try JSONValue(parsing: entry.json.bytes())) == entry)
  }

  @Test(arguments: [
    "null", "[]", "{}", #"{"place":"node"}"#, #"{"place":"moon","undo":"deleteLink","link":"a"}"#,
    #"{"place":"node","undo":"deleteLink"}"#, #"{"place":"node","undo":"deleteLink","link":7}"#,
    #"{"place":"node","undo":"deleteLink","link":"a","index":"x"}"#,
    #"{"place":"node","undo":"deleteLink","link":"a","index":99999999999999999999}"#,
    #"{"place":"node","undo":"setUp","link":"a","up":1}"#,
    #"{"place":"node","undo":"returnLink","link":"a"}"#,
    #"{"place":"node","undo":"setSysctl","key":"a"}"#, #"{"place":"node","undo":"format"}"#,
  ])
  func whatNobodyWroteIsNoInverse(_ text: String) throws {
    #expect(UndoEntry(try JSONValue(parsing: Array(text.utf8))) == nil)
  }
}
