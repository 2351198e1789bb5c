public import CNIPlan
import NetworkTypes

/// A network for pods that fits, with the reasons.
public struct NetworkAdvice: Hashable, Sendable {
  /// How pods' packets get from node to node.
  public enum Carrier: Hashable, Sendable {
    case overlay(OverlayKind, port: UInt16?)
    /// As they are, by routes that a daemon of each node tells.
    case routed(Sessions)
    /// On the segment of the nodes, by interfaces of their own there.
    case flat
  }

  /// Who speaks BGP with whom.
  public enum Sessions: Hashable, Sendable {
    /// Every node with every other one.
    case mesh
    /// Every node with these few, which tell the others.
    case reflectors(Int)
    /// Every node with the routers.
    case routers(Int)

    /// How many there are of a family.
    public func count(nodes: Int) -> Int {
      switch self {
      case .mesh: nodes * (nodes - 1) / 2
      case .reflectors(let few): few * (nodes - few) + few * (few - 1) / 2
      case .routers(let count): nodes * count
      }
    }
  }

  public let answers: NetworkAnswers
  public let carrier: Carrier
  /// Of pods, in bytes.
  public let mtu: UInt32
  public let reasons: [String]

  /// More nodes than this are too many for a mesh: each holds a session with each.
  public static let largestMesh = 100

  public init(_ answers: NetworkAnswers) throws(NetworkContradiction) {
    try answers.requireSense()
    var reasons: [String] = []
    let carrier = try Self.choose(answers, &reasons)
    self.answers = answers
    self.carrier = carrier
    if case .overlay(let kind, _) = carrier {
      let overhead = kind.overhead(over: answers.outerFamily)
      mtu = answers.mtu - overhead
      reasons.append(
        "pods have an MTU of \(mtu): \(answers.mtu) of the nodes' links less \(overhead) of "
          + kind.rawValue)
    } else {
      mtu = answers.mtu
      reasons.append("pods have the MTU of the nodes' links, \(mtu): nothing is in front")
    }
    self.reasons = reasons
  }

  // MARK: Choosing

  private static func choose(_ answers: NetworkAnswers, _ reasons: inout [String])
    throws(NetworkContradiction) -> Carrier
  {
    if answers.isFlat {
      reasons.append("pods have addresses of the nodes' segment: each has an interface on it")
      reasons.append(
        "macvlan: the segment is your own, so its switches let several hardware addresses pass a "
          + "port")
      return .flat
    }
    if answers.isEncrypted {
      reasons.append("wireguard: it is the one kind that encrypts, and each peer proves who it is")
      return try overlay([.wireguard], answers)
    }
    if answers.routersPeer { return routed(byRoutersOf: answers, &reasons) }
    if answers.fabric == .own, answers.layer == .l2 { return routed(byNodesOf: answers, &reasons) }
    if answers.fabric == .cloud {
      reasons.append(
        "overlay: a cloud's network drops packets with addresses that it did not give out, and "
          + "its routers take no routes from nodes")
      reasons.append(
        "vxlan on port 8472: clouds let UDP pass, while some drop GRE and IPIP, and some keep "
          + "port 4789 for themselves")
      return try overlay([.vxlan], answers, port: 8472)
    }
    reasons.append(
      "overlay: there are routers between the nodes that learn nothing of pods, and drop what they "
        + "have no route for")
    let chosen = try overlay([.vxlan, .gre, .ipip], answers)
    if case .overlay(let kind, _) = chosen, kind == .vxlan {
      reasons.append(
        "vxlan: network cards know it, and routers spread its flows over several ways by the UDP "
          + "port")
    } else if case .overlay(let kind, _) = chosen {
      reasons.append(
        "\(kind.rawValue): the links' MTU of \(answers.mtu) leaves too little beside what vxlan "
          + "takes")
    }
    return chosen
  }

  /// The first kind that leaves pods enough.
  private static func overlay(
    _ kinds: [OverlayKind], _ answers: NetworkAnswers, port: UInt16? = nil
  ) throws(NetworkContradiction) -> Carrier {
    let outer = answers.outerFamily
    let fitting = kinds.first { kind in
      kind.outerFamilies.contains(outer)
        && answers.families.allSatisfy { kind.innerFamilies.contains($0) }
        && answers.mtu >= kind.overhead(over: outer) + answers.leastMTU
    }
    guard let fitting else {
      let names = kinds.map(\.rawValue).joined(separator: ", ")
      throw NetworkContradiction(
        "an MTU of \(answers.mtu) leaves pods less than the \(answers.leastMTU) bytes that they "
          + "need with \(names): raise the MTU of the nodes' links")
    }
    return .overlay(fitting, port: port ?? fitting.defaultPort)
  }

