import NetworkTypes
import TestSupport
import Testing

@testable import NodeModel

struct AddressPlanTests {
  private static func prefix(_ text: String) -> IPPrefix { IPPrefix(text)! }

  @Test func plansAnOrdinaryCluster() throws {
    var demand = AddressDemand(
      nodes: 50, podsPerNode: 110, services: 1000, spaces: [Self.prefix("10.0.0.0/8")],
      taken: AddressDemand.defaults)
    demand.nodeSegments = [Self.prefix("192.168.10.0/24")]
    let plan = AddressPlan(demand)
    #expect(plan.problems.isEmpty)
    let family = try #require(plan.families.first)
    #expect(family.blockLength == 25)
    #expect(family.pod == Self.prefix("10.0.0.0/18"))
    #expect(family.blockCount == 128)
    #expect(family.service == Self.prefix("10.0.64.0/21"))
    #expect(family.block(0) == Self.prefix("10.0.0.0/25"))
    #expect(family.block(127) == Self.prefix("10.0.63.128/25"))
    #expect(family.block(128) == nil)
  }

  @Test func plansBothFamilies() throws {
    let demand = AddressDemand(
      nodes: 10, podsPerNode: 250, services: 100, growth: 4, families: [.ipv4, .ipv6],
      spaces: [Self.prefix("10.0.0.0/8"), Self.prefix("fd12:3456:789a::/48")])
    let plan = AddressPlan(demand)
    #expect(plan.problems.isEmpty)
    let six = try #require(plan.families.last)
    #expect(six.blockLength == 64 && six.pod.length == 58 && six.service.length == 112)
    #expect(Self.prefix("fd12:3456:789a::/48").contains(six.service.address))
  }

  @Test(
    arguments: [
      (
        "no space of the family",
        AddressDemand(
          nodes: 1, podsPerNode: 1, services: 1, families: [.ipv6], spaces: [prefix("10.0.0.0/8")]),
        "space has no prefix"
      ),
      (
        "too small a space",
        AddressDemand(nodes: 100, podsPerNode: 110, services: 10, spaces: [prefix("10.0.0.0/24")]),
        "no free /17 is left for pods"
      ),
      (
        "too many services",
        AddressDemand(nodes: 1, podsPerNode: 1, services: 600_000, spaces: [prefix("10.0.0.0/8")]),
        "services are more"
      ),
      (
        "absurd numbers",
        AddressDemand(
          nodes: .max, podsPerNode: .max, services: .max, spaces: [prefix("10.0.0.0/8")]),
        "too many"
      ),
      (
        "absurd growth",
        AddressDemand(
          nodes: 1, podsPerNode: 1, services: 1, growth: .infinity, spaces: [prefix("10.0.0.0/8")]),
        "nodes"
      ),
    ] as [(String, AddressDemand, String)])
  func saysWhatCannotBeHad(_ what: String, _ demand: AddressDemand, _ words: String) {
    let plan = AddressPlan(demand)
    #expect(plan.families.isEmpty)
    #expect(plan.problems.contains { $0.contains(words) }, "\(plan.problems)")
  }

  @Test func givenSegmentsAreChecked() {
    var demand = AddressDemand(
      nodes: 10, podsPerNode: 100, services: 10, spaces: [Self.prefix("10.0.0.0/8")],
      taken: [AddressDemand.Taken(name: "site B", prefix: Self.prefix("172.20.0.0/14"))])
    demand.podSegments = [Self.prefix("172.20.0.0/16")]
    demand.serviceSegments = [Self.prefix("172.20.5.0/24")]
    let problems = AddressPlan(demand).problems
    #expect(problems.contains { $0.contains("pod segment 172.20.0.0/16 overlaps the service") })
    #expect(problems.contains { $0.contains("service segment 172.20.5.0/24 overlaps site B") })
    demand.podSegments = [Self.prefix("10.0.0.0/24")]
    #expect(AddressPlan(demand).problems.contains { $0.contains("is too small") })
  }

  /// Small spaces, in which every placement of three blocks can be tried: there is a plan exactly
  /// where there is a placement, and it overlaps nothing.
  @Test(arguments: 0..<80) func findsAPlacementWhereThereIsOne(_ seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let space = Self.prefix("10.0.0.0/26")
    let taken = (0..<Int.random(in: 0...4, using: &random)).map { _ in
      IPPrefix(
        IPAddress(ipv4: 0x0A00_0000 + .random(in: 0..<64, using: &random)),
        length: .random(in: 27...32, using: &random)
      ).network
    }
    let lengths = (0..<3).map { _ in UInt8.random(in: 27...31, using: &random) }
    var free = FreeSpace([space], taken: taken)
    let found = lengths.sorted().map { free.take($0) }
    #expect(
      !found.contains(nil) == Self.canPlace(lengths, in: space, beside: taken),
      "\(lengths) beside \(taken)")
    let placed = found.compactMap { $0 }
    for (index, prefix) in placed.enumerated() {
      #expect(space.contains(prefix.address) && prefix == prefix.network)
      #expect(!taken.contains { $0.overlaps(prefix) })
      #expect(!placed[(index + 1)...].contains { $0.overlaps(prefix) })
    }
  }

  /// Tries every aligned block for the first length, and for each of them the rest.
  private static func canPlace(
    _ lengths: [UInt8], in space: IPPrefix, beside taken: [IPPrefix]
  ) -> Bool {
    guard let length = lengths.first else { return true }
    let size = 1 << Int(32 - length)
    return stride(from: 0, to: 64, by: size).contains { offset in
      let prefix = IPPrefix(IPAddress(ipv4: 0x0A00_0000 + UInt32(offset)), length: length)
      guard !taken.contains(where: { $0.overlaps(prefix) }) else { return false }
      return canPlace(Array(lengths.dropFirst()), in: space, beside: taken + [prefix])
    }
  }
}
