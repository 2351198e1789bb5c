import NetlinkRoute
import NetworkTypes
import NodeModel

extension VLANData {
  /// The detail of a VLAN.
  var facts: Facts {
    var facts = Facts()
    facts.set("id", id)
    facts.set("flags", flags: flags)
    facts.set("egressPriorities", egressPriorities)
    facts.set("ingressPriorities", ingressPriorities)
    facts.set("protocol", vlanProtocol: `protocol`)
    facts.set(unknown: unknown)
    return facts
  }
}

extension MACVLANData {
  /// The detail of a `macvlan` or `macvtap`.
  var facts: Facts {
    var facts = Facts()
    facts.set("mode", word: mode)
    facts.set("flags", flags: flags)
    facts.set("addresses", texts: addresses)
    facts.set("addressCount", addressCount)
    facts.set("broadcastQueueLength", broadcastQueueLength)
    facts.set("broadcastQueueLengthUsed", broadcastQueueLengthUsed)
    facts.set("broadcastCutoff", broadcastCutoff)
    facts.set(unknown: unknown)
    return facts
  }
}

extension IPVLANData {
  /// The detail of an `ipvlan` or `ipvtap`.
  var facts: Facts {
    var facts = Facts()
    facts.set("mode", word: mode)
    facts.set("flags", flags: flags)
    facts.set(unknown: unknown)
    return facts
  }
}

extension VRFData {
  /// The detail of a VRF.
  var facts: Facts {
    var facts = Facts()
    facts.set("table", table)
    facts.set(unknown: unknown)
    return facts
  }
}

extension VRFPortData {
  /// Adds what the port of a VRF has.
  func add(to facts: inout Facts) {
    facts.set("table", table)
    facts.set(unknown: unknown)
  }
}

extension TunData {
  /// The detail of a `tun` or `tap`.
  var facts: Facts {
    var facts = Facts()
    facts.set("owner", owner)
    facts.set("group", group)
    facts.set("type", word: type)
    facts.set("packetInformation", packetInformation)
    facts.set("virtualHeader", virtualHeader)
    facts.set("persistent", persistent)
    facts.set("multiQueue", multiQueue)
    facts.set("queues", queues)
    facts.set("disabledQueues", disabledQueues)
    facts.set(unknown: unknown)
    return facts
  }
}

extension NetkitData {
  /// The detail of a netkit.
  var facts: Facts {
    var facts = Facts()
    facts.set("peerInformation", hex: peerInformation)
    facts.set("primary", isPrimary)
    facts.set("policy", word: policy)
    facts.set("peerPolicy", word: peerPolicy)
    facts.set("mode", word: mode)
    facts.set("scrub", word: scrub)
    facts.set("peerScrub", word: peerScrub)
    facts.set("headroom", headroom)
    facts.set("tailroom", tailroom)
    facts.set(unknown: unknown)
    return facts
  }
}
