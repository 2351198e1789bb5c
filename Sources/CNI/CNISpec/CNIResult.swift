public import NetworkTypes

/// What a plugin answers to ADD, in one form for every version of the specification.
///
/// Versions 0.1.0 and 0.2.0 have `ip4` and `ip6`, 0.3.0 to 0.4.0 addresses with a `version`,
/// 1.0.0 none, 1.1.0 an MTU of interfaces and more keys of routes. The keys decide, not the
/// number, so a later version is read as far as it is the same.
public struct CNIResult: Hashable, Sendable {
  /// An interface that the plugins made or use.
  public struct Interface: Hashable, Sendable {
    public var name: String
    /// As it was written; nil where the plugin gave none.
    public var mac: String?
    /// The path of the namespace that it is in; nil for the node's own.
    public var sandbox: String?
    /// In bytes; since 1.1.0.
    public var mtu: UInt32?
    /// Of vhost-user; since 1.1.0.
    public var socketPath: String?
    /// Of a device from PCI; since 1.1.0.
    public var pciID: String?
    public var unknown: [JSONMember]

    public init(
      name: String, mac: String? = nil, sandbox: String? = nil, mtu: UInt32? = nil,
      socketPath: String? = nil, pciID: String? = nil
    ) {
      self.name = name
      self.mac = mac
      self.sandbox = sandbox
      self.mtu = mtu
      self.socketPath = socketPath
      self.pciID = pciID
      unknown = []
    }

    public var macAddress: MACAddress? { mac.flatMap { MACAddress($0) } }
  }

  /// An address that was given to the container.
  public struct Address: Hashable, Sendable {
    public var address: IPPrefix
    public var gateway: IPAddress?
    /// The index in `interfaces`; it may be of none.
    public var interface: Int?
    public var unknown: [JSONMember]

    public init(_ address: IPPrefix, gateway: IPAddress? = nil, interface: Int? = nil) {
      self.address = address
      self.gateway = gateway
      self.interface = interface
      unknown = []
    }
  }

  /// A route that was made in the container.
  public struct Route: Hashable, Sendable {
    public var destination: IPPrefix
    public var gateway: IPAddress?
    /// In bytes; it and what follows since 1.1.0.
    public var mtu: UInt32?
    public var advertisedMSS: UInt32?
    public var priority: Int64?
    public var table: Int64?
    public var scope: Int64?
    public var unknown: [JSONMember]

    public init(_ destination: IPPrefix, gateway: IPAddress? = nil) {
      self.destination = destination
      self.gateway = gateway
      unknown = []
    }
  }

  /// For the resolver of the container.
  public struct DNS: Hashable, Sendable {
    public var nameservers: [String] = []
    public var domain: String?
    public var search: [String] = []
    public var options: [String] = []
    public init() {}

    public var isEmpty: Bool { self == DNS() }
  }

  /// `cniVersion`; 0.1.0 where none is written.
  public var version: String
  public var interfaces: [Interface]
  public var ips: [Address]
  public var routes: [Route]
  public var dns: DNS
  /// Members that have no field here.
  public var unknown: [JSONMember]

  /// A result of the latest version, to be filled in.
  public init(
    interfaces: [Interface] = [], ips: [Address] = [], routes: [Route] = [], dns: DNS = DNS()
  ) {
    version = "\(CNIVersion.latest)"
    self.interfaces = interfaces
    self.ips = ips
    self.routes = routes
    self.dns = dns
    unknown = []
  }

  public init(parsing bytes: [UInt8]) throws(CNIDecodingError) {
    let value: JSONValue
    do { value = try JSONValue(parsing: bytes) } catch { throw .json(error) }
    try self.init(value)
  }

  /// - Parameter path: Where the result stands in its document, for errors.
  public init(_ value: JSONValue, path: String = "") throws(CNIDecodingError) {
    let fields = try JSONFields(value, path: path)
    version = try fields.string("cniVersion") ?? "0.1.0"
    interfaces = []
    for entry in try fields.objects("interfaces") { interfaces.append(try Interface(entry)) }
    ips = []
    for entry in try fields.objects("ips") { ips.append(try Address(entry, key: "address")) }
    routes = []
    for entry in try fields.objects("routes") { routes.append(try Route(entry)) }
    for key in ["ip4", "ip6"] {
      guard let old = try fields.object(key) else { continue }
      ips.append(try Address(old, key: "ip"))
      for entry in try old.objects("routes") { routes.append(try Route(entry)) }
    }
    dns =
      try fields.object("dns").map { (entry) throws(CNIDecodingError) in try DNS(entry) } ?? DNS()
    unknown = fields.others(
      than: ["cniVersion", "interfaces", "ips", "routes", "ip4", "ip6", "dns"])
  }

  /// The interface that an address is on.
  public func interface(of address: Address) -> Interface? {
    guard let index = address.interface, interfaces.indices.contains(index) else { return nil }
    return interfaces[index]
  }
}
