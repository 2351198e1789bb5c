import NetworkTypes
import NodeModel

extension FullSnapshot {
  static var ipam: IPAMState {
    var range = IPAMState.Range(
      set: 0, subnet: prefix("10.244.1.0/24"), first: ip("10.244.1.2"),
      last: ip("10.244.1.254"))
    range.gateway = ip("10.244.1.1")
    let held = LeaseEvidence(
      holders: [
        LeaseEvidence.Holder(
          link: LinkID(NamespaceID(inode: 4_026_532_500), 3), device: "eth0",
          place: "pod default/web-0", isOwner: true)
      ], owner: .running("pod default/web-0"), namespace: .exists("/run/netns/cni-a"),
      hasInterface: true)
    let leaked = LeaseEvidence(
      namespace: .gone("/run/netns/cni-b"), knowsNeighbours: true, isBeforeBoot: true)
    var network = IPAMState.Network(
      name: "cbr0", store: "host-local", path: "/var/lib/cni/networks/cbr0", ranges: [range],
      leases: [
        IPAMState.Lease(
          address: ip("10.244.1.9"), containerID: "abcdef", ifname: "eth0",
          pod: "default/web-0", ageSeconds: 120, evidence: held),
        IPAMState.Lease(
          address: ip("10.244.1.10"), containerID: "fedcba", ifname: "eth0",
          ageSeconds: 90_000, evidence: leaked),
        IPAMState.Lease(
          address: ip("10.244.1.11"), evidence: LeaseEvidence(owner: .nobody)),
      ], problems: ["/var/lib/cni/networks/cbr0 has files that are no leases: notes.txt"])
    network.countUsed()
    return IPAMState(networks: [network])
  }

  static var segments: [Segment] {
    Segment.joined([
      Segment(.pod, prefix("10.244.0.0/16"), source: "/run/flannel/subnet.env"),
      Segment(.service, prefix("10.244.128.0/20"), source: "kube-apiserver"),
    ])
  }
}
