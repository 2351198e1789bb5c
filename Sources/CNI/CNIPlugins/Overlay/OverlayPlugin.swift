public import CNICore
import CNIPlan
public import CNISpec
import Netlink
import NetlinkRoute
import NetworkTypes

/// Connects a container to those of other nodes by a tunnel that all containers of the network on
/// this node share.
public struct OverlayPlugin: ProgramPlugin {
  public let type = "overlay"
  /// Older ones cannot say what belongs to the node and what to the container.
  public let versions = CNIVersion.all.filter { $0 >= CNIVersion(0, 3, 0) }

  public init() {}

  public func add(_ call: PluginCall, _ context: PluginContext) throws(CNIError) -> CNIResult {
    let configuration = try OverlayConfiguration(call)
    let session = try KernelSession(buffer: ReceiveBuffer())
    let site = try OverlaySite(configuration, session)
    let addition = try Addition(type, OverlayCalls.addressed(call, site.subnets), context)
    return try addition.run { (addition) throws(CNIError) in
      try OverlayAddition(configuration, site, addition).run()
    }
  }

  public func check(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let configuration = try OverlayConfiguration(call)
    let inspection = try Inspection(call, context)
    let site = try OverlaySite(configuration, inspection.node)
    let addressed = try OverlayCalls.addressed(call, site.subnets)
    try inspection.checkAddressManagement(
      addressed.configuration.ipamType,
      as: configuration.bridge == nil ? addressed.withConfiguredGateways() : addressed)
    try OverlayState(
      OverlayTunnel(configuration: configuration, site: site), inspection.node
    ).require()
    let result = try inspection.previousResult()
    if configuration.bridge != nil {
      let call = try OverlayCalls.bridge(addressed, configuration, site)
      try BridgeInspection(try BridgeConfiguration(call), inspection).run()
    } else {
      try inspection.requireRouted(result, mtu: site.mtu)
    }
    let own = result.ips.filter { $0.interface == nil || result.isInContainer($0) }
    try configuration.masquerading.require(
      inspection, OverlayConfiguration.masqueraded(own, configuration.networks))
  }

  public func delete(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let removal = try Removal(type, call, context)
    OverlayPort.remove(removal)
    removal.releaseAddresses(try call.configuration.ipamType)
    removal.attempt { () throws(CNIError) in
      var last = Plan()
      last.add(.deleteUnusedTunnel(try OverlayConfiguration.shared(of: call)), in: .node)
      removal.apply(last)
    }
    try removal.finish()
  }

  public func garbageCollect(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let configuration = try OverlayConfiguration(call)
    let sweep = try Sweep(type, call, context)
    configuration.masquerading.collect(sweep)
    sweep.attempt { () throws(CNIError) in
      let collection = try NetworkCollection(configuration.shared, sweep)
      try collection.run { (node) throws(CNIError) in
        let tunnel = OverlayTunnel(
          configuration: configuration, site: try OverlaySite(configuration, node))
        return try OverlayState(tunnel, node).steps()
      }
    }
    sweep.collectAddresses(configuration.addressManager)
    try sweep.finish()
  }

  public func status(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let configuration = try OverlayConfiguration(call)
    let site: OverlaySite
    let node = try KernelSession(buffer: ReceiveBuffer())
    do { site = try OverlaySite(configuration, node) } catch {
      throw CNIError(.notAvailable, error.message, details: error.details)
    }
    let addressed = try OverlayCalls.addressed(call, site.subnets)
    try Delegation(context).run(addressed.configuration.ipamType ?? "", addressed)
  }
}
