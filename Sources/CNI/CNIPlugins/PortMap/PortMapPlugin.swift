public import CNICore
import CNIPlan
import CNIRules
public import CNISpec
import NetlinkRoute
import NetworkTypes

/// Lets ports of the node lead to a container that another plugin connected.
public struct PortMapPlugin: Plugin {
  public let type = "portmap"

  public init() {}

  public func add(_ call: PluginCall, _ context: PluginContext) throws(CNIError) -> CNIResult {
    var configuration = try PortMapConfiguration(call)
    guard let previous = try call.configuration.prevResult else {
      throw CNIError(.other, "must be called as chained plugin")
    }
    guard !configuration.rules.mappings.isEmpty, !configuration.rules.addresses.isEmpty else {
      return previous
    }
    try configuration.chooseBackend()
    let rules = configuration.rules
    let addition = try Addition(type, call, context)
    return try addition.run { (addition) throws(CNIError) in
      try addition.apply(try plan(rules, previous, addition))
      guard !addition.isDryRun else { return previous }
      // New packets meet the rules by now. That old connections live on is no reason to fail.
      do throws(CNIError) { try RuleSession().forgetStaleConnections(rules) } catch {
        context.note("\(error)")
      }
      return previous
    }
  }

  private func plan(
    _ rules: HostPortRules, _ previous: CNIResult, _ addition: Addition
  ) throws(CNIError) -> Plan {
    var plan = Plan()
    plan.add(.addRules(.hostPorts(rules)), in: .node, undo: .deleteRules(.hostPorts(rules)))
    // A client on the node comes from 127.0.0.1, which does not leave the node otherwise.
    if rules.masquerades,
      let address = rules.addresses.first(where: { $0.address.family == .ipv4 })?.address,
      let device = addition.isDryRun
        // The way there is not made yet.
        ? previous.interfaces.first(where: { $0.sandbox?.isEmpty ?? true })?.name
        : try device(to: address, addition.node)
    {
      plan.add(
        .setSysctl("net/ipv4/conf/\(device)/route_localnet", "1", optional: false), in: .node)
    }
    return plan
  }

  /// The name of the link by which the node reaches an address; nil if it does not.
  private func device(to address: IPAddress, _ node: KernelSession) throws(CNIError) -> String? {
    guard let index = try node.route(to: address)?.device else { return nil }
    return try node.link(index: index)?.name
  }

  public func check(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    var configuration = try PortMapConfiguration(call)
    let inspection = try Inspection(call, context)
    _ = try inspection.previousResult()
    guard !configuration.rules.mappings.isEmpty else { return }
    try configuration.chooseBackend()
    try inspection.require(.hostPorts(configuration.rules))
  }

  public func delete(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let removal = try Removal(type, call, context)
    // Rules go by their owner: a configuration that is not understood any more keeps none.
    var rules = HostPortRules(RuleOwner(call), backend: .nftables)
    removal.attempt { () throws(CNIError) in rules = try PortMapConfiguration(call).rules }
    var plan = Plan()
    plan.add(.deleteRules(.hostPorts(rules)), in: .node)
    removal.apply(plan)
    if context.recorder == nil {
      do throws(CNIError) {
        try RuleSession().forgetStaleConnections(rules, areGone: true)
      } catch { context.note("\(error)") }
    }
    try removal.finish()
  }

  public func garbageCollect(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let sweep = try Sweep(type, call, context)
    sweep.collectRules(.hostPorts)
    try sweep.finish()
  }

  public func status(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    var configuration = try PortMapConfiguration(call)
    try configuration.chooseBackend()
    try configuration.rules.backend.requireUsable()
  }
}
