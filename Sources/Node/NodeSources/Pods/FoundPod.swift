public import CNISpec
public import NetworkTypes

/// Where a fact about a pod comes from, most trusted first.
public enum PodSource: String, Hashable, Sendable, CaseIterable, Comparable {
  case cniCache, containerd, crio, podman, docker, cgroup, podLogs, nameHash

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}

/// A pod, or a container without an orchestrator, as the files of the node describe it.
public struct FoundPod: Hashable, Sendable {
  public struct Container: Hashable, Sendable {
    public var name: String?
    /// 64 hexadecimal digits with most runtimes.
    public var id: String?
    /// Its first process, in the numbers of the `/proc` that is read.
    public var pid: Int32?
  }

  /// An interface that a CNI plugin made, as its result says; the kernel may know better.
  public struct Interface: Hashable, Sendable {
    /// In the pod.
    public var name: String
    public var addresses: [IPPrefix]
    /// The name of the CNI network.
    public var network: String?
    /// The other end, or the interface of the node that the result names before this one.
    public var hostInterface: String?
    public var macAddress: MACAddress?
    /// The plugins that made it, in the order in which they ran.
    public var plugins: [String]
  }

  /// Whether the pod is there now.
  public enum Liveness: String, Hashable, Sendable {
    /// Its namespace or a process of it was found.
    case live
    /// Its namespace is gone, and it has no process: an entry that outlived its pod.
    case stale
    /// Nothing speaks for either, or there was no right to look.
    case unknown
  }

  /// Of Kubernetes; nil for a container without one.
  public var namespace: String?
  /// Of the pod or container; the start of its id where nothing names it.
  public var name: String
  public var uid: String?
  /// What CNI calls the container id.
  public var sandboxID: String?
  /// The namespace as text: `/var/run/netns/cni-…`, `/proc/4242/ns/net`.
  public var netnsPath: String?
  /// The inode number of the namespace; nil where it could not be found.
  public var netnsInode: UInt64?
  /// Processes in its cgroups, sorted.
  public var pids: [Int32]
  /// Whether it uses the network of the node.
  public var hostNetwork: Bool
  public var liveness: Liveness
  public var containers: [Container]
  public var interfaces: [Interface]
  public var hostPorts: [CNIPortMapping]
  /// Who contributed, most trusted first.
  public var sources: [PodSource]

  public var isLive: Bool { liveness != .stale }
  /// `namespace/name`, or the name alone.
  public var title: String { namespace.map { "\($0)/\(name)" } ?? name }
}

/// What the files and processes of a node say of its pods.
public struct PodFindings: Sendable {
  /// Sorted by namespace, name and sandbox; pods of Kubernetes first.
  public var pods: [FoundPod]
  /// A line for each source, and none for a runtime that is not there.
  public var statuses: [SourceStatus]
  /// Every name that was seen, also of pods that no file ties to a namespace.
  public var names: [PodName]
  /// What was read on the way.
  public var cache = CNICacheReading()

  /// Names by the hashes that Calico, Terway and the AWS plugin make host interfaces from.
  public var nameHashes: NameHashes { NameHashes(names) }
}

/// A pod's namespace and name, with its uid where it is known.
public struct PodName: Hashable, Sendable {
  public var namespace: String
  public var name: String
  public var uid: String?
  public init(namespace: String, name: String, uid: String? = nil) {
    self.namespace = namespace
    self.name = name
    self.uid = uid
  }
}
