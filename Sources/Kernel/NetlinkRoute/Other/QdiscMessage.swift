public import Netlink

/// A queueing discipline (`RTM_NEWQDISC`, `RTM_DELQDISC`).
public struct QdiscMessage: MessageDecodable, Hashable {
  /// The index of the link.
  public var device: Int32
  /// Major and minor number in the upper and the lower half.
  public var handle: UInt32
  /// As `handle`; `UInt32.max` is the root, 0xFFFFFFF1 the ingress side.
  public var parent: UInt32
  /// How many use it (`tcm_info`).
  public var references: UInt32
  /// `TCA_KIND`.
  public var kind: String?
  /// What only the kind knows, as it is (`TCA_OPTIONS`).
  public var options: [UInt8]?
  /// `TCA_XSTATS`.
  public var extendedStatistics: [UInt8]?
  /// `TCA_STATS2`.
  public var statistics: QdiscStatistics?
  /// `TCA_CHAIN`.
  public var chain: UInt32?
  /// `TCA_HW_OFFLOAD`.
  public var isOffloaded: Bool?
  /// `TCA_INGRESS_BLOCK`.
  public var ingressBlock: UInt32?
  /// `TCA_EGRESS_BLOCK`.
  public var egressBlock: UInt32?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init(payload: RawSpan) throws(MalformedMessage) {
    try payload.require(20, of: "tcmsg")
    device = payload.field(at: 4)
    handle = payload.field(at: 8)
    parent = payload.field(at: 12)
    references = payload.field(at: 16)
    var attributes = AttributeReader(payload.extracting(droppingFirst: 20))
    while let attribute = try attributes.next() {
      switch QdiscAttribute(rawValue: attribute.type) {
      case .kind: kind = attribute.string
      case .options: options = attribute.payload.array
      case .oldStatistics: break
      case .extendedStatistics: extendedStatistics = attribute.payload.array
      case .rate: unknown.append(UnknownAttribute(attribute))
      case .filterCount: unknown.append(UnknownAttribute(attribute))
      case .statistics: statistics = try QdiscStatistics(attributes: attribute.nested)
      case .sizeTable: unknown.append(UnknownAttribute(attribute))
      case .padding: break
      case .invisible: unknown.append(UnknownAttribute(attribute))
      case .chain: chain = try attribute.integer()
      case .isOffloaded: isOffloaded = try attribute.flag()
      case .ingressBlock: ingressBlock = try attribute.integer()
      case .egressBlock: egressBlock = try attribute.integer()
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `TCA_*`.
package enum QdiscAttribute: UInt16, CaseIterable {
  case kind = 1  // TCA_KIND
  case options = 2  // TCA_OPTIONS
  case oldStatistics = 3  // TCA_STATS
  case extendedStatistics = 4  // TCA_XSTATS
  case rate = 5  // TCA_RATE
  case filterCount = 6  // TCA_FCNT
  case statistics = 7  // TCA_STATS2
  case sizeTable = 8  // TCA_STAB
  case padding = 9  // TCA_PAD
  case invisible = 10  // TCA_DUMP_INVISIBLE
  case chain = 11  // TCA_CHAIN
  case isOffloaded = 12  // TCA_HW_OFFLOAD
  case ingressBlock = 13  // TCA_INGRESS_BLOCK
  case egressBlock = 14  // TCA_EGRESS_BLOCK
}

/// The counters of a queueing discipline (`TCA_STATS2`).
public struct QdiscStatistics: AttributesDecodable {
  /// `TCA_STATS_BASIC`.
  public var basic: QdiscBasicStatistics?
  /// `TCA_STATS_QUEUE`.
  public var queue: QdiscQueueStatistics?
  /// Of the kind (`TCA_STATS_APP`).
  public var application: [UInt8]?
  /// `TCA_STATS_BASIC_HW`.
  public var hardware: QdiscBasicStatistics?
  /// `TCA_STATS_PKT64`.
  public var packets: UInt64?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch QdiscStatisticsAttribute(rawValue: attribute.type) {
      case .basic: basic = try QdiscBasicStatistics(attribute.payload)
      case .rate: unknown.append(UnknownAttribute(attribute))
      case .queue: queue = try QdiscQueueStatistics(attribute.payload)
      case .application: application = attribute.payload.array
      case .rate64: unknown.append(UnknownAttribute(attribute))
      case .padding: break
      case .hardware: hardware = try QdiscBasicStatistics(attribute.payload)
      case .packets: packets = try attribute.integer()
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `TCA_STATS_*`.
package enum QdiscStatisticsAttribute: UInt16, CaseIterable {
  case basic = 1  // TCA_STATS_BASIC
  case rate = 2  // TCA_STATS_RATE_EST
  case queue = 3  // TCA_STATS_QUEUE
  case application = 4  // TCA_STATS_APP
  case rate64 = 5  // TCA_STATS_RATE_EST64
  case padding = 6  // TCA_STATS_PAD
  case hardware = 7  // TCA_STATS_BASIC_HW
  case packets = 8  // TCA_STATS_PKT64
}

/// `struct gnet_stats_basic`.
public struct QdiscBasicStatistics: Hashable, Sendable {
  public var bytes: UInt64
  public var packets: UInt32

  init(_ span: RawSpan) throws(MalformedMessage) {
    try span.require(12, of: "gnet_stats_basic")
    bytes = span.field(at: 0)
    packets = span.field(at: 8)
  }
}

/// `struct gnet_stats_queue`.
public struct QdiscQueueStatistics: Hashable, Sendable {
  public var packets: UInt32
  public var bytes: UInt32
  public var drops: UInt32
  public var requeues: UInt32
  public var overLimits: UInt32

  init(_ span: RawSpan) throws(MalformedMessage) {
    try span.require(20, of: "gnet_stats_queue")
    packets = span.field(at: 0)
    bytes = span.field(at: 4)
    drops = span.field(at: 8)
    requeues = span.field(at: 12)
    overLimits = span.field(at: 16)
  }
}
