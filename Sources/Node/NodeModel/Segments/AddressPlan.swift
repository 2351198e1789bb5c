public import NetworkTypes

/// Segments for nodes, pods and services that overlap nothing.
public struct AddressPlan: Hashable, Sendable {
  /// The segments of one family.
  public struct Family: Hashable, Sendable {
    public var family: AddressFamily
    public var node: IPPrefix
    public var pod: IPPrefix
    public var service: IPPrefix
    /// The length of the prefix that each node gets of the pod segment.
    public var blockLength: UInt8

    /// How many nodes the pod segment has blocks for.
    public var blockCount: UInt64 { UInt64(1) << UInt64(min(blockLength - pod.length, 63)) }

    /// The block of a node, counted from 0; nil behind the last one.
    public func block(_ node: Int) -> IPPrefix? {
      guard node >= 0, UInt64(node) < blockCount else { return nil }
      let shift = UInt128(family.bits - blockLength)
      let number = pod.address.number + UInt128(node) << shift
      return IPAddress(number: number, family: family).map { IPPrefix($0, length: blockLength) }
    }
  }

  public var families: [Family]
  /// What cannot be had, a line each; a plan with problems has not all families.
  public var problems: [String]
  /// What can be had and is worth knowing.
  public var notes: [String]

  /// kube-controller-manager divides the pod segment into at most two to this power of blocks.
  static let deepestDivision = 16
  /// kube-apiserver takes no service segment with more bits for hosts.
  static let largestService = 20

  public init(_ demand: AddressDemand) {
    families = []
    notes = []
    problems = Self.overlaps(in: demand)
    for family in demand.families {
      var planner = FamilyPlanner(demand, family)
      do throws(PlanFailure) {
        let found = try planner.plan()
        families.append(found)
        notes += planner.notes
      } catch { problems.append("\(family == .ipv4 ? "IPv4" : "IPv6"): \(error.line)") }
    }
  }

  /// What of that which is given overlaps.
  private static func overlaps(in demand: AddressDemand) -> [String] {
    let given =
      demand.nodeSegments.map { AddressDemand.Taken(name: "the node segment", prefix: $0) }
      + demand.podSegments.map { AddressDemand.Taken(name: "the pod segment", prefix: $0) }
      + demand.serviceSegments.map { AddressDemand.Taken(name: "the service segment", prefix: $0) }
    var lines: [String] = []
    for (index, one) in given.enumerated() {
      for other in given[(index + 1)...] + demand.taken where one.prefix.overlaps(other.prefix) {
        lines.append(
          "\(one.name) \(one.prefix) overlaps \(other.name) \(other.prefix)")
      }
    }
    return lines
  }
}

/// Why there is no plan for a family.
struct PlanFailure: Error {
  var line: String
}

/// Finds the segments of one family.
private struct FamilyPlanner {
  let demand: AddressDemand
  let family: AddressFamily
  var notes: [String] = []

  init(_ demand: AddressDemand, _ family: AddressFamily) {
    self.demand = demand
    self.family = family
  }

  private var bits: Int { Int(family.bits) }

  /// The bits that so many addresses take.
  private static func bits(for count: Int) -> Int {
    count <= 1 ? 0 : Int.bitWidth - (count - 1).leadingZeroBitCount
  }

  mutating func plan() throws(PlanFailure) -> AddressPlan.Family {
    let node = given(demand.nodeSegments)
    let pod = given(demand.podSegments)
    let service = given(demand.serviceSegments)
    let block = try blockLength()
    let podLength = try podLength(block)
    let serviceLength = try serviceLength()
    let nodeLength = try nodeLength()
    if let pod, pod.length > podLength {
      throw PlanFailure(
        line: "the pod segment \(pod) is too small: a /\(podLength) is needed for "
          + "\(demand.grownNodes) nodes with a /\(block) each")
    }
    if let service, service.length > serviceLength {
      throw PlanFailure(
        line: "the service segment \(service) is too small: a /\(serviceLength) is needed")
    }
    if let node, node.length > nodeLength {
      throw PlanFailure(
        line: "the node segment \(node) is too small: a /\(nodeLength) is needed")
    }
    var space = FreeSpace(
      demand.spaces.filter { $0.address.family == family },
      taken: (demand.taken + demand.avoided).map(\.prefix) + demand.nodeSegments
        + demand.podSegments
        + demand.serviceSegments)
    // The largest first: then a free block of a size is never cut while one of that size is left.
    var wanted = [(0, nodeLength, node), (1, podLength, pod), (2, serviceLength, service)]
    wanted.sort { $0.1 < $1.1 }
    var found: [Int: IPPrefix] = [:]
    for (purpose, length, given) in wanted {
      if let given {
        found[purpose] = given
        continue
      }
      guard let prefix = space.take(length) else {
        let names = ["nodes", "pods", "services"]
        throw PlanFailure(
          line: "no free /\(length) is left for \(names[purpose]); "
            + (demand.spaces.contains { $0.address.family == family }
              ? "give more under space" : "space has no prefix of this family"))
      }
      found[purpose] = prefix
    }
    return AddressPlan.Family(
      family: family, node: found[0]!.network, pod: found[1]!.network, service: found[2]!.network,
      blockLength: block)
  }

  private func given(_ prefixes: [IPPrefix]) -> IPPrefix? {
    prefixes.first { $0.address.family == family }
  }

  /// Network, gateway and broadcast are nobody's; with IPv6 a /64, as everybody has it.
  private func blockLength() throws(PlanFailure) -> UInt8 {
    guard family == .ipv4 else { return 64 }
    let need = Self.bits(for: demand.podsPerNode.addingReportingOverflow(3).partialValue)
    guard demand.podsPerNode < 1 << 24 else {
      throw PlanFailure(line: "\(demand.podsPerNode) pods on a node are too many")
    }
    return UInt8(bits - need)
  }

  private mutating func podLength(_ block: UInt8) throws(PlanFailure) -> UInt8 {
    let division = Self.bits(for: demand.grownNodes)
    guard division < Int(block) - 3 else {
      throw PlanFailure(
        line: "\(demand.grownNodes) nodes with a /\(block) each need more than there is")
    }
    if division > AddressPlan.deepestDivision {
      notes.append(
        "kube-controller-manager gives out at most \(1 << AddressPlan.deepestDivision) blocks "
          + "of a segment: allocate blocks by the network solution")
    }
    return block - UInt8(division)
  }

  private func serviceLength() throws(PlanFailure) -> UInt8 {
    let need = Self.bits(for: min(demand.grownServices, 1 << 40) + 2)
    guard need <= AddressPlan.largestService else {
      throw PlanFailure(
        line: "\(demand.grownServices) services are more than the "
          + "\(1 << AddressPlan.largestService) addresses that kube-apiserver takes")
    }
    return UInt8(bits - (family == .ipv6 ? max(need, 16) : need))
  }

  private func nodeLength() throws(PlanFailure) -> UInt8 {
    guard family == .ipv4 else { return 64 }
    let need = Self.bits(for: min(demand.grownNodes, 1 << 40) + 3)
    guard need <= 24 else { throw PlanFailure(line: "\(demand.grownNodes) nodes are too many") }
    return UInt8(bits - need)
  }
}
