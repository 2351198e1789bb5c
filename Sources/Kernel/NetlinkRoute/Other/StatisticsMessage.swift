public import Netlink

/// The counters of a link (`RTM_NEWSTATS`).
public struct StatisticsMessage: MessageDecodable, Hashable {
  /// The index of the link.
  public var index: Int32
  /// `IFLA_STATS_LINK_64`.
  public var counters: LinkStatisticsMessage?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init(payload: RawSpan) throws(MalformedMessage) {
    try payload.require(12, of: "if_stats_msg")
    index = payload.field(at: 4)
    var attributes = AttributeReader(payload.extracting(droppingFirst: 12))
    while let attribute = try attributes.next() {
      switch StatisticsAttribute(rawValue: attribute.type) {
      case .padding: break
      case .counters: counters = try LinkStatisticsMessage(attribute.payload)
      case .extended: unknown.append(UnknownAttribute(attribute))
      case .extendedPort: unknown.append(UnknownAttribute(attribute))
      case .offload: unknown.append(UnknownAttribute(attribute))
      case .families: unknown.append(UnknownAttribute(attribute))
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `IFLA_STATS_*`.
package enum StatisticsAttribute: UInt16, CaseIterable {
  case padding = 0  // IFLA_STATS_UNSPEC
  case counters = 1  // IFLA_STATS_LINK_64
  case extended = 2  // IFLA_STATS_LINK_XSTATS
  case extendedPort = 3  // IFLA_STATS_LINK_XSTATS_SLAVE
  case offload = 4  // IFLA_STATS_LINK_OFFLOAD_XSTATS
  case families = 5  // IFLA_STATS_AF_SPEC
}
