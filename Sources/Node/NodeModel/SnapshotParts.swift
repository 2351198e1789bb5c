/// The parts of a snapshot besides the tables of namespaces and the pods: those that come from
/// files, daemons and rule sets, and are read only where somebody asks for them.
public struct SnapshotParts: OptionSet, Hashable, Sendable {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The configurations, attachments and plugins of CNI, and the network solutions.
  public static let cni = Self(rawValue: 1 << 0)
  /// Of `cni`, the versions of plugins that no configuration names: each is run once for it.
  public static let pluginVersions = Self(rawValue: 1 << 1)
  /// Who speaks BGP, and the sessions.
  public static let bgp = Self(rawValue: 1 << 2)
  /// Who has which address of which network.
  public static let ipam = Self(rawValue: 1 << 5)

  /// Services of the cluster, by the rules of the node.
  public static let services = Self(rawValue: 1 << 3)
  /// The rules of every namespace as lines, and how many connections each tracks.
  public static let filters = Self(rawValue: 1 << 4)
  /// Who listens on which port, in every namespace, and which ports of the node lead elsewhere.
  public static let ports = Self(rawValue: 1 << 6)

  /// What a snapshot of everything has.
  public static let all: Self = [.cni, .bgp, .ipam, .services, .filters, .ports]
}
