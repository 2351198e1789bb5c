import CNISpec
import NetworkTypes
import NodeModel
import Testing

@testable import NodeCollector
@testable import NodeSources

private let host = NamespaceID(inode: 1)

private func link(_ index: Int32, _ name: String, kind: String? = nil, in id: NamespaceID = host)
  -> Link
{
  var link = Link(id: LinkID(id, index), name: name)
  link.kind = kind
  return link
}

private func address(_ text: String, _ length: UInt8) throws -> InterfaceAddress {
  InterfaceAddress(address: try #require(IPAddress(text)), prefixLength: length)
}

/// Links that wrap packets.
struct TunnelJoinTests {
  private func tunnel(
    _ kind: String, _ detail: (inout Facts) -> Void, name: String = "t0", others: [Link] = [],
    fdb: [FDBEntry] = [], parent: LinkID? = nil
  ) -> Tunnel? {
    var namespace = Namespace(id: host, isHost: true)
    var own = link(9, name, kind: kind)
    own.mtu = 1450
    own.parent = parent
    detail(&own.detail)
    namespace.links = others + [own]
    namespace.fdb = fdb
    return TunnelJoin.tunnels(of: [namespace]).first
  }

  @Test func remotesAreFromTheLinkAndItsForwardingEntries() throws {
    let mac = try #require(MACAddress("02:00:00:00:00:01"))
    var entries: [FDBEntry] = []
    for remote in ["192.0.2.9", "192.0.2.7", "192.0.2.9", "0.0.0.0"] {
      var entry = FDBEntry(macAddress: mac, device: 9, state: .permanent, flags: [])
      entry.remote = IPAddress(remote)
      entries.append(entry)
    }
    entries.append(FDBEntry(macAddress: mac, device: 8, state: .permanent, flags: []))
    entries[4].remote = IPAddress("203.0.113.1")
    let found = try #require(
      tunnel(
        "vxlan",
        {
          $0.set("id", UInt32(42))
          $0.set("port", UInt16(4789))
          $0.set("local", "10.0.0.1")
          $0.set("remote", "192.0.2.5")
        }, fdb: entries))
    #expect(found.remotes.map(\.description) == ["192.0.2.5", "192.0.2.7", "192.0.2.9"])
    #expect(found.identifier == 42 && found.port == 4789 && found.mtu == 1450)
    #expect(found.local == IPAddress("10.0.0.1"))
    #expect(found.overheadBytes == 50)
  }

  @Test func theUnderlayHasTheLocalAddressOrReachesTheRemote() throws {
    var first = link(2, "eth0")
    first.addresses = [try address("192.0.2.1", 24)]
    var second = link(3, "eth1")
    second.addresses = [try address("198.51.100.1", 24)]
    let others = [first, second]
    #expect(
      tunnel("vxlan", { $0.set("local", "198.51.100.1") }, others: others)?.underlay == second.id)
    #expect(
      tunnel("vxlan", { $0.set("remote", "192.0.2.9") }, others: others)?.underlay == first.id)
    #expect(tunnel("vxlan", { $0.set("remote", "203.0.113.9") }, others: others)?.underlay == nil)
    #expect(
      tunnel("vxlan", { $0.set("local", "192.0.2.1") }, others: others, parent: second.id)?
        .underlay == second.id)
  }

  @Test func overheadCountsEachHeader() {
    #expect(tunnel("vxlan", { $0.set("local", "fd00::1") })?.overheadBytes == 70)
    #expect(tunnel("ipip", { _ in })?.overheadBytes == 20)
    #expect(tunnel("gre", { _ in })?.overheadBytes == 24)
    #expect(
      tunnel("gretap", { $0.set("outputFlags", words: ["key", "sequence", "unknown"]) })?
        .overheadBytes == 46)
    #expect(tunnel("ip6gre", { _ in })?.overheadBytes == 52)
    #expect(
      tunnel("ip6gre", { $0.set("flags", words: ["ignoreEncapsulationLimit"]) })?.overheadBytes
        == 44)
    #expect(tunnel("erspan", { _ in })?.overheadBytes == 50)
    #expect(tunnel("ipip", { $0.set("encapsulationType", "gue") })?.overheadBytes == 32)
    #expect(tunnel("wireguard", { _ in })?.overheadBytes == 80)
    #expect(tunnel("xfrm", { $0.set("interfaceId", UInt32(3)) })?.identifier == 3)
    #expect(tunnel("dummy", { _ in }) == nil)
  }

  @Test func aTunnelThatIsTaggedPerPacketHasNoIdentifier() {
    let found = tunnel(
      "vxlan",
      {
        $0.set("external", true); $0.set("id", UInt32(0))
      })
    #expect(found?.identifier == nil)
  }

  @Test(arguments: [
    ("flannel.1", "flannel"), ("vxlan.calico", "calico"), ("cilium_vxlan", "cilium"),
    ("antrea-tun0", "antrea"), ("vxlan_sys_4789", "openvswitch"), ("vxlan-6784", "weave"),
    ("tun-0123456789a", "kube-router"), ("tun-short", nil), ("mine", nil),
  ])
  func solutionsAreKnownByName(_ name: String, _ solution: String?) {
    #expect(tunnel("vxlan", { _ in }, name: name)?.solution == solution)
  }

  @Test func theFallbackTunnelIsCalicosWhereItsRoutesUseIt() {
    var namespace = Namespace(id: host, isHost: true)
    namespace.links = [link(4, "tunl0", kind: "ipip")]
    #expect(TunnelJoin.tunnels(of: [namespace]).first?.solution == nil)
    var routes = RouteTable()
    var record = RouteRecord()
    record.device = 4
    record.protocol = 80  // Felix
    routes.append(record)
    namespace.routes = routes
    #expect(TunnelJoin.tunnels(of: [namespace]).first?.solution == "calico")
  }
}

