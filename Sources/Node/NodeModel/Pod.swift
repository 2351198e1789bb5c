public import NetworkTypes

/// A pod, or a container without an orchestrator, that has a network namespace on this node.
public struct Pod: Hashable, Sendable {
  /// Where a name or another fact about a pod comes from, most trusted first.
  public enum Source: String, Hashable, Sendable, CaseIterable {
    case cniCache, containerd, crio, podman, docker, cgroup, podLogs, nameHash
  }

  /// One container of a pod.
  public struct Container: Hashable, Sendable {
    public var name: String?
    /// 64 hexadecimal digits with most runtimes.
    public var id: String?
    public init(name: String?, id: String?) {
      self.name = name
      self.id = id
    }
  }

  /// One interface of a pod, with both of its ends.
  public struct Interface: Hashable, Sendable {
    public var name: String
    public var link: LinkID?
    /// The end in the node's namespace.
    public var hostLink: LinkID?
    public var addresses: [IPPrefix]
    /// The name of the CNI network that made it.
    public var network: String?
    /// How it is attached: the kind of the link, `veth`, `macvlan`, `ipvlan` ….
    public var attachment: String?
    public init(
      name: String, link: LinkID? = nil, hostLink: LinkID? = nil, addresses: [IPPrefix] = [],
      network: String? = nil, attachment: String? = nil
    ) {
      self.name = name
      self.link = link
      self.hostLink = hostLink
      self.addresses = addresses
      self.network = network
      self.attachment = attachment
    }
  }

  /// A port of the node that leads to the pod.
  public struct HostPort: Hashable, Sendable {
    public var hostPort: UInt16
    public var containerPort: UInt16
    public var `protocol`: String
    public var hostAddress: String?
    public init(hostPort: UInt16, containerPort: UInt16, protocol: String, hostAddress: String?) {
      self.hostPort = hostPort
      self.containerPort = containerPort
      self.protocol = `protocol`
      self.hostAddress = hostAddress
    }
  }

  /// Of Kubernetes; nil for a container without one.
  public var namespace: String?
  public var name: String
  public var uid: String?
  /// The id of the sandbox, which CNI calls the container id.
  public var sandboxID: String?
  public var netns: NamespaceID?
  public var hostNetwork: Bool
  public var containers: [Container]
  public var interfaces: [Interface]
  public var hostPorts: [HostPort]
  public var sources: [Source]

  public init(namespace: String?, name: String) {
    self.namespace = namespace
    self.name = name
    hostNetwork = false
    containers = []
    interfaces = []
    hostPorts = []
    sources = []
  }

  /// `namespace/name`, or the name alone.
  public var title: String { namespace.map { "\($0)/\(name)" } ?? name }
}
