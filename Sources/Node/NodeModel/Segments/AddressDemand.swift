public import NetworkTypes

/// What a cluster needs of addresses, before there is a cluster.
public struct AddressDemand: Hashable, Sendable {
  /// A segment that is there, and that nothing may overlap.
  public struct Taken: Hashable, Sendable {
    public var name: String
    public var prefix: IPPrefix

    public init(name: String, prefix: IPPrefix) {
      self.name = name
      self.prefix = prefix
    }
  }

  public var nodes: Int
  public var podsPerNode: Int
  public var services: Int
  /// How many times as many nodes and services there must be room for.
  public var growth: Double
  public var families: [AddressFamily]
  /// Where segments may be taken from, the best first.
  public var spaces: [IPPrefix]
  /// Segments that are not to be chosen, one of a family at most.
  public var nodeSegments: [IPPrefix] = []
  public var podSegments: [IPPrefix] = []
  public var serviceSegments: [IPPrefix] = []
  public var taken: [Taken]
  /// What nothing new may overlap, and given segments may: the cluster may be here already.
  public var avoided: [Taken] = []

  public init(
    nodes: Int, podsPerNode: Int, services: Int, growth: Double = 2,
    families: [AddressFamily] = [.ipv4], spaces: [IPPrefix], taken: [Taken] = []
  ) {
    self.nodes = nodes
    self.podsPerNode = podsPerNode
    self.services = services
    self.growth = growth
    self.families = families
    self.spaces = spaces
    self.taken = taken
  }

  /// What engines take without being asked: Docker's first bridge, podman's network `podman`.
  public static let defaults = [
    ("Docker's default", "172.17.0.0/16"), ("podman's default", "10.88.0.0/16"),
  ].compactMap { name, text in IPPrefix(text).map { Taken(name: name, prefix: $0) } }

  /// Number of nodes with room for growth; `Int.max` for what no number holds.
  var grownNodes: Int { Self.grown(nodes, growth) }
  var grownServices: Int { Self.grown(services, growth) }

  private static func grown(_ count: Int, _ growth: Double) -> Int {
    let value = (Double(count) * max(growth, 1)).rounded(.up)
    return value < 1e15 ? Int(value) : .max
  }
}
