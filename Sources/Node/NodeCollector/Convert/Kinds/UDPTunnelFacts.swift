import NetlinkRoute
import NetworkTypes
import NodeModel

extension VXLANData {
  /// The detail of a vxlan device.
  var facts: Facts {
    var facts = Facts()
    facts.set("id", id)
    facts.set(remote?.isMulticast == true ? "group" : "remote", address: remote)
    facts.set("device", link: link)
    facts.set("local", address: local)
    facts.set(ttl: ttl, inherit: ttlInherit == true)
    facts.set("tos", tos)
    facts.set("learning", learning)
    facts.set("ageingSeconds", ageingSeconds)
    facts.set("limit", limit)
    facts.set("portRange", sourcePorts)
    facts.set("proxy", proxy)
    facts.set("routeShortCircuit", routeShortCircuit)
    facts.set("l2Miss", l2Miss)
    facts.set("l3Miss", l3Miss)
    facts.set("port", port)
    facts.set("udpChecksum", udpChecksum)
    facts.set("udpZeroChecksum6Transmit", udpZeroChecksum6Transmit)
    facts.set("udpZeroChecksum6Receive", udpZeroChecksum6Receive)
    facts.set("remoteChecksumTransmit", remoteChecksumTransmit)
    facts.set("remoteChecksumReceive", remoteChecksumReceive)
    facts.set("groupPolicy", groupPolicy)
    facts.set("remoteChecksumNoPartial", remoteChecksumNoPartial)
    facts.set("external", collectMetadata)
    facts.set("flowLabel", label)
    facts.set("genericProtocol", genericProtocol)
    facts.set("dontFragment", word: df)
    facts.set("vniFilter", vniFilter)
    facts.set("localBypass", localBypass)
    facts.set("labelPolicy", labelPolicy, words: ["fixed", "inherit"])
    facts.set("reservedBits", hex: reservedBits)
    facts.set("multicastRoute", multicastRoute)
    facts.set(unknown: unknown)
    return facts
  }
}

extension GeneveData {
  /// The detail of a geneve tunnel.
  var facts: Facts {
    var facts = Facts()
    facts.set("id", id)
    facts.set("remote", address: remote)
    facts.set(ttl: ttl, inherit: ttlInherit == true)
    facts.set("tos", tos)
    facts.set("port", port)
    facts.set("external", collectMetadata)
    facts.set("udpChecksum", udpChecksum)
    facts.set("udpZeroChecksum6Transmit", udpZeroChecksum6Transmit)
    facts.set("udpZeroChecksum6Receive", udpZeroChecksum6Receive)
    facts.set("flowLabel", label)
    facts.set("dontFragment", word: df)
    facts.set("innerProtocolInherit", innerProtocolInherit)
    facts.set("portRange", sourcePorts)
    facts.set(unknown: unknown)
    return facts
  }
}

extension BareUDPData {
  /// The detail of a bareudp tunnel.
  var facts: Facts {
    var facts = Facts()
    facts.set("port", port)
    facts.set("etherType", etherType)
    facts.set("minimumSourcePort", minimumSourcePort)
    facts.set("multiProtocol", multiProtocol)
    facts.set(unknown: unknown)
    return facts
  }
}
