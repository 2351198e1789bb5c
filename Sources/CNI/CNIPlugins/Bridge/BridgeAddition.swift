import CNICore
import CNIPlan
import CNISpec
import NetlinkRoute
import NetworkTypes

/// One ADD of the bridge plugin.
struct BridgeAddition {
  let configuration: BridgeConfiguration
  let addition: Addition
  private let port = RandomName.veth()
  private var call: PluginCall { addition.call }

  init(_ configuration: BridgeConfiguration, _ addition: Addition) {
    self.configuration = configuration
    self.addition = addition
  }

  func run() throws(CNIError) -> CNIResult {
    try connect()
    return try configure()
  }

  /// Makes the bridge, and the pair that connects the container to it.
  func connect() throws(CNIError) {
    if try addition.container.link(call.ifname) != nil {
      throw CNIError(
        .other,
        "container veth name (\(JSONValue.string(call.ifname))) peer provided "
          + "(\(JSONValue.string(port))) already exists")
    }
    let existing = try existingBridge()
    try addition.apply(bridgePlan(existing))
    try addition.apply(try portPlan(port, to: VethPeer(call.ifname, in: .container)))
  }

  /// Gives the container's interface addresses and routes.
  func configure() throws(CNIError) -> CNIResult {
    if configuration.checksSource { try checkSource() }
    var result = CNIResult()
    if let manager = configuration.addressManager {
      result = try requestAddresses(manager)
    } else if !configuration.leavesInterfaceDown {
      var plan = Plan()
      plan.add(.setLink(call.ifname, LinkSettings(isUp: true)), in: .container)
      try addition.apply(plan)
    }
    if !configuration.leavesInterfaceDown {
      var plan = Plan()
      plan.add(.awaitUp(device: port), in: .node)
      try addition.apply(plan)
    }
    return try completed(result)
  }

  // MARK: The bridge and its port

  private func existingBridge() throws(CNIError) -> FoundLink? {
    let name = configuration.name
    guard let found = try addition.node.link(name) else { return nil }
    guard found.kind == "bridge" else {
      let quoted = JSONValue.string(name)
      throw CNIError(
        .other, "failed to create bridge \(quoted): \(quoted) already exists but is not a bridge")
    }
    return found
  }

  private func bridgePlan(_ existing: FoundLink?) -> Plan {
    var plan = Plan()
    let name = configuration.name
    if existing == nil {
      var bridge = NewLink(name, .bridge(vlanFiltering: configuration.filtersVLANs))
      bridge.mtu = configuration.mtu
      // Without an address of its own, a bridge takes the lowest one of its ports, and changes
      // it as they come and go: two that make the bridge at once would race for it.
      if configuration.isGateway, configuration.addressManager != nil {
        bridge.macAddress = RandomName.macAddress()
      }
      // Another one that makes it at the same time makes the same.
      bridge.mayExist = true
      plan.add(.createLink(bridge), in: .node, undo: .deleteUnusedBridge(name))
    }
    plan.add(
      .setSysctl("net/ipv6/conf/\(name)/accept_ra", "0", optional: true), in: .node)
    if configuration.isPromiscuous, existing?.isPromiscuous != true {
      var settings = LinkSettings()
      settings.isPromiscuous = true
      plan.add(.setLink(name, settings), in: .node)
    }
    if existing?.isUp != true {
      plan.add(.setLink(name, LinkSettings(isUp: true)), in: .node)
    }
    return plan
  }

  /// A pair, one end of which is a port of the bridge.
  private func portPlan(_ port: String, to peer: VethPeer, isGateway: Bool = false)
    throws(CNIError) -> Plan
  {
    var plan = Plan()
    var peer = peer
    var pair = NewLink(port, .veth(peer))
    if isGateway {
      pair.mtu = try addition.made(configuration.name, in: .node).mtu
    } else {
      pair.mtu = configuration.mtu
      peer.macAddress = configuration.macAddress
    }
    peer.mtu = pair.mtu
    pair.kind = .veth(peer)
    pair.master = configuration.name
    pair.isUp = true
    plan.add(.createLink(pair), in: .node, undo: isGateway ? nil : .deleteLink(port))
    plan.add(.setSysctl("net/ipv6/conf/\(port)/accept_ra", "0", optional: true), in: .node)
    var settings = PortSettings()
    if configuration.isHairpin, !isGateway { settings.isHairpin = true }
    if configuration.isIsolated, !isGateway { settings.isIsolated = true }
    if settings != PortSettings() { plan.add(.setPort(port, settings), in: .node) }
    let vlans = configuration.portVLANs(isGateway: isGateway)
    if !vlans.isEmpty {
      if !configuration.preservesDefaultVLAN, let id = try defaultVLAN() {
        plan.add(.removeVLANs(port, [id]), in: .node)
      }
      plan.add(.addVLANs(port, vlans), in: .node)
    }
    return plan
  }

  /// The VLAN that every new port of the bridge gets; nil if none.
  private func defaultVLAN() throws(CNIError) -> UInt16? {
    guard let link = try addition.node.bridge(configuration.name), let id = link.vlanDefaultPVID
    else { return 1 }
    return id == 0 ? nil : id
  }

  /// Frames of the container must have the address that its interface has now.
  private func checkSource() throws(CNIError) {
    let link = try addition.made(call.ifname, in: .container)
    var plan = Plan()
    plan.add(
      .addRules(
        .spoofCheck(
          SpoofCheckRules(RuleOwner(call), device: port, macAddress: link.macAddress))),
      in: .node, undo: .deleteRules(.spoofCheck(SpoofCheckRules(RuleOwner(call)))))
    try addition.apply(plan)
  }

