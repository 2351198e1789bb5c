public import NetworkTypes

/// The network of a node at one moment.
///
/// A plain value: nothing in it refers to a socket, and it can be handed to any thread. Parts
/// that did not change since the last snapshot share their storage with it.
public struct Snapshot: Sendable {
  /// When the reading ended, in microseconds since 1970 (UTC).
  public var capturedAt: Int64
  public var node: Node
  /// What could not be read, or not fully, and what was read well.
  public var completeness: [Completeness]
  /// Sorted by inode, the node's own first.
  public var namespaces: [Namespace]
  /// Sorted by namespace and name.
  public var pods: [Pod]
  public var tunnels: [Tunnel]
  /// Nil where it was not asked for; likewise the other parts.
  public var cni: CNIState?
  public var bgp: BGPStatus?
  public var ipam: IPAMState?
  public var services: ServiceState?
  public var ports: PortState?

  public init(
    capturedAt: Int64 = 0, node: Node = Node(), completeness: [Completeness] = [],
    namespaces: [Namespace] = [], pods: [Pod] = [], tunnels: [Tunnel] = []
  ) {
    self.capturedAt = capturedAt
    self.node = node
    self.completeness = completeness
    self.namespaces = namespaces
    self.pods = pods
    self.tunnels = tunnels
  }
}

extension Snapshot {
  public func namespace(_ id: NamespaceID) -> Namespace? { namespaces.first { $0.id == id } }
  public func link(_ id: LinkID) -> Link? { namespace(id.namespace)?.link(id.index) }
  /// The namespace that counts as the node's.
  public var host: Namespace? { namespaces.first(where: \.isHost) }
}

/// The machine that a snapshot describes.
public struct Node: Hashable, Sendable {
  /// The host name.
  public var name: String
  /// `/etc/machine-id`: 32 hexadecimal digits.
  public var machineID: String?
  /// `/proc/sys/kernel/random/boot_id`: another one after each boot.
  public var bootID: String?
  /// The release of the kernel, as `uname -r` has it.
  public var kernel: String?
  /// Seconds since the boot (`/proc/uptime`).
  public var uptimeSeconds: Int64?

  public init(
    name: String = "", machineID: String? = nil, bootID: String? = nil, kernel: String? = nil,
    uptimeSeconds: Int64? = nil
  ) {
    self.name = name
    self.machineID = machineID
    self.bootID = bootID
    self.kernel = kernel
    self.uptimeSeconds = uptimeSeconds
  }
}

extension Snapshot {
  /// The node's addresses of global scope, without loopback ones: how others reach the node.
  public var nodeAddresses: [IPAddress] {
    guard let links = host?.links else { return [] }
    return links.filter { !$0.flags.contains(.loopback) }.flatMap(\.addresses)
      .filter { $0.scope == .global }.map(\.address)
  }
}
