import CNICore
import CNIPlan
import CNISpec
import NetlinkRoute
import NetworkTypes

/// The kind `routed` of the plugin `underlay`: every address of a container is a route of the node,
/// marked so that a routing daemon finds it.
struct RoutedPlugin: AddressingPlugin {
  let type = "underlay"

  func add(_ call: PluginCall, _ context: PluginContext) throws(CNIError) -> CNIResult {
    let configuration = try RoutedConfiguration(call)
    let addition = try Addition(type, call, context)
    if try addition.container.link(call.ifname) != nil {
      throw CNIError(
        .other, "interface \(JSONValue.string(call.ifname)) already exists in the container")
    }
    var pair = RoutedPair(device: call.ifname, port: RandomName.end(of: configuration.network))
    pair.mtu = configuration.mtu
    pair.macAddress = try call.requestedMACAddress(hasKey: false, hasArgs: true)
    pair.table = configuration.table
    pair.origin = configuration.origin
    let made = pair
    return try addition.run { (addition) throws(CNIError) in
      try connect(made, configuration, addition)
      var result = try RoutedAddition(pair: made, addition: addition)
        .run(configuration.addressManager)
      var plan = try configuration.masquerading.steps(
        call, OverlayConfiguration.masqueraded(result.ips, configuration.networks))
      plan.add(.setLink(made.port, OverlayPort.mark(call)), in: .node)
      try addition.apply(plan)
      if let dns = try call.ownDNS() { result.dns = dns }
      return result
    }
  }

  /// Makes the pair, and before it the rules of the table, which go with the last pair.
  private func connect(
    _ pair: RoutedPair, _ configuration: RoutedConfiguration, _ addition: Addition
  ) throws(CNIError) {
    let shared = configuration.shared
    var plan = Plan()
    for (index, rule) in shared.rules.enumerated() {
      plan.add(
        .addTableRule(rule), in: .node, undo: index == 0 ? .deleteUnusedTunnel(shared) : nil)
    }
    plan = plan + pair.making
    guard !addition.isDryRun else { return try addition.apply(plan) }
    try addition.openJournal()
    let lock = try NetworkLock(configuration.network)
    try lock.held { () throws(CNIError) in try addition.apply(plan) }
  }

  func check(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let configuration = try RoutedConfiguration(call)
    let inspection = try Inspection(call, context)
    try inspection.checkAddressManagement(configuration.addressManager)
    let result = try inspection.previousResult()
    try inspection.requireRouted(
      result, mtu: configuration.mtu, table: configuration.table, origin: configuration.origin)
    for rule in configuration.shared.rules
    where result.families.contains(rule.family) {
      let isThere = try inspection.node.rules(rule.family).contains {
        $0.table == rule.table && $0.priority == rule.priority && $0.source == nil
      }
      guard isThere else {
        throw CNIError(.other, "no rule has table \(rule.table) looked into at \(rule.priority)")
      }
    }
    let own = result.ips.filter { $0.interface == nil || result.isInContainer($0) }
    try configuration.masquerading.require(
      inspection, OverlayConfiguration.masqueraded(own, configuration.networks))
  }

  func delete(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let removal = try Removal(type, call, context)
    OverlayPort.remove(removal)
    removal.releaseAddresses(try call.configuration.ipamType)
    removal.attempt { () throws(CNIError) in
      var last = Plan()
      last.add(.deleteUnusedTunnel(try RoutedConfiguration.shared(of: call)), in: .node)
      removal.apply(last)
    }
    try removal.finish()
  }

  func garbageCollect(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let configuration = try RoutedConfiguration(call)
    let sweep = try Sweep(type, call, context)
    configuration.masquerading.collect(sweep)
    sweep.attempt { () throws(CNIError) in
      try NetworkCollection(configuration.shared, sweep).run { (_) throws(CNIError) in Plan() }
    }
    sweep.collectAddresses(configuration.addressManager)
    try sweep.finish()
  }
}
