public import CNICore
import CNIPlan
import CNIRules
public import CNISpec
import NetworkTypes

/// Lets packets to and from a container be forwarded, and keeps other networks' out.
public struct FirewallPlugin: Plugin {
  public let type = "firewall"
  public var versions: [CNIVersion] { CNIVersion.all.filter(\.hasCheck) }

  public init() {}

  public func add(_ call: PluginCall, _ context: PluginContext) throws(CNIError) -> CNIResult {
    guard let previous = try call.configuration.prevResult else {
      throw CNIError(.other, "missing prevResult from earlier plugin")
    }
    let rules = try rules(call, previous)
    let addition = try Addition(type, call, context)
    return try addition.run { (addition) throws(CNIError) in
      var plan = Plan()
      plan.add(.addRules(.firewall(rules)), in: .node, undo: .deleteRules(.firewall(rules)))
      try addition.apply(plan)
      return previous
    }
  }

  public func check(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    guard let previous = try call.configuration.prevResult else {
      throw CNIError(.other, "missing prevResult from earlier plugin")
    }
    let rules = try rules(call, previous)
    try Inspection(call, context).require(.firewall(rules))
  }

  public func delete(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let removal = try Removal(type, call, context)
    // The rules are those of the addresses, which only the result tells.
    removal.attempt { () throws(CNIError) in
      let previous = try call.configuration.prevResult
      var plan = Plan()
      plan.add(
        .deleteRules(.firewall(try rules(call, previous ?? CNIResult(), isDeletion: true))),
        in: .node)
      removal.apply(plan)
    }
    try removal.finish()
  }

  public func garbageCollect(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    try Sweep(type, call, context).finish()
  }

  public func status(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    switch try rules(call, CNIResult(), isDeletion: true).backend {
    case .iptables: try RuleBackend.iptables.requireUsable()
    case .firewalld:
      guard try Firewalld.isRunning() else {
        throw CNIError(.notAvailable, "firewalld does not run on this node")
      }
    case .any:
      if (try? Firewalld.isRunning()) != true { try RuleBackend.iptables.requireUsable() }
    }
  }

  // MARK: Configuration

  /// - Parameter isDeletion: Needs no bridge.
  private func rules(
    _ call: PluginCall, _ previous: CNIResult, isDeletion: Bool = false
  ) throws(CNIError) -> FirewallRules {
    let keys = Keys(call.configuration)
    let word = try keys.text("ingressPolicy") ?? "open"
    guard let policy = FirewallRules.IngressPolicy(rawValue: word) else {
      throw CNIError(.other, "unknown ingress policy: \(JSONValue.string(word))")
    }
    var rules = FirewallRules(
      RuleOwner(call), previous.ips.map(\.address.address),
      adminChain: try keys.text("iptablesAdminChainName") ?? "CNI-ADMIN", ingressPolicy: policy)
    guard rules.adminChain.isChainName else {
      throw CNIError(
        .invalidConfiguration,
        "iptablesAdminChainName is \(JSONValue.string(rules.adminChain)), not the name of a chain")
    }
    rules.backend = try backend(keys, isDeletion: isDeletion)
    guard policy != .open, !isDeletion else { return rules }
    guard let first = previous.interfaces.first else {
      throw CNIError(
        .other,
        "interface needs to be set for ingress policy \(JSONValue.string(word)), make sure to "
          + "chain \"firewall\" plugin with \"bridge\"")
    }
    guard !first.name.isEmpty else { throw CNIError(.other, "got empty bridge name") }
    rules.bridge = first.name
    return rules
  }

  /// What the configuration names, or firewalld where it runs.
  private func backend(_ keys: Keys, isDeletion: Bool) throws(CNIError) -> FirewallRules.Backend {
    let zone = try keys.text("firewalldZone") ?? "trusted"
    switch try keys.text("backend") {
    case "iptables": return .iptables
    case "firewalld": return .firewalld(zone: zone)
    case nil:
      // It may have been started or stopped since ADD.
      if isDeletion { return .any(zone: zone) }
      return (try? Firewalld.isRunning()) == true ? .firewalld(zone: zone) : .iptables
    case let word?:
      throw CNIError(
        .unsupportedField,
        "backend is \(JSONValue.string(word)), not \"iptables\" or \"firewalld\"")
    }
  }
}

extension String {
  /// Whether it can be a chain of iptables: 28 characters without blanks.
  fileprivate var isChainName: Bool {
    (1...28).contains(utf8.count) && first != "-"
      && utf8.allSatisfy { (33...126).contains($0) && $0 != UInt8(ascii: "\"") }
  }
}
