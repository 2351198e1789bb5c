public import NetworkTypes

/// The device of an overlay network: one for all peers, none of which it knows by itself.
public enum TunnelKind: Hashable, Sendable {
  /// Learns nothing: where a hardware address is, its forwarding table says.
  case vxlan(id: UInt32, local: IPAddress, port: UInt16)
  /// Routes say where packets go, and with which id.
  case geneve(port: UInt16)
  /// Neighbours say where packets go.
  case gre(key: UInt32, local: IPAddress)
  /// The gateways of routes say where packets go.
  case ipip(local: IPAddress)

  /// The kernel's word (`IFLA_INFO_KIND`).
  public var word: String {
    switch self {
    case .vxlan: "vxlan"
    case .geneve: "geneve"
    case .gre: "gre"
    case .ipip: "ipip"
    }
  }

  var text: String {
    switch self {
    case .vxlan(let id, let local, let port): " id \(id) local \(local) port \(port)"
    case .geneve(let port): " port \(port)"
    case .gre(let key, let local): " key \(key) local \(local)"
    case .ipip(let local): " local \(local)"
    }
  }
}

/// The tunnel that a route puts packets into.
public struct RouteTunnel: Hashable, Sendable {
  public var id: UInt64
  public var source: IPAddress
  public var destination: IPAddress

  public init(id: UInt64, from source: IPAddress, to destination: IPAddress) {
    self.id = id
    self.source = source
    self.destination = destination
  }

  var text: String { "in a tunnel with id \(id) to \(destination)" }
}

/// A neighbour that nobody has to ask for.
public struct NewNeighbour: Hashable, Sendable {
  public var address: IPAddress
  /// Of the neighbour; for a GRE device, the address of the tunnel's other end.
  public var macAddress: MACAddress
  public var device: String

  public init(_ address: IPAddress, at macAddress: MACAddress, on device: String) {
    self.address = address
    self.macAddress = macAddress
    self.device = device
  }

  var text: String { "neighbour \(address) at \(macAddress) on \(device)" }
}

/// The end of a tunnel that a hardware address is behind.
public struct NewForwarding: Hashable, Sendable {
  public var macAddress: MACAddress
  public var remote: IPAddress
  public var device: String

  public init(_ macAddress: MACAddress, to remote: IPAddress, on device: String) {
    self.macAddress = macAddress
    self.remote = remote
    self.device = device
  }

  var text: String { "forwarding \(macAddress) to \(remote) on \(device)" }
}

/// A routing table that packets for everywhere are looked up in, before the main one.
public struct TableRule: Hashable, Sendable {
  public var family: AddressFamily
  public var table: UInt32
  public var priority: UInt32

  public init(_ family: AddressFamily, table: UInt32, priority: UInt32) {
    self.family = family
    self.table = table
    self.priority = priority
  }

  var text: String {
    "rule \(priority) for \(family == .ipv4 ? "IPv4" : "IPv6") looks into table \(table)"
  }
}
