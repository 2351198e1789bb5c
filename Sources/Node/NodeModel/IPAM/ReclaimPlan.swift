public import NetworkTypes

/// Which leases can be taken back, and why each of the others cannot.
///
/// A plan is a value that does nothing: whoever carries it out makes it once more from what is
/// there then, under the lock of the store, and takes only what is in both.
public struct ReclaimPlan: Hashable, Sendable {
  public struct Item: Hashable, Sendable {
    public var network: String
    /// The folder of the store.
    public var folder: String
    public var lease: IPAMState.Lease
    /// What speaks against it; empty for what can be taken.
    public var objections: [String]
  }

  /// By network and address.
  public var items: [Item]
  /// Leaked, or asked for by address, and not to be taken.
  public var refused: [Item]

  /// However short the grace is that somebody wishes for, in seconds: within it an attachment may
  /// have its lease and not yet its address.
  public static let shortestGrace: Int64 = 60

  /// - Parameters:
  ///   - addresses: Only these; empty for all that leaked.
  ///   - graceSeconds: Younger leases stay.
  public init(_ state: IPAMState, addresses: Set<IPAddress> = [], graceSeconds: Int64) {
    items = []
    refused = []
    for network in state.networks {
      for lease in network.leases {
        guard addresses.isEmpty ? lease.state == .leaked : addresses.contains(lease.address)
        else { continue }
        let item = Item(
          network: network.name, folder: network.path, lease: lease,
          objections: Self.objections(to: lease, of: network, graceSeconds: graceSeconds))
        if item.objections.isEmpty { items.append(item) } else { refused.append(item) }
      }
    }
  }

  /// Every proof is asked for by itself, whatever the verdict is: one that is wrong about the
  /// whole must not be wrong about all of its parts.
  static func objections(
    to lease: IPAMState.Lease, of network: IPAMState.Network, graceSeconds: Int64
  ) -> [String] {
    let evidence = lease.evidence
    var objections: [String] = []
    if network.store != "host-local" {
      objections.append("\(network.store) keeps the lease, which only it can take back")
    }
    if !evidence.isLeased { objections.append("no store leases it") }
    if lease.state != .leaked { objections.append("it is \(lease.state.rawValue), not leaked") }
    for holder in evidence.holders {
      objections.append("\(holder.device) of \(holder.place) has the address")
    }
    if let route = evidence.route { objections.append("a route leads to it through \(route)") }
    switch evidence.owner {
    case .gone: break
    case .running(let pod): objections.append("its container runs: \(pod)")
    case .nobody: objections.append("the file names nobody: it may be kept on purpose")
    case .unreadable(let reason): objections.append("cannot be read: \(reason)")
    }
    if case .exists(let path) = evidence.namespace {
      objections.append("its namespace \(path) is there")
    }
    if !evidence.knowsNeighbours { objections.append("neighbours were not read") }
    if let neighbour = evidence.neighbour, neighbour.isAlive {
      objections.append("neighbour on \(neighbour.device) is \(neighbour.state.word)")
    }
    if let gap = evidence.gap { objections.append(gap) }
    let grace = max(graceSeconds, Self.shortestGrace)
    switch lease.ageSeconds {
    case nil: objections.append("its age is not known")
    case let age? where age < grace:
      objections.append("it is \(age) s old, and the grace is \(grace) s")
    default: break
    }
    return objections
  }
}
