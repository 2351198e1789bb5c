import CNICore
import CNIPlan
import CNISpec
import NetlinkRoute
import NetworkTypes

/// How a container is routed by itself: its address is its whole network, and all it sends goes to
/// the node, whatever addresses the node has.
///
/// The gateways are no addresses of the node; that the container knows where they are saves it from
/// asking.
struct RoutedPair {
  static let gateways: [IPAddress] = [
    IPAddress(ipv4: 0xA9FE_0101),  // 169.254.1.1
    IPAddress(high: 0xFE80_0000_0000_0000, low: 1, family: .ipv6),
  ]

  static func gateway(_ family: AddressFamily) -> IPAddress {
    family == .ipv4 ? gateways[0] : gateways[1]
  }

  /// The name of the container's end.
  let device: String
  /// The name of the node's end.
  let port: String
  /// In bytes; nil leaves it to the kernel.
  var mtu: UInt32?
  /// Of the container's end.
  var macAddress: MACAddress?
  /// Where routes to the container go on the node; nil is the main table.
  var table: UInt32?
  /// What routes to the container carry as their maker.
  var origin = RouteProtocol.cnitop

  /// The pair, down yet at the node's end.
  var making: Plan {
    var plan = Plan()
    var peer = VethPeer(device, in: .container)
    peer.mtu = mtu
    peer.macAddress = macAddress
    var pair = NewLink(port, .veth(peer))
    pair.mtu = mtu
    plan.add(.createLink(pair), in: .node, undo: .deleteLink(port))
    return plan
  }

  /// What the container's interface is set to, and what leads to it.
  ///
  /// - Parameters:
  ///   - result: With addresses as `hosts` makes them.
  ///   - portAddress: The hardware address of the node's end; nil where it is not made yet.
  func steps(_ result: CNIResult, _ container: KernelSession, portAddress: MACAddress?)
    throws(CNIError) -> Plan
  {
    var plan = Plan()
    for (name, place) in [(port, Place.node), (device, .container)] {
      // Nobody else is on a pair, and who is asked while an address is in doubt does not answer.
      plan.add(
        .setSysctl("net/ipv6/conf/\(name)/accept_dad", "0", optional: true), in: place)
      plan.add(.setSysctl("net/ipv6/conf/\(name)/accept_ra", "0", optional: true), in: place)
    }
    plan.add(.setLink(port, LinkSettings(isUp: true)), in: .node)
    var addresses = result
    addresses.routes = []
    plan = plan + (try AddressPlan(result: addresses, device: device).steps(container))
    let families = result.families
    for family in families {
      let gateway = Self.gateway(family)
      if let portAddress {
        plan.add(.addNeighbour(NewNeighbour(gateway, at: portAddress, on: device)), in: .container)
      }
      guard family == .ipv4 else { continue }
      var toGateway = NewRoute(IPPrefix(gateway, length: family.bits), on: device)
      toGateway.scope = .link
      plan.add(.addRoute(toGateway), in: .container)
    }
    let routes = AddressPlan(result: result, device: device)
    for route in result.routes {
      plan.add(.addRoute(try routes.newRoute(route)), in: .container)
    }
    for entry in result.ips {
      plan.add(.addRoute(route(to: entry.address.address)), in: .node)
    }
    return plan
  }

  /// The node's route to an address of the container.
  func route(to address: IPAddress) -> NewRoute {
    var route = NewRoute(IPPrefix(address, length: address.family.bits), on: port)
    route.scope = address.family == .ipv4 ? .link : .global
    route.table = table
    route.origin = origin
    return route
  }
}

extension CNIResult {
  /// The families of the addresses, each once.
  var families: [AddressFamily] {
    [.ipv4, .ipv6].filter { family in ips.contains { $0.address.address.family == family } }
  }

  /// The same addresses, each a network of its own, and all routes by the node.
  func hosts(interface: Int) -> CNIResult {
    var result = self
    for index in result.ips.indices {
      let address = result.ips[index].address.address
      result.ips[index].address = IPPrefix(address, length: address.family.bits)
      result.ips[index].gateway = RoutedPair.gateway(address.family)
      result.ips[index].interface = interface
    }
    for index in result.routes.indices where result.routes[index].gateway != nil {
      result.routes[index].gateway = RoutedPair.gateway(
        result.routes[index].destination.address.family)
    }
    for family in families {
      let everywhere = IPPrefix(.unspecified(family), length: 0)
      guard !result.routes.contains(where: { $0.destination.network == everywhere })
      else { continue }
      result.routes.append(Route(everywhere, gateway: RoutedPair.gateway(family)))
    }
    return result
  }
}

