public import CNICore
import CNIPlan
public import CNISpec
import NetlinkRoute
import NetworkTypes

/// Connects a container to the node by a pair of interfaces with routes between them.
///
/// A pair is no point-to-point link to the kernel: the container's end has the address with the
/// whole prefix, and all but the gateway itself is routed by the gateway.
public struct PTPPlugin: AddressingPlugin {
  public let type = "ptp"

  public init() {}

  public func add(_ call: PluginCall, _ context: PluginContext) throws(CNIError) -> CNIResult {
    let keys = Keys(call.configuration)
    let mtu = try keys.mtu()
    let masquerading = try Masquerading(keys)
    let manager = try call.configuration.ipamType
    guard let manager else {
      throw CNIError(.other, "ptp needs a section ipam with the type of a plugin for addresses")
    }
    let addition = try Addition(type, call, context)
    let port = RandomName.veth()
    if try addition.container.link(call.ifname) != nil {
      throw CNIError(
        .other,
        "container veth name (\(JSONValue.string(call.ifname))) peer provided "
          + "(\(JSONValue.string(port))) already exists")
    }
    return try addition.run { (addition) throws(CNIError) in
      let given = try addition.requestAddresses(manager)
      var result = CNIResult(ips: given.ips, routes: given.routes, dns: given.dns)
      for index in result.ips.indices { result.ips[index].interface = 1 }
      result.interfaces = [
        CNIResult.Interface(name: port),
        CNIResult.Interface(name: call.ifname, sandbox: call.netns),
      ]
      let routed = try Self.requireGateways(result)
      try addition.apply(Forwarding.steps(routed.families))
      try addition.apply(Self.pairPlan(port, call.ifname, mtu))
      let addresses = try AddressPlan(result: result, device: call.ifname)
        .steps(addition.container)
      try addition.apply(addresses + Self.containerPlan(routed.entries, call.ifname))
      try addition.apply(Self.nodePlan(routed.entries, port))
      try addition.apply(try masquerading.steps(call, result.ips))
      return try Self.completed(result, port, addition)
    }
  }

  /// An address with the gateway that it is reached by.
  private struct Routed {
    var address: IPPrefix
    var gateway: IPAddress
  }

  private static func requireGateways(_ result: CNIResult) throws(CNIError) -> (
    entries: [Routed], families: [AddressFamily]
  ) {
    var entries: [Routed] = []
    var families: [AddressFamily] = []
    for entry in result.ips {
      guard let gateway = entry.gateway else {
        throw CNIError(.other, "the address \(entry.address) has no gateway, which ptp needs")
      }
      entries.append(Routed(address: entry.address, gateway: gateway))
      let family = entry.address.address.family
      if !families.contains(family) { families.append(family) }
    }
    return (entries, families)
  }

  private static func pairPlan(_ port: String, _ ifname: String, _ mtu: UInt32?) -> Plan {
    var plan = Plan()
    var peer = VethPeer(ifname, in: .container)
    peer.mtu = mtu
    var pair = NewLink(port, .veth(peer))
    pair.mtu = mtu
    pair.isUp = true
    plan.add(.createLink(pair), in: .node, undo: .deleteLink(port))
    plan.add(.setSysctl("net/ipv6/conf/\(port)/accept_ra", "0", optional: true), in: .node)
    return plan
  }

  private static func containerPlan(_ entries: [Routed], _ device: String) -> Plan {
    var plan = Plan()
    for entry in entries {
      // The kernel's own route would have the whole prefix on the link.
      var own = NewRoute(entry.address.network, on: device)
      own.scope = .nowhere
      plan.add(.deleteRoute(own), in: .container)
      let family = entry.gateway.family
      var gateway = NewRoute(IPPrefix(entry.gateway, length: family.bits), on: device)
      gateway.scope = .link
      gateway.source = entry.address.address
      plan.add(.addRoute(gateway), in: .container)
      var prefix = NewRoute(entry.address.network, via: entry.gateway, on: device)
      prefix.source = entry.address.address
      plan.add(.addRoute(prefix), in: .container)
    }
    return plan
  }

  private static func nodePlan(_ entries: [Routed], _ port: String) -> Plan {
    var plan = Plan()
    for entry in entries {
      let bits = entry.gateway.family.bits
      plan.add(.addAddress(NewAddress(IPPrefix(entry.gateway, length: bits), on: port)), in: .node)
      var host = NewRoute(IPPrefix(entry.address.address, length: bits), on: port)
      host.scope = .host
      host.mayExist = true
      plan.add(.addRoute(host), in: .node)
    }
    return plan
  }

  private static func completed(_ draft: CNIResult, _ port: String, _ addition: Addition)
    throws(CNIError) -> CNIResult
  {
    let call = addition.call
    var result = draft
    let (host, container) = (
      try addition.made(port, in: .node), try addition.made(call.ifname, in: .container)
    )
    result.interfaces = [
      CNIResult.Interface(name: port, mac: host.macAddress.map { "\($0)" }, mtu: host.mtu),
      CNIResult.Interface(
        name: call.ifname, mac: container.macAddress.map { "\($0)" }, sandbox: call.netns,
        mtu: container.mtu),
    ]
    if let dns = try call.ownDNS() { result.dns = dns }
    return result
  }

  // MARK: Other commands

  public func check(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let inspection = try Inspection(call, context)
    try inspection.checkAddressManagement(try call.configuration.ipamType)
    let result = try inspection.previousResult()
    let container = try inspection.requireInterface(result, kind: "veth")
    guard let index = container.link, let port = try inspection.node.link(index: index),
      port.kind == "veth", port.link == container.index
    else {
      throw CNIError(.other, "the other end of interface \(container.name) is not on the node")
    }
    try inspection.requireAddresses(result, on: container)
    let present = Set(try inspection.node.addresses(port.index).compactMap(\.ownPrefix?.address))
    var families: [AddressFamily] = []
    var routes: [AddressFamily: [RouteMessage]] = [:]
    for entry in result.ips where result.interface(of: entry)?.name == container.name {
      let family = entry.address.address.family
      if let gateway = entry.gateway, !present.contains(gateway) {
        throw CNIError(.other, "gateway \(gateway) is not an address of \(port.name)")
      }
      let host = NewRoute(
        IPPrefix(entry.address.address, length: family.bits), on: port.name)
      if routes[family] == nil {
        routes[family] = try inspection.node.routes(family, device: port.index)
      }
      let isRouted = routes[family, default: []].contains {
        $0.device == port.index
          && host.matches(
            destination: $0.destination, gateway: $0.gateway, table: $0.table,
            priority: $0.priority)
      }
      guard isRouted else {
        throw CNIError(
          .other, "the node has no route to \(entry.address.address) on \(port.name)")
      }
      if !families.contains(family) { families.append(family) }
    }
    try Forwarding.require(families, inspection.node)
    let own = result.ips.filter { result.interface(of: $0)?.name == container.name }
    try Masquerading(Keys(call.configuration)).require(inspection, own)
  }

  public func delete(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let removal = try Removal(type, call, context)
    removal.releaseAddresses(try call.configuration.ipamType)
    var plan = Plan()
    plan.add(.deleteLink(call.ifname), in: .container)
    removal.attempt { () throws(CNIError) in
      plan = plan + (try Masquerading(Keys(call.configuration)).removal(call))
    }
    removal.apply(plan)
    try removal.finish()
  }

  public func garbageCollect(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let sweep = try Sweep(type, call, context)
    try Masquerading(Keys(call.configuration)).collect(sweep)
    sweep.collectAddresses(try call.configuration.ipamType)
    try sweep.finish()
  }
}
