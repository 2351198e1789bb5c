import NetlinkRoute
import NetworkTypes
import NodeModel

// The words of `BOND_ARP_VALIDATE_*` and `BOND_ARP_FILTER_*`, by their numbers.
private let arpValidateWords = [
  "none", "active", "backup", "all", "filter", "filterActive", "filterBackup",
]

extension BondData {
  /// The detail of a bond.
  var facts: Facts {
    var facts = Facts()
    facts.set("mode", word: mode)
    facts.set("activePort", link: activePort)
    facts.set("miiMonitorMilliseconds", miiMonitorMilliseconds)
    facts.set("upDelayMilliseconds", upDelayMilliseconds)
    facts.set("downDelayMilliseconds", downDelayMilliseconds)
    facts.set("usesCarrier", usesCarrier)
    facts.set("arpIntervalMilliseconds", arpIntervalMilliseconds)
    facts.set("arpTargets", texts: arpTargets)
    facts.set("arpValidate", arpValidate, words: arpValidateWords)
    facts.set("arpAllTargets", arpAllTargets, words: ["any", "all"])
    facts.set("primary", link: primary)
    facts.set("primaryReselect", word: primaryReselect)
    facts.set("failOverMAC", word: failOverMAC)
    facts.set("transmitHashPolicy", word: transmitHashPolicy)
    facts.set("resendIGMP", resendIGMP)
    facts.set("peerNotifications", peerNotifications)
    facts.set("allPortsActive", allPortsActive)
    facts.set("minimumLinks", minimumLinks)
    facts.set("learningPacketIntervalSeconds", learningPacketIntervalSeconds)
    facts.set("packetsPerPort", packetsPerPort)
    facts.set("lacpRate", word: lacpRate)
    facts.set("aggregatorSelection", word: aggregatorSelection)
    facts.set("aggregator", aggregator?.facts ?? Facts())
    facts.set("actorSystemPriority", actorSystemPriority)
    facts.set("userPortKey", userPortKey)
    facts.set("actorSystem", text: actorSystem)
    facts.set("dynamicLoadBalancing", dynamicLoadBalancing)
    facts.set("peerNotificationDelayMilliseconds", peerNotificationDelayMilliseconds)
    facts.set("lacpActive", lacpActive)
    facts.set("missedMaximum", missedMaximum)
    facts.set("ndTargets", texts: ndTargets)
    facts.set("coupledControl", coupledControl)
    facts.set("broadcastNeighbour", broadcastNeighbour)
    facts.set(unknown: unknown)
    return facts
  }
}

extension BondAggregator {
  /// The aggregator that is active.
  var facts: Facts {
    var facts = Facts()
    facts.set("id", id)
    facts.set("ports", ports)
    facts.set("actorKey", actorKey)
    facts.set("partnerKey", partnerKey)
    facts.set("partnerMAC", text: partnerMAC)
    facts.set(unknown: unknown)
    return facts
  }
}

extension BondPortData {
  /// Adds what the port of a bond has.
  func add(to facts: inout Facts) {
    facts.set("state", word: state)
    facts.set("miiStatus", word: miiStatus)
    facts.set("linkFailures", linkFailures)
    facts.set("permanentMACAddress", text: permanentAddress)
    facts.set("queueId", queueID)
    facts.set("aggregatorId", aggregatorID)
    facts.set("actorOperState", actorOperState)
    facts.set("partnerOperState", partnerOperState)
    facts.set("priority", priority)
    facts.set("actorPortPriority", actorPortPriority)
    facts.set("actorChurnState", word: actorChurnState)
    facts.set("partnerChurnState", word: partnerChurnState)
    facts.set(unknown: unknown)
  }
}
