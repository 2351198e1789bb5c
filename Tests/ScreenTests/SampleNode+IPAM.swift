import NetworkTypes
import NodeModel

extension SampleNode {
  /// A range of pods with all that can become of an address, and one of IPv6 that is hardly used.
  static func ipam(_ second: Int) -> IPAMState {
    var leases = podNames.enumerated().map { number, name in
      lease(7 + number, "\(name.namespace)/\(name.name)", second)
    }
    for number in 40..<(100 + second) {
      leases.append(lease(number, "batch/job-\(number)", second))
    }
    for number in [20, 21, 22] {
      leases.append(
        IPAMState.Lease(
          address: IPAddress("10.244.1.\(number)")!, containerID: "dead\(number)", ifname: "eth0",
          ageSeconds: 90_000,
          evidence: LeaseEvidence(
            namespace: .gone("/run/netns/cni-\(number)"), knowsNeighbours: true,
            isBeforeBoot: true)))
    }
    leases.append(
      IPAMState.Lease(
        address: IPAddress("10.244.1.200")!, evidence: LeaseEvidence(owner: .nobody)))
    let holder = LeaseEvidence.Holder(
      link: LinkID(NamespaceID(inode: 7), 2), device: "eth0", place: "pod default/web-1",
      isOwner: nil)
    leases.append(
      IPAMState.Lease(
        address: IPAddress("10.244.1.210")!, pod: "default/web-1",
        evidence: LeaseEvidence(holders: [holder], isLeased: false)))
    leases.sort { $0.address < $1.address }
    var range = IPAMState.Range(
      set: 0, subnet: IPPrefix("10.244.1.0/24")!, first: IPAddress("10.244.1.1")!,
      last: IPAddress("10.244.1.254")!)
    range.gateway = IPAddress("10.244.1.1")
    var network = IPAMState.Network(
      name: "cbr0", store: "host-local", path: "/var/lib/cni/networks/cbr0", ranges: [range],
      leases: leases)
    network.countUsed()
    let subnet = IPPrefix("fd00:244::/64")!
    var second = IPAMState.Network(
      name: "storage", store: "host-local", path: "/data/storage",
      ranges: [
        IPAMState.Range(
          set: 0, subnet: subnet, first: IPAddress("fd00:244::1")!, last: subnet.last)
      ],
      leases: [
        IPAMState.Lease(
          address: IPAddress("fd00:244::8")!, containerID: "web1", ifname: "net1",
          pod: "default/web-1", ageSeconds: 3600,
          evidence: LeaseEvidence(owner: .running("pod default/web-1"), hasInterface: true))
      ])
    second.countUsed()
    return IPAMState(networks: [network, second])
  }

  private static func lease(_ number: Int, _ pod: String, _ second: Int) -> IPAMState.Lease {
    let holder = LeaseEvidence.Holder(
      link: LinkID(NamespaceID(inode: UInt64(4_026_532_000 + number)), 2), device: "eth0",
      place: "pod \(pod)", isOwner: true)
    return IPAMState.Lease(
      address: IPAddress("10.244.1.\(number)")!, containerID: "c0ffee\(number)", ifname: "eth0",
      pod: pod, ageSeconds: Int64(3600 + second),
      evidence: LeaseEvidence(holders: [holder], owner: .running("pod \(pod)")))
  }
}
