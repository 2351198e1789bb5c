public import NetworkTypes

/// What makes rules of the packet filter; the words of configurations.
public enum RuleBackend: String, Hashable, Sendable {
  case iptables, nftables
}

/// Rules of the packet filter that one attachment needs.
public enum AttachmentRules: Hashable, Sendable {
  case masquerade(MasqueradeRules)
  case hostPorts(HostPortRules)
  case firewall(FirewallRules)
  case spoofCheck(SpoofCheckRules)
}

/// What leaves the container for outside its subnet gets the address of the node.
public struct MasqueradeRules: Hashable, Sendable {
  public var owner: RuleOwner
  /// The addresses of the container with the length of their subnet.
  ///
  /// Rules go by their owner, so taking them away needs none; with some, only theirs go where
  /// the backend knows no interfaces.
  public var addresses: [IPPrefix]
  /// Taking away looks at both.
  public var backend: RuleBackend

  public init(_ owner: RuleOwner, _ addresses: [IPPrefix], backend: RuleBackend = .nftables) {
    self.owner = owner
    self.addresses = addresses
    self.backend = backend
  }
}

/// Ports of the node that lead to the container.
public struct HostPortRules: Hashable, Sendable {
  /// A port of the node and where it leads.
  public struct Mapping: Hashable, Sendable {
    public var hostPort: UInt16
    public var containerPort: UInt16
    public var `protocol`: TransportProtocol
    /// Only this address of the node; nil for all.
    public var hostIP: IPAddress?

    public init(
      hostPort: UInt16, containerPort: UInt16, protocol: TransportProtocol, hostIP: IPAddress?
    ) {
      self.hostPort = hostPort
      self.containerPort = containerPort
      self.protocol = `protocol`
      self.hostIP = hostIP
    }
  }

  public enum TransportProtocol: String, Hashable, Sendable {
    case tcp, udp, sctp

    /// `IPPROTO_*`.
    public var number: UInt8 {
      switch self {
      case .tcp: 6
      case .udp: 17
      case .sctp: 132
      }
    }
  }

  public var owner: RuleOwner
  public var backend: RuleBackend
  public var mappings: [Mapping]
  /// The addresses of the container: the first of each family.
  public var addresses: [IPPrefix]
  /// Connections from the container and from the node itself get the address of the node.
  public var masquerades = true
  /// All connections do.
  public var masqueradesAll = false
  /// The bit that marks those connections, with iptables.
  public var markBit: UInt8 = 13
  /// A chain of somebody else that sets the mark, with iptables.
  public var externalMarkChain: String?
  /// Further matches, in the words of the backend.
  public var conditions: [AddressFamily: [String]] = [:]

  public init(
    _ owner: RuleOwner, backend: RuleBackend, mappings: [Mapping] = [], addresses: [IPPrefix] = []
  ) {
    self.owner = owner
    self.backend = backend
    self.mappings = mappings
    self.addresses = addresses
  }

  /// The mappings that concern a family; a host address of the other one is left out.
  public func mappings(for family: AddressFamily) -> [Mapping] {
    mappings.filter { $0.hostIP == nil || $0.hostIP?.family == family }
  }
}

/// What may be forwarded to and from the container.
public struct FirewallRules: Hashable, Sendable {
  /// From where connections to the container may come.
  public enum IngressPolicy: String, Hashable, Sendable {
    case open
    /// Only from the same bridge.
    case sameBridge = "same-bridge"
    /// From nowhere.
    case isolated
  }

  /// What lets packets through.
  public enum Backend: Hashable, Sendable {
    case iptables
    /// The service firewalld, which has zones.
    case firewalld(zone: String)
    /// To take rules away of which nobody says what made them.
    case any(zone: String)

    /// Nil where firewalld has nothing to do with it.
    public var zone: String? {
      switch self {
      case .iptables: nil
      case .firewalld(let zone), .any(let zone): zone
      }
    }
  }

  public var owner: RuleOwner
  public var addresses: [IPAddress]
  public var backend = Backend.iptables
  public var adminChain: String
  public var ingressPolicy: IngressPolicy
  /// The bridge, where a policy needs one.
  public var bridge: String?

  public init(
    _ owner: RuleOwner, _ addresses: [IPAddress], adminChain: String = "CNI-ADMIN",
    ingressPolicy: IngressPolicy = .open, bridge: String? = nil
  ) {
    self.owner = owner
    self.addresses = addresses
    self.adminChain = adminChain
    self.ingressPolicy = ingressPolicy
    self.bridge = bridge
  }
}

/// Frames from a port of a bridge may have one source address only.
public struct SpoofCheckRules: Hashable, Sendable {
  public var owner: RuleOwner
  /// The port of the bridge; empty where it is not known any more.
  public var device: String
  /// nil where it is not known any more.
  public var macAddress: MACAddress?

  public init(_ owner: RuleOwner, device: String = "", macAddress: MACAddress? = nil) {
    self.owner = owner
    self.device = device
    self.macAddress = macAddress
  }

  /// The chain of the port; that of the address has `-mac` behind it.
  public var chain: String { "cni-br-iface-\(owner.containerID)-\(owner.ifname)" }
  public var comment: String { "macspoofchk-\(owner.containerID)-\(owner.ifname)" }
}

extension AttachmentRules {
  public var owner: RuleOwner {
    switch self {
    case .masquerade(let rules): rules.owner
    case .hostPorts(let rules): rules.owner
    case .firewall(let rules): rules.owner
    case .spoofCheck(let rules): rules.owner
    }
  }

  /// How a line of a plan tells them.
  public var text: String {
    switch self {
    case .masquerade(let rules):
      return
        "masquerade \(list(rules.addresses.map { "\($0.address)" })) (\(rules.backend.rawValue))"
    case .hostPorts(let rules):
      let ports = rules.mappings.map { mapping in
        let host = mapping.hostIP.map { "\($0) " } ?? ""
        return "\(host)\(mapping.protocol) \(mapping.hostPort) to \(mapping.containerPort)"
      }
      return "host ports \(list(ports)) (\(rules.backend.rawValue))"
    case .firewall(let rules):
      let policy =
        rules.ingressPolicy == .open ? "" : ", ingress policy \(rules.ingressPolicy.rawValue)"
      let zone = rules.backend.zone.map { ", zone \($0)" } ?? ""
      return "forward \(list(rules.addresses.map { "\($0)" }))\(policy)\(zone)"
    case .spoofCheck(let rules):
      let address = rules.macAddress.map { " from \($0)" } ?? ""
      return "only frames\(address) on \(rules.device)"
    }
  }

  private func list(_ texts: [String]) -> String {
    texts.isEmpty ? "of \(owner.containerID)" : texts.joined(separator: ", ")
  }
}
