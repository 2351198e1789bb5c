public import NetworkTypes

/// One port of a service of the cluster, as the rules on this node have it.
public struct Service: Hashable, Sendable {
  public struct Endpoint: Hashable, Sendable {
    public var address: IPAddress
    public var port: UInt16?
    /// The part of new connections that it gets, 0 to 1; nil where nothing chooses it at random.
    public var share: Double?
    /// In IPVS; 0 takes no new connection.
    public var weight: UInt32?
    /// `NAMESPACE/NAME` of the pod of this node that has the address.
    public var pod: String?
    /// Whether it is on this node; nil where nothing tells.
    public var isLocal: Bool?

    public init(address: IPAddress, port: UInt16?) {
      self.address = address
      self.port = port
    }
  }

  /// Of Kubernetes; nil where the rules name no service, as those of IPVS.
  public var namespace: String?
  public var name: String?
  /// nil for a service with one port that has no name.
  public var portName: String?
  /// `iptables`, `nftables` or `ipvs`.
  public var mode: String
  /// `tcp`, `udp`, `sctp`, or the number.
  public var transport: String
  public var port: UInt16?
  public var clusterIPs: [IPAddress] = []
  public var externalIPs: [IPAddress] = []
  public var loadBalancerIPs: [IPAddress] = []
  public var nodePort: UInt16?
  public var healthCheckNodePort: UInt16?
  /// How long a client stays with an endpoint; nil without affinity.
  public var affinitySeconds: UInt32?
  /// `cluster` or `local`: whether endpoints of other nodes serve clients from outside; nil for
  /// a service without an outside.
  public var externalPolicy: String?
  /// The same for clients in the cluster.
  public var internalPolicy: String?
  /// Who may use the addresses of the load balancer; empty for all.
  public var sourceRanges: [IPPrefix] = []
  public var endpoints: [Endpoint] = []
  /// How IPVS chooses: `rr`, `lc`.
  public var scheduler: String?
  /// What happens to packets where there is no endpoint: `reject` or `drop`.
  public var refusal: String?
  /// What is wrong with its rules, a line each.
  public var problems: [String] = []

  public init(mode: String, transport: String) {
    self.mode = mode
    self.transport = transport
  }
}

extension Service {
  /// `NAMESPACE/NAME:PORT`, or the front where there is no name.
  public var title: String {
    if let namespace, let name {
      return "\(namespace)/\(name)" + (portName.map { ":" + $0 } ?? "")
    }
    let front = (clusterIPs + loadBalancerIPs + externalIPs).first
    return (front.map { $0.family == .ipv6 ? "[\($0)]" : "\($0)" } ?? "*")
      + ":\(port ?? nodePort ?? 0)"
  }

  /// What it is called for as long as it lives.
  public var key: String { "\(mode) \(title)/\(transport)" }
}

/// The services of the cluster, and what is wrong with rules that belong to none.
public struct ServiceState: Sendable {
  public struct Problem: Hashable, Sendable {
    /// A chain, a connection.
    public var subject: String
    public var text: String

    public init(subject: String, text: String) {
      self.subject = subject
      self.text = text
    }
  }

  /// By namespace, name and port.
  public var services: [Service]
  public var problems: [Problem]

  public init(services: [Service] = [], problems: [Problem] = []) {
    self.services = services
    self.problems = problems
  }
}

extension Service.Endpoint {
  /// `ADDRESS:PORT`, and what is known besides.
  public var title: String {
    let host = address.family == .ipv6 ? "[\(address)]" : "\(address)"
    return host + (port.map { ":\($0)" } ?? "")
  }
}
