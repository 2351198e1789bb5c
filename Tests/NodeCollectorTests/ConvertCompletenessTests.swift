import Netlink
import NetlinkRoute
import NetworkTypes
import NodeModel
import TestSupport
import Testing

@testable import NodeCollector

/// Every attribute that NetlinkRoute decodes shows in the model: these tests send each number of
/// each list with values of many shapes.
struct ConvertCompletenessTests {
  /// A kind of link and the numbers of its attributes.
  struct Kind: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let types: [UInt16]
    /// Attributes that are always there.
    var others: [UInt8] = []
    /// Padding, which means nothing.
    var padding: [UInt16] = []

    init<Attribute: CaseIterable & RawRepresentable>(
      _ kind: String, _ type: Attribute.Type, others: [UInt8] = [], padding: [Attribute] = []
    ) where Attribute.RawValue == UInt16 {
      testDescription = kind
      types = Attribute.allCases.map(\.rawValue)
      self.others = others
      self.padding = padding.map(\.rawValue)
    }

    /// Keys only count where the flags say so.
    private static let greKeys = attributes {
      $0.attribute(2, UInt16(0x2000).bigEndian)
      $0.attribute(3, UInt16(0x2000).bigEndian)
    }

    static let kinds = [
      Self("bridge", BridgeAttribute.self, padding: [.padding]),
      Self("bond", BondAttribute.self),
      Self("vxlan", VXLANAttribute.self),
      Self("geneve", GeneveAttribute.self),
      Self("macvlan", MACVLANAttribute.self),
      Self("ipvlan", IPVLANAttribute.self),
      Self("vlan", VLANAttribute.self),
      Self("tun", TunAttribute.self),
      Self("vrf", VRFAttribute.self),
      Self("gre", GREAttribute.self, others: greKeys),
      Self("ip6gre", GREAttribute.self, others: greKeys),
      Self("ipip", IPTunnelAttribute.self),
      Self("ip6tnl", IPTunnelAttribute.self),
      Self("vti", VTIAttribute.self),
      Self("netkit", NetkitAttribute.self),
      Self("xfrm", XFRMAttribute.self),
      Self("macsec", MACsecAttribute.self, padding: [.padding]),
      Self("hsr", HSRAttribute.self),
      Self("bareudp", BareUDPAttribute.self),
    ]

