public import CNICore
import CNIPlan
public import CNISpec
import NetlinkRoute
import NetworkTypes

/// Routes what an interface of a container sends by tables of its own, chosen by the source
/// address: answers leave by the interface that questions came by.
public struct SBRPlugin: Plugin {
  public let type = "sbr"

  public init() {}

  public func add(_ call: PluginCall, _ context: PluginContext) throws(CNIError) -> CNIResult {
    let configuration = try SBRConfiguration(call)
    guard let previous = try call.configuration.prevResult else {
      throw CNIError(.other, "This plugin must be called as chained plugin")
    }
    let addresses = try Self.addresses(previous, call)
    let addition = try Addition(type, call, context)
    return try addition.run { (addition) throws(CNIError) in
      try addition.apply(
        try SourceRouting(call.ifname, configuration, addition).plan(addresses))
      return previous
    }
  }

  /// The addresses of the interface, and those of which nobody says where they are.
  private static func addresses(_ result: CNIResult, _ call: PluginCall) throws(CNIError)
    -> [CNIResult.Address]
  {
    guard !result.ips.isEmpty else {
      throw CNIError(.other, "No IP addresses supplied on interface: \(call.ifname)")
    }
    return result.ips.filter { entry in
      result.interface(of: entry).map { $0.name == call.ifname } ?? true
    }
  }

  public func check(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let configuration = try SBRConfiguration(call)
    let inspection = try Inspection(call, context)
    let addresses = try Self.addresses(try inspection.previousResult(), call)
    for family in [AddressFamily.ipv4, .ipv6] {
      let wanted = addresses.map(\.address.address).filter { $0.family == family }
      guard !wanted.isEmpty else { continue }
      let rules = try inspection.container.rules(family)
      for address in wanted {
        let isThere = rules.contains { rule in
          rule.source == IPPrefix(address, length: family.bits)
            && (configuration.table == nil || rule.table == configuration.table)
        }
        guard isThere else {
          throw CNIError(.other, "the rule for packets from \(address) is missing")
        }
      }
    }
  }

  public func delete(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let removal = try Removal(type, call, context)
    removal.attempt { () throws(CNIError) in
      let table = try SBRConfiguration(call).table
      guard let container = removal.container, let link = try container.link(call.ifname)
      else { return }
      var plan = Plan()
      let addresses = Set(
        try container.addresses(link.index).compactMap(\.ownPrefix).map(\.address))
      for family in [AddressFamily.ipv4, .ipv6]
      where addresses.contains(where: { $0.family == family }) {
        for rule in try container.rules(family) where table == nil || rule.table == table {
          guard let source = rule.source, source.length == family.bits,
            addresses.contains(source.address)
          else { continue }
          plan.add(
            .deleteSourceRule(SourceRule(source.address, table: rule.table)), in: .container)
        }
      }
      removal.apply(plan)
    }
    try removal.finish()
  }

  public func garbageCollect(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    try Sweep(type, call, context).finish()
  }

  public func status(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    _ = try SBRConfiguration(call)
  }
}