extension PluginCall {
  /// The call with the gateways of the section `ipam` in the result, in place of the ones that a
  /// routed container has: the plugin of the addresses compares those that it gave.
  func withConfiguredGateways() throws(CNIError) -> PluginCall {
    guard var result = try configuration.prevResult, let ipam = try configuration.ipam
    else { return self }
    for entry in ipam.value("addresses")?.array ?? [] {
      guard let address = entry["address"]?.string.flatMap(AddressTexts.prefix)?.address,
        let gateway = entry["gateway"]?.string.flatMap({ IPAddress($0) })
      else { continue }
      for index in result.ips.indices where result.ips[index].address.address == address {
        result.ips[index].gateway = gateway
      }
    }
    var call = self
    call.configuration = try configuration.setting([
      ("prevResult", try result.json(version: configuration.version))
    ])
    return call
  }
}

extension Inspection {
  /// Throws what is missing of a container that is routed by itself.
  ///
  /// - Returns: The node's end.
  @discardableResult
  func requireRouted(
    _ result: CNIResult, mtu: UInt32?, table: UInt32? = nil,
    origin: RouteProtocol = .cnitop
  ) throws(CNIError) -> FoundLink {
    let container = try requireInterface(result, kind: "veth")
    guard let index = container.link, let port = try node.link(index: index),
      port.kind == "veth", port.link == container.index
    else {
      throw CNIError(.other, "the other end of interface \(container.name) is not on the node")
    }
    for (name, place) in [(container.name, Place.container), (port.name, .node)] {
      var expected = ExpectedLink(name, in: place)
      expected.isUp = true
      expected.mtu = mtu
      _ = try require(expected)
    }
    try requireAddresses(result, on: container)
    let own = result.ips.filter { result.interface(of: $0)?.name == container.name }
    let known = try self.container.permanentNeighbours(container.index)
    for family in [AddressFamily.ipv4, .ipv6] {
      let addresses = own.map(\.address.address).filter { $0.family == family }
      guard !addresses.isEmpty else { continue }
      let gateway = RoutedPair.gateway(family)
      guard known.contains(where: { $0.address == gateway && $0.macAddress == port.macAddress })
      else {
        throw CNIError(.other, "\(container.name) does not know its gateway \(gateway)")
      }
      let routes = try node.routes(family, device: port.index)
      for address in addresses {
        let host = IPPrefix(address, length: family.bits)
        let isThere = routes.contains {
          $0.destination == host && $0.device == port.index && $0.protocol == origin
            && $0.table == (table ?? RouteTableID.main)
        }
        guard isThere else {
          throw CNIError(
            .other,
            "the node has no route to \(address) on \(port.name) in table "
              + RouteTableID.word(table ?? RouteTableID.main))
        }
      }
      try Forwarding.require([family], node)
    }
    return port
  }
}

/// One ADD of a container that is routed by itself, once its pair is there.
struct RoutedAddition {
  let pair: RoutedPair
  let addition: Addition

  func run(_ manager: String) throws(CNIError) -> CNIResult {
    let call = addition.call
    let given = try addition.requestAddresses(manager)
    var result = CNIResult(ips: given.ips, routes: given.routes, dns: given.dns)
      .hosts(interface: 1)
    result.interfaces = [
      CNIResult.Interface(name: pair.port),
      CNIResult.Interface(name: call.ifname, sandbox: call.netns),
    ]
    let port = try addition.made(pair.port, in: .node)
    try addition.apply(Forwarding.steps(result.families))
    try addition.apply(
      try pair.steps(result, addition.container, portAddress: port.macAddress))
    let container = try addition.made(call.ifname, in: .container)
    result.interfaces = [
      CNIResult.Interface(
        name: pair.port, mac: port.macAddress.map { "\($0)" }, mtu: port.mtu),
      CNIResult.Interface(
        name: call.ifname, mac: container.macAddress.map { "\($0)" }, sandbox: call.netns,
        mtu: container.mtu),
    ]
    return result
  }
}
