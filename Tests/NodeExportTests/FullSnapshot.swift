import NetworkTypes
import NodeModel

/// A snapshot that has a value for every field of the model.
enum FullSnapshot {
  static let host = NamespaceID(inode: 4_026_531_840)
  static let pod = NamespaceID(inode: 4_026_532_500)

  static let mac = MACAddress([0x52, 0x54, 0, 0x12, 0x34, 0x56])!
  static func ip(_ text: String) -> IPAddress { IPAddress(text)! }
  static func prefix(_ text: String) -> IPPrefix { IPPrefix(text)! }

  static var snapshot: Snapshot {
    var snapshot = Snapshot(
      capturedAt: 1_795_327_445_123_456,
      node: Node(
        name: "node-a", machineID: "0123456789abcdef0123456789abcdef", bootID: "b-1",
        kernel: "6.18.0", uptimeSeconds: 42),
      completeness: [
        Completeness(source: "procfs", status: .denied, detail: "not root: start it with sudo"),
        Completeness(source: "netlink:route", status: .ok),
      ],
      namespaces: [hostNamespace, podNamespace, lostNamespace], pods: pods,
      tunnels: [tunnel, wireGuard])
    snapshot.cni = cni
    snapshot.bgp = bgp
    snapshot.ipam = ipam
    snapshot.services = services
    snapshot.namespaces[0].filters = filters
    snapshot.namespaces[0].connections = ConnectionCount(count: 812, max: 262_144)
    snapshot.ports = ports
    return snapshot
  }

  static var hostNamespace: Namespace {
    var namespace = Namespace(id: host, isHost: true)
    namespace.paths = ["/proc/1/ns/net"]
    namespace.processes = 120
    namespace.links = [uplink, vxlan, veth]
    namespace.statistics = [counters, LinkStatistics(), LinkStatistics()]
    namespace.routes = routes
    namespace.rules = rules
    namespace.neighbours = neighbours
    namespace.fdb = fdb
    namespace.nextHops = nextHops
    namespace.qdiscs = [
      Qdisc(device: 7, kind: "noqueue", handle: "0:0", parent: "root"),
      Qdisc(device: 2, kind: "fq_codel", handle: "8001:0", parent: "root"),
    ]
    return namespace
  }

  static var podNamespace: Namespace {
    var namespace = Namespace(id: pod)
    namespace.paths = ["/run/netns/cni-b", "/run/netns/cni-a"]
    namespace.nsid = 0
    namespace.processes = 2
    var eth0 = Link(id: LinkID(pod, 3), name: "eth0")
    eth0.kind = "veth"
    eth0.peer = LinkID(host, 7)
    eth0.linkNSID = 1
    namespace.links = [eth0]
    namespace.routes = RouteTable()
    namespace.rules = []
    namespace.neighbours = []
    namespace.fdb = []
    namespace.nextHops = []
    namespace.qdiscs = []
    return namespace
  }

  /// One that could not be entered: what is not known has no key.
  static var lostNamespace: Namespace { Namespace(id: NamespaceID(inode: 4_026_532_999)) }

  static var uplink: Link {
    var link = Link(id: LinkID(host, 2), name: "eth0")
    link.flags = LinkFlags(rawValue: 0x8001_1043)
    link.operState = .up
    link.mtu = 1500
    link.macAddress = mac
    link.broadcast = MACAddress([255, 255, 255, 255, 255, 255])
    link.master = LinkID(host, 9)
    link.parent = LinkID(host, 1)
    link.altNames = ["enp1s0", "eno1"]
    link.group = 0
    link.txQueueLength = 1000
    var ipv6 = InterfaceAddress(
      address: ip("fe80::1"), prefixLength: 64, scope: .link, flags: .temporary)
    ipv6.origin = 3
    var ipv4 = InterfaceAddress(address: ip("192.0.2.10"), prefixLength: 24, flags: .permanent)
    ipv4.peer = ip("192.0.2.11")
    ipv4.broadcast = ip("192.0.2.255")
    ipv4.anycast = ip("192.0.2.254")
    ipv4.label = "eth0:1"
    ipv4.validSeconds = .max
    ipv4.preferredSeconds = 3600
    ipv4.metric = 100
    link.addresses = [ipv6, ipv4]
    link.attributes.set("alias", "to the \"rack\"\u{1b}[31m")
    link.attributes.set("promiscuity", 1)
    link.port.set("kind", "bridge")
    link.port.set("state", "forwarding")
    link.port.set("futureFact", true)
    return link
  }

