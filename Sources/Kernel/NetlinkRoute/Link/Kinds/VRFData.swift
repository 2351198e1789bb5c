public import Netlink

/// What only a VRF has.
public struct VRFData: AttributesDecodable {
  /// The routing table (`IFLA_VRF_TABLE`).
  public var table: UInt32?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch VRFAttribute(rawValue: attribute.type) {
      case .table: table = try attribute.integer()
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `IFLA_VRF_*`.
package enum VRFAttribute: UInt16, CaseIterable {
  case table = 1  // IFLA_VRF_TABLE
}

/// What the port of a VRF has (`IFLA_INFO_SLAVE_DATA` of kind `vrf`).
public struct VRFPortData: AttributesDecodable {
  /// The routing table (`IFLA_VRF_PORT_TABLE`).
  public var table: UInt32?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch VRFPortAttribute(rawValue: attribute.type) {
      case .table: table = try attribute.integer()
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `IFLA_VRF_PORT_*`.
package enum VRFPortAttribute: UInt16, CaseIterable {
  case table = 1  // IFLA_VRF_PORT_TABLE
}
