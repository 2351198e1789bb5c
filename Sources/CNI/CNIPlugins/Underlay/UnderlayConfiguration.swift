import CNIPlan
import CNISpec
import NetworkTypes

/// How pods are on the network that the nodes are on; the words of the key `kind`.
enum UnderlayKind: String, CaseIterable {
  case vlan, macvlan, ipvlan, routed

  /// The keys that mean something beside those of every plugin.
  fileprivate var keys: Set<String> {
    switch self {
    case .vlan: ["kind", "master", "vlanId", "mtu", "linkInContainer"]
    case .macvlan: ["kind", "master", "mode", "mtu", "mac", "linkInContainer", "bcqueuelen"]
    case .ipvlan: ["kind", "master", "mode", "mtu", "linkInContainer"]
    case .routed:
      [
        "kind", "mtu", "table", "rulePriority", "protocol", "networks", "network", "ipMasq",
        "ipMasqBackend",
      ]
    }
  }

  init(_ configuration: PluginConfiguration) throws(CNIError) {
    let words = Self.allCases.map(\.rawValue).joined(separator: ", ")
    guard let word = try Keys(configuration).text("kind") else {
      throw CNIError(.invalidConfiguration, "underlay needs kind, one of \(words)")
    }
    guard let kind = Self(rawValue: word) else {
      throw CNIError(
        .unsupportedField, "kind is \(JSONValue.string(word)), which is none of \(words)")
    }
    self = kind
    try OverlayKeys.requireKnown(configuration.fields, kind.keys.union(OverlayKeys.common))
  }
}

/// The keys of `underlay` for pods that are routed, each by itself.
struct RoutedConfiguration {
  var network: String
  /// In bytes; nil leaves it to the kernel.
  var mtu: UInt32?
  /// Where routes to pods go; nil is the main table.
  var table: UInt32?
  /// Of the rule that has the table looked into.
  var rulePriority: UInt32
  /// What a routing daemon knows the routes by.
  var origin: RouteProtocol
  var networks: [IPPrefix]
  var masquerading: Masquerading
  var addressManager: String

  init(_ call: PluginCall) throws(CNIError) {
    let keys = Keys(call.configuration)
    network = call.configuration.name
    mtu = try keys.mtu()
    (table, rulePriority, origin) = try Self.numbers(keys)
    networks = try OverlayKeys.prefixes(keys.fields, "network", "networks")
    masquerading = try Masquerading(keys)
    guard let manager = try call.configuration.ipamType else {
      throw CNIError(
        .invalidConfiguration,
        "underlay needs a section ipam with the type of a plugin for addresses")
    }
    addressManager = manager
    if masquerading.isWanted, networks.isEmpty {
      throw CNIError(
        .invalidConfiguration,
        "ipMasq needs networks, the networks of all pods: what leaves them is masqueraded")
    }
  }

  private static func numbers(_ keys: Keys) throws(CNIError) -> (
    table: UInt32?, priority: UInt32, origin: RouteProtocol
  ) {
    let table = try keys.integer("table", as: UInt32.self) ?? RouteTableID.main
    guard table != 0, table != RouteTableID.local, table != RouteTableID.default else {
      throw CNIError(.decoding, "table is \(table), which is the kernel's own")
    }
    let priority = try keys.integer("rulePriority", as: UInt32.self) ?? 32000
    guard (1..<32766).contains(priority) else {
      throw CNIError(
        .decoding, "rulePriority is \(priority), not 1 to 32765: the main table comes after it")
    }
    let number = try keys.integer("protocol", as: UInt8.self) ?? RouteProtocol.cnitop.rawValue
    let origin = RouteProtocol(rawValue: number)
    // Daemons flush, or overlook, what carries a number of their own.
    if let word = RouteProtocol.words[number] {
      throw CNIError(
        .decoding, "protocol is \(number), which is \(word)'s; take one that nobody has, like 196")
    }
    return (table == RouteTableID.main ? nil : table, priority, origin)
  }

  /// What the network's containers share on this node: the rules for their table.
  var shared: SharedTunnel {
    var shared = SharedTunnel(
      network: network, device: "", bridge: nil, portPrefix: RandomName.prefix(of: network))
    if let table {
      shared.rules = [AddressFamily.ipv4, .ipv6].map {
        TableRule($0, table: table, priority: rulePriority)
      }
    }
    return shared
  }

  /// The same from the keys that it takes: what else is wrong must not keep DEL from its work.
  static func shared(of call: PluginCall) throws(CNIError) -> SharedTunnel {
    let (table, priority, _) = try numbers(Keys(call.configuration))
    let network = call.configuration.name
    var shared = SharedTunnel(
      network: network, device: "", bridge: nil, portPrefix: RandomName.prefix(of: network))
    if let table {
      shared.rules = [AddressFamily.ipv4, .ipv6].map {
        TableRule($0, table: table, priority: priority)
      }
    }
    return shared
  }
}
