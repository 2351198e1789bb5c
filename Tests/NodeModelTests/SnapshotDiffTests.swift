import NetworkTypes
import Testing

@testable import NodeModel

@Suite struct SnapshotDiffTests {
  static let host = NamespaceID(inode: 1)

  static func link(_ index: Int32, _ name: String) -> Link {
    var link = Link(id: LinkID(host, index), name: name)
    link.mtu = 1500
    link.operState = .up
    return link
  }

  static func route(_ number: Int, gateway: UInt32 = 1) -> RouteRecord {
    var record = RouteRecord()
    record.destinationLow = UInt64(number) << 8
    record.destinationLength = 24
    record.code = RouteRecord.hasGateway
    record.gatewayLow = UInt64(gateway)
    record.table = 254
    record.device = 2
    _ = record.pack(type: 1, scope: 0)
    return record
  }

  static func snapshot(_ change: (inout Namespace) -> Void = { _ in }) -> Snapshot {
    var namespace = Namespace(id: host, isHost: true)
    namespace.links = [link(1, "lo"), link(2, "eth0")]
    namespace.statistics = [LinkStatistics(), LinkStatistics()]
    namespace.links?[1].addresses = [
      InterfaceAddress(address: IPAddress(ipv4: 0x0A00_0001), prefixLength: 24)
    ]
    var routes = RouteTable()
    for number in 0..<10 { routes.append(route(number)) }
    namespace.routes = routes
    namespace.rules = [Rule(family: .ipv4, priority: 0, table: 255, action: .toTable)]
    namespace.neighbours = [
      Neighbour(
        address: IPAddress(ipv4: 0x0A00_0002), macAddress: MACAddress([2, 0, 0, 0, 0, 1]),
        device: 2, state: .reachable)
    ]
    namespace.fdb = [
      FDBEntry(
        macAddress: MACAddress([2, 0, 0, 0, 0, 2])!, device: 2, state: .permanent, flags: .master)
    ]
    namespace.nextHops = []
    namespace.qdiscs = []
    change(&namespace)
    return Snapshot(capturedAt: 5, namespaces: [namespace])
  }

  static func changes(_ change: (inout Namespace) -> Void) -> [Change] {
    SnapshotDiff.changes(from: snapshot(), to: snapshot(change))
  }

  static func events(_ change: (inout Namespace) -> Void) -> [String] {
    changes(change).map { "\($0.subject).\($0.action) \($0.title)" }
  }

  @Test func findsNothingInEqualSnapshots() {
    #expect(Self.events { _ in }.isEmpty)
    let snapshot = Self.snapshot()
    #expect(SnapshotDiff.changes(from: snapshot, to: snapshot).isEmpty)
  }

  @Test func ignoresWhatRunsByItself() {
    let old = Self.snapshot { namespace in
      namespace.links![1].addresses[0].validSeconds = 100
      namespace.links![1].detail.set("garbageCollectionTimerCentiseconds", 17)
      namespace.neighbours![0].usedSeconds = 1
      namespace.fdb![0].updatedSeconds = 1
      var extra = RouteExtra()
      extra.expiresSeconds = 30
      namespace.routes!.append(Self.route(99), extra: extra)
      namespace.processes = 4
    }
    let new = Self.snapshot { namespace in
      namespace.links![1].addresses[0].validSeconds = 99
      namespace.links![1].detail.set("garbageCollectionTimerCentiseconds", 16)
      namespace.neighbours![0].usedSeconds = 2
      namespace.neighbours![0].probes = 3
      namespace.fdb![0].updatedSeconds = 2
      namespace.statistics[1].rxBytes = 1
      var extra = RouteExtra()
      extra.expiresSeconds = 29
      namespace.routes!.append(Self.route(99), extra: extra)
      namespace.processes = 5
    }
    #expect(SnapshotDiff.changes(from: old, to: new).map(\.summary) == [])
  }

