public import Netlink

/// The counters of a virtual function (`IFLA_VF_STATS`).
public struct VirtualFunctionStatistics: AttributesDecodable {
  /// `IFLA_VF_STATS_RX_PACKETS`.
  public var rxPackets: UInt64?
  /// `IFLA_VF_STATS_TX_PACKETS`.
  public var txPackets: UInt64?
  /// `IFLA_VF_STATS_RX_BYTES`.
  public var rxBytes: UInt64?
  /// `IFLA_VF_STATS_TX_BYTES`.
  public var txBytes: UInt64?
  /// `IFLA_VF_STATS_BROADCAST`.
  public var broadcast: UInt64?
  /// `IFLA_VF_STATS_MULTICAST`.
  public var multicast: UInt64?
  /// `IFLA_VF_STATS_RX_DROPPED`.
  public var rxDropped: UInt64?
  /// `IFLA_VF_STATS_TX_DROPPED`.
  public var txDropped: UInt64?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch VirtualFunctionStatisticsAttribute(rawValue: attribute.type) {
      case .rxPackets: rxPackets = try attribute.integer()
      case .txPackets: txPackets = try attribute.integer()
      case .rxBytes: rxBytes = try attribute.integer()
      case .txBytes: txBytes = try attribute.integer()
      case .broadcast: broadcast = try attribute.integer()
      case .multicast: multicast = try attribute.integer()
      case .padding: break
      case .rxDropped: rxDropped = try attribute.integer()
      case .txDropped: txDropped = try attribute.integer()
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `IFLA_VF_STATS_*`.
package enum VirtualFunctionStatisticsAttribute: UInt16, CaseIterable {
  case rxPackets = 0  // IFLA_VF_STATS_RX_PACKETS
  case txPackets = 1  // IFLA_VF_STATS_TX_PACKETS
  case rxBytes = 2  // IFLA_VF_STATS_RX_BYTES
  case txBytes = 3  // IFLA_VF_STATS_TX_BYTES
  case broadcast = 4  // IFLA_VF_STATS_BROADCAST
  case multicast = 5  // IFLA_VF_STATS_MULTICAST
  case padding = 6  // IFLA_VF_STATS_PAD
  case rxDropped = 7  // IFLA_VF_STATS_RX_DROPPED
  case txDropped = 8  // IFLA_VF_STATS_TX_DROPPED
}
