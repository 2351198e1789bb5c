public import NetworkTypes

/// What has to be known to choose a network for pods.
public struct NetworkAnswers: Hashable, Sendable {
  /// Whose network the nodes are on.
  public enum Fabric: String, Hashable, Sendable, CaseIterable {
    case cloud, own
  }

  /// What joins the nodes: one segment, or routers between them.
  public enum Layer: String, Hashable, Sendable, CaseIterable {
    case l2, l3
  }

  public struct Node: Hashable, Sendable {
    public var name: String
    /// One of a family at most; the first one is where tunnels end.
    public var addresses: [IPAddress]

    public init(_ name: String, _ addresses: [IPAddress]) {
      self.name = name
      self.addresses = addresses
    }

    func address(_ family: AddressFamily) -> IPAddress? { addresses.first { $0.family == family } }
  }

  /// A router that speaks BGP with the nodes.
  public struct Router: Hashable, Sendable {
    public var address: IPAddress
    public var autonomousSystem: UInt32

    public init(_ address: IPAddress, autonomousSystem: UInt32) {
      self.address = address
      self.autonomousSystem = autonomousSystem
    }
  }

  public var name = "pods"
  public var fabric = Fabric.own
  public var layer = Layer.l3
  /// Whether routers take routes from the nodes by BGP.
  public var routersPeer = false
  /// Of the links between the nodes, in bytes.
  public var mtu: UInt32 = 1500
  /// Whether nobody on the way may read what pods say.
  public var isEncrypted = false
  /// Whether pods need addresses of the nodes' own segment.
  public var isFlat = false
  public var nodeCount = 1
  /// The link of every node that leads to the others.
  public var link = "eth0"
  /// One of a family at most.
  public var networks: [IPPrefix] = []
  /// Without them there is advice and no configuration.
  public var nodes: [Node] = []
  public var routers: [Router] = []
  /// How many nodes reflect routes; nil leaves it to the advice, 0 is a mesh.
  public var reflectors: Int?
  /// Public keys of WireGuard by the name of a node.
  public var publicKeys: [String: String] = [:]

  public init() {}
}

/// Answers that cannot all be served: one line that says which, and what to do.
public struct NetworkContradiction: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String
  init(_ description: String) { self.description = description }
}
