import NetlinkRoute
import NetworkTypes
import NodeModel

/// From `RTM_NEWRULE` to the rules of a namespace.
enum RuleConversion {
  /// The rule; nil for families that are neither IPv4 nor IPv6, as multicast routing.
  static func rule(_ message: RuleMessage) -> Rule? {
    guard let family = AddressFamily(rawValue: message.family) else { return nil }
    var rule = Rule(
      family: family, priority: message.priority ?? 0, table: message.table,
      action: message.action)
    rule.from = message.source
    rule.to = message.destination
    rule.iif = message.inputDevice
    rule.oif = message.outputDevice
    rule.fwMark = message.fwMark
    rule.fwMask = message.fwMask
    rule.attributes = message.facts
    return rule
  }
}
