public import CNISpec
import NetworkTypes

/// What a journal has to know to take rules away again.
extension AttachmentRules {
  public var json: JSONValue {
    var members = [
      JSONMember("network", .string(owner.network)),
      JSONMember("containerID", .string(owner.containerID)),
      JSONMember("ifname", .string(owner.ifname)),
    ]
    func add(_ key: String, _ values: [String]) {
      members.append(JSONMember(key, .array(values.map { .string($0) })))
    }
    let word: String
    switch self {
    case .masquerade(let rules):
      word = "masquerade"
      add("addresses", rules.addresses.map { "\($0)" })
    case .hostPorts(let rules):
      word = "hostPorts"
      add("addresses", rules.addresses.map { "\($0)" })
    case .firewall(let rules):
      word = "firewall"
      add("addresses", rules.addresses.map { "\($0)" })
      if let zone = rules.backend.zone { members.append(JSONMember("zone", .string(zone))) }
    case .spoofCheck: word = "spoofCheck"
    }
    return .object([JSONMember("rules", .string(word))] + members)
  }

  /// Nil for what no version of this program wrote.
  public init?(_ json: JSONValue) {
    guard let word = json["rules"]?.string, let network = json["network"]?.string,
      let containerID = json["containerID"]?.string, let ifname = json["ifname"]?.string
    else { return nil }
    let owner = RuleOwner(network: network, containerID: containerID, ifname: ifname)
    let texts = (json["addresses"]?.array ?? []).compactMap(\.string)
    let prefixes = texts.compactMap { IPPrefix($0) }
    switch word {
    case "masquerade": self = .masquerade(MasqueradeRules(owner, prefixes))
    case "hostPorts":
      self = .hostPorts(HostPortRules(owner, backend: .nftables, addresses: prefixes))
    case "firewall":
      var rules = FirewallRules(owner, prefixes.map(\.address))
      if let zone = json["zone"]?.string { rules.backend = .firewalld(zone: zone) }
      self = .firewall(rules)
    case "spoofCheck": self = .spoofCheck(SpoofCheckRules(owner))
    default: return nil
    }
  }
}