  // MARK: Addresses

  private func requestAddresses(_ manager: String) throws(CNIError) -> CNIResult {
    let given = try addition.requestAddresses(manager)
    var result = CNIResult(ips: given.ips, routes: given.routes, dns: given.dns)
    let gateways = chooseGateways(&result)
    // All addresses are the container's, which is the third interface.
    for index in result.ips.indices { result.ips[index].interface = 2 }
    result.interfaces = [
      CNIResult.Interface(name: configuration.name), CNIResult.Interface(name: port),
      CNIResult.Interface(name: call.ifname, sandbox: call.netns),
    ]
    var plan = Plan()
    let device = call.ifname
    if configuration.detectsDuplicates {
      plan.add(
        .setSysctl("net/ipv6/conf/\(device)/enhanced_dad", "1", optional: true), in: .container)
    }
    plan.add(
      .setSysctl(
        "net/ipv6/conf/\(device)/accept_dad", configuration.detectsDuplicates ? "1" : "0",
        optional: true), in: .container)
    plan.add(.setSysctl("net/ipv4/conf/\(device)/arp_notify", "1", optional: true), in: .container)
    try addition.apply(
      plan + AddressPlan(result: result, device: device).steps(addition.container))
    if configuration.isGateway { try makeGateway(gateways, &result) }
    try addition.apply(try configuration.masquerading.steps(call, result.ips))
    return result
  }

  /// Fills in the gateways, which are the bridge's addresses, and the default routes.
  private func chooseGateways(_ result: inout CNIResult) -> [IPPrefix] {
    var gateways: [IPPrefix] = []
    var routed: Set<AddressFamily> = []
    for index in result.ips.indices {
      let address = result.ips[index].address
      let family = address.address.family
      if result.ips[index].gateway == nil, configuration.isGateway {
        result.ips[index].gateway = address.network.address.next
      }
      if configuration.isDefaultGateway, routed.insert(family).inserted {
        let everywhere = IPPrefix(.unspecified(family), length: 0)
        let isThere = result.routes.contains {
          $0.gateway != nil && $0.destination.network == everywhere
        }
        if !isThere {
          result.routes.append(
            CNIResult.Route(everywhere, gateway: result.ips[index].gateway))
        }
      }
      if configuration.isGateway, let gateway = result.ips[index].gateway {
        gateways.append(IPPrefix(gateway, length: address.length))
      }
    }
    return gateways
  }

  /// Gives the bridge, or its interface in the VLAN, the addresses of the gateways.
  private func makeGateway(_ gateways: [IPPrefix], _ result: inout CNIResult) throws(CNIError) {
    var device = configuration.name
    if configuration.vlan != 0 {
      device = "\(configuration.name).\(configuration.vlan)"
      if try addition.node.link(device) == nil {
        var plan = try portPlan(RandomName.veth(), to: VethPeer(device, in: .node), isGateway: true)
        plan.add(.setLink(device, LinkSettings(isUp: true)), in: .node)
        try addition.apply(plan)
      }
      result.interfaces.append(CNIResult.Interface(name: device))
    }
    // The ones of IPv4 first, as their order decides which is the primary one.
    for gateway in gateways.filter({ $0.address.family == .ipv4 })
      + gateways.filter({ $0.address.family == .ipv6 })
    {
      try addition.apply(try gatewayPlan(gateway, device))
    }
    var families: [AddressFamily] = []
    for gateway in gateways where !families.contains(gateway.address.family) {
      families.append(gateway.address.family)
    }
    try addition.apply(Forwarding.steps(families))
  }

  private func gatewayPlan(_ gateway: IPPrefix, _ device: String) throws(CNIError) -> Plan {
    let link = try addition.made(device, in: .node)
    let present = try addition.node.addresses(link.index, family: gateway.address.family)
      .compactMap(\.ownPrefix)
    if present.contains(gateway) { return Plan() }
    var plan = Plan()
    for other in present {
      // IPv6 has several addresses, as long as their networks are different ones.
      guard gateway.address.family == .ipv4 || other.overlaps(gateway) else { continue }
      guard configuration.forcesAddress else {
        throw CNIError(
          .other,
          "failed to set bridge addr: \(JSONValue.string(device)) already has an IP address "
            + "different from \(gateway)")
      }
      plan.add(.deleteAddress(other, device: device), in: .node)
    }
    var address = NewAddress(gateway, on: device)
    address.mayExist = true
    plan.add(.addAddress(address), in: .node)
    var settings = LinkSettings()
    settings.macAddress = link.macAddress
    if settings.macAddress != nil { plan.add(.setLink(device, settings), in: .node) }
    return plan
  }

  // MARK: The result

  private func completed(_ draft: CNIResult) throws(CNIError) -> CNIResult {
    var result = draft
    var interfaces = [(configuration.name, Place.node), (port, .node), (call.ifname, .container)]
    interfaces += draft.interfaces.dropFirst(3).map { ($0.name, .node) }
    result.interfaces = []
    for (name, place) in interfaces {
      let link = try addition.made(name, in: place)
      result.interfaces.append(
        CNIResult.Interface(
          name: name, mac: link.macAddress.map { "\($0)" },
          sandbox: place == .container ? call.netns : nil, mtu: link.mtu))
    }
    if let dns = try call.ownDNS() { result.dns = dns }
    return result
  }
}
