import CNISpec
import NetworkTypes

/// The tunnel of a network on this node, which all its containers share: it goes with the last one.
public struct SharedTunnel: Hashable, Sendable {
  public var network: String
  /// Empty for a network that has none.
  public var device: String
  /// The bridge that containers are connected to; nil where each is routed.
  public var bridge: String?
  /// What the names of the node's ends of routed containers begin with.
  public var portPrefix: String
  /// Rules for a table of the network's own.
  public var rules: [TableRule] = []

  public init(network: String, device: String, bridge: String?, portPrefix: String) {
    self.network = network
    self.device = device
    self.bridge = bridge
    self.portPrefix = portPrefix
  }
}

/// What a journal has to know to take a tunnel away.
extension SharedTunnel {
  var json: JSONValue {
    var members = [
      JSONMember("network", .string(network)), JSONMember("device", .string(device)),
      JSONMember("portPrefix", .string(portPrefix)),
    ]
    if let bridge { members.append(JSONMember("bridge", .string(bridge))) }
    if !rules.isEmpty { members.append(JSONMember("rules", .array(rules.map(\.json)))) }
    return .object(members)
  }

  init?(_ json: JSONValue) {
    guard let network = json["network"]?.string, let device = json["device"]?.string,
      let prefix = json["portPrefix"]?.string, !prefix.isEmpty
    else { return nil }
    self.init(
      network: network, device: device, bridge: json["bridge"]?.string, portPrefix: prefix)
    for rule in json["rules"]?.array ?? [] {
      guard let rule = TableRule(rule) else { return nil }
      rules.append(rule)
    }
  }
}

extension TableRule {
  var json: JSONValue {
    .object([
      JSONMember("family", .string(family == .ipv4 ? "ipv4" : "ipv6")),
      JSONMember("table", .number("\(table)")), JSONMember("priority", .number("\(priority)")),
    ])
  }

  init?(_ json: JSONValue) {
    let families: [String: AddressFamily] = ["ipv4": .ipv4, "ipv6": .ipv6]
    guard let family = json["family"]?.string.flatMap({ families[$0] }),
      let table = json["table"]?.integer.flatMap({ UInt32(exactly: $0) }),
      let priority = json["priority"]?.integer.flatMap({ UInt32(exactly: $0) })
    else { return nil }
    self.init(family, table: table, priority: priority)
  }
}
