public import Netlink
public import NetworkTypes

/// How much a router wants to be used (`ICMPV6_ROUTER_PREF_*`, RFC 4191).
public struct RoutePreference: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let medium = Self(rawValue: 0)
  public static let high = Self(rawValue: 1)
  public static let low = Self(rawValue: 3)

  public static let words: [UInt8: String] = [
    0: "medium", 1: "high", 2: "invalid", 3: "low",
  ]
}

/// The metrics of a route (`RTA_METRICS`).
public struct RouteMetrics: AttributesDecodable {
  /// Which of the others may not be changed: a bit for each number (`RTAX_LOCK`).
  public var locked: UInt32?
  /// In bytes (`RTAX_MTU`).
  public var mtu: UInt32?
  /// In bytes (`RTAX_WINDOW`).
  public var window: UInt32?
  /// In eighths of a millisecond (`RTAX_RTT`).
  public var rtt: UInt32?
  /// In quarters of a millisecond (`RTAX_RTTVAR`).
  public var rttVariation: UInt32?
  /// `RTAX_SSTHRESH`.
  public var slowStartThreshold: UInt32?
  /// `RTAX_CWND`.
  public var congestionWindow: UInt32?
  /// In bytes (`RTAX_ADVMSS`).
  public var advertisedMSS: UInt32?
  /// `RTAX_REORDERING`.
  public var reordering: UInt32?
  /// `RTAX_HOPLIMIT`.
  public var hopLimit: UInt32?
  /// In packets (`RTAX_INITCWND`).
  public var initialCongestionWindow: UInt32?
  /// `RTAX_FEATURE_*` (`RTAX_FEATURES`).
  public var features: UInt32?
  /// `RTAX_RTO_MIN`.
  public var minimumRTOMilliseconds: UInt32?
  /// In packets (`RTAX_INITRWND`).
  public var initialReceiveWindow: UInt32?
  /// `RTAX_QUICKACK`.
  public var quickACK: UInt32?
  /// `RTAX_CC_ALGO`.
  public var congestionControl: String?
  /// `RTAX_FASTOPEN_NO_COOKIE`.
  public var fastOpenNoCookie: UInt32?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch RouteMetricAttribute(rawValue: attribute.type) {
      case .locked: locked = try attribute.integer()
      case .mtu: mtu = try attribute.integer()
      case .window: window = try attribute.integer()
      case .rtt: rtt = try attribute.integer()
      case .rttVariation: rttVariation = try attribute.integer()
      case .slowStartThreshold: slowStartThreshold = try attribute.integer()
      case .congestionWindow: congestionWindow = try attribute.integer()
      case .advertisedMSS: advertisedMSS = try attribute.integer()
      case .reordering: reordering = try attribute.integer()
      case .hopLimit: hopLimit = try attribute.integer()
      case .initialCongestionWindow: initialCongestionWindow = try attribute.integer()
      case .features: features = try attribute.integer()
      case .minimumRTOMilliseconds: minimumRTOMilliseconds = try attribute.integer()
      case .initialReceiveWindow: initialReceiveWindow = try attribute.integer()
      case .quickACK: quickACK = try attribute.integer()
      case .congestionControl: congestionControl = attribute.string
      case .fastOpenNoCookie: fastOpenNoCookie = try attribute.integer()
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `RTAX_*`.
package enum RouteMetricAttribute: UInt16, CaseIterable {
  case locked = 1  // RTAX_LOCK
  case mtu = 2  // RTAX_MTU
  case window = 3  // RTAX_WINDOW
  case rtt = 4  // RTAX_RTT
  case rttVariation = 5  // RTAX_RTTVAR
  case slowStartThreshold = 6  // RTAX_SSTHRESH
  case congestionWindow = 7  // RTAX_CWND
  case advertisedMSS = 8  // RTAX_ADVMSS
  case reordering = 9  // RTAX_REORDERING
  case hopLimit = 10  // RTAX_HOPLIMIT
  case initialCongestionWindow = 11  // RTAX_INITCWND
  case features = 12  // RTAX_FEATURES
  case minimumRTOMilliseconds = 13  // RTAX_RTO_MIN
  case initialReceiveWindow = 14  // RTAX_INITRWND
  case quickACK = 15  // RTAX_QUICKACK
  case congestionControl = 16  // RTAX_CC_ALGO
  case fastOpenNoCookie = 17  // RTAX_FASTOPEN_NO_COOKIE
}

/// What the kernel knows of a route in use (`struct rta_cacheinfo`).
public struct RouteCacheInfo: Hashable, Sendable {
  public var references: UInt32
  /// In hundredths of a second.
  public var lastUse: UInt32
  /// In hundredths of a second from now; 0 is never.
  public var expires: Int32
  /// A number of `errno`, as the kernel returns it to senders; 0 for routes that work.
  public var error: Int32
  public var used: UInt32

  init(_ bytes: RawSpan) throws(MalformedMessage) {
    try bytes.require(20, of: "rta_cacheinfo")
    references = bytes.field(at: 0)
    lastUse = bytes.field(at: 4)
    expires = bytes.field(at: 8)
    error = bytes.field(at: 12)
    used = bytes.field(at: 16)
  }
}

/// A gateway of another family than the route's (`struct rtvia`).
public struct RouteVia: Hashable, Sendable {
  /// `AF_*`.
  public var family: UInt16
  /// The address, in network order.
  public var bytes: [UInt8]
  /// The address, where it is one of IPv4 or IPv6.
  public var address: IPAddress? { IPAddress(networkOrder: bytes.span.bytes) }

  init(_ payload: RawSpan) throws(MalformedMessage) {
    try payload.require(2, of: "rtvia")
    family = payload.field(at: 0)
    bytes = payload.extracting(droppingFirst: 2).array
  }
}
