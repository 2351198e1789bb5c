import NetlinkRoute
import NetworkTypes
import NodeModel

extension VirtualFunction {
  /// A virtual function.
  var facts: Facts {
    var facts = Facts()
    facts.set("number", number)
    facts.set("macAddress", text: macAddress)
    facts.set("vlan", vlan)
    facts.set("vlanPriority", vlanPriority)
    facts.set("vlanProtocol", vlanProtocol: vlanProtocol)
    facts.set("minRateMegabits", minimumRate)
    facts.set("maxRateMegabits", maximumRate)
    facts.set("spoofCheck", checksSpoofing)
    facts.set("trusted", isTrusted)
    facts.set("rssQuery", answersRSSQueries)
    facts.set("linkState", word: linkState)
    facts.set("nodeGUID", hexadecimal: nodeGUID)
    facts.set("portGUID", hexadecimal: portGUID)
    facts.set("statistics", statistics?.facts ?? Facts())
    facts.set(unknown: unknown)
    return facts
  }
}

extension VirtualFunctionStatistics {
  /// The counters of a virtual function.
  var facts: Facts {
    var facts = Facts()
    facts.set("rxPackets", rxPackets)
    facts.set("txPackets", txPackets)
    facts.set("rxBytes", rxBytes)
    facts.set("txBytes", txBytes)
    facts.set("broadcast", broadcast)
    facts.set("multicast", multicast)
    facts.set("rxDropped", rxDropped)
    facts.set("txDropped", txDropped)
    facts.set(unknown: unknown)
    return facts
  }
}
