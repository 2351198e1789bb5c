import NetlinkRoute
import NetworkTypes
import NodeModel

extension LinkMessage {
  /// What only some links have, by the keys of a link in the snapshot.
  var facts: Facts {
    var facts = Facts()
    facts.set("qdisc", qdisc)
    if let map, !map.isEmpty { facts.set("resources", map.facts) }
    facts.set("weight", weight)
    facts.set("linkMode", word: linkMode)
    facts.set("alias", alias)
    facts.set("numVirtualFunctions", vfCount)
    if !virtualFunctions.isEmpty {
      facts.set("virtualFunctions", .list(virtualFunctions.map { .facts($0.facts) }))
    }
    facts.set("promiscuity", promiscuity)
    facts.set("numTxQueues", txQueues)
    facts.set("numRxQueues", rxQueues)
    facts.set("carrier", carrier)
    facts.set("physPortId", hex: physicalPortID)
    facts.set("carrierChanges", carrierChanges)
    facts.set("physSwitchId", hex: physicalSwitchID)
    facts.set("physPortName", physicalPortName)
    facts.set("protoDown", protocolDown)
    facts.set("gsoMaxSegments", gsoMaximumSegments)
    facts.set("gsoMaxSize", gsoMaximumSize)
    if let xdp, xdp.attached != XDPMode.none { facts.set("xdp", xdp.facts) }
    facts.set("carrierUpCount", carrierUpCount)
    facts.set("carrierDownCount", carrierDownCount)
    facts.set("minMTU", minimumMTU)
    facts.set("maxMTU", maximumMTU)
    facts.set("permanentMACAddress", text: permanentAddress)
    facts.set("protoDownReasons", protocolDownReason?.facts ?? Facts())
    facts.set("parentDevice", parentDeviceName)
    facts.set("parentBus", parentDeviceBus)
    facts.set("groMaxSize", groMaximumSize)
    facts.set("tsoMaxSize", tsoMaximumSize)
    facts.set("tsoMaxSegments", tsoMaximumSegments)
    facts.set("allMulticast", allMulticast)
    facts.set("devlinkPort", hex: devlinkPort)
    facts.set("gsoIPv4MaxSize", gsoIPv4MaximumSize)
    facts.set("groIPv4MaxSize", groIPv4MaximumSize)
    facts.set("dpllPin", hex: dpllPin)
    facts.set("maxPacingOffloadHorizonNanoseconds", maximumPacingOffloadHorizon)
    facts.set("namespaceImmutable", isNamespaceImmutable)
    facts.set("headroomBytes", headroom)
    facts.set("tailroomBytes", tailroom)
    addFamilies(to: &facts)
    return facts
  }
}

extension ProtocolDownReason {
  /// Who holds the link down.
  var facts: Facts {
    var facts = Facts()
    facts.set("mask", mask)
    facts.set("value", value)
    facts.set(unknown: unknown)
    return facts
  }
}

extension LinkMap {
  /// Hardware resources.
  var facts: Facts {
    var facts = Facts()
    facts.set("memoryStart", memoryStart)
    facts.set("memoryEnd", memoryEnd)
    facts.set("baseAddress", baseAddress)
    facts.set("interrupt", interrupt)
    facts.set("dma", dma)
    facts.set("port", port)
    return facts
  }
}

extension XDPMessage {
  /// The programs; empty where none is attached.
  var facts: Facts {
    var facts = Facts()
    facts.set("mode", word: attached)
    facts.set("flags", flags)
    facts.set("programId", programID)
    facts.set("driverProgramId", driverProgramID)
    facts.set("genericProgramId", genericProgramID)
    facts.set("hardwareProgramId", hardwareProgramID)
    facts.set(unknown: unknown)
    return facts
  }
}
