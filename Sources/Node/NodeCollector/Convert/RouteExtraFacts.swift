import NetlinkRoute
import NetworkTypes
import NodeModel

extension RouteMessage {
  /// What only some routes have.
  func fill(_ extra: inout RouteExtra) {
    extra.flags = flags
    extra.source = preferredSource
    extra.from = source
    extra.tos = tos
    extra.via = via?.address ?? extra.via
    extra.nextHopID = nextHopID
    extra.nextHops = nextHops.map(\.nextHop)
    extra.mtu = metrics?.mtu
    if let cache, cache.expires != 0 { extra.expiresSeconds = cache.expires / 100 }
    extra.attributes = extraFacts
  }

  private var extraFacts: Facts {
    var facts = Facts()
    facts.set("metrics", metrics?.facts ?? Facts())
    if let locked = metrics?.locked, locked & 1 << 2 != 0 {  // RTAX_MTU
      facts.set("mtuLocked", true)
    }
    facts.set("encapsulation", encapsulation?.facts ?? Facts())
    if preference != .medium { facts.set("preference", word: preference) }
    facts.set("inputDevice", link: inputDevice)
    facts.set(realms: flow)
    facts.set("mark", mark)
    facts.set("uid", uid)
    facts.set("ttlPropagate", ttlPropagate)
    facts.set("ipProtocol", ipProtocol)
    facts.set("sourcePort", sourcePort)
    facts.set("destinationPort", destinationPort)
    facts.set("flowLabel", flowLabel)
    if let error = cache?.error, error != 0 { facts.set("errorNumber", error) }
    facts.set(via: via)
    facts.set("newDestination", hex: newDestination)
    facts.set("multicastStatistics", hex: multicastStatistics)
    facts.set(unknown: unknown)
    return facts
  }
}

extension RouteHopMessage {
  /// The next hop of the model; a gateway of the other family (`RTA_VIA`) is its gateway too.
  fileprivate var nextHop: RouteNextHop {
    var hop = RouteNextHop(
      gateway: gateway ?? via?.address, device: device, weight: weight, flags: flags)
    hop.attributes.set("encapsulation", encapsulation?.facts ?? Facts())
    hop.attributes.set(realms: flow)
    hop.attributes.set("ttlPropagate", ttlPropagate)
    hop.attributes.set(via: via)
    hop.attributes.set("newDestination", hex: newDestination)
    hop.attributes.set(unknown: unknown)
    return hop
  }
}

extension Facts {
  /// Adds a gateway that is neither an IPv4 nor an IPv6 address.
  fileprivate mutating func set(via: RouteVia?) {
    guard let via, via.address == nil else { return }
    set("viaFamily", via.family)
    set("viaBytes", hex: via.bytes)
  }
}

extension Encapsulation {
  /// The type of the tunnel, and beside it what the type has.
  var facts: Facts {
    switch self {
    case .mpls(let data): Self.facts(.mpls, data.facts)
    case .ip(let data): Self.facts(.ip, data.facts)
    case .ip6(let data): Self.facts(.ip6, data.facts)
    case .seg6(let data): Self.facts(.seg6, data.facts)
    case .seg6Local(let data): Self.facts(.seg6Local, data.facts)
    case .bpf(let data): Self.facts(.bpf, data.facts)
    case .xfrm(let data): Self.facts(.xfrm, data.facts)
    case .unknown(let type, let bytes): Self.facts(type, raw(bytes))
    }
  }

  private func raw(_ bytes: [UInt8]) -> Facts {
    var facts = Facts()
    facts.set("raw", hex: bytes)
    return facts
  }

  private static func facts(_ type: EncapsulationType, _ data: Facts) -> Facts {
    var facts = Facts()
    facts.set("type", word: type)
    facts.add(data)
    return facts
  }
}
