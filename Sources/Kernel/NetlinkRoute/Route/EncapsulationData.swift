public import Netlink
public import NetworkTypes

/// The tunnel of a route through an external device (`LWTUNNEL_ENCAP_IP`, `LWTUNNEL_ENCAP_IP6`).
public struct IPEncapsulation: AttributesDecodable {
  /// The tunnel id: a VNI, a GRE key (`LWTUNNEL_IP_ID`).
  public var id: UInt64?
  /// `LWTUNNEL_IP_DST`.
  public var destination: IPAddress?
  /// `LWTUNNEL_IP_SRC`.
  public var source: IPAddress?
  /// The hop limit of IPv6 (`LWTUNNEL_IP_TTL`).
  public var ttl: UInt8?
  /// The traffic class of IPv6 (`LWTUNNEL_IP_TOS`).
  public var tos: UInt8?
  /// `TUNNEL_*` (`LWTUNNEL_IP_FLAGS`).
  public var flags: UInt16?
  /// The attributes as they are (`LWTUNNEL_IP_OPTS`).
  public var options: [UInt8]?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch IPEncapsulationAttribute(rawValue: attribute.type) {
      case .id: id = try attribute.bigEndian()
      case .destination: destination = try attribute.ipAddress()
      case .source: source = try attribute.ipAddress()
      case .ttl: ttl = try attribute.integer()
      case .tos: tos = try attribute.integer()
      case .flags: flags = try attribute.bigEndian()
      case .padding: break
      case .options: options = attribute.payload.array
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }

  /// The attributes of a route that has it (`RTA_ENCAP_TYPE`, `RTA_ENCAP`); what is not known is
  /// left out.
  func encode(into message: inout MessageEncoder) {
    let type: EncapsulationType = destination?.family == .ipv6 ? .ip6 : .ip
    message.attribute(RouteAttribute.encapsulationType.rawValue, type.rawValue)
    message.nest(RouteAttribute.encapsulationData.rawValue) { data in
      typealias Attribute = IPEncapsulationAttribute
      if let id { data.attribute(Attribute.id.rawValue, id.bigEndian) }
      if let destination { data.attribute(Attribute.destination.rawValue, destination) }
      if let source { data.attribute(Attribute.source.rawValue, source) }
      if let ttl { data.attribute(Attribute.ttl.rawValue, ttl) }
      if let tos { data.attribute(Attribute.tos.rawValue, tos) }
      if let flags { data.attribute(Attribute.flags.rawValue, flags.bigEndian) }
    }
  }
}

/// `LWTUNNEL_IP_*`.
package enum IPEncapsulationAttribute: UInt16, CaseIterable {
  case id = 1  // LWTUNNEL_IP_ID
  case destination = 2  // LWTUNNEL_IP_DST
  case source = 3  // LWTUNNEL_IP_SRC
  case ttl = 4  // LWTUNNEL_IP_TTL
  case tos = 5  // LWTUNNEL_IP_TOS
  case flags = 6  // LWTUNNEL_IP_FLAGS
  case padding = 7  // LWTUNNEL_IP_PAD
  case options = 8  // LWTUNNEL_IP_OPTS
}

