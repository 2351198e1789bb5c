public import Netlink
public import NetworkTypes

/// The tunnel that a route puts its packets into (`RTA_ENCAP`, `linux/lwtunnel.h`).
public enum Encapsulation: Hashable, Sendable {
  case mpls(MPLSEncapsulation)
  case ip(IPEncapsulation)
  case ip6(IPEncapsulation)
  case seg6(SEG6Encapsulation)
  case seg6Local(SEG6LocalEncapsulation)
  case bpf(BPFEncapsulation)
  case xfrm(XFRMEncapsulation)
  /// Any other type, with its attributes as they are: ila, rpl, ioam6 ….
  case unknown(EncapsulationType, bytes: [UInt8])

  /// The two attributes that make an encapsulation: the kernel sends the type behind the data.
  struct Parts {
    private var type: UInt16?
    private var bytes: [UInt8]?

    /// Takes the attribute, if it is one of the two.
    mutating func take(_ attribute: borrowing Attribute, typed typeNumber: UInt16, in data: UInt16)
      throws(MalformedMessage) -> Bool
    {
      if attribute.type == typeNumber {
        type = try attribute.integer()
        return true
      }
      guard attribute.type == data else { return false }
      bytes = attribute.payload.array
      return true
    }

    func decoded() throws(MalformedMessage) -> Encapsulation? {
      guard type != nil || bytes != nil else { return nil }
      let bytes = bytes ?? []
      return try Encapsulation(EncapsulationType(rawValue: type ?? 0), bytes.span.bytes)
    }
  }

  init(_ type: EncapsulationType, _ bytes: RawSpan) throws(MalformedMessage) {
    let attributes = AttributeReader(bytes)
    switch type {
    case .mpls: self = .mpls(try MPLSEncapsulation(attributes: attributes))
    case .ip: self = .ip(try IPEncapsulation(attributes: attributes))
    case .ip6: self = .ip6(try IPEncapsulation(attributes: attributes))
    case .seg6: self = .seg6(try SEG6Encapsulation(attributes: attributes))
    case .seg6Local: self = .seg6Local(try SEG6LocalEncapsulation(attributes: attributes))
    case .bpf: self = .bpf(try BPFEncapsulation(attributes: attributes))
    case .xfrm: self = .xfrm(try XFRMEncapsulation(attributes: attributes))
    default: self = .unknown(type, bytes: bytes.array)
    }
  }
}

/// The type of an encapsulation (`LWTUNNEL_ENCAP_*`); the words are those of `ip route`.
public struct EncapsulationType: KernelWord {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let mpls = Self(rawValue: 1)
  public static let ip = Self(rawValue: 2)
  public static let ip6 = Self(rawValue: 4)
  public static let seg6 = Self(rawValue: 5)
  public static let bpf = Self(rawValue: 6)
  public static let seg6Local = Self(rawValue: 7)
  public static let xfrm = Self(rawValue: 10)

  public static let words: [UInt16: String] = [
    0: "none", 1: "mpls", 2: "ip", 3: "ila", 4: "ip6", 5: "seg6", 6: "bpf", 7: "seg6local",
    8: "rpl", 9: "ioam6", 10: "xfrm",
  ]
}

/// The segments that a packet is sent through (`LWTUNNEL_ENCAP_SEG6`).
public struct SEG6Encapsulation: AttributesDecodable {
  public var mode: SEG6Mode?
  public var segments: SegmentList?
  public var unknown: [UnknownAttribute] = []

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      guard attribute.type == 1 else {  // SEG6_IPTUNNEL_SRH
        unknown.append(UnknownAttribute(attribute))
        continue
      }
      // struct seg6_iptunnel_encap: the mode, then the routing header.
      mode = SEG6Mode(rawValue: try attribute.prefixInteger())
      segments = try SegmentList(attribute.payload, at: 4)
    }
  }
}

/// How the segments get into a packet (`SEG6_IPTUN_MODE_*`); the words are those of `ip`.
public struct SEG6Mode: KernelWord {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let words: [UInt32: String] = [
    0: "inline", 1: "encap", 2: "l2encap", 3: "encap.red", 4: "l2encap.red",
  ]
}

/// A segment routing header (`struct ipv6_sr_hdr`, RFC 8754).
public struct SegmentList: Hashable, Sendable {
  public var segmentsLeft: UInt8
  /// In the order in which packets visit them; the wire has the reverse.
  public var segments: [IPAddress]

  init(_ bytes: RawSpan, at start: Int) throws(MalformedMessage) {
    try bytes.require(start + 8, of: "ipv6_sr_hdr")
    segmentsLeft = bytes.field(at: start + 3)
    let count = Int(bytes.field(at: start + 4) as UInt8) + 1
    let end = start + 8 + count * 16
    try bytes.require(end, of: "ipv6_sr_hdr")
    segments = []
    for position in stride(from: end - 16, through: start + 8, by: -16) {
      if let segment = IPAddress(networkOrder: bytes.extracting(position..<position + 16)) {
        segments.append(segment)
      }
    }
  }
}
