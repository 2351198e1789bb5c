public import CNICore
import CNIPlan
public import CNISpec
import NetlinkRoute
import NetworkTypes

/// Brings the loopback interface of a container up, whatever `CNI_IFNAME` says.
public struct LoopbackPlugin: Plugin {
  public let type = "loopback"
  private let device = "lo"

  public init() {}

  public func add(_ call: PluginCall, _ context: PluginContext) throws(CNIError) -> CNIResult {
    let previous = try call.configuration.prevResult
    let addition = try Addition(type, call, context)
    return try addition.run { (addition) throws(CNIError) in
      var plan = Plan()
      plan.add(
        .setLink(device, LinkSettings(isUp: true)), in: .container, undo: .setUp(device, false))
      try addition.apply(plan)
      let link = try addition.made(device, in: .container)
      let addresses = try addition.container.addresses(link.index)
      for address in addresses.compactMap(\.ownPrefix) where !address.address.isLoopback {
        throw CNIError(
          .other, "loopback interface found with non-loopback address \"\(address.address)\"")
      }
      if let previous { return previous }
      return result(call, addresses)
    }
  }

  /// The interface and the first address of each family.
  private func result(_ call: PluginCall, _ addresses: [AddressMessage]) -> CNIResult {
    var result = CNIResult(interfaces: [
      CNIResult.Interface(name: device, mac: "00:00:00:00:00:00", sandbox: call.netns)
    ])
    for family in [AddressFamily.ipv4, .ipv6] {
      let first = addresses.compactMap(\.ownPrefix).first { $0.address.family == family }
      if let first { result.ips.append(CNIResult.Address(first, interface: 0)) }
    }
    return result
  }

  public func check(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let inspection = try Inspection(call, context)
    guard try inspection.container.link(device)?.isUp == true else {
      throw CNIError(.other, "loopback interface is down")
    }
  }

  public func delete(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let removal = try Removal(type, call, context)
    var plan = Plan()
    plan.add(.setLink(device, LinkSettings(isUp: false)), in: .container)
    removal.apply(plan)
    try removal.finish()
  }

  public func garbageCollect(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    try Sweep(type, call, context).finish()
  }

  public func status(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {}
}
