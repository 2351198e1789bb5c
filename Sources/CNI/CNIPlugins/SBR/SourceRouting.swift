import CNICore
import CNIPlan
import CNISpec
import NetlinkRoute
import NetworkTypes

/// The keys of sbr.
struct SBRConfiguration {
  /// A table that somebody else fills; nil for tables of our own.
  var table: UInt32?
  /// In place of those of the result: one of each family at most.
  var gateways: [IPAddress] = []
  /// Leaves the routes to the subnets in the main table.
  var keepsSubnets = false

  init(_ call: PluginCall) throws(CNIError) {
    let keys = Keys(call.configuration)
    table = try keys.integer("table", as: UInt32.self)
    keepsSubnets = try keys.bool("addSourceHints")
    for text in try keys.strings("gateways") {
      guard let address = IPAddress(text) else {
        throw CNIError(.other, "invalid static gateway IP address: \(text)")
      }
      if let other = gateways.first(where: { $0.family == address.family }) {
        let word = address.family == .ipv4 ? "IPv4" : "IPv6"
        throw CNIError(
          .other, "gateways list contains multiple \(word) addresses: \(other) and \(address)")
      }
      gateways.append(address)
    }
  }
}

/// Makes a table for each address and moves the routes of the interface there.
struct SourceRouting {
  private let device: String
  private let configuration: SBRConfiguration
  private let container: KernelSession
  /// The interface and its routes may not be there yet.
  private let isDryRun: Bool

  init(_ device: String, _ configuration: SBRConfiguration, _ addition: Addition) {
    self.device = device
    self.configuration = configuration
    container = addition.container
    isDryRun = addition.isDryRun
  }

  func plan(_ addresses: [CNIResult.Address]) throws(CNIError) -> Plan {
    var plan = Plan()
    if let table = configuration.table {
      for entry in addresses { add(SourceRule(entry.address.address, table: table), &plan) }
      return plan
    }
    let link = try container.link(device)
    guard link != nil || isDryRun else {
      throw CNIError(.other, "Cannot find network interface \(device): Link not found")
    }
    var taken: Set<UInt32> = []
    var moved: [RouteMessage] = []
    for family in [AddressFamily.ipv4, .ipv6] {
      let routes = try container.routes(family)
      taken.formUnion(routes.map(\.table))
      taken.formUnion(try container.rules(family).map(\.table))
      moved += routes.filter {
        $0.table == RouteTableID.main && link != nil && $0.device == link?.index
      }
    }
    var table: UInt32 = 100
    for entry in addresses {
      while taken.contains(table) { table += 1 }
      taken.insert(table)
      fill(table, for: entry, with: moved, &plan)
    }
    clearMainTable(moved, &plan)
    return plan
  }

  private func add(_ rule: SourceRule, _ plan: inout Plan) {
    plan.add(.addSourceRule(rule), in: .container, undo: .deleteSourceRule(rule))
  }

  private func fill(
    _ table: UInt32, for entry: CNIResult.Address, with routes: [RouteMessage],
    _ plan: inout Plan
  ) {
    let address = entry.address.address
    add(SourceRule(address, table: table), &plan)
    let gateway =
      configuration.gateways.first { $0.family == address.family } ?? entry.gateway
    // The way to the gateway first: the kernel refuses one that it cannot reach.
    let copies = routes.filter { route in
      let source = route.preferredSource
      if source == nil, route.gateway == nil { return true }
      return [source, route.gateway].contains { $0.map(entry.address.contains) ?? false }
    }.map { newRoute($0, table: table) }
    for copy in copies.filter({ $0.gateway == nil }) {
      plan.add(.addRoute(copy), in: .container)
    }
    if let gateway {
      var route = NewRoute(
        IPPrefix(.unspecified(address.family), length: 0), via: gateway, on: device)
      route.table = table
      route.mayExist = true
      plan.add(.addRoute(route), in: .container)
    }
    for copy in copies.filter({ $0.gateway != nil }) {
      plan.add(.addRoute(copy), in: .container)
    }
  }

  private func clearMainTable(_ routes: [RouteMessage], _ plan: inout Plan) {
    // Routes by a gateway go before the one to the gateway.
    let order = routes.filter { $0.gateway != nil } + routes.filter { $0.gateway == nil }
    for route in order where !(configuration.keepsSubnets && route.scope == .link) {
      plan.add(.deleteRoute(newRoute(route, table: nil)), in: .container)
    }
  }

  private func newRoute(_ route: RouteMessage, table: UInt32?) -> NewRoute {
    var new = NewRoute(copying: route, on: device, table: table)
    new.scope = route.scope
    new.origin = route.protocol
    return new
  }
}
