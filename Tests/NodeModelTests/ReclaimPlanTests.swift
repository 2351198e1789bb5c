import NetworkTypes
import TestSupport
import Testing

@testable import NodeModel

struct ReclaimPlanTests {
  private static let address = IPAddress("10.0.0.9")!

  /// All proofs that are asked for.
  private static var proven: LeaseEvidence {
    LeaseEvidence(namespace: .gone("/run/netns/a"), knowsNeighbours: true)
  }

  private static func plan(
    _ evidence: LeaseEvidence, age: Int64? = 3600, grace: Int64 = 600,
    store: String = "host-local", addresses: Set<IPAddress> = []
  ) -> ReclaimPlan {
    let lease = IPAMState.Lease(
      address: address, containerID: "abc", ifname: "eth0", ageSeconds: age, evidence: evidence)
    let network = IPAMState.Network(name: "n", store: store, path: "/n", leases: [lease])
    return ReclaimPlan(
      IPAMState(networks: [network]), addresses: addresses, graceSeconds: grace)
  }

  @Test func takesWhatIsProven() {
    let plan = Self.plan(Self.proven)
    #expect(plan.items.map(\.lease.address) == [Self.address])
    #expect(plan.refused.isEmpty)
    #expect(Self.plan(Self.proven, addresses: [IPAddress("10.0.0.8")!]).items.isEmpty)
  }

  private static func with(_ change: (inout LeaseEvidence) -> Void) -> LeaseEvidence {
    var evidence = proven
    change(&evidence)
    return evidence
  }

  private static let holder = LeaseEvidence.Holder(
    link: LinkID(NamespaceID(inode: 2), 2), device: "eth0", place: "pod default/web",
    isOwner: nil)

  /// Each sign of life alone is enough, whatever else is known.
  @Test(
    arguments: [
      ("a link has it", with { $0.holders = [holder] }),
      ("its pod runs", with { $0.owner = .running("pod default/web") }),
      ("its namespace is there", with { $0.namespace = .exists("/run/netns/a") }),
      (
        "somebody answers",
        with {
          $0.neighbour = .init(
            macAddress: nil, device: "cni0", state: .reachable, isOfLink: false)
        }
      ),
      ("a route leads to it", with { $0.route = "veth1" }),
      ("neighbours are not known", with { $0.knowsNeighbours = false }),
      ("not all was read", with { $0.gap = "denied" }),
      ("the file is empty", with { $0.owner = .nobody }),
      ("the file is binary", with { $0.owner = .unreadable("binary") }),
      ("it has no lease", with { $0.isLeased = false }),
      ("it is new", with { $0.isYoung = true }),
    ] as [(String, LeaseEvidence)])
  func refuses(_ what: String, _ evidence: LeaseEvidence) {
    let plan = Self.plan(evidence, addresses: [Self.address])
    #expect(plan.items.isEmpty)
    #expect(plan.refused.first?.objections.isEmpty == false)
  }

  @Test func keepsTheGrace() {
    #expect(Self.plan(Self.proven, age: 599).items.isEmpty)
    #expect(Self.plan(Self.proven, age: 600).items.count == 1)
    #expect(Self.plan(Self.proven, age: 59, grace: 0).items.isEmpty, "never less than a minute")
    #expect(Self.plan(Self.proven, age: 60, grace: -5).items.count == 1)
    #expect(Self.plan(Self.proven, age: nil).items.isEmpty)
  }

  @Test func leavesOtherStoresAlone() {
    #expect(Self.plan(Self.proven, store: "podman").items.isEmpty)
  }

  /// Of evidence at random, nothing that has any sign of life is ever in a plan.
  @Test func neverTakesWhatLives() {
    var random = SplitMix(seed: 11)
    func flip(_ odds: Int = 3) -> Bool { Int.random(in: 0..<odds, using: &random) == 0 }
    for _ in 0..<20_000 {
      var evidence = Self.proven
      if flip(8) { evidence.holders = [Self.holder] }
      if flip(8) {
        evidence.owner = [.running("pod a"), .nobody, .gone].randomElement(using: &random)!
      }
      if flip(8) { evidence.namespace = .exists("/run/netns/a") }
      if flip(8) {
        evidence.neighbour = LeaseEvidence.Neighbour(
          macAddress: nil, device: "cni0",
          state: NeighbourState(rawValue: 1 << UInt16.random(in: 0...7, using: &random)),
          isOfLink: flip())
      }
      if flip(8) { evidence.route = "veth1" }
      if flip(8) { evidence.isYoung = true }
      let lives =
        !evidence.holders.isEmpty || evidence.owner != .gone || evidence.route != nil
        || evidence.namespace == .exists("/run/netns/a") || evidence.neighbour?.isAlive == true
        || evidence.isYoung
      #expect(Self.plan(evidence).items.isEmpty == lives)
    }
  }
}