/// The labels that a route puts before a packet (`LWTUNNEL_ENCAP_MPLS`).
public struct MPLSEncapsulation: AttributesDecodable {
  /// From the outer one to the inner one (`MPLS_IPTUNNEL_DST`).
  public var labels: [UInt32] = []
  /// `MPLS_IPTUNNEL_TTL`.
  public var ttl: UInt8?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch MPLSEncapsulationAttribute(rawValue: attribute.type) {
      case .labels: labels = attribute.mplsLabels
      case .ttl: ttl = try attribute.integer()
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `MPLS_IPTUNNEL_*`.
package enum MPLSEncapsulationAttribute: UInt16, CaseIterable {
  case labels = 1  // MPLS_IPTUNNEL_DST
  case ttl = 2  // MPLS_IPTUNNEL_TTL
}

/// What is done with a packet for a segment of this node (`LWTUNNEL_ENCAP_SEG6_LOCAL`).
public struct SEG6LocalEncapsulation: AttributesDecodable {
  /// `SEG6_LOCAL_ACTION`.
  public var action: SEG6LocalAction?
  /// `SEG6_LOCAL_SRH`.
  public var segments: SegmentList?
  /// `SEG6_LOCAL_TABLE`.
  public var table: UInt32?
  /// `SEG6_LOCAL_NH4`.
  public var nextHop4: IPAddress?
  /// `SEG6_LOCAL_NH6`.
  public var nextHop6: IPAddress?
  /// The index of the link (`SEG6_LOCAL_IIF`).
  public var inputDevice: Int32?
  /// The index of the link (`SEG6_LOCAL_OIF`).
  public var outputDevice: Int32?
  /// The attributes as they are (`SEG6_LOCAL_BPF`).
  public var program: [UInt8]?
  /// `SEG6_LOCAL_VRFTABLE`.
  public var vrfTable: UInt32?
  /// The attributes as they are (`SEG6_LOCAL_COUNTERS`).
  public var counters: [UInt8]?
  /// The attributes as they are (`SEG6_LOCAL_FLAVORS`).
  public var flavors: [UInt8]?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch SEG6LocalAttribute(rawValue: attribute.type) {
      case .action: action = SEG6LocalAction(rawValue: try attribute.integer())
      case .segments: segments = try SegmentList(attribute.payload, at: 0)
      case .table: table = try attribute.integer()
      case .nextHop4: nextHop4 = try attribute.ipAddress()
      case .nextHop6: nextHop6 = try attribute.ipAddress()
      case .inputDevice: inputDevice = try attribute.integer()
      case .outputDevice: outputDevice = try attribute.integer()
      case .program: program = attribute.payload.array
      case .vrfTable: vrfTable = try attribute.integer()
      case .counters: counters = attribute.payload.array
      case .flavors: flavors = attribute.payload.array
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `SEG6_LOCAL_*`.
package enum SEG6LocalAttribute: UInt16, CaseIterable {
  case action = 1  // SEG6_LOCAL_ACTION
  case segments = 2  // SEG6_LOCAL_SRH
  case table = 3  // SEG6_LOCAL_TABLE
  case nextHop4 = 4  // SEG6_LOCAL_NH4
  case nextHop6 = 5  // SEG6_LOCAL_NH6
  case inputDevice = 6  // SEG6_LOCAL_IIF
  case outputDevice = 7  // SEG6_LOCAL_OIF
  case program = 8  // SEG6_LOCAL_BPF
  case vrfTable = 9  // SEG6_LOCAL_VRFTABLE
  case counters = 10  // SEG6_LOCAL_COUNTERS
  case flavors = 11  // SEG6_LOCAL_FLAVORS
}

/// `SEG6_LOCAL_ACTION_*`; the words are those of `ip`.
public struct SEG6LocalAction: KernelWord {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let words: [UInt32: String] = [
    1: "End", 2: "End.X", 3: "End.T", 4: "End.DX2", 5: "End.DX6", 6: "End.DX4", 7: "End.DT6",
    8:
      "End.DT4", 9: "End.B6", 10: "End.B6.Encaps", 11: "End.BM", 12: "End.S", 13: "End.AS",
    14:
      "End.AM", 15: "End.BPF", 16: "End.DT46",
  ]
}

/// The programs of a route (`LWTUNNEL_ENCAP_BPF`).
public struct BPFEncapsulation: AttributesDecodable {
  /// The name of the program (`LWT_BPF_IN`).
  public var input: String?
  /// The name of the program (`LWT_BPF_OUT`).
  public var output: String?
  /// The name of the program (`LWT_BPF_XMIT`).
  public var transmit: String?
  /// In bytes (`LWT_BPF_XMIT_HEADROOM`).
  public var headroom: UInt32?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch BPFEncapsulationAttribute(rawValue: attribute.type) {
      case .input: input = try attribute.programName()
      case .output: output = try attribute.programName()
      case .transmit: transmit = try attribute.programName()
      case .headroom: headroom = try attribute.integer()
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `LWT_BPF_*`.
package enum BPFEncapsulationAttribute: UInt16, CaseIterable {
  case input = 1  // LWT_BPF_IN
  case output = 2  // LWT_BPF_OUT
  case transmit = 3  // LWT_BPF_XMIT
  case headroom = 4  // LWT_BPF_XMIT_HEADROOM
}

/// The xfrm interface that a route means (`LWTUNNEL_ENCAP_XFRM`).
public struct XFRMEncapsulation: AttributesDecodable {
  /// `LWT_XFRM_IF_ID`.
  public var id: UInt32?
  /// The index of the link below (`LWT_XFRM_LINK`).
  public var link: Int32?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch XFRMEncapsulationAttribute(rawValue: attribute.type) {
      case .id: id = try attribute.integer()
      case .link: link = try attribute.integer()
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `LWT_XFRM_*`.
package enum XFRMEncapsulationAttribute: UInt16, CaseIterable {
  case id = 1  // LWT_XFRM_IF_ID
  case link = 2  // LWT_XFRM_LINK
}
