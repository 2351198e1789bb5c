import NetworkTypes
import NodeModel
import Screens

/// A node as operators meet them: six pods on a bridge, one of them with a second interface by
/// macvlan, an overlay by vxlan, a pod on the host network, names with wide characters and with
/// control bytes.
enum SampleNode {
  static let host = NamespaceID(inode: 4_026_531_840)
  static let start: Int64 = 1_769_843_049_000_000  // 2026-01-31 07:04:09 UTC

  static func data(seconds: Int = 3, changes: [Change] = changes) -> ScreenData {
    var rates = RateTable()
    for second in 0...seconds {
      rates.update(snapshot(second: second), at: Int64(second) * 1_000_000)
    }
    let last = snapshot(second: seconds)
    return ScreenData(
      snapshot: last, rates: rates, changes: changes,
      now: start + Int64(seconds) * 1_000_000)
  }

  static let podNames: [(namespace: String, name: String)] = [
    ("default", "web-0"), ("default", "web-1"), ("kube-system", "coredns-7f9c544f75-x2lqp"),
    ("データ", "倉庫-0"), ("default", "ev\u{1B}[31mil\u{7}"), ("monitoring", "prometheus-0"),
  ]

  static func snapshot(second: Int) -> Snapshot {
    var snapshot = Snapshot(capturedAt: start + Int64(second) * 1_000_000)
    snapshot.node = Node(
      name: "node-a", machineID: "0123456789abcdef0123456789abcdef", kernel: "6.8.0-45-generic",
      uptimeSeconds: 1_053_000)
    snapshot.completeness = [
      Completeness(source: "netlink:route:links", status: .ok),
      Completeness(source: "file:/run/crio", status: .absent),
      Completeness(
        source: "proc:/proc/811/ns/net", status: .denied, detail: "run as root to see all"),
    ]
    snapshot.namespaces = [hostNamespace(second)] + podNames.indices.map { pod($0, second) }
    snapshot.namespaces.append(lonely())
    snapshot.pods = pods()
    var tunnel = Tunnel(link: LinkID(host, 5), kind: "vxlan")
    tunnel.identifier = 1
    tunnel.local = IPAddress("192.168.10.11")
    tunnel.remotes = ["192.168.10.12", "192.168.10.13"].compactMap { IPAddress($0) }
    tunnel.port = 8472
    tunnel.mtu = 1450
    tunnel.underlay = LinkID(host, 2)
    tunnel.overheadBytes = 50
    tunnel.solution = "flannel"
    snapshot.tunnels = [tunnel]
    snapshot.ports = ports
    return snapshot
  }

  // MARK: The host

  private static func hostNamespace(_ second: Int) -> Namespace {
    var namespace = Namespace(id: host, isHost: true)
    namespace.processes = 212
    var links = [
      link(host, 1, "lo", mtu: 65536, addresses: ["127.0.0.1/8", "::1/128"]),
      link(
        host, 2, "eth0", mtu: 1500,
        addresses: ["192.168.10.11/24", "fd00:10::11/64", "fe80::11/64"]
      ),
      link(host, 3, "eth1", mtu: 1500, state: .down),
      link(host, 4, "cni0", kind: "bridge", mtu: 1450, addresses: ["10.244.1.1/24"]),
      link(host, 5, "flannel.1", kind: "vxlan", mtu: 1450, addresses: ["10.244.1.0/32"]),
      link(
        host, 6, "docker0", kind: "bridge", mtu: 1500, state: .down, addresses: ["172.17.0.1/16"]),
    ]
    links[0].flags.insert(.loopback)
    links[0].operState = .unknown
    links[2].addresses = []
    links[4].operState = .unknown
    links[4].parent = LinkID(host, 2)
    links[4].detail.set("vni", 1)
    links[4].detail.set("port", 8472)
    links[4].detail.set("learning", false)
    for number in podNames.indices {
      var end = link(host, Int32(10 + number), vethName(number), kind: "veth", mtu: 1450)
      end.master = LinkID(host, 4)
      end.peer = LinkID(podNamespace(number), 2)
      end.port.set("kind", "bridge")
      end.port.set("state", "forwarding")
      if number == 5 { end.operState = .lowerLayerDown }
      links.append(end)
    }
    namespace.links = links
    namespace.statistics = links.map { statistics(Int($0.id.index), second) }
    namespace.routes = routes()
    namespace.rules = [
      Rule(family: .ipv4, priority: 0, table: 255, action: .toTable),
      Rule(family: .ipv4, priority: 32766, table: 254, action: .toTable),
      Rule(family: .ipv4, priority: 32767, table: 253, action: .toTable),
    ]
    namespace.neighbours = neighbours()
    namespace.fdb = fdb()
    return namespace
  }

  private static func vethName(_ number: Int) -> String {
    "veth\(["1a2b", "77aa", "03f9", "c0de", "beef", "9d41"][number])"
  }

