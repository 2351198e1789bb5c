import NetlinkRoute
import NetworkTypes
import NodeModel

extension NextHopMessage {
  /// What only some next-hop objects have.
  var facts: Facts {
    var facts = Facts()
    facts.set("encapsulation", encapsulation?.facts ?? Facts())
    facts.set("groupType", word: groupType)
    if isBlackhole { facts.set("blackhole", true) }
    facts.set("master", link: master)
    if isFDB { facts.set("fdb", true) }
    facts.set("resilient", resilient?.facts ?? Facts())
    facts.set("operationFlags", operationFlags)
    facts.set("groupStatistics", hex: groupStatistics)
    facts.set("hardwareStatisticsEnabled", hardwareStatisticsEnabled)
    facts.set("hardwareStatisticsUsed", hardwareStatisticsUsed)
    facts.set(unknown: unknown)
    return facts
  }
}

extension ResilientGroup {
  /// The table of a resilient group.
  var facts: Facts {
    var facts = Facts()
    facts.set("buckets", buckets)
    facts.set("idleTimerCentiseconds", idleTimer)
    facts.set("unbalancedTimerCentiseconds", unbalancedTimer)
    facts.set("unbalancedTimeCentiseconds", unbalancedTime)
    facts.set(unknown: unknown)
    return facts
  }
}
