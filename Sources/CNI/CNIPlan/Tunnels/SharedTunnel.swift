import CNISpec

/// The tunnel of a network on this node, which all its containers share: it goes with the last one.
public struct SharedTunnel: Hashable, Sendable {
  public var network: String
  /// Empty for a network that has none.
  public var device: String
  /// The bridge that containers are connected to; nil where each is routed.
  public var bridge: String?
  /// What the names of the node's ends of routed containers begin with.
  public var portPrefix: String

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
    return .object(members)
  }

  init?(_ json: JSONValue) {
    guard let network = json["network"]?.string, let device = json["device"]?.string,
      let prefix = json["portPrefix"]?.string, !prefix.isEmpty
    else { return nil }
    self.init(
      network: network, device: device, bridge: json["bridge"]?.string, portPrefix: prefix)
  }
}