    static let ports = [
      Self("bridge", BridgePortAttribute.self, padding: [.padding]),
      Self("bond", BondPortAttribute.self),
      Self("vrf", VRFPortAttribute.self),
    ]
  }

  private func link(_ attributes: [UInt8]) throws(MalformedMessage) -> LinkMessage {
    try LinkMessage(payload: ([UInt8](repeating: 0, count: 16) + attributes).span.bytes)
  }

  private func converted(_ message: LinkMessage) -> Link {
    LinkConversion.link(message, in: convertNamespace)
  }

  @Test(arguments: Kind.kinds)
  func detailHasEveryAttribute(_ kind: Kind) throws {
    let result = try probe(kind.types) { attribute in
      try link(
        attributes { message in
          message.nest(18) { info in
            info.attribute(1, kind.testDescription)
            info.attribute(2, bytes: kind.others + attribute)
          }
        })
    } convert: {
      converted($0).detail
    }
    #expect(result == ProbeResult(unnoticed: kind.padding))
  }

  @Test(arguments: Kind.ports)
  func portHasEveryAttribute(_ kind: Kind) throws {
    let result = try probe(kind.types) { attribute in
      try link(
        attributes { message in
          message.nest(18) { info in
            info.attribute(4, kind.testDescription)
            info.attribute(5, bytes: attribute)
          }
        })
    } convert: {
      converted($0).port
    }
    #expect(result == ProbeResult(unnoticed: kind.padding))
  }

  @Test func linkHasEveryAttribute() throws {
    struct All: Equatable {
      var link: Link
      var statistics: LinkStatistics
      var reference: LinkReference?
    }
    let result = try probe(LinkAttribute.allCases.map(\.rawValue)) {
      try link($0)
    } convert: {
      All(
        link: converted($0),
        statistics: $0.statistics.map { LinkStatistics($0) } ?? LinkStatistics(),
        reference: LinkConversion.reference($0))
    }
    // The old counters are the new ones in 32 bits; alternative names stand in a list.
    let unnoticed: [LinkAttribute] = [.oldStatistics, .padding]
    // What events and answers to special requests say of themselves, not of the link.
    let lost: [LinkAttribute] = [.extendedMask, .event, .newNetnsID, .targetNetnsID, .newIndex]
    #expect(
      result.unnoticed.filter { $0 != LinkAttribute.altName.rawValue } == unnoticed.map(\.rawValue))
    #expect(result.lost == lost.map(\.rawValue))
  }

  @Test func partsOfLinksHaveEveryAttribute() throws {
    let xdp = try probe(XDPAttribute.allCases.map(\.rawValue)) { attribute in
      try link(attributes { $0.attribute(43, bytes: attribute) })
    } convert: {
      converted($0).attributes
    }
    #expect(xdp == ProbeResult())
    let function = try probe(VirtualFunctionAttribute.allCases.map(\.rawValue)) { attribute in
      try link(attributes { $0.nest(22) { $0.attribute(1, bytes: attribute) } })
    } convert: {
      converted($0).attributes
    }
    #expect(function.lost == [])
    let inet6 = try probe(Inet6Attribute.allCases.map(\.rawValue)) { attribute in
      try link(attributes { $0.nest(26) { $0.attribute(10, bytes: attribute) } })
    } convert: {
      converted($0).attributes
    }
    // Settings and counters that the snapshot has from /proc, if at all.
    let left: [Inet6Attribute] = [
      .configuration, .statistics, .multicast, .cacheInformation, .icmpStatistics,
    ]
    #expect(inet6.lost == left.map(\.rawValue))
  }

  @Test func routeHasEveryAttribute() throws {
    let result = try probe(RouteAttribute.allCases.map(\.rawValue)) { attribute in
      let payload = routeHeader() + attribute
      _ = try RouteMessage(payload: payload.span.bytes)
      return payload
    } convert: { payload in
      var route = try? routeTable(payload)[0]
      // An extra without anything in it is none.
      if route?.extra == RouteExtra() { route?.extra = nil }
      return route
    }
    // RTA_EXPIRES is for requests.
    let lost: [RouteAttribute] = [.expires, .padding]
    #expect(result.lost == lost.map(\.rawValue))
  }

  @Test func hopHasEveryAttribute() throws {
    let result = try probe(RouteHopAttribute.allCases.map(\.rawValue)) { attribute in
      let length = UInt8(8 + attribute.count)
      let hops: [UInt8] = [length, 0, 0, 0, 5, 0, 0, 0] + attribute
      let payload = routeHeader() + attributes { $0.attribute(9, bytes: hops) }
      return try RouteMessage(payload: payload.span.bytes).nextHops
    } convert: { hops in
      var extra = RouteExtra()
      var message = try? RouteMessage(payload: routeHeader().span.bytes)
      message?.nextHops = hops
      message?.fill(&extra)
      return extra.nextHops
    }
    #expect(result == ProbeResult())
  }

  @Test(
    arguments: [
      (.mpls, MPLSEncapsulationAttribute.allCases.map(\.rawValue)),
      (.ip, IPEncapsulationAttribute.allCases.map(\.rawValue).filter { $0 != 7 }),
      (.ip6, IPEncapsulationAttribute.allCases.map(\.rawValue).filter { $0 != 7 }),
      (.seg6, [1, 2]),
      (.seg6Local, SEG6LocalAttribute.allCases.map(\.rawValue)),
      (.bpf, BPFEncapsulationAttribute.allCases.map(\.rawValue)),
      (.xfrm, XFRMEncapsulationAttribute.allCases.map(\.rawValue)),
      (EncapsulationType(rawValue: 3), [1, 2]),
    ] as [(EncapsulationType, [UInt16])])
  func encapsulationHasEveryAttribute(_ type: EncapsulationType, _ types: [UInt16]) throws {
    let result = try probe(types) { attribute in
      let payload =
        routeHeader()
        + attributes {
          $0.attribute(21, type.rawValue)
          $0.attribute(22, bytes: attribute)
        }
      return try RouteMessage(payload: payload.span.bytes).encapsulation
    } convert: { (encapsulation: Encapsulation?) in
      encapsulation?.facts
    }
    #expect(result.lost == [])
    let base = try RouteMessage(
      payload: (routeHeader() + attributes { $0.attribute(21, type.rawValue) }).span.bytes)
    #expect(base.encapsulation?.facts["type"]?.text == type.word)
  }

  @Test func metricsHaveEveryAttribute() throws {
    let result = try probe(RouteMetricAttribute.allCases.map(\.rawValue)) { attribute in
      let payload = routeHeader() + attributes { $0.attribute(8, bytes: attribute) }
      return try RouteMessage(payload: payload.span.bytes)
    } convert: { message in
      var extra = RouteExtra()
      message.fill(&extra)
      return extra
    }
    #expect(result == ProbeResult())
  }

  @Test func ruleHasEveryAttribute() throws {
    let result = try probe(RuleAttribute.allCases.map(\.rawValue)) { attribute in
      let header: [UInt8] = [2, 24, 24, 0, 254, 0, 0, 1, 0, 0, 0, 0]
      return try RuleMessage(payload: (header + attribute).span.bytes)
    } convert: {
      RuleConversion.rule($0)
    }
    #expect(result == ProbeResult(unnoticed: [RuleAttribute.padding.rawValue]))
  }

  @Test func nextHopHasEveryAttribute() throws {
    let result = try probe(NextHopAttribute.allCases.map(\.rawValue)) { attribute in
      try NextHopMessage(payload: ([2, 0, 0, 0, 0, 0, 0, 0] + attribute).span.bytes)
    } convert: {
      NextHopConversion.nextHop($0)
    }
    #expect(result == ProbeResult())
  }

  @Test func neighboursAndEntriesHaveEveryAttribute() throws {
    struct Both: Equatable {
      var neighbour: Neighbour?
      var entry: FDBEntry?
    }
    let result = try probe(NeighbourAttribute.allCases.map(\.rawValue)) { attribute in
      let header: [UInt8] = [2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 1]
      let own = attributes {
        $0.attribute(1, bytes: [192, 0, 2, 1])
        $0.attribute(2, bytes: [2, 0, 0, 0, 0, 1])
      }
      return try NeighbourMessage(payload: (header + own + attribute).span.bytes)
    } convert: { message in
      var bridge = message
      bridge.family = 7
      return Both(
        neighbour: NeighbourConversion.neighbour(message, isProxy: false),
        entry: try? NeighbourConversion.fdbEntry(bridge))
    }
    // How an entry's activity is watched, and masks that only requests have.
    let lost: [NeighbourAttribute] = [.fdbAttributes, .stateMask, .flagsMask]
    #expect(result == ProbeResult(lost: lost.map(\.rawValue)))
  }

  @Test func addressHasEveryAttribute() throws {
    let result = try probe(AddressAttribute.allCases.map(\.rawValue)) { attribute in
      let own = attributes { $0.attribute(2, bytes: [192, 0, 2, 1]) }
      return try AddressMessage(payload: ([2, 24, 0, 0, 1, 0, 0, 0] + own + attribute).span.bytes)
    } convert: {
      AddressConversion.address($0)
    }
    // Of multicast memberships, and of requests into another namespace.
    let lost: [AddressAttribute] = [.multicast, .targetNetnsID]
    #expect(result == ProbeResult(lost: lost.map(\.rawValue)))
  }
}
