import CNIPlan
import CNISpec
import NetworkTypes

/// The keys of the plugin `overlay`, checked as far as they can be without looking at the node.
struct OverlayConfiguration {
  var network: String
  var kind: OverlayKind
  /// The VNI or the key that tells networks apart; 0 where the kind has none.
  var id: UInt32
  var port: UInt16
  /// The link of the node that packets leave by; nil to find it.
  var underlay: String?
  var localAddress: IPAddress?
  /// Those of this node, where its own entry among the peers does not say so.
  var subnets: [IPPrefix]
  /// What all nodes' subnets are in: what leaves it is masqueraded.
  var networks: [IPPrefix]
  var nodes: [OverlayPeer]
  /// Nil where each container is routed by itself.
  var bridge: String?
  var device: String
  /// In bytes; nil for as much as the underlay carries.
  var mtu: UInt32?
  var masquerading: Masquerading
  var addressManager: String?

  init(_ call: PluginCall) throws(CNIError) {
    let keys = Keys(call.configuration)
    try OverlayKeys.requireKnown(keys.fields, OverlayKeys.own.union(OverlayKeys.common))
    network = call.configuration.name
    let word = try keys.text("kind") ?? "vxlan"
    guard let kind = OverlayKind(rawValue: word) else {
      let words = OverlayKind.allCases.map(\.rawValue).joined(separator: ", ")
      throw CNIError(
        .unsupportedField, "kind is \(JSONValue.string(word)), which is none of \(words)")
    }
    self.kind = kind
    (id, port) = try Self.numbers(keys, kind)
    underlay = try keys.text("underlay")
    localAddress = try Self.address(keys.fields, "localAddress")
    subnets = try OverlayKeys.prefixes(keys.fields, "subnet", "subnets")
    networks = try OverlayKeys.prefixes(keys.fields, "network", "networks")
    (bridge, device) = try Self.names(keys, kind, id)
    mtu = try keys.mtu()
    masquerading = try Masquerading(keys)
    addressManager = try call.configuration.ipamType
    nodes = try Self.source(keys).peers()
    try requireConsistency()
  }

  /// Where the nodes of the network stand.
  private static func source(_ keys: Keys) throws(CNIError) -> any PeerSource {
    guard let path = try keys.text("peersFile") else { return ConfiguredPeers(fields: keys.fields) }
    try OverlayKeys.refuse(keys.fields, "peers", "peersFile, which has them")
    guard path.hasPrefix("/") else {
      throw CNIError(.decoding, "peersFile is \(JSONValue.string(path)), not an absolute path")
    }
    return FiledPeers(path: path)
  }

  private static func numbers(_ keys: Keys, _ kind: OverlayKind) throws(CNIError) -> (
    id: UInt32, port: UInt16
  ) {
    var (id, port): (UInt32, UInt16) = (0, 0)
    if let maximum = kind.maximumID {
      id = try keys.integer("id") ?? 1
      guard (1...maximum).contains(id) else {
        throw CNIError(.decoding, "id is \(id), which for \(kind.rawValue) is 1 to \(maximum)")
      }
    } else {
      try OverlayKeys.refuse(keys.fields, "id", "kind \(kind.rawValue), whose packets have none")
    }
    if let usual = kind.defaultPort {
      port = try keys.integer("port") ?? usual
      guard port > 0 else { throw CNIError(.decoding, "port is 0, not a UDP port") }
    } else {
      try OverlayKeys.refuse(keys.fields, "port", "kind \(kind.rawValue), whose packets have none")
    }
    return (id, port)
  }

