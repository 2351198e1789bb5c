public import CNICore
import CNIPlan
public import CNISpec
import NetworkTypes

/// Connects a container to a bridge of the node by a pair of interfaces.
public struct BridgePlugin: Plugin {
  public let type = "bridge"

  public init() {}

  public func add(_ call: PluginCall, _ context: PluginContext) throws(CNIError) -> CNIResult {
    let configuration = try BridgeConfiguration(call)
    try configuration.requireConsistency()
    let addition = try Addition(type, call, context)
    return try addition.run { (addition) throws(CNIError) in
      try BridgeAddition(configuration, addition).run()
    }
  }

  public func check(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let configuration = try BridgeConfiguration(call)
    let inspection = try Inspection(call, context)
    try inspection.checkAddressManagement(configuration.addressManager)
    try BridgeInspection(configuration, inspection).run()
  }

  public func delete(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let configuration = try BridgeConfiguration(call)
    let removal = try Removal(type, call, context)
    var plan = Plan()
    plan.add(.deleteLink(call.ifname), in: .container)
    if configuration.checksSource {
      plan.add(.deleteRules(.spoofCheck(SpoofCheckRules(RuleOwner(call)))), in: .node)
    }
    // Without addresses, nothing was masqueraded.
    if configuration.addressManager != nil {
      plan = plan + configuration.masquerading.removal(call)
    }
    removal.apply(plan)
    removal.releaseAddresses(configuration.addressManager)
    try removal.finish()
  }

  public func garbageCollect(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let configuration = try BridgeConfiguration(call)
    let sweep = try Sweep(type, call, context)
    configuration.masquerading.collect(sweep)
    if configuration.checksSource { sweep.collectRules(.spoofCheck) }
    sweep.collectAddresses(configuration.addressManager)
    try sweep.finish()
  }

  public func status(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let configuration = try BridgeConfiguration(call)
    try configuration.requireConsistency()
    if let type = configuration.addressManager { try Delegation(context).run(type, call) }
  }
}
