public import Netlink

/// What only a bareudp tunnel has.
public struct BareUDPData: AttributesDecodable {
  /// The UDP destination port (`IFLA_BAREUDP_PORT`).
  public var port: UInt16?
  /// What is inside (`IFLA_BAREUDP_ETHERTYPE`).
  public var etherType: UInt16?
  /// `IFLA_BAREUDP_SRCPORT_MIN`.
  public var minimumSourcePort: UInt16?
  /// `IFLA_BAREUDP_MULTIPROTO_MODE`.
  public var multiProtocol: Bool?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch BareUDPAttribute(rawValue: attribute.type) {
      case .port: port = try attribute.bigEndian()
      case .etherType: etherType = try attribute.bigEndian()
      case .minimumSourcePort: minimumSourcePort = try attribute.integer()
      case .multiProtocol: multiProtocol = attribute.isSet
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `IFLA_BAREUDP_*`.
package enum BareUDPAttribute: UInt16, CaseIterable {
  case port = 1  // IFLA_BAREUDP_PORT
  case etherType = 2  // IFLA_BAREUDP_ETHERTYPE
  case minimumSourcePort = 3  // IFLA_BAREUDP_SRCPORT_MIN
  case multiProtocol = 4  // IFLA_BAREUDP_MULTIPROTO_MODE
}
