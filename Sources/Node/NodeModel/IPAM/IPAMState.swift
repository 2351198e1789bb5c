public import NetworkTypes

/// Who has which address of which network, by the stores of this node.
public struct IPAMState: Hashable, Sendable {
  /// A pool of addresses with one store.
  public struct Network: Hashable, Sendable {
    public var name: String
    /// Who keeps it: `host-local`, `podman`, `docker` ….
    public var store: String
    /// The folder or file of the store.
    public var path: String
    /// By set and first address; empty where no configuration tells them.
    public var ranges: [Range]
    /// By address.
    public var leases: [Lease]
    /// What is odd about the store, a line each.
    public var problems: [String]

    public init(
      name: String, store: String, path: String, ranges: [Range] = [], leases: [Lease] = [],
      problems: [String] = []
    ) {
      self.name = name
      self.store = store
      self.path = path
      self.ranges = ranges
      self.leases = leases
      self.problems = problems
    }
  }

  /// Addresses that a store gives out: both ends belong to it.
  public struct Range: Hashable, Sendable {
    /// A container gets an address of each set.
    public var set: Int
    public var subnet: IPPrefix
    public var first: IPAddress
    public var last: IPAddress
    /// Never given out.
    public var gateway: IPAddress?
    /// How many of its addresses are not free, whoever has them.
    public var used: UInt64 = 0

    public init(
      set: Int, subnet: IPPrefix, first: IPAddress, last: IPAddress, gateway: IPAddress? = nil
    ) {
      self.set = set
      self.subnet = subnet
      self.first = first
      self.last = last
      self.gateway = gateway
    }

    public func contains(_ address: IPAddress) -> Bool {
      address.family == first.family && first <= address && address <= last
    }

    /// How many addresses can be given out; `UInt64.max` stands for that many and more.
    public var size: UInt64 {
      let count = last.number &- first.number
      let own = gateway.map(contains) ?? false ? 0 : 1 as UInt128
      let (size, overflow) = count.addingReportingOverflow(own)
      return overflow ? .max : UInt64(clamping: size)
    }

    public var free: UInt64 { size > used ? size - used : 0 }
  }

  /// An address that somebody has, or that is kept from others.
  public struct Lease: Hashable, Sendable {
    public var address: IPAddress
    /// Nil where the store names nobody.
    public var containerID: String?
    public var ifname: String?
    /// The pod, or the namespace, that the address is on or the container belongs to.
    public var pod: String?
    public var state: LeaseState
    /// Since the store wrote it; nil where it does not say.
    public var ageSeconds: Int64?
    public var evidence: LeaseEvidence

    public init(
      address: IPAddress, containerID: String? = nil, ifname: String? = nil, pod: String? = nil,
      ageSeconds: Int64? = nil, evidence: LeaseEvidence = LeaseEvidence()
    ) {
      self.address = address
      self.containerID = containerID
      self.ifname = ifname
      self.pod = pod
      self.ageSeconds = ageSeconds
      self.evidence = evidence
      state = evidence.state
    }
  }

  /// By name and path.
  public var networks: [Network]

  public init(networks: [Network] = []) { self.networks = networks }
}

extension IPAMState.Network {
  public var size: UInt64 {
    ranges.reduce(0) { sum, range in
      let (result, overflow) = sum.addingReportingOverflow(range.size)
      return overflow ? .max : result
    }
  }

  public var used: UInt64 { ranges.reduce(0) { $0 &+ $1.used } }
  public var free: UInt64 { size > used ? size - used : 0 }

  /// The range that is nearest to its end, as a container needs an address of each set.
  public var freeOfTightestSet: UInt64? {
    Dictionary(grouping: ranges, by: \.set).values.map { ranges in
      ranges.reduce(0) { sum, range in
        let (result, overflow) = sum.addingReportingOverflow(range.free)
        return overflow ? UInt64.max : result
      }
    }.min()
  }

  public func count(_ state: LeaseState) -> Int { leases.count { $0.state == state } }

  /// Counts, for each range, the addresses that are taken.
  public mutating func countUsed() {
    for index in ranges.indices { ranges[index].used = 0 }
    for lease in leases {
      guard let index = ranges.firstIndex(where: { $0.contains(lease.address) }),
        ranges[index].gateway != lease.address
      else { continue }
      ranges[index].used += 1
    }
  }
}

/// What became of a lease.
public enum LeaseState: String, Hashable, Sendable, CaseIterable {
  /// Somebody who may has the address.
  case inUse
  /// Nobody has the address, and nothing is left of whom it was given to.
  case leaked
  /// The address is used, and no store knows of it.
  case missing
  /// Two have the address, or another than the one it was given to.
  case duplicate
  /// Kept from being given out.
  case reserved
  /// It cannot be told: something could not be read, or what was read does not agree.
  case unknown

  /// Whether an operator should look at it.
  public var isFault: Bool { self == .leaked || self == .missing || self == .duplicate }
}
