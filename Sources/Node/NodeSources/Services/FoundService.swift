public import NetworkTypes

/// One port of a service as the rules of a proxy tell of it.
public struct FoundService: Hashable, Sendable {
  public enum Mode: String, Hashable, Sendable { case iptables, nftables, ipvs }

  public enum Policy: String, Hashable, Sendable {
    case cluster, local
  }

  public struct Endpoint: Hashable, Sendable {
    public var address: IPAddress
    public var port: UInt16?
    /// The part of new connections that it gets, 0 to 1; nil where no rule leads to it at random.
    public var share: Double?
    /// In IPVS; 0 takes no new connection.
    public var weight: UInt32?
    /// Whether it is among those on this node, where the proxy keeps these apart.
    public var isLocal = false

    public init(address: IPAddress, port: UInt16?) {
      self.address = address
      self.port = port
    }
  }

  /// Of Kubernetes; nil where rules name no service.
  public var namespace: String?
  public var name: String?
  /// The name of the port; nil for a service with one that has none.
  public var portName: String?
  public var mode: Mode
  /// The number of the transport protocol: 6 is TCP, 17 UDP, 132 SCTP.
  public var transport: UInt8
  public var port: UInt16?
  public var clusterIPs: [IPAddress] = []
  public var externalIPs: [IPAddress] = []
  public var loadBalancerIPs: [IPAddress] = []
  public var nodePort: UInt16?
  public var healthCheckNodePort: UInt16?
  /// How long a client stays with an endpoint; nil without affinity.
  public var affinitySeconds: UInt32?
  /// nil where the rules do not tell, as for a service without an outside.
  public var externalPolicy: Policy?
  public var internalPolicy: Policy = .cluster
  /// Who may use the addresses of the load balancer; empty for all.
  public var sourceRanges: [IPPrefix] = []
  public var endpoints: [Endpoint] = []
  /// How IPVS chooses: `rr`, `lc`.
  public var scheduler: String?
  /// What refuses packets where there is no endpoint: `reject`, `drop`.
  public var refusal: String?
  /// Where the rules contradict themselves, a line each.
  public var problems: [String] = []

  public init(mode: Mode, transport: UInt8) {
    self.mode = mode
    self.transport = transport
  }

  /// What it is for as long as it lives, over both families.
  public struct Identity: Hashable, Sendable {
    public var mode: Mode
    public var namespace: String?
    public var name: String?
    public var portName: String?
    public var transport: UInt8
    /// Only where there is no name: the address and port that clients use.
    public var front: String?
  }
}

/// The services that rules tell of, and what is wrong beside them.
public struct FoundServices: Sendable {
  public struct Problem: Hashable, Sendable {
    /// A chain, a set.
    public var subject: String
    public var text: String
  }
  public var services: [FoundService] = []
  public var problems: [Problem] = []

  public init() {}
}
