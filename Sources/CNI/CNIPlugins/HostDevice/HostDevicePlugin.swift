public import CNICore
import CNIPlan
public import CNISpec
import NetlinkRoute
import NetworkTypes

/// Moves a link of the node into a container, as the virtual function of a network card, and
/// back at the end.
///
/// The link's alias holds its name on the node meanwhile. A device that a container has is not
/// missing, so STATUS only asks for addresses.
public struct HostDevicePlugin: AddressingPlugin {
  public let type = "host-device"

  public init() {}

  public func add(_ call: PluginCall, _ context: PluginContext) throws(CNIError) -> CNIResult {
    let configuration = try HostDeviceConfiguration(call)
    let addition = try Addition(type, call, context)
    return try addition.run { (addition) throws(CNIError) in
      if !configuration.isUserspace { try Self.moveIn(configuration, addition) }
      var result = CNIResult()
      if let manager = configuration.addressManager {
        let given = try addition.requestAddresses(manager)
        result = CNIResult(ips: given.ips, routes: given.routes)
        for index in result.ips.indices { result.ips[index].interface = 0 }
        result.interfaces = [CNIResult.Interface(name: call.ifname, sandbox: call.netns)]
        if !configuration.isUserspace {
          try addition.apply(
            AddressPlan(result: result, device: call.ifname).steps(addition.container))
        }
        result.dns = try call.configuration.dns
      }
      var interface = CNIResult.Interface(name: call.ifname, sandbox: call.netns)
      if !configuration.isUserspace {
        let link = try addition.made(call.ifname, in: .container)
        interface.mac = link.macAddress.map { "\($0)" }
        interface.mtu = link.mtu
      }
      result.interfaces = [interface]
      return result
    }
  }

  private static func moveIn(_ configuration: HostDeviceConfiguration, _ addition: Addition)
    throws(CNIError)
  {
    guard let found = try configuration.find(addition.node) else {
      throw CNIError(.other, "failed to find host device: Link not found")
    }
    let ifname = addition.call.ifname
    if try addition.container.link(ifname) != nil {
      throw CNIError(
        .other,
        "failed to move link: the container has an interface \(JSONValue.string(ifname)) already")
    }
    var named = LinkSettings()
    named.alias = found.name
    var plan = Plan()
    // Everything that goes back is told by the alias, so one inverse is enough, and it is
    // written before the first step.
    plan.add(
      .setLink(found.name, named), in: .node,
      undo: .returnLink(ReturnedLink(ifname, as: found.name, wasUp: found.isUp)), at: .container)
    plan.add(.moveLink(MovedLink(found.name, to: .container, as: ifname)), in: .node)
    plan.add(.setLink(ifname, LinkSettings(isUp: true)), in: .container)
    try addition.apply(plan)
  }

  public func check(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let configuration = try HostDeviceConfiguration(call)
    let inspection = try Inspection(call, context)
    try inspection.checkAddressManagement(configuration.addressManager)
    let result = try inspection.previousResult()
    guard !configuration.isUserspace else { return }
    let found = try inspection.requireInterface(result, kind: nil)
    try inspection.requireAddresses(result, on: found)
  }

  /// Without the namespace, the kernel has given a physical link back by itself.
  public func delete(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let removal = try Removal(type, call, context)
    removal.releaseAddresses(try call.configuration.ipamType)
    if let container = removal.container {
      removal.attempt { () throws(CNIError) in
        // One that was not moved in has no alias, and stays.
        guard let found = try container.message(named: call.ifname), let original = found.alias,
          !original.isEmpty
        else { return }
        var plan = Plan()
        plan.add(
          .returnLink(ReturnedLink(call.ifname, as: original, wasUp: false)), in: .container)
        removal.apply(plan)
      }
    }
    try removal.finish()
  }
}
