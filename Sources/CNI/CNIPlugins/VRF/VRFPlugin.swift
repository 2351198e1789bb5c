public import CNICore
import CNIPlan
public import CNISpec
import NetlinkRoute
import NetworkTypes

/// Puts the interface that plugins before made into a VRF of the container.
public struct VRFPlugin: Plugin {
  public let type = "vrf"
  public let versions = CNIVersion.all.filter { $0 >= CNIVersion(0, 3, 1) }

  public init() {}

  private struct Configuration {
    var name: String
    /// 0 leaves the choice of the routing table to the plugin.
    var table: UInt32

    init(_ call: PluginCall) throws(CNIError) {
      let keys = Keys(call.configuration)
      guard let name = try keys.text("vrfname") else {
        throw CNIError(.other, "configuration is expected to have a valid vrf name")
      }
      self.name = name
      table = try keys.integer("table") ?? 0
    }
  }

  public func add(_ call: PluginCall, _ context: PluginContext) throws(CNIError) -> CNIResult {
    let configuration = try Configuration(call)
    guard let result = try call.configuration.prevResult else {
      throw CNIError(.other, "missing prevResult from earlier plugin")
    }
    let addition = try Addition(type, call, context)
    return try addition.run { (addition) throws(CNIError) in
      let table = try Self.ensure(configuration, addition)
      try Self.move(call.ifname, to: configuration.name, table, addition)
      return result
    }
  }

  /// Makes the VRF where there is none.
  ///
  /// - Returns: Its routing table.
  private static func ensure(_ configuration: Configuration, _ addition: Addition)
    throws(CNIError) -> UInt32
  {
    let links = try addition.container.links()
    var tables: [UInt32: String] = [:]
    for link in links {
      if case .vrf(let data) = link.info.data, let table = data.table { tables[table] = link.name }
    }
    if let found = links.first(where: { $0.name == configuration.name }) {
      guard case .vrf(let data) = found.info.data, let table = data.table else {
        throw CNIError(.other, "cmdAdd failed: Netlink \(configuration.name) is not a VRF")
      }
      guard configuration.table == 0 || configuration.table == table else {
        throw CNIError(
          .other,
          "cmdAdd failed: VRF \(configuration.name) already exist with different routing table "
            + "\(table)")
      }
      return table
    }
    var table = configuration.table
    if table == 0 {
      table = 1
      while tables[table] != nil { table += 1 }
    }
    var vrf = NewLink(configuration.name, .vrf(table: table))
    vrf.isUp = true
    var plan = Plan()
    plan.add(.createLink(vrf), in: .container, undo: .deleteLink(configuration.name))
    try addition.apply(plan)
    return table
  }

  /// The kernel drops IPv6 addresses and routes of an interface that comes into a VRF: those are
  /// made anew, in the table of the VRF.
  private static func move(
    _ ifname: String, to name: String, _ table: UInt32, _ addition: Addition
  ) throws(CNIError) {
    let container = addition.container
    var settings = LinkSettings()
    settings.master = name
    var plan = Plan()
    plan.add(.setLink(ifname, settings), in: .container, undo: .leaveMaster(ifname))
    if addition.isDryRun {
      try addition.apply(plan)
      return
    }
    guard let link = try container.link(ifname) else {
      throw CNIError(.other, "cmdAdd failed: could not get link by name \(ifname)")
    }
    if link.master != 0 {
      let master = try container.link(index: link.master)?.name ?? "\(link.master)"
      throw CNIError(
        .other, "cmdAdd failed: interface \(ifname) has already a master set: \(master)")
    }
    let addresses = try global(container, link)
    var routes: [NewRoute] = []
    for family in [AddressFamily.ipv4, .ipv6] {
      routes += try container.routes(family)
        .filter { $0.device == link.index && $0.leadsBeyondLink }
        .map { NewRoute(copying: $0, on: ifname, table: table) }
    }
    try addition.apply(plan)

    var restoring = Plan()
    let kept = Set(try global(container, link))
    for address in addresses where !kept.contains(address) {
      var new = NewAddress(address, on: ifname)
      new.mayExist = true
      restoring.add(.addAddress(new), in: .container)
    }
    if !restoring.isEmpty { restoring.add(.settleAddresses(device: ifname), in: .container) }
    for route in routes { restoring.add(.addRoute(route), in: .container) }
    try addition.apply(restoring)
  }

  /// The IPv6 addresses that reach beyond the link.
  private static func global(_ container: KernelSession, _ link: FoundLink) throws(CNIError)
    -> [IPPrefix]
  {
    try container.addresses(link.index, family: .ipv6).filter { $0.scope == .global }
      .compactMap(\.ownPrefix)
  }

  public func check(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let configuration = try Configuration(call)
    let inspection = try Inspection(call, context)
    guard try call.configuration.prevResult != nil else {
      throw CNIError(.other, "missing prevResult from earlier plugin")
    }
    guard let vrf = try inspection.container.link(configuration.name), vrf.kind == "vrf" else {
      throw CNIError(.other, "VRF \(configuration.name) not found in the container")
    }
    guard try inspection.container.link(call.ifname)?.master == vrf.index else {
      throw CNIError(
        .other, "failed to find \(call.ifname) associated to vrf \(configuration.name)")
    }
  }

  public func delete(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let configuration = try Configuration(call)
    let removal = try Removal(type, call, context)
    if let container = removal.container {
      removal.attempt { () throws(CNIError) in
        guard let vrf = try container.link(configuration.name), vrf.kind == "vrf" else { return }
        let members = try container.links().filter { $0.master == vrf.index }.map(\.name)
        var plan = Plan()
        if members.contains(call.ifname) {
          var settings = LinkSettings()
          settings.master = ""
          plan.add(.setLink(call.ifname, settings), in: .container)
        }
        // The last one takes the VRF with it.
        if members.allSatisfy({ $0 == call.ifname }) {
          plan.add(.deleteLink(configuration.name), in: .container)
        }
        removal.apply(plan)
      }
    }
    try removal.finish()
  }

  public func garbageCollect(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    try Sweep(type, call, context).finish()
  }

  public func status(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    _ = try Configuration(call)
  }
}

extension RouteMessage {
  /// Whether it is of the main table and leads beyond the link.
  fileprivate var leadsBeyondLink: Bool {
    table == RouteTableID.main && type == .unicast && scope == .global && `protocol` != .kernel
  }
}
