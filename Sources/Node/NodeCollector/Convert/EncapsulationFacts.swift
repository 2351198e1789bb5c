import NetlinkRoute
import NetworkTypes
import NodeModel

extension RouteMetrics {
  /// The metrics of a route, but for the MTU, which has a field of its own.
  var facts: Facts {
    var facts = Facts()
    facts.set("locked", locked)
    facts.set("windowBytes", window)
    facts.set("rttEighthMilliseconds", rtt)
    facts.set("rttVariationQuarterMilliseconds", rttVariation)
    facts.set("slowStartThreshold", slowStartThreshold)
    facts.set("congestionWindow", congestionWindow)
    facts.set("advertisedMSSBytes", advertisedMSS)
    facts.set("reordering", reordering)
    facts.set("hopLimit", hopLimit)
    facts.set("initialCongestionWindow", initialCongestionWindow)
    facts.set("features", features)
    facts.set("minRTOMilliseconds", minimumRTOMilliseconds)
    facts.set("initialReceiveWindow", initialReceiveWindow)
    facts.set("quickACK", quickACK)
    facts.set("congestionControl", congestionControl)
    facts.set("fastOpenNoCookie", fastOpenNoCookie)
    facts.set(unknown: unknown)
    return facts
  }
}

extension MPLSEncapsulation {
  /// The labels that go before a packet.
  var facts: Facts {
    var facts = Facts()
    facts.set("labels", .list(labels.map { .number(Int64($0)) }))
    facts.set("ttl", ttl)
    facts.set(unknown: unknown)
    return facts
  }
}

extension IPEncapsulation {
  /// The tunnel, through an external device.
  var facts: Facts {
    var facts = Facts()
    facts.set("id", id)
    facts.set("destination", text: destination)
    facts.set("source", text: source)
    facts.set("ttl", ttl)
    facts.set("tos", tos)
    facts.set("flags", flags)
    facts.set("options", hex: options)
    facts.set(unknown: unknown)
    return facts
  }
}

extension SEG6Encapsulation {
  /// The segments that a packet is sent through.
  var facts: Facts {
    var facts = Facts()
    facts.set("mode", word: mode)
    facts.set("segments", texts: segments?.segments ?? [])
    facts.set(unknown: unknown)
    return facts
  }
}

extension SEG6LocalEncapsulation {
  /// What happens to a packet for a segment of this node.
  var facts: Facts {
    var facts = Facts()
    facts.set("action", word: action)
    facts.set("segments", texts: segments?.segments ?? [])
    facts.set("table", table)
    facts.set("nextHop4", text: nextHop4)
    facts.set("nextHop6", text: nextHop6)
    facts.set("inputDevice", inputDevice)
    facts.set("outputDevice", outputDevice)
    facts.set("program", hex: program)
    facts.set("vrfTable", vrfTable)
    facts.set("counters", hex: counters)
    facts.set("flavors", hex: flavors)
    facts.set(unknown: unknown)
    return facts
  }
}

extension BPFEncapsulation {
  /// The programs.
  var facts: Facts {
    var facts = Facts()
    facts.set("input", input)
    facts.set("output", output)
    facts.set("transmit", transmit)
    facts.set("headroomBytes", headroom)
    facts.set(unknown: unknown)
    return facts
  }
}

extension XFRMEncapsulation {
  /// The xfrm interface.
  var facts: Facts {
    var facts = Facts()
    facts.set("interfaceId", id)
    facts.set("device", link: link)
    facts.set(unknown: unknown)
    return facts
  }
}