  private static func routed(byRoutersOf answers: NetworkAnswers, _ reasons: inout [String])
    -> Carrier
  {
    let count = max(answers.routers.count, 1)
    let sessions = Sessions.routers(count)
    reasons.append(
      "underlay: the routers learn the pods' routes from the nodes, so packets go as they are")
    reasons.append(
      "BGP with \(count == 1 ? "the router" : "the \(count) routers"): "
        + "\(sessions.count(nodes: answers.nodeCount)) sessions, and none between nodes")
    if answers.fabric == .cloud {
      reasons.append(
        "switch off the check of source addresses for the nodes: else the cloud drops what pods "
          + "send")
    }
    return .routed(sessions)
  }

  private static func routed(byNodesOf answers: NetworkAnswers, _ reasons: inout [String])
    -> Carrier
  {
    let count = answers.nodeCount
    let mesh = Sessions.mesh.count(nodes: count)
    reasons.append(
      "underlay: all nodes are on one segment, so each can be the other's next hop, and packets go "
        + "as they are")
    let usual = count > 500 ? 3 : count > largestMesh ? 2 : 0
    let few = min(answers.reflectors ?? usual, count)
    guard few > 0 else {
      reasons.append(
        count == 1
          ? "BGP between all nodes: one node has nobody to speak to yet"
          : "BGP between all nodes: \(mesh) sessions for \(count) nodes"
            + (count > largestMesh ? "" : ", which is fine up to \(largestMesh) nodes"))
      return .routed(.mesh)
    }
    let reflectors = Sessions.reflectors(few)
    reasons.append(
      "\(few == 1 ? "a route reflector" : "\(few) route reflectors"): \(reflectors.count(nodes: count)) sessions, where a mesh of "
        + "\(count) nodes would have \(mesh)")
    return .routed(reflectors)
  }
}

extension NetworkAnswers {
  /// The families of pods.
  var families: [AddressFamily] { networks.map(\.address.family) }

  /// That of the addresses between which tunnels are.
  var outerFamily: AddressFamily { nodes.first?.addresses.first?.family ?? .ipv4 }

  /// What pods need at least, in bytes (RFC 8200, RFC 791).
  var leastMTU: UInt32 { families.contains(.ipv6) ? 1280 : 576 }

  fileprivate func requireSense() throws(NetworkContradiction) {
    guard nodeCount > 0 else { throw NetworkContradiction("a network needs a node at least") }
    guard nodeCount <= 1_000_000 else {
      throw NetworkContradiction("\(nodeCount) nodes are more than 1000000, which no network has")
    }
    guard nodes.isEmpty || nodes.count == nodeCount else {
      throw NetworkContradiction("there are \(nodes.count) nodes by name, and \(nodeCount) in all")
    }
    guard mtu >= leastMTU, mtu <= 65535 else {
      throw NetworkContradiction("an MTU of \(mtu) is not between \(leastMTU) and 65535")
    }
    guard !networks.isEmpty, Set(families).count == networks.count else {
      throw NetworkContradiction("pods need one network of a family, and at least one")
    }
    try requireFlatness()
    var seen: [IPAddress: String] = [:]
    for node in nodes {
      guard !node.addresses.isEmpty,
        Set(node.addresses.map(\.family)).count == node.addresses.count
      else {
        throw NetworkContradiction(
          "node \(node.name) needs one address of a family, and at least one")
      }
      guard node.addresses[0].family == outerFamily else {
        throw NetworkContradiction(
          "the first addresses of \(nodes[0].name) and \(node.name) are of different families")
      }
      for address in node.addresses {
        if let twin = seen.updateValue(node.name, forKey: address) {
          throw NetworkContradiction(
            "nodes \(twin) and \(node.name) have the same address \(address)")
        }
      }
    }
  }

  private func requireFlatness() throws(NetworkContradiction) {
    guard isFlat else { return }
    guard fabric == .own else {
      throw NetworkContradiction(
        "a cloud's segment carries no addresses that it did not give out: pods cannot be on it")
    }
    guard layer == .l2 else {
      throw NetworkContradiction(
        "there is no one segment that pods could be on: routers are between the nodes")
    }
    guard !isEncrypted else {
      throw NetworkContradiction(
        "pods on the nodes' segment pass no node that could encrypt: give up one of the two")
    }
  }
}
