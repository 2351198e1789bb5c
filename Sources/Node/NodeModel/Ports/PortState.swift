public import NetworkTypes

/// What answers on ports: sockets that receive from anybody, in every namespace, and ports of the
/// node that rules lead elsewhere.
public struct PortState: Hashable, Sendable {
  /// What makes a port answer.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A listening TCP socket, or a UDP socket without a peer.
    case listener
    /// A port of the node that leads to one container.
    case hostPort
  }

  /// A port, by protocol, address and namespace.
  public struct Entry: Hashable, Sendable {
    public var kind: Kind
    public var port: UInt16
    /// `tcp`, `udp`, `sctp`.
    public var `protocol`: String
    /// Nil for every address of the node; the unspecified one of a socket is every address of
    /// its family, and that of IPv6 mostly of both.
    public var address: IPAddress?
    /// Whether an IPv6 socket takes no IPv4.
    public var isIPv6Only: Bool
    /// The link that a socket is bound to.
    public var device: String?
    /// Where it is reached; the node's own for what leads elsewhere.
    public var netns: NamespaceID?
    /// `NAMESPACE/NAME` of the pod that answers.
    public var pod: String?
    /// The name of the program that has the socket, at most 15 bytes; `kernel (vxlan0)` for one
    /// of a tunnel; nil where it is not known.
    public var process: String?
    /// All processes that have it, sorted.
    public var pids: [Int32]
    /// How many sockets share the port (`SO_REUSEPORT`).
    public var sockets: Int
    /// Who made the socket; nil for what is none.
    public var uid: UInt32?
    /// Whose port it is by the tables of well-known ports and the configuration of the node.
    public var expectedBy: String?
    /// Where it leads, `ADDRESS:PORT`; empty for a socket.
    public var targets: [String]
    /// What is wrong with it, in one line.
    public var problem: String?

    public init(
      _ kind: Kind, _ port: UInt16, _ protocol: String, address: IPAddress? = nil,
      netns: NamespaceID? = nil
    ) {
      self.kind = kind
      self.port = port
      self.protocol = `protocol`
      self.address = address
      self.netns = netns
      isIPv6Only = false
      pids = []
      sockets = 0
      targets = []
    }
  }

  /// The ranges that ports are taken from.
  public struct Ranges: Hashable, Sendable {
    /// Of node ports of services (`--service-node-port-range`).
    public var nodePorts: ClosedRange<UInt16>
    /// Where that is configured; nil for the default.
    public var nodePortsSource: String?
    /// What outgoing connections take (`net.ipv4.ip_local_port_range`); nil where it is not known.
    public var ephemeral: ClosedRange<UInt16>?
    /// What they leave out (`net.ipv4.ip_local_reserved_ports`).
    public var reserved: [ClosedRange<UInt16>]
    /// What is wrong with them, in one line.
    public var problem: String?

    public init(
      nodePorts: ClosedRange<UInt16> = Self.usualNodePorts, nodePortsSource: String? = nil,
      ephemeral: ClosedRange<UInt16>? = nil, reserved: [ClosedRange<UInt16>] = []
    ) {
      self.nodePorts = nodePorts
      self.nodePortsSource = nodePortsSource
      self.ephemeral = ephemeral
      self.reserved = reserved
    }

    /// The default of the API server.
    public static let usualNodePorts: ClosedRange<UInt16> = 30000...32767
  }

  /// The node's own namespace first; then by port, protocol and address.
  public var entries: [Entry]
  public var ranges: Ranges
  /// Whether a kubelet runs here, so that the ports of Kubernetes are its own.
  public var isKubernetesNode: Bool

  public init(entries: [Entry] = [], ranges: Ranges = Ranges(), isKubernetesNode: Bool = false) {
    self.entries = entries
    self.ranges = ranges
    self.isKubernetesNode = isKubernetesNode
  }
}

extension PortState.Entry {
  /// What stays the same while the port does.
  public var identity: String {
    "\(kind.rawValue) \(netns?.description ?? "") \(addressText):\(port)/\(`protocol`)"
      + (device.map { "%\($0)" } ?? "") + (kind == .hostPort ? " \(pod ?? "")" : "")
      + (isIPv6Only ? " 6" : "")
  }

  /// The address as `ss` writes it: `*` for every one.
  public var addressText: String {
    guard let address else { return "*" }
    let isBoth = address == .unspecified(.ipv6) && !isIPv6Only && kind == .listener
    return isBoth ? "*" : address.description
  }

  /// Whether it can be reached from outside its namespace.
  public var isLocal: Bool { address?.isLoopback == true }

  /// Whether a packet to one address can reach both, on one port.
  func overlaps(_ other: Self) -> Bool {
    guard port == other.port, `protocol` == other.protocol, netns == other.netns else {
      return false
    }
    if let device, let second = other.device, device != second { return false }
    return covers(other) || other.covers(self)
  }

  private func covers(_ other: Self) -> Bool {
    guard let address else { return true }
    guard let second = other.address else { return false }
    if address == second { return true }
    guard address.isUnspecified else { return false }
    return address.family == second.family || (address.family == .ipv6 && !isIPv6Only)
  }
}

extension ClosedRange<UInt16> {
  /// `30000-32767`, or one number.
  public init?(ports text: some StringProtocol) {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count <= 2, let first = ends.first.flatMap({ Self.number($0) }),
      let last = ends.last.flatMap({ Self.number($0) }), first <= last
    else { return nil }
    self = first...last
  }

  /// Decimal digits alone: `UInt16` would also take a sign.
  private static func number(_ text: some StringProtocol) -> UInt16? {
    text.utf8.allSatisfy { $0 &- 48 < 10 } ? UInt16(text) : nil
  }

  /// `30000-32767`, or one number.
  public var portText: String { count == 1 ? "\(lowerBound)" : "\(lowerBound)-\(upperBound)" }
}

extension PortState.Entry {
  /// The program with its first process: `nginx (1234)`, and how many more there are.
  public var processText: String? {
    guard let process else { return nil }
    guard let first = pids.first else { return process }
    return pids.count > 1
      ? "\(process) (\(first), \(pids.count - 1) more)" : "\(process) (\(first))"
  }
}
