import NetworkTypes
import NodeModel
import Testing

@testable import NodeCollector
@testable import NodeSources

struct SegmentJoinTests {
  private static func link(
    _ index: Int32, _ name: String, _ kind: String?, _ address: String, _ length: UInt8
  ) -> Link {
    var link = Link(id: LinkID(NamespaceID(inode: 1), index), name: name)
    link.kind = kind
    var own = InterfaceAddress(address: IPAddress(address)!, prefixLength: length)
    own.scope = .global
    link.addresses = [own]
    return link
  }

  @Test func joinsWhatWasToldWithLinksAndNetworks() {
    var host = Namespace(id: NamespaceID(inode: 1), isHost: true)
    host.links = [
      Self.link(2, "eth0", nil, "172.17.3.4", 24),
      Self.link(3, "cni0", "bridge", "10.244.1.1", 24),
      Self.link(4, "flannel.1", "vxlan", "10.244.1.0", 32),
      Self.link(5, "docker0", "bridge", "172.17.0.1", 16),
      Self.link(6, "br-x", "bridge", "10.9.0.1", 24),
      Self.link(7, "wg0", "wireguard", "10.8.0.1", 24),
    ]
    let range = IPAMState.Range(
      set: 0, subnet: IPPrefix("10.244.1.0/24")!, first: IPAddress("10.244.1.2")!,
      last: IPAddress("10.244.1.254")!)
    let ipam = IPAMState(networks: [
      IPAMState.Network(name: "cbr0", store: "host-local", path: "/n", ranges: [range])
    ])
    let found = [
      SegmentFindings.Found(
        purpose: .pod, prefix: IPPrefix("10.244.0.0/16")!, source: "subnet.env"),
      SegmentFindings.Found(
        purpose: .other, prefix: IPPrefix("172.17.0.0/16")!, source: "Docker's default"),
    ]
    let segments = SegmentJoin.segments(
      found, ipam: ipam, snapshot: Snapshot(namespaces: [host]))
    #expect(
      segments.map { "\($0.purpose.rawValue) \($0.prefix) \($0.source)" } == [
        "node 172.17.3.0/24 link eth0", "pod 10.244.0.0/16 subnet.env",
        "pod 10.244.1.0/24 network cbr0", "tunnel 10.8.0.0/24 link wg0",
        "other 10.9.0.0/24 link br-x", "other 172.17.0.0/16 Docker's default",
      ])
    #expect(segments[0].overlaps == ["other 172.17.0.0/16 of Docker's default"])
    #expect(segments[5].overlaps == ["node 172.17.3.0/24 of link eth0"])
    #expect(segments[1...4].allSatisfy { $0.overlaps.isEmpty })
  }
}
