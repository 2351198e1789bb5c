import NetlinkRoute
import NetworkTypes
import NodeModel

// The words of `MDB_RTR_TYPE_*`, by their numbers.
private let multicastRouterWords = ["disabled", "learn", "permanent", "temporary"]

extension BridgeData {
  /// The detail of a bridge.
  var facts: Facts {
    var facts = Facts()
    addBasics(to: &facts)
    addTree(to: &facts)
    addMulticast(to: &facts)
    addRest(to: &facts)
    return facts
  }

  private func addBasics(to facts: inout Facts) {
    facts.set("forwardDelayCentiseconds", forwardDelay)
    facts.set("helloTimeCentiseconds", helloTime)
    facts.set("maxAgeCentiseconds", maxAge)
    facts.set("ageingTimeCentiseconds", ageingTime)
    facts.set("stpState", stpState, words: ["disabled", "kernel", "user"])
    facts.set("priority", priority)
    facts.set("vlanFiltering", vlanFiltering)
    facts.set("vlanProtocol", vlanProtocol: vlanProtocol)
    facts.set("groupForwardMask", groupForwardMask)
  }

  private func addTree(to facts: inout Facts) {
    facts.set("rootId", text: rootID)
    facts.set("bridgeId", text: bridgeID)
    facts.set("rootPort", rootPort)
    facts.set("rootPathCost", rootPathCost)
    facts.set("topologyChange", topologyChange)
    facts.set("topologyChangeDetected", topologyChangeDetected)
    facts.set("helloTimerCentiseconds", helloTimer)
    facts.set("topologyChangeNotificationTimerCentiseconds", topologyChangeNotificationTimer)
    facts.set("topologyChangeTimerCentiseconds", topologyChangeTimer)
    facts.set("garbageCollectionTimerCentiseconds", garbageCollectionTimer)
    facts.set("groupAddress", text: groupAddress)
  }

  private func addMulticast(to facts: inout Facts) {
    facts.set("multicastRouter", multicastRouter, words: multicastRouterWords)
    facts.set("multicastSnooping", multicastSnooping)
    facts.set("multicastQueryUsesAddress", multicastQueryUsesAddress)
    facts.set("multicastQuerier", multicastQuerier)
    facts.set("multicastHashElasticity", multicastHashElasticity)
    facts.set("multicastHashMaximum", multicastHashMaximum)
    facts.set("multicastLastMemberCount", multicastLastMemberCount)
    facts.set("multicastStartupQueryCount", multicastStartupQueryCount)
    facts.set("multicastLastMemberIntervalCentiseconds", multicastLastMemberInterval)
    facts.set("multicastMembershipIntervalCentiseconds", multicastMembershipInterval)
    facts.set("multicastQuerierIntervalCentiseconds", multicastQuerierInterval)
    facts.set("multicastQueryIntervalCentiseconds", multicastQueryInterval)
    facts.set("multicastQueryResponseIntervalCentiseconds", multicastQueryResponseInterval)
    facts.set("multicastStartupQueryIntervalCentiseconds", multicastStartupQueryInterval)
  }

  private func addRest(to facts: inout Facts) {
    facts.set("callsIPTables", callsIPTables)
    facts.set("callsIP6Tables", callsIP6Tables)
    facts.set("callsARPTables", callsARPTables)
    facts.set("vlanDefaultPVID", vlanDefaultPVID)
    facts.set("vlanStatistics", vlanStatistics)
    facts.set("multicastStatistics", multicastStatistics)
    facts.set("multicastIGMPVersion", multicastIGMPVersion)
    facts.set("multicastMLDVersion", multicastMLDVersion)
    facts.set("vlanStatisticsPerPort", vlanStatisticsPerPort)
    facts.set("options", flags: options?.values)
    facts.set("optionsKnown", flags: options?.mask)
    facts.set("querierState", querierState?.facts ?? Facts())
    facts.set("learnedCount", learnedCount)
    facts.set("learnedMaximum", learnedMaximum)
    facts.set(unknown: unknown)
  }
}

extension BridgeQuerierState {
  /// The state of the queriers.
  var facts: Facts {
    var facts = Facts()
    facts.set("address", address: address)
    facts.set("port", port)
    facts.set("otherTimerCentiseconds", otherTimer)
    facts.set("address6", address: address6)
    facts.set("port6", port6)
    facts.set("otherTimer6Centiseconds", otherTimer6)
    facts.set(unknown: unknown)
    return facts
  }
}

extension BridgePortData {
  /// Adds what the port of a bridge has.
  func add(to facts: inout Facts) {
    facts.set("state", word: state)
    facts.set("priority", priority)
    facts.set("cost", cost)
    facts.set("hairpin", hairpin)
    facts.set("bpduGuard", bpduGuard)
    facts.set("rootGuard", rootGuard)
    facts.set("fastLeave", fastLeave)
    facts.set("learning", learning)
    facts.set("unicastFlood", unicastFlood)
    facts.set("proxyARP", proxyARP)
    facts.set("learningSync", learningSync)
    facts.set("proxyARPWiFi", proxyARPWiFi)
    facts.set("designatedRoot", text: designatedRoot)
    facts.set("designatedBridge", text: designatedBridge)
    facts.set("designatedPort", designatedPort)
    facts.set("designatedCost", designatedCost)
    facts.set("portId", portID)
    facts.set("portNumber", portNumber)
    facts.set("topologyChangeAcknowledge", topologyChangeAcknowledge)
    facts.set("configurationPending", configurationPending)
    facts.set("messageAgeTimerCentiseconds", messageAgeTimer)
    facts.set("forwardDelayTimerCentiseconds", forwardDelayTimer)
    facts.set("holdTimerCentiseconds", holdTimer)
    facts.set("multicastRouter", multicastRouter, words: multicastRouterWords)
    facts.set("multicastFlood", multicastFlood)
    facts.set("multicastToUnicast", multicastToUnicast)
    facts.set("vlanTunnel", vlanTunnel)
    facts.set("broadcastFlood", broadcastFlood)
    facts.set("groupForwardMask", groupForwardMask)
    facts.set("neighbourSuppress", neighbourSuppress)
    facts.set("isolated", isolated)
    facts.set("backupPort", backupPort)
    facts.set("mrpRingOpen", mrpRingOpen)
    facts.set("mrpInterconnectOpen", mrpInterconnectOpen)
    facts.set("multicastHostsLimit", multicastHostsLimit)
    facts.set("multicastHostsCount", multicastHostsCount)
    facts.set("locked", locked)
    facts.set("macAuthenticationBypass", macAuthenticationBypass)
    facts.set("multicastGroups", multicastGroups)
    facts.set("multicastMaximumGroups", multicastMaximumGroups)
    facts.set("neighbourVLANSuppress", neighbourVLANSuppress)
    facts.set("backupNextHopId", backupNextHopID)
    facts.set(unknown: unknown)
  }
}
