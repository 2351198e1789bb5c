import CNIPlan
import CNISpec
import NetworkTypes

/// A file that makes a node part of the network.
public struct NetworkFile: Hashable, Sendable {
  /// Nil for one that is the same on all nodes.
  public var node: String?
  public var path: String
  public var content: String
}

extension NetworkAdvice {
  /// The files of all nodes; none without their names.
  ///
  /// - Throws: Where the networks have no room for a subnet of each node, or the nodes no address
  ///   of a family.
  public func files() throws(NetworkContradiction) -> [NetworkFile] {
    guard !answers.nodes.isEmpty else { return [] }
    let subnets = try subnets()
    let path = "/etc/cni/net.d/10-\(answers.name).conflist"
    switch carrier {
    case .overlay(let kind, let port):
      return [
        NetworkFile(path: path, content: text(overlay(kind, port, subnets)))
      ]
    case .flat: return [NetworkFile(path: path, content: text(flat))]
    case .routed(let sessions):
      var files: [NetworkFile] = []
      for (index, node) in answers.nodes.enumerated() {
        files.append(
          NetworkFile(node: node.name, path: path, content: text(routed(subnets[index]))))
        guard let bird = try bird(index, sessions) else { continue }
        files.append(
          NetworkFile(node: node.name, path: "/etc/bird/bird.conf", content: bird))
      }
      return files
    }
  }

  private func text(_ plugin: [JSONMember]) -> String {
    let list = JSONValue.object([
      JSONMember("cniVersion", .string("1.1.0")), JSONMember("name", .string(answers.name)),
      JSONMember("plugins", .array([.object(plugin)])),
    ])
    return String(decoding: list.bytes(indentation: 2), as: UTF8.self) + "\n"
  }

  // MARK: Configurations

  private var networks: JSONValue { .array(answers.networks.map { .string("\($0)") }) }

  private func overlay(_ kind: OverlayKind, _ port: UInt16?, _ subnets: [[IPPrefix]])
    -> [JSONMember]
  {
    let peers = zip(answers.nodes, subnets).map { node, subnets in
      var members = [
        JSONMember("name", .string(node.name)),
        JSONMember("address", .string(node.addresses.first.map { "\($0)" } ?? "")),
        JSONMember("subnets", .array(subnets.map { .string("\($0)") })),
      ]
      // One that is not known yet is left out: the plugin says which, and the notes how to get it.
      if kind == .wireguard, let key = answers.publicKeys[node.name] {
        members.append(JSONMember("publicKey", .string(key)))
      }
      return JSONValue.object(members)
    }
    var members = [
      JSONMember("type", .string("overlay")), JSONMember("kind", .string(kind.rawValue)),
    ]
    if kind.maximumID != nil { members.append(JSONMember("id", .number("1"))) }
    if let port { members.append(JSONMember("port", .number("\(port)"))) }
    if kind == .wireguard {
      members.append(JSONMember("privateKeyFile", .string(Self.keyPath(answers.name))))
    }
    members += [
      JSONMember("mtu", .number("\(mtu)")), JSONMember("networks", networks),
      JSONMember("ipMasq", .bool(true)), JSONMember("peers", .array(peers)),
      // Its subnets are those of the node's own entry among the peers.
      JSONMember("ipam", .object([JSONMember("type", .string("host-local"))])),
    ]
    return members
  }

  /// Where a node has its private key.
  public static func keyPath(_ network: String) -> String { "/etc/cni/\(network).key" }

  private func routed(_ subnets: [IPPrefix]) -> [JSONMember] {
    let ranges = subnets.map { subnet in
      JSONValue.array([.object([JSONMember("subnet", .string("\(subnet)"))])])
    }
    return [
      JSONMember("type", .string("underlay")), JSONMember("kind", .string("routed")),
      JSONMember("mtu", .number("\(mtu)")), JSONMember("networks", networks),
      JSONMember("ipMasq", .bool(true)),
      JSONMember(
        "ipam",
        .object([
          JSONMember("type", .string("host-local")), JSONMember("ranges", .array(ranges)),
        ])),
    ]
  }

  private var flat: [JSONMember] {
    [
      JSONMember("type", .string("underlay")), JSONMember("kind", .string("macvlan")),
      JSONMember("master", .string(answers.link)), JSONMember("mtu", .number("\(mtu)")),
      // Who gives the nodes addresses gives them to pods too: nobody else knows which are free.
      JSONMember("ipam", .object([JSONMember("type", .string("dhcp"))])),
    ]
  }

  // MARK: Subnets

  /// For each node, a subnet of every network.
  private func subnets() throws(NetworkContradiction) -> [[IPPrefix]] {
    var all = [[IPPrefix]](repeating: [], count: answers.nodes.count)
    if carrier == .flat { return all }
    for network in answers.networks {
      let bits = UInt8(answers.nodes.count == 1 ? 0 : (answers.nodes.count - 1).bitLength)
      let isIPv4 = network.address.family == .ipv4
      let length = max(network.length + bits, isIPv4 ? 24 : 64)
      guard length <= (isIPv4 ? 28 : 112) else {
        throw NetworkContradiction(
          "\(network) has no room for \(answers.nodes.count) nodes with a subnet of their own")
      }
      let size = UInt128(1) << UInt128(network.address.family.bits - length)
      for index in all.indices {
        let number = network.network.address.number + UInt128(index) * size
        guard let address = IPAddress(number: number, family: network.address.family)
        else { continue }
        all[index].append(IPPrefix(address, length: length))
      }
    }
    return all
  }
}

extension Int {
  /// How many bits a number takes.
  fileprivate var bitLength: Int { Int.bitWidth - leadingZeroBitCount }
}