  static var vxlan: Link {
    var link = Link(id: LinkID(host, 5), name: "flannel.1")
    link.kind = "vxlan"
    link.detail.set("id", 1)
    link.detail.set("port", 8472)
    link.detail.set("learning", false)
    var range = Facts()
    range.set("low", 1024)
    range.set("high", 65_535)
    link.detail.set("portRange", range)
    return link
  }

  static var veth: Link {
    var link = Link(id: LinkID(host, 7), name: "veth\u{202e}1")
    link.kind = "veth"
    link.peer = LinkID(pod, 3)
    link.linkNSID = 0
    link.operState = OperationalState(rawValue: 17)
    return link
  }

  static var counters: LinkStatistics {
    var counters = LinkStatistics()
    withUnsafeMutableBytes(of: &counters) { bytes in
      let fields = bytes.bindMemory(to: UInt64.self)
      for index in fields.indices { fields[index] = UInt64(index + 1) }
    }
    counters.rxBytes = .max
    return counters
  }

  static var pods: [Pod] {
    var web = Pod(namespace: "default", name: "web-0")
    web.uid = "6f1c"
    web.sandboxID = "abcdef"
    web.netns = pod
    web.containers = [Pod.Container(name: "nginx", id: "0123")]
    web.interfaces = [
      Pod.Interface(
        name: "eth0", link: LinkID(pod, 3), hostLink: LinkID(host, 7),
        addresses: [prefix("10.244.1.9/24")], network: "flannel", attachment: "veth")
    ]
    web.hostPorts = [
      Pod.HostPort(
        hostPort: 8080, containerPort: 80, protocol: "tcp", hostAddress: "192.0.2.10")
    ]
    web.sources = [.cniCache, .cgroup]
    var proxy = Pod(namespace: nil, name: "proxy")
    proxy.netns = host
    proxy.hostNetwork = true
    return [proxy, web]
  }

  static var tunnel: Tunnel {
    var tunnel = Tunnel(link: LinkID(host, 5), kind: "vxlan")
    tunnel.identifier = 1
    tunnel.local = ip("192.0.2.10")
    tunnel.remotes = [ip("192.0.2.30"), ip("192.0.2.20")]
    tunnel.port = 8472
    tunnel.mtu = 1450
    tunnel.underlay = LinkID(host, 2)
    tunnel.overheadBytes = 50
    tunnel.solution = "flannel"
    return tunnel
  }

  static var wireGuard: Tunnel {
    var tunnel = Tunnel(link: LinkID(pod, 4), kind: "wireguard")
    tunnel.remotes = [ip("2001:db8::9")]
    var device = WireGuard(publicKey: key(1), listenPort: 51820, fwMark: 32)
    var peer = WireGuard.Peer(key(2), allowed: 0..<2)
    peer.endpoint = ip("2001:db8::9")
    peer.endpointPort = 51821
    peer.keepaliveSeconds = 25
    peer.lastHandshake = 1_800_000_000_123_456
    peer.rxBytes = .max
    peer.txBytes = 1
    device.peers = [peer, WireGuard.Peer(key(3))]
    device.allowedPrefixes = [prefix("10.244.2.0/24"), prefix("fd00::/64")]
    tunnel.wireGuard = device
    return tunnel
  }

  private static func key(_ byte: UInt8) -> PublicKey {
    PublicKey([UInt8](repeating: byte, count: 32).span.bytes)!
  }
}
