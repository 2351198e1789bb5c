public import Netlink
public import NetworkTypes

/// What only an HSR or PRP ring has.
public struct HSRData: AttributesDecodable {
  /// The index of the link (`IFLA_HSR_SLAVE1`).
  public var port1: Int32?
  /// The index of the link (`IFLA_HSR_SLAVE2`).
  public var port2: Int32?
  /// `IFLA_HSR_MULTICAST_SPEC`.
  public var multicastSpecification: UInt8?
  /// `IFLA_HSR_SUPERVISION_ADDR`.
  public var supervisionAddress: MACAddress?
  /// `IFLA_HSR_SEQ_NR`.
  public var sequenceNumber: UInt16?
  /// `IFLA_HSR_VERSION`.
  public var version: UInt8?
  /// 0 is HSR, 1 PRP (`IFLA_HSR_PROTOCOL`).
  public var `protocol`: UInt8?
  /// The index of the link, since Linux 6.10 (`IFLA_HSR_INTERLINK`).
  public var interlink: Int32?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch HSRAttribute(rawValue: attribute.type) {
      case .port1: port1 = try attribute.integer()
      case .port2: port2 = try attribute.integer()
      case .multicastSpecification: multicastSpecification = try attribute.integer()
      case .supervisionAddress: supervisionAddress = attribute.macAddress
      case .sequenceNumber: sequenceNumber = try attribute.integer()
      case .version: version = try attribute.integer()
      case .protocol: `protocol` = try attribute.integer()
      case .interlink: interlink = try attribute.integer()
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `IFLA_HSR_*`.
package enum HSRAttribute: UInt16, CaseIterable {
  case port1 = 1  // IFLA_HSR_SLAVE1
  case port2 = 2  // IFLA_HSR_SLAVE2
  case multicastSpecification = 3  // IFLA_HSR_MULTICAST_SPEC
  case supervisionAddress = 4  // IFLA_HSR_SUPERVISION_ADDR
  case sequenceNumber = 5  // IFLA_HSR_SEQ_NR
  case version = 6  // IFLA_HSR_VERSION
  case `protocol` = 7  // IFLA_HSR_PROTOCOL
  case interlink = 8  // IFLA_HSR_INTERLINK
}
