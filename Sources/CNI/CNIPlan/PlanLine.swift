import NetworkTypes

/// How a plan reads: `+` makes something, `-` takes something away, `~` changes something.
public struct PlanLine: Hashable, Sendable {
  public enum Sign: String, Hashable, Sendable {
    case add = "+"
    case remove = "-"
    case change = "~"
  }

  public var place: Place
  public var sign: Sign
  /// One line without its sign.
  public var text: String

  public init(place: Place, sign: Sign, text: String) {
    self.place = place
    self.sign = sign
    self.text = text
  }
}

extension Plan {
  /// A line for each step.
  public var lines: [PlanLine] {
    steps.map { PlanLine(place: $0.place, sign: $0.action.sign, text: $0.action.text) }
  }

  /// The lines under a heading for each side that has any; within a side, in the plan's order.
  ///
  /// - Parameters:
  ///   - node: What the node is called; its name, or the path of its namespace.
  ///   - container: What the container is called.
  public func text(node: String, container: String) -> String {
    Place.allCases.compactMap { place in
      let own = lines.filter { $0.place == place }
      guard !own.isEmpty else { return nil }
      let title = place == .node ? node : container
      return "\(title)\n" + own.map { "  \($0.sign.rawValue) \($0.text)\n" }.joined()
    }.joined()
  }
}

extension Action {
  public var sign: PlanLine.Sign {
    switch self {
    case .createLink, .addVLANs, .addAddress, .addRoute, .addRules, .addSourceRule, .addNeighbour,
      .addForwarding, .addTableRule, .leaseAddresses:
      .add
    case .deleteLink, .removeVLANs, .deleteAddress, .deleteRoute, .deleteRules, .deleteSourceRule,
      .deleteNeighbour, .deleteForwarding, .deleteTableRule, .deleteUnusedTunnel, .returnAddresses:
      .remove
    case .setLink, .moveLink, .returnLink, .setPort, .setSysctl, .settleAddresses, .awaitUp,
      .limitRate, .redirectIngress:
      .change
    }
  }

  public var text: String {
    switch self {
    case .createLink(let link): link.text
    case .setLink(let name, let settings): "link \(name)\(settings.text)"
    case .deleteLink(let name): "link \(name)"
    case .moveLink(let move):
      "link \(move.name) moves to the \(move.target.rawValue)"
        + (move.newName == move.name ? "" : " as \(move.newName)")
    case .returnLink(let link): "link \(link.name) goes back to the node as \(link.original)"
    case .setPort(let name, let settings): "port \(name)\(settings.text)"
    case .addVLANs(let name, let vlans):
      "port \(name) vlan \(vlans.map(\.text).joined(separator: ","))"
    case .removeVLANs(let name, let ids):
      "port \(name) vlan \(ids.map { "\($0)" }.joined(separator: ","))"
    case .addAddress(let address): "address \(address.prefix) on \(address.device)"
    case .deleteAddress(let prefix, let device): "address \(prefix) on \(device)"
    case .addRoute(let route), .deleteRoute(let route): route.text
    case .leaseAddresses(let lease): lease.text
    case .returnAddresses(let lease): lease.removalText
    case .setSysctl(let key, let value, _): "sysctl \(key) = \(value)"
    case .settleAddresses(let device): "link \(device) waits until its addresses are usable"
    case .awaitUp(let device): "link \(device) waits until it passes frames"
    case .addRules(let rules), .deleteRules(let rules): rules.text
    case .addSourceRule(let rule), .deleteSourceRule(let rule): rule.text
    case .limitRate(let limit):
      "link \(limit.device) sends \(limit.rate) bytes a second, \(limit.burst) at once"
    case .redirectIngress(let from, let to): "what link \(from) gets goes through \(to)"
    case .addNeighbour(let neighbour), .deleteNeighbour(let neighbour): neighbour.text
    case .addForwarding(let entry), .deleteForwarding(let entry): entry.text
    case .addTableRule(let rule), .deleteTableRule(let rule): rule.text
    case .deleteUnusedTunnel(let tunnel):
      "\(tunnel.device.isEmpty ? "what is shared" : "link \(tunnel.device)"), unless a container of "
        + "network \(tunnel.network) is left"
    }
  }
}

extension NewLink {
  fileprivate var text: String {
    var text = "\(kind.word) \(name)"
    switch kind {
    case .bridge(let filtering): if filtering { text += " with VLAN filtering" }
    case .veth(let peer): text += " to \(peer.name) in the \(peer.place.rawValue)"
    case .macvlan(let mode, let parent, _): text += " mode \(mode.rawValue) on \(parent)"
    case .ipvlan(let mode, let parent): text += " mode \(mode.rawValue) on \(parent)"
    case .vlan(let id, let parent): text += " id \(id) on \(parent)"
    case .vrf(let table): text += " table \(table)"
    case .tunnel(let tunnel): text += tunnel.text
    case .dummy, .tap, .ifb: break
    }
    if let place { text += " in the \(place.rawValue)" }
    if let mtu { text += " mtu \(mtu)" }
    if let macAddress { text += " address \(macAddress)" }
    if let master { text += " master \(master)" }
    return text + (isUp ? " up" : "")
  }
}

extension NewLink.Kind {
  /// The kernel's word (`IFLA_INFO_KIND`).
  public var word: String {
    switch self {
    case .bridge: "bridge"
    case .veth: "veth"
    case .macvlan: "macvlan"
    case .ipvlan: "ipvlan"
    case .vlan: "vlan"
    case .dummy: "dummy"
    case .tap: "tun"
    case .vrf: "vrf"
    case .ifb: "ifb"
    case .tunnel(let tunnel): tunnel.word
    }
  }
}

extension LinkSettings {
  fileprivate var text: String {
    var words: [String] = []
    if let name { words.append("name \(name)") }
    if let mtu { words.append("mtu \(mtu)") }
    if let macAddress { words.append("address \(macAddress)") }
    if let master { words.append(master.isEmpty ? "without a master" : "master \(master)") }
    if let isPromiscuous { words.append(isPromiscuous ? "promiscuous" : "not promiscuous") }
    if let isAllMulticast {
      words.append(isAllMulticast ? "all multicast" : "not all multicast")
    }
    if let txQueueLength { words.append("transmit queue \(txQueueLength)") }
    if let alias { words.append(alias.isEmpty ? "without an alias" : "alias \(alias)") }
    if let isUp { words.append(isUp ? "up" : "down") }
    return words.map { " " + $0 }.joined()
  }
}

extension PortSettings {
  fileprivate var text: String {
    var text = ""
    if let isHairpin { text += isHairpin ? " hairpin" : " no hairpin" }
    if let isIsolated { text += isIsolated ? " isolated" : " not isolated" }
    return text
  }
}

extension PortVLAN {
  fileprivate var text: String {
    (first == last ? "\(first)" : "\(first)-\(last)") + (isUntagged ? " untagged" : "")
  }
}

extension NewRoute {
  fileprivate var text: String {
    var text = "route \(destination)"
    if let gateway { text += " via \(gateway)" }
    text += " on \(device)"
    if let source { text += " from \(source)" }
    if let table { text += " table \(table)" }
    if let priority { text += " metric \(priority)" }
    if scope != .global { text += " scope \(scope)" }
    if let encapsulation { text += " \(encapsulation.text)" }
    if let mtu { text += " mtu \(mtu)" }
    if let advertisedMSS { text += " advmss \(advertisedMSS)" }
    return text
  }
}
