import NetlinkRoute
import NetworkTypes
import NodeModel

extension GREData {
  /// The detail of a GRE tunnel.
  var facts: Facts {
    var facts = Facts()
    facts.set("device", link: link)
    facts.set("inputFlags", flags: inputFlags)
    facts.set("outputFlags", flags: outputFlags)
    if inputFlags?.contains(.key) == true { facts.set("inputKey", inputKey) }
    if outputFlags?.contains(.key) == true { facts.set("outputKey", outputKey) }
    facts.set("local", address: local)
    facts.set("remote", address: remote)
    facts.set(ttl: ttl, inherit: ttl == 0)
    facts.set("tos", tos)
    facts.set("pathMTUDiscovery", pathMTUDiscovery)
    facts.set("encapsulationLimit", encapsulationLimit)
    facts.set("flowInformation", flowInformation)
    facts.set("flags", flags: flags)
    facts.set("encapsulationType", word: encapsulationType)
    facts.set("encapsulationFlags", flags: encapsulationFlags)
    facts.set("encapsulationSourcePort", encapsulationSourcePort)
    facts.set("encapsulationDestinationPort", encapsulationDestinationPort)
    facts.set("external", collectMetadata)
    facts.set("ignoreDF", ignoreDF)
    facts.set("fwMark", fwMark)
    facts.set("erspanIndex", erspanIndex)
    facts.set("erspanVersion", erspanVersion)
    facts.set("erspanDirection", erspanDirection, words: ["ingress", "egress"])
    facts.set("erspanHardwareId", erspanHardwareID)
    facts.set(unknown: unknown)
    return facts
  }
}

extension IPTunnelData {
  /// The detail of an `ipip`, `sit` or `ip6tnl`.
  var facts: Facts {
    var facts = Facts()
    facts.set("device", link: link)
    facts.set("local", address: local)
    facts.set("remote", address: remote)
    facts.set(ttl: ttl, inherit: ttl == 0)
    facts.set("tos", tos)
    facts.set("encapsulationLimit", encapsulationLimit)
    facts.set("flowInformation", flowInformation)
    facts.set("flags", flags: flags.map(TunnelFlags6.init(rawValue:)))
    facts.set("protocol", `protocol`)
    facts.set("pathMTUDiscovery", pathMTUDiscovery)
    facts.set("sixRDPrefix", text: sixRDPrefix)
    facts.set("sixRDRelayPrefix", text: sixRDRelayPrefix)
    facts.set("sixRDPrefixLength", sixRDPrefixLength)
    facts.set("sixRDRelayPrefixLength", sixRDRelayPrefixLength)
    facts.set("encapsulationType", word: encapsulationType)
    facts.set("encapsulationFlags", flags: encapsulationFlags)
    facts.set("encapsulationSourcePort", encapsulationSourcePort)
    facts.set("encapsulationDestinationPort", encapsulationDestinationPort)
    facts.set("external", collectMetadata)
    facts.set("fwMark", fwMark)
    facts.set(unknown: unknown)
    return facts
  }
}

extension VTIData {
  /// The detail of a `vti` or `vti6`.
  var facts: Facts {
    var facts = Facts()
    facts.set("device", link: link)
    facts.set("inputKey", inputKey)
    facts.set("outputKey", outputKey)
    facts.set("local", address: local)
    facts.set("remote", address: remote)
    facts.set("fwMark", fwMark)
    facts.set(unknown: unknown)
    return facts
  }
}

extension XFRMData {
  /// The detail of an xfrm interface.
  var facts: Facts {
    var facts = Facts()
    facts.set("device", link: link)
    facts.set("interfaceId", id)
    facts.set("external", collectMetadata)
    facts.set(unknown: unknown)
    return facts
  }
}
