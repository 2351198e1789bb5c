/// What the node has of CNI: which networks are configured, what is attached to them, which
/// plugins there are and whose solution it is.
public struct CNIState: Hashable, Sendable {
  /// A file of the folder that the container runtime reads, `/etc/cni/net.d`.
  public struct Configuration: Hashable, Sendable {
    public var path: String
    /// Nil where the file cannot be understood.
    public var name: String?
    public var version: String?
    /// The types of its plugins, in the order in which they run.
    public var plugins: [String]
    /// Whether the runtime takes it as the network of pods.
    public var isActive: Bool
    /// Why it cannot be used, a line each.
    public var problems: [String]
    /// The file as compact JSON without its secrets; nil where it is none.
    public var document: String?

    public init(
      path: String, name: String? = nil, version: String? = nil, plugins: [String] = [],
      isActive: Bool = false, problems: [String] = [], document: String? = nil
    ) {
      self.path = path
      self.name = name
      self.version = version
      self.plugins = plugins
      self.isActive = isActive
      self.problems = problems
      self.document = document
    }
  }

  /// An entry of libcni's cache: an interface that a runtime attached and did not detach.
  public struct Attachment: Hashable, Sendable {
    public var network: String
    public var containerID: String
    public var ifname: String
    /// The path of the namespace as the runtime gave it.
    public var netnsPath: String?
    /// `NAMESPACE/NAME` of the pod, where the entry names one.
    public var pod: String?
    /// Addresses with their prefix lengths, as the result has them.
    public var addresses: [String]
    /// The types of the plugins that made it.
    public var plugins: [String]
    /// The file of the entry.
    public var path: String

    public init(
      network: String, containerID: String, ifname: String, netnsPath: String? = nil,
      pod: String? = nil, addresses: [String] = [], plugins: [String] = [], path: String = ""
    ) {
      self.network = network
      self.containerID = containerID
      self.ifname = ifname
      self.netnsPath = netnsPath
      self.pod = pod
      self.addresses = addresses
      self.plugins = plugins
      self.path = path
    }
  }

  /// A program that a configuration can name.
  public struct Plugin: Hashable, Sendable {
    public var type: String
    public var path: String
    /// The versions of the specification that it speaks; nil where it was not asked or did not
    /// answer.
    public var versions: [String]?
    /// Whether a configuration names it, as a plugin or for its addresses.
    public var isConfigured: Bool
    /// Why it did not answer.
    public var problem: String?

    public init(
      type: String, path: String, versions: [String]? = nil, isConfigured: Bool = false,
      problem: String? = nil
    ) {
      self.type = type
      self.path = path
      self.versions = versions
      self.isConfigured = isConfigured
      self.problem = problem
    }
  }

  /// A network solution that runs here, or left something behind.
  public struct Solution: Hashable, Sendable {
    public var name: String
    /// What tells of it, a line each: a configuration, a link, a process, a file.
    public var evidence: [String]
    /// Whether pods are attached by it: the active configuration names it, or its process runs.
    public var isActive: Bool

    public init(name: String, evidence: [String] = [], isActive: Bool = false) {
      self.name = name
      self.evidence = evidence
      self.isActive = isActive
    }
  }

  /// In the order in which a runtime reads them.
  public var configurations: [Configuration]
  /// By network, container and interface.
  public var attachments: [Attachment]
  /// By type and path.
  public var plugins: [Plugin]
  /// Active ones first, then by name.
  public var solutions: [Solution]

  public init(
    configurations: [Configuration] = [], attachments: [Attachment] = [], plugins: [Plugin] = [],
    solutions: [Solution] = []
  ) {
    self.configurations = configurations
    self.attachments = attachments
    self.plugins = plugins
    self.solutions = solutions
  }
}