  static func podNamespace(_ number: Int) -> NamespaceID {
    NamespaceID(inode: 4_026_532_500 + UInt64(number) * 73)
  }

  private static func pod(_ number: Int, _ second: Int) -> Namespace {
    let id = podNamespace(number)
    var namespace = Namespace(id: id)
    namespace.paths = [
      "/run/netns/cni-\(["3fb7c0e1", "9c64d2aa", "77e0", "51aa", "e1b1", "0c33"][number])-5d2e"
    ]
    namespace.nsid = Int32(number)
    namespace.processes = 3
    var links = [
      link(id, 1, "lo", mtu: 65536, addresses: ["127.0.0.1/8"]),
      link(
        id, 2, "eth0", kind: "veth", mtu: 1450,
        addresses: ["10.244.1.\(7 + number)/24"] + (number == 1 ? ["fd00:244::8/64"] : [])),
    ]
    links[0].flags.insert(.loopback)
    links[0].operState = .unknown
    links[1].peer = LinkID(host, Int32(10 + number))
    if number == 5 { links[1].operState = .lowerLayerDown }
    if number == 2 {
      var second = link(id, 3, "net1", kind: "macvlan", mtu: 1500, addresses: ["192.168.10.77/24"])
      second.parent = LinkID(host, 2)
      second.detail.set("mode", "bridge")
      links.append(second)
    }
    namespace.links = links
    namespace.statistics = links.map { statistics(Int($0.id.index) + 20 * (number + 1), second) }
    return namespace
  }

  private static func lonely() -> Namespace {
    let id = NamespaceID(inode: 4_026_533_999)
    var namespace = Namespace(id: id)
    namespace.paths = ["/run/netns/blue"]
    namespace.links = [link(id, 1, "lo", mtu: 65536, isUp: false)]
    namespace.statistics = [LinkStatistics()]
    return namespace
  }

  // MARK: Parts

  static func link(
    _ namespace: NamespaceID, _ index: Int32, _ name: String, kind: String? = nil, mtu: UInt32,
    state: OperationalState = .up, addresses: [String] = [], isUp: Bool = true
  ) -> Link {
    var link = Link(
      id: LinkID(namespace, index), name: name, hardwareType: name == "lo" ? .loopback : .ethernet)
    link.kind = kind
    link.flags = isUp ? (state == .up ? [.up, .running, .lowerUp] : [.up]) : []
    if name == "lo" { link.flags.insert(.loopback) }
    link.operState = isUp ? state : .down
    link.mtu = mtu
    link.macAddress =
      name == "lo"
      ? MACAddress("00:00:00:00:00:00")
      : MACAddress(
        [
          0x0A, 0x58, 0x0A, UInt8(truncatingIfNeeded: namespace.inode), 1,
          UInt8(truncatingIfNeeded: index),
        ])
    link.txQueueLength = 1000
    link.addresses = addresses.compactMap { text in
      guard let prefix = IPPrefix(text) else { return nil }
      var address = InterfaceAddress(
        address: prefix.address, prefixLength: prefix.length,
        scope: prefix.address.isLoopback ? .host : prefix.address.isLinkLocal ? .link : .global,
        flags: .permanent)
      address.validSeconds = .max
      address.preferredSeconds = .max
      return address
    }
    return link
  }

  static func statistics(_ seed: Int, _ second: Int) -> LinkStatistics {
    var statistics = LinkStatistics()
    guard seed % 3 != 0 else { return statistics }
    let rate = UInt64(seed * seed * 37)
    statistics.rxBytes = 1_000_000 + rate * UInt64(second)
    statistics.txBytes = 2_000_000 + rate / 3 * UInt64(second)
    statistics.rxPackets = 1000 + rate / 200 * UInt64(second)
    statistics.txPackets = 900 + rate / 500 * UInt64(second)
    if seed == 11 { statistics.rxDropped = 17 }
    return statistics
  }