  private static func names(_ keys: Keys, _ kind: OverlayKind, _ id: UInt32) throws(CNIError) -> (
    bridge: String?, device: String
  ) {
    let device = try keys.text("device") ?? "\(kind.rawValue).\(id)"
    var bridge: String?
    switch try keys.text("mode") ?? "bridge" {
    case "bridge": bridge = try keys.text("bridge") ?? "br-\(kind.rawValue).\(id)"
    case "routed": try OverlayKeys.refuse(keys.fields, "bridge", "mode routed")
    case let word:
      throw CNIError(
        .unsupportedField, "mode is \(JSONValue.string(word)), neither bridge nor routed")
    }
    for (key, name) in [("device", device), ("bridge", bridge ?? device)] {
      do { try CNINames.requireInterface(name) } catch {
        throw CNIError(
          .decoding,
          "\(key) is \(JSONValue.string(name)), no name for an interface: \(error.message); "
            + "give it one by the key \(key)")
      }
    }
    guard bridge != device else {
      throw CNIError(.decoding, "bridge and device are both \(device)")
    }
    return (bridge, device)
  }

  static func address(_ fields: JSONFields, _ key: String) throws(CNIError) -> IPAddress? {
    do { return try fields.parsed(key, expected: "an address", { IPAddress($0) }) } catch {
      throw CNIError(error)
    }
  }

  // MARK: What contradicts itself

  private func requireConsistency() throws(CNIError) {
    guard addressManager != nil else {
      throw CNIError(
        .invalidConfiguration,
        "overlay needs a section ipam with the type of a plugin for addresses")
    }
    if masquerading.isWanted, networks.isEmpty {
      throw CNIError(
        .invalidConfiguration,
        "ipMasq needs networks, the networks of all pods: what leaves them is masqueraded")
    }
    var seen: [(IPPrefix, String)] = subnets.map { ($0, "this node") }
    for (index, node) in nodes.enumerated() {
      try requireConsistency(of: node)
      if let twin = nodes[..<index].first(where: { $0.address == node.address }) {
        throw CNIError(
          .decoding, "peers \(twin.name) and \(node.name) have the same address \(node.address)")
      }
      for subnet in node.subnets {
        // This node may be among the peers.
        if let (other, owner) = seen.first(where: { $0.0.overlaps(subnet) }),
          !(owner == "this node" && subnets.contains(subnet))
        {
          throw CNIError(
            .decoding, "subnet \(subnet) of \(node.name) overlaps \(other) of \(owner)")
        }
        seen.append((subnet, node.name))
      }
    }
    for (subnet, owner) in seen { try require(subnet, of: owner) }
  }

  private func require(_ subnet: IPPrefix, of owner: String) throws(CNIError) {
    let family = subnet.address.family
    guard kind.innerFamilies.contains(family) else {
      throw CNIError(.unsupportedField, "\(kind.rawValue) carries IPv4 only, not \(subnet)")
    }
    guard
      networks.isEmpty
        || networks.contains(where: {
          $0.contains(subnet.address) && $0.length <= subnet.length
        })
    else {
      throw CNIError(.decoding, "subnet \(subnet) of \(owner) is in none of networks")
    }
  }

  private func requireConsistency(of node: OverlayPeer) throws(CNIError) {
    guard kind.outerFamilies.contains(node.address.family) else {
      throw CNIError(
        .unsupportedField,
        "\(kind.rawValue) goes over IPv4 only, and peer \(node.name) has \(node.address)")
    }
    if let first = nodes.first, first.address.family != node.address.family {
      throw CNIError(
        .decoding,
        "peers \(first.name) and \(node.name) have addresses of different families")
    }
    if let localAddress, localAddress.family != node.address.family {
      throw CNIError(
        .decoding, "localAddress is \(localAddress), and peer \(node.name) has \(node.address)")
    }
  }

  /// What the containers of the network share on this node.
  var shared: SharedTunnel {
    SharedTunnel(
      network: network, device: device, bridge: bridge,
      portPrefix: RandomName.prefix(of: network))
  }

  /// The same from the keys that it takes: what else is wrong must not keep DEL from its work.
  static func shared(of call: PluginCall) throws(CNIError) -> SharedTunnel {
    let keys = Keys(call.configuration)
    let kind = OverlayKind(rawValue: try keys.text("kind") ?? "vxlan") ?? .vxlan
    let names = try names(keys, kind, try numbers(keys, kind).id)
    let network = call.configuration.name
    return SharedTunnel(
      network: network, device: names.device, bridge: names.bridge,
      portPrefix: RandomName.prefix(of: network))
  }
}
