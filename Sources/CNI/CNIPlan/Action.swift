public import NetworkTypes

/// One change of the kernel's state, with everything that it takes.
///
/// Links are named, not numbered: the plan is made before they are.
public enum Action: Hashable, Sendable {
  case createLink(NewLink)
  case setLink(String, LinkSettings)
  /// Away with a link; that it is not there is no failure.
  case deleteLink(String)
  /// To the other side, under a new name.
  case moveLink(MovedLink)
  /// Back to the node; that it is not there is no failure.
  case returnLink(ReturnedLink)
  case setPort(String, PortSettings)
  /// The VLANs of a bridge's port.
  case addVLANs(String, [PortVLAN])
  case removeVLANs(String, [UInt16])
  case addAddress(NewAddress)
  case deleteAddress(IPPrefix, device: String)
  case addRoute(NewRoute)
  case deleteRoute(NewRoute)
  /// The path below `/proc/sys` with slashes, as names of interfaces have points.
  ///
  /// - optional: The kernel may not have it: one without IPv6, or an older one.
  case setSysctl(String, String, optional: Bool)
  /// Of a plan that is only read: the plugin for addresses is asked when the others are done.
  case leaseAddresses(AddressLease)
  case returnAddresses(AddressLease)
  /// Until no IPv6 address of a link is tentative any more, five seconds at most.
  case settleAddresses(device: String)
  /// Until a link passes frames.
  case awaitUp(device: String)
  /// Rules of the node's packet filter; those of the same attachment are replaced.
  case addRules(AttachmentRules)
  /// That there are none is no failure.
  case deleteRules(AttachmentRules)
  case limitRate(RateLimit)
  case addSourceRule(SourceRule)
  case deleteSourceRule(SourceRule)
  /// All that comes in by a link goes out by another one.
  case redirectIngress(from: String, to: String)
  /// In place of what is known of the same address.
  case addNeighbour(NewNeighbour)
  case deleteNeighbour(NewNeighbour)
  /// In place of where else the address was.
  case addForwarding(NewForwarding)
  case deleteForwarding(NewForwarding)
  /// That it is there already is no failure.
  case addTableRule(TableRule)
  case deleteTableRule(TableRule)
  /// Away with the tunnel of a network, unless a container is on it.
  case deleteUnusedTunnel(SharedTunnel)
}

/// A link that is to be made.
public struct NewLink: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case bridge(vlanFiltering: Bool)
    case veth(VethPeer)
    case macvlan(mode: MACVLANWord, parent: String, broadcastQueueLength: UInt32?)
    case ipvlan(mode: IPVLANWord, parent: String)
    case vlan(id: UInt16, parent: String)
    case dummy
    case tap(TapSettings)
    case vrf(table: UInt32)
    case ifb
    case tunnel(TunnelKind)
  }

  public var name: String
  public var kind: Kind
  /// In bytes; nil leaves it to the kernel.
  public var mtu: UInt32?
  public var macAddress: MACAddress?
  public var isUp = false
  public var master: String?
  /// Where it is to be; the step's own place unless it says otherwise.
  public var place: Place?
  /// One of the same name and kind that is there already will do.
  public var mayExist = false

  public init(_ name: String, _ kind: Kind) {
    self.name = name
    self.kind = kind
  }
}

/// The other end of a pair.
public struct VethPeer: Hashable, Sendable {
  public var name: String
  public var place: Place
  public var mtu: UInt32?
  public var macAddress: MACAddress?

  public init(_ name: String, in place: Place) {
    self.name = name
    self.place = place
  }
}

/// What a macvlan passes on; the words of the configuration.
public enum MACVLANWord: String, Hashable, Sendable {
  case bridge, `private`, vepa, passthru
}

/// At which layer an ipvlan divides; the words of the configuration.
public enum IPVLANWord: String, Hashable, Sendable {
  case l2, l3, l3s
}

/// Of a tap, which only the tun driver itself can make.
public struct TapSettings: Hashable, Sendable {
  public var isMultiQueue = false
  /// The ids of who may open it; nil for root alone.
  public var owner: UInt32?
  public var group: UInt32?

  public init() {}
}

/// Changes of a link; what is nil stays.
public struct LinkSettings: Hashable, Sendable {
  public var isUp: Bool?
  public var name: String?
  public var mtu: UInt32?
  public var macAddress: MACAddress?
  public var master: String?
  public var isPromiscuous: Bool?
  public var isAllMulticast: Bool?
  public var txQueueLength: UInt32?
  /// Empty takes it away.
  public var alias: String?

  public init() {}
  public init(isUp: Bool) { self.isUp = isUp }
}

/// A link that changes sides.
public struct MovedLink: Hashable, Sendable {
  public var name: String
  public var newName: String
  public var target: Place

  public init(_ name: String, to target: Place, as newName: String) {
    self.name = name
    self.target = target
    self.newName = newName
  }
}

/// What a bridge does with a port; what is nil stays.
public struct PortSettings: Hashable, Sendable {
  public var isHairpin: Bool?
  public var isIsolated: Bool?

  public init() {}
}

/// A VLAN, or a range of them, that passes a port of a bridge.
public struct PortVLAN: Hashable, Sendable {
  public var first: UInt16
  public var last: UInt16
  /// Frames without a tag belong to it, and its own leave without one.
  public var isUntagged: Bool

  public init(_ first: UInt16, to last: UInt16? = nil, isUntagged: Bool = false) {
    self.first = first
    self.last = last ?? first
    self.isUntagged = isUntagged
  }
}

/// An address for a link.
public struct NewAddress: Hashable, Sendable {
  public var prefix: IPPrefix
  public var device: String
  /// The same one that is there already will do.
  public var mayExist = false

  public init(_ prefix: IPPrefix, on device: String) {
    self.prefix = prefix
    self.device = device
  }

  /// The last address of the prefix, for IPv4 with more than two addresses.
  public var broadcast: IPAddress? {
    guard prefix.address.family == .ipv4, prefix.length < 31 else { return nil }
    return prefix.last
  }
}

/// A route for a link.
public struct NewRoute: Hashable, Sendable {
  public var destination: IPPrefix
  public var gateway: IPAddress?
  public var device: String
  public var source: IPAddress?
  /// Nil is the main table.
  public var table: UInt32?
  public var priority: UInt32?
  public var scope = RouteScope.global
  /// Who made it; nil is what `ip route` leaves.
  public var origin: RouteProtocol?
  /// Whether the gateway is behind the device though no address says so.
  public var isOnLink = false
  public var encapsulation: RouteTunnel?
  /// Another route to the same destination is no error: this one goes before it, or beside it.
  public var mayHaveSiblings = false
  /// In bytes.
  public var mtu: UInt32?
  public var advertisedMSS: UInt32?
  /// The same one that is there already will do.
  public var mayExist = false

  public init(_ destination: IPPrefix, via gateway: IPAddress? = nil, on device: String) {
    self.destination = destination
    self.gateway = gateway
    self.device = device
  }
}