  private static func routes() -> RouteTable {
    var table = RouteTable()
    func add(
      _ prefix: String, via: String? = nil, device: Int32, table number: UInt32 = 254,
      origin: UInt8 = 2, scope: UInt8 = 0, type: UInt8 = 1, metric: UInt32? = nil,
      extra: RouteExtra? = nil
    ) {
      guard let destination = IPPrefix(prefix) else { return }
      var record = RouteRecord()
      record.destinationHigh = destination.address.high
      record.destinationLow = destination.address.low
      record.destinationLength = destination.length
      if destination.address.family == .ipv6 { record.code |= RouteRecord.isIPv6 }
      if let gateway = via.flatMap({ IPAddress($0) }) {
        record.gatewayHigh = gateway.high
        record.gatewayLow = gateway.low
        record.code |= RouteRecord.hasGateway
      }
      if let metric {
        record.priority = metric
        record.code |= RouteRecord.hasPriority
      }
      record.table = number
      record.device = device
      record.protocol = origin
      _ = record.pack(type: type, scope: scope)
      if let extra { table.append(record, extra: extra) } else { table.append(record) }
    }
    var onLink = RouteExtra()
    onLink.flags = .onLink
    var broken = RouteExtra()
    broken.flags = [.dead, .linkDown]
    add("0.0.0.0/0", via: "192.168.10.1", device: 2, origin: 16, metric: 100)
    add("10.244.0.0/24", via: "10.244.0.0", device: 5, origin: 3, extra: onLink)
    add("10.244.1.0/24", device: 4, scope: 253)
    add("10.244.2.0/24", via: "10.244.2.0", device: 5, origin: 3, extra: onLink)
    add("10.250.0.0/16", device: 0, origin: 12, type: 6)
    add("172.17.0.0/16", device: 6, scope: 253, extra: broken)
    add("192.168.10.0/24", device: 2, scope: 253, metric: 100)
    add("192.168.10.11/32", device: 2, table: 255, scope: 254, type: 2)
    add("fd00:10::/64", device: 2, metric: 256)
    add("::/0", via: "fe80::1", device: 2, origin: 9, metric: 1024)
    return table
  }

  private static func neighbours() -> [Neighbour] {
    var gateway = Neighbour(
      address: IPAddress("192.168.10.1")!, macAddress: MACAddress("52:54:00:aa:00:01"), device: 2,
      state: .reachable)
    gateway.updatedSeconds = 12
    gateway.flags = [.router]
    return [
      gateway,
      Neighbour(
        address: IPAddress("192.168.10.40")!, macAddress: nil, device: 2, state: .failed),
      Neighbour(
        address: IPAddress("10.244.2.0")!, macAddress: MACAddress("3e:11:22:33:44:55"), device: 5,
        state: .permanent),
      Neighbour(
        address: IPAddress("10.244.1.7")!,
        macAddress: MACAddress([
          0x0A, 0x58, 0x0A, UInt8(truncatingIfNeeded: podNamespace(0).inode), 1, 2,
        ]),
        device: 4, state: .stale),
    ]
  }

  private static func fdb() -> [FDBEntry] {
    var remote = FDBEntry(
      macAddress: MACAddress("3e:11:22:33:44:55")!, device: 5, state: .permanent, flags: [.`self`])
    remote.remote = IPAddress("192.168.10.12")
    var port = FDBEntry(
      macAddress: MACAddress([
        0x0A, 0x58, 0x0A, UInt8(truncatingIfNeeded: podNamespace(0).inode), 1, 2,
      ])!,
      device: 10, state: .reachable, flags: [.master])
    port.bridge = 4
    port.updatedSeconds = 95
    var multicast = FDBEntry(
      macAddress: MACAddress("33:33:00:00:00:01")!, device: 2, state: .permanent, flags: [.`self`])
    multicast.vlan = 10
    return [remote, port, multicast]
  }

  static func pods() -> [Pod] {
    var pods: [Pod] = []
    for (number, (namespace, name)) in podNames.enumerated() {
      var pod = Pod(namespace: namespace, name: name)
      pod.uid = "uid-\(number)"
      pod.netns = podNamespace(number)
      pod.sources = [.cniCache]
      pod.containers = [Pod.Container(name: "app", id: String(repeating: "\(number)a", count: 32))]
      pod.interfaces = [
        Pod.Interface(
          name: "eth0", link: LinkID(podNamespace(number), 2),
          hostLink: LinkID(host, Int32(10 + number)),
          addresses: [IPPrefix("10.244.1.\(7 + number)/24")!]
            + (number == 1 ? [IPPrefix("fd00:244::8/64")!] : []),
          network: "cbr0", attachment: "veth")
      ]
      if number == 2 {
        pod.interfaces.append(
          Pod.Interface(
            name: "net1", link: LinkID(podNamespace(number), 3),
            addresses: [IPPrefix("192.168.10.77/24")!], network: "lan", attachment: "macvlan"))
      }
      pods.append(pod)
    }
    var proxy = Pod(namespace: "kube-system", name: "kube-proxy-hx8vz")
    proxy.hostNetwork = true
    proxy.netns = host
    proxy.sources = [.podLogs]
    pods.append(proxy)
    return pods
  }

  static var changes: [Change] {
    let old = snapshot(second: 0)
    var changed = old
    changed.namespaces[0].links?[2].operState = .up
    changed.namespaces[0].links?[2].flags.insert(.lowerUp)
    changed.capturedAt = start + 1_000_000
    var removed = changed
    removed.pods.removeLast()
    removed.namespaces[0].links?.removeLast()
    removed.namespaces[0].statistics.removeLast()
    removed.capturedAt = start + 2_000_000
    return SnapshotDiff.changes(from: old, to: changed)
      + SnapshotDiff.changes(from: changed, to: removed)
  }
}
