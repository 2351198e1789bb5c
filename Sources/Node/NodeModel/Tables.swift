public import NetworkTypes

/// A routing rule (`RTM_NEWRULE`).
public struct Rule: Hashable, Sendable {
  public var family: AddressFamily
  /// Rules with lower numbers come first.
  public var priority: UInt32
  public var from: IPPrefix?
  public var to: IPPrefix?
  /// Names of links; a rule may name one that does not exist.
  public var iif: String?
  public var oif: String?
  public var fwMark: UInt32?
  public var fwMask: UInt32?
  public var table: UInt32
  public var action: RuleAction
  /// The rest, by the keys of the snapshot: `tos`, `goto`, `ipProtocol`, `sourcePorts` ….
  public var attributes: Facts

  public init(family: AddressFamily, priority: UInt32, table: UInt32, action: RuleAction) {
    self.family = family
    self.priority = priority
    self.table = table
    self.action = action
    attributes = Facts()
  }
}

/// A neighbour, ARP or NDP entry (`RTM_NEWNEIGH`), or one that the node answers for.
public struct Neighbour: Hashable, Sendable {
  public var address: IPAddress
  public var macAddress: MACAddress?
  /// The index of the link; 0 for a proxy entry of all links.
  public var device: Int32
  public var state: NeighbourState
  public var flags: NeighbourFlags
  /// Whether the node answers for the address (`NTF_PROXY`).
  public var isProxy: Bool
  public var `protocol`: RouteProtocol?
  /// Seconds since it was last confirmed, used, changed; nil where the kernel says nothing.
  public var confirmedSeconds: UInt32?
  public var usedSeconds: UInt32?
  public var updatedSeconds: UInt32?
  /// Solicitations sent without an answer (`NDA_PROBES`).
  public var probes: UInt32?

  public init(
    address: IPAddress, macAddress: MACAddress?, device: Int32, state: NeighbourState,
    flags: NeighbourFlags = [], isProxy: Bool = false
  ) {
    self.address = address
    self.macAddress = macAddress
    self.device = device
    self.state = state
    self.flags = flags
    self.isProxy = isProxy
  }
}

/// A next-hop object (`RTM_NEWNEXTHOP`).
public struct NextHop: Hashable, Sendable, Identifiable {
  public struct Member: Hashable, Sendable {
    public var id: UInt32
    /// 1 to 65536.
    public var weight: UInt32
    public init(id: UInt32, weight: UInt32) {
      self.id = id
      self.weight = weight
    }
  }

  public var id: UInt32
  public var family: AddressFamily?
  public var gateway: IPAddress?
  /// The index of the link.
  public var device: Int32?
  public var group: [Member]
  public var scope: RouteScope
  public var `protocol`: RouteProtocol
  public var flags: RouteFlags
  /// The rest: `blackhole`, `fdb`, `groupType`, `encapsulation` ….
  public var attributes: Facts

  public init(id: UInt32) {
    self.id = id
    group = []
    scope = .global
    self.protocol = .unspecified
    flags = []
    attributes = Facts()
  }
}

/// A queueing discipline on a link (`RTM_NEWQDISC`).
public struct Qdisc: Hashable, Sendable {
  /// The index of the link.
  public var device: Int32
  public var kind: String
  /// `major:minor` in hexadecimal, as `tc` prints it.
  public var handle: String
  /// `root`, `ingress`, `clsact` or a handle.
  public var parent: String

  public init(device: Int32, kind: String, handle: String, parent: String) {
    self.device = device
    self.kind = kind
    self.handle = handle
    self.parent = parent
  }
}
