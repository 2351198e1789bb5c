import NetlinkRoute
import NetworkTypes
import NodeModel

extension RuleMessage {
  /// What only some rules have.
  var facts: Facts {
    var facts = Facts()
    if tos != 0 { facts.set("tos", tos) }
    facts.set("flags", flags: flags)
    facts.set("goto", target)
    facts.set(realms: flow)
    facts.set("tunnelId", tunnelID)
    if suppressInterfaceGroup != .max {
      facts.set("suppressInterfaceGroup", suppressInterfaceGroup)
    }
    if suppressPrefixLength != -1 { facts.set("suppressPrefixLength", suppressPrefixLength) }
    facts.set("l3MasterDevice", l3MasterDevice)
    facts.set("users", users.map { ($0.start, $0.end) })
    facts.set("protocol", word: self.protocol)
    facts.set("ipProtocol", ipProtocol)
    facts.set("sourcePorts", sourcePorts.map { ($0.start, $0.end) })
    facts.set("destinationPorts", destinationPorts.map { ($0.start, $0.end) })
    facts.set("dscp", dscp)
    facts.set("flowLabel", flowLabel)
    facts.set("flowLabelMask", flowLabelMask)
    facts.set("sourcePortMask", sourcePortMask)
    facts.set("destinationPortMask", destinationPortMask)
    facts.set("dscpMask", dscpMask)
    facts.set(unknown: unknown)
    return facts
  }
}