/// Pods of files with links of the kernel.
struct PodJoinTests {
  private let pod = NamespaceID(inode: 2)

  private func found(
    _ name: String, inode: UInt64?, hostNetwork: Bool = false,
    liveness: FoundPod.Liveness = .live, interfaces: [FoundPod.Interface] = []
  ) -> FoundPod {
    FoundPod(
      namespace: "default", name: name, uid: "uid-\(name)", sandboxID: "sandbox-\(name)",
      netnsPath: nil, netnsInode: inode, pids: [], hostNetwork: hostNetwork, liveness: liveness,
      containers: [FoundPod.Container(name: "main", id: "abc", pid: 7)], interfaces: interfaces,
      hostPorts: [
        CNIPortMapping(hostPort: 8080, containerPort: 80, protocol: "tcp", hostIP: nil)
      ], sources: [.cniCache])
  }

  private func namespaces() throws -> [Namespace] {
    var node = Namespace(id: host, isHost: true)
    node.links = [link(5, "ve0", kind: "veth")]
    node.links![0].peer = LinkID(pod, 2)
    var inside = Namespace(id: pod)
    var lo = link(1, "lo", in: pod)
    lo.flags = [.loopback, .up]
    var eth0 = link(2, "eth0", kind: "veth", in: pod)
    eth0.flags = .up
    eth0.peer = LinkID(host, 5)
    eth0.addresses = [try address("10.0.0.2", 24), try address("fe80::1", 64)]
    inside.links = [lo, eth0, link(3, "tunl0", kind: "ipip", in: pod)]
    return [node, inside]
  }

  private func interface(_ name: String, network: String?) -> FoundPod.Interface {
    FoundPod.Interface(
      name: name, addresses: [], network: network, hostInterface: nil, macAddress: nil,
      plugins: [])
  }

  @Test func interfacesAreTheKernelsWithTheNetworkOfTheFiles() throws {
    let findings = PodFindings(
      pods: [found("web", inode: 2, interfaces: [interface("eth0", network: "podnet")])],
      statuses: [], names: [])
    let pods = PodJoin.pods(findings, namespaces: try namespaces(), host: host)
    let web = try #require(pods.first)
    #expect(pods.count == 1)
    #expect(web.title == "default/web" && web.netns == pod && web.sources == [.cniCache])
    #expect(web.interfaces.count == 1, "neither loopback nor a tunnel that the kernel made")
    let interface = try #require(web.interfaces.first)
    #expect(interface.name == "eth0" && interface.network == "podnet")
    #expect(interface.link == LinkID(pod, 2) && interface.hostLink == LinkID(host, 5))
    #expect(interface.addresses.map(\.description) == ["10.0.0.2/24"])
    #expect(interface.attachment == "veth")
    #expect(web.hostPorts.map(\.hostPort) == [8080])
    #expect(web.containers.map(\.name) == ["main"])
  }

