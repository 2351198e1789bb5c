import NetworkTypes
import NodeModel
import Testing

struct LeaseEvidenceTests {
  private static func holder(_ inode: UInt64, isOwner: Bool?) -> LeaseEvidence.Holder {
    LeaseEvidence.Holder(
      link: LinkID(NamespaceID(inode: inode), 2), device: "eth0", place: "pod default/web",
      isOwner: isOwner)
  }

  private static func neighbour(_ state: NeighbourState, ofLink: Bool = false)
    -> LeaseEvidence.Neighbour
  {
    LeaseEvidence.Neighbour(macAddress: nil, device: "cni0", state: state, isOfLink: ofLink)
  }

  private static var routed: LeaseEvidence {
    var evidence = LeaseEvidence()
    evidence.route = "veth1"
    return evidence
  }

  private static let pod = LeaseEvidence.Owner.running("pod default/web")

  @Test(
    arguments: [
      ("nothing is left", LeaseEvidence(), .leaked),
      ("its pod has it", LeaseEvidence(holders: [holder(2, isOwner: true)], owner: pod), .inUse),
      ("somebody has it", LeaseEvidence(holders: [holder(2, isOwner: nil)]), .inUse),
      ("another has it", LeaseEvidence(holders: [holder(2, isOwner: false)]), .duplicate),
      (
        "two have it",
        LeaseEvidence(holders: [holder(2, isOwner: true), holder(3, isOwner: nil)], owner: pod),
        .duplicate
      ),
      ("a virtual machine has it", LeaseEvidence(owner: pod, hasInterface: true), .inUse),
      ("its pod lost the interface", LeaseEvidence(owner: pod, hasInterface: false), .unknown),
      ("only the namespace is left", LeaseEvidence(namespace: .exists("/run/netns/a")), .inUse),
      ("the namespace went", LeaseEvidence(namespace: .gone("/run/netns/a")), .leaked),
      ("the file is empty", LeaseEvidence(owner: .nobody), .reserved),
      (
        "the file is empty and the address is used",
        LeaseEvidence(holders: [holder(2, isOwner: nil)], owner: .nobody), .inUse
      ),
      (
        "the file is empty and somebody answers",
        LeaseEvidence(owner: .nobody, neighbour: neighbour(.reachable)), .unknown
      ),
      ("no sense in the file", LeaseEvidence(owner: .unreadable("binary")), .unknown),
      ("somebody answers", LeaseEvidence(neighbour: neighbour(.reachable)), .unknown),
      ("somebody answered once", LeaseEvidence(neighbour: neighbour(.stale)), .leaked),
      (
        "somebody who is there answered once",
        LeaseEvidence(neighbour: neighbour(.stale, ofLink: true)), .unknown
      ),
      ("a route leads to it", routed, .unknown),
      ("nobody answers", LeaseEvidence(neighbour: neighbour(.failed)), .leaked),
      ("it was written just now", LeaseEvidence(isYoung: true), .unknown),
      ("a namespace was not read", LeaseEvidence(gap: "denied"), .unknown),
      (
        "no store has it", LeaseEvidence(holders: [holder(2, isOwner: nil)], isLeased: false),
        .missing
      ),
    ] as [(String, LeaseEvidence, LeaseState)])
  func verdict(_ what: String, _ evidence: LeaseEvidence, _ state: LeaseState) {
    #expect(evidence.state == state)
    #expect(!evidence.words.isEmpty)
  }

  @Test func countsWhatIsUsedOfARange() throws {
    let subnet = try #require(IPPrefix("10.0.0.0/29"))
    let first = try #require(IPAddress("10.0.0.1"))
    let last = try #require(IPAddress("10.0.0.6"))
    var range = IPAMState.Range(set: 0, subnet: subnet, first: first, last: last)
    range.gateway = first
    #expect(range.size == 5)
    var network = IPAMState.Network(
      name: "n", store: "host-local", path: "/n", ranges: [range],
      leases: [
        IPAMState.Lease(address: last), IPAMState.Lease(address: first),
        IPAMState.Lease(address: try #require(IPAddress("10.0.0.7"))),
      ])
    network.countUsed()
    #expect(network.used == 1)
    #expect(network.freeOfTightestSet == 4)
  }

  @Test func aRangeOfIPv6IsNotTooLargeToCount() throws {
    let subnet = try #require(IPPrefix("::/0"))
    let range = IPAMState.Range(
      set: 0, subnet: subnet, first: subnet.address, last: subnet.last)
    #expect(range.size == .max)
    let network = IPAMState.Network(
      name: "n", store: "host-local", path: "/n", ranges: [range, range])
    #expect(network.size == .max)
    #expect(network.freeOfTightestSet == .max)
  }
}