  @Test func namesTheFieldsOfALink() {
    let changes = Self.changes { namespace in
      namespace.links![1].operState = .down
      namespace.links![1].mtu = 9000
      namespace.links![1].detail.set("vni", 7)
    }
    #expect(changes.map(\.subject) == [.link])
    #expect(changes.map(\.key) == ["link:1/2"])
    #expect(
      changes.first?.fields == [
        field("mtu", "1500", "9000"), field("operState", "up", "down"),
        field("detail.vni", nil, "7"),
      ])
    #expect(
      changes.first?.summary
        == "eth0 changed: mtu 1500 → 9000, operState up → down, detail.vni – → 7")
  }

  private func field(_ name: String, _ before: String?, _ after: String?) -> Change.Field {
    Change.Field(name: name, before: before, after: after)
  }

  @Test func tellsAddressesFromTheirLink() {
    let events = Self.events { namespace in
      namespace.links![1].addresses = [
        InterfaceAddress(
          address: IPAddress(ipv4: 0x0A00_0001), prefixLength: 24, flags: .tentative),
        InterfaceAddress(address: IPAddress("fe80::1")!, prefixLength: 64),
      ]
    }
    #expect(events == ["address.changed 10.0.0.1/24 on eth0", "address.added fe80::1/64 on eth0"])
  }

  @Test func followsALinkThroughRenaming() {
    let changes = Self.changes { $0.links![1].name = "uplink" }
    #expect(changes.map(\.summary) == ["uplink changed: name eth0 → uplink"])
  }

  @Test func removesALinkWithItsAddresses() {
    #expect(
      Self.events { $0.links!.removeLast() } == [
        "link.removed eth0", "address.removed 10.0.0.1/24 on eth0",
      ])
  }

  @Test func pairsRoutesByDestination() {
    let changes = Self.changes { namespace in
      var routes = RouteTable()
      for number in 1..<10 { routes.append(Self.route(number, gateway: number == 5 ? 9 : 1)) }
      routes.append(Self.route(50))
      namespace.routes = routes
    }
    #expect(
      changes.map(\.summary) == [
        "0.0.0.0/24 removed", "0.0.5.0/24 changed: gateway 0.0.0.1 → 0.0.0.9",
        "0.0.50.0/24 added",
      ])
  }

  @Test func countsEqualRows() {
    let twice = Self.changes { $0.routes!.append(Self.route(3)) }
    #expect(twice.map(\.summary) == ["0.0.3.0/24 added"])
    let moved = Self.changes { namespace in
      var routes = RouteTable()
      for number in (0..<10).reversed() { routes.append(Self.route(number)) }
      namespace.routes = routes
    }
    #expect(moved.isEmpty)
  }

  @Test func seesTheStateOfANeighbour() {
    let changes = Self.changes { $0.neighbours![0].state = .stale }
    #expect(changes.map(\.summary) == ["10.0.0.2 on eth0 changed: state reachable → stale"])
  }

  @Test func doesNotCompareWhatIsNotKnown() {
    #expect(
      Self.events { namespace in
        namespace.links = nil
        namespace.routes = nil
        namespace.fdb = nil
      }.isEmpty)
  }

  @Test func addsANamespaceWithItsTables() {
    let old = Self.snapshot()
    var new = old
    var pod = Namespace(id: NamespaceID(inode: 7))
    pod.paths = ["/run/netns/a"]
    pod.links = [Link(id: LinkID(pod.id, 1), name: "lo")]
    new.namespaces.append(pod)
    let added = SnapshotDiff.changes(from: old, to: new)
    #expect(added.map(\.summary) == ["/run/netns/a added", "lo added"])
    #expect(added.allSatisfy { $0.namespace == pod.id && $0.at == 5 })
    let removed = SnapshotDiff.changes(from: new, to: old)
    #expect(removed.map(\.summary) == ["lo removed", "/run/netns/a removed"])
  }

  @Test func comparesPodsAndTunnels() {
    var old = Self.snapshot()
    var pod = Pod(namespace: "default", name: "web")
    old.pods = [pod]
    old.tunnels = [Tunnel(link: LinkID(Self.host, 2), kind: "vxlan")]
    var new = old
    pod.netns = Self.host
    new.pods = [pod, Pod(namespace: nil, name: "other")]
    new.tunnels[0].remotes = [IPAddress(ipv4: 1)]
    #expect(
      SnapshotDiff.changes(from: old, to: new).map(\.summary) == [
        "default/web changed: netns – → netns:1", "other added",
        "vxlan eth0 changed: remotes  → 0.0.0.1",
      ])
  }
}