  /// Docker numbers interfaces as they were attached, and its files have the networks by name.
  @Test func interfacesAreKnownByTheirAddresses() throws {
    var spaces = try namespaces()
    var eth1 = link(4, "eth1", kind: "veth", in: pod)
    eth1.macAddress = MACAddress("02:00:00:00:00:41")
    spaces[1].links?.append(eth1)
    var back = interface("eth0", network: "back")
    back.macAddress = MACAddress("02:00:00:00:00:41")
    var front = interface("eth1", network: "front")
    front.addresses = [IPPrefix(try #require(IPAddress("10.0.0.2")), length: 24)]
    let findings = PodFindings(
      pods: [found("web", inode: 2, interfaces: [back, front])], statuses: [], names: [])
    let web = try #require(PodJoin.pods(findings, namespaces: spaces, host: host).first)
    #expect(web.interfaces.map(\.name) == ["eth0", "eth1"])
    #expect(web.interfaces.map(\.network) == ["front", "back"])
  }

  @Test func podsOfTheNodesNetworkHaveNoInterfacesOfTheirOwn() throws {
    let findings = PodFindings(
      pods: [found("proxy", inode: 1, hostNetwork: true)], statuses: [], names: [])
    let pods = PodJoin.pods(findings, namespaces: try namespaces(), host: host)
    #expect(pods.first?.netns == host && pods.first?.interfaces.isEmpty == true)
    #expect(pods.first?.hostNetwork == true)
  }

  @Test func stalePodsAreLeftOut() throws {
    let findings = PodFindings(
      pods: [
        found("gone", inode: nil, liveness: .stale),
        found("unknown", inode: nil, liveness: .unknown),
      ], statuses: [], names: [])
    let pods = PodJoin.pods(findings, namespaces: try namespaces(), host: host)
    #expect(pods.map(\.name) == ["unknown"])
  }

  @Test func whatOnlyTheFilesSayStandsInForAClosedNamespace() throws {
    let findings = PodFindings(
      pods: [found("web", inode: 99, interfaces: [interface("net1", network: "other")])],
      statuses: [], names: [])
    let pods = PodJoin.pods(findings, namespaces: try namespaces(), host: host)
    #expect(pods.first?.interfaces.map(\.name) == ["net1"])
    #expect(pods.first?.interfaces.first?.link == nil)
  }

  @Test func podsOfNamespacesThatJustWentAreLeftOut() throws {
    let findings = PodFindings(
      pods: [
        found("web", inode: 99, interfaces: [interface("eth0", network: "podnet")]),
        found("other", inode: 2), found("proxy", inode: 99, hostNetwork: true),
        found("unknown", inode: nil, liveness: .unknown),
      ], statuses: [], names: [])
    let pods = PodJoin.pods(
      findings, namespaces: try namespaces(), host: host, gone: [NamespaceID(inode: 99)])
    #expect(pods.map(\.name) == ["other", "proxy", "unknown"])
  }

  @Test func aHostInterfaceMayNameThePod() throws {
    var spaces = try namespaces()
    // sha1("default.web"), as Calico makes it.
    spaces[0].links![0].name = hashedName
    let findings = PodFindings(
      pods: [], statuses: [], names: [PodName(namespace: "default", name: "web", uid: "u")])
    let pods = PodJoin.pods(findings, namespaces: spaces, host: host)
    #expect(pods.map(\.title) == ["default/web"])
    #expect(pods.first?.netns == pod && pods.first?.sources == [.nameHash])
    // A namespace that a better source named is not named again.
    let both = PodFindings(
      pods: [found("better", inode: 2)], statuses: [],
      names: [PodName(namespace: "default", name: "web", uid: "u")])
    #expect(PodJoin.pods(both, namespaces: spaces, host: host).map(\.name) == ["better"])
  }

  private let hashedName = "cali68caf03a5f4"
}

/// What could not be read, in lines.
struct ProblemsTests {
  @Test func aSourceIsWellUnlessItFailed() {
    var problems = Problems()
    problems.visit("netlink:links")
    problems.visit("netlink:routes")
    problems.visit("netlink:links")
    problems.add(
      Completeness(source: "netlink:routes netns:7", status: .denied, detail: "no right"))
    problems.add(SourceStatus("file:/x", .ok))
    problems.add(SourceStatus("file:/y", .absent, "not there"))
    let lines = problems.completeness
    #expect(
      lines.map(\.source) == ["netlink:routes netns:7", "file:/y", "netlink:links", "file:/x"])
    #expect(lines.map(\.status) == [.denied, .absent, .ok, .ok])
    #expect(lines[0].detail == "no right" && lines[2].detail == nil)
  }
}
