public import Netlink

/// What only an xfrm interface has.
public struct XFRMData: AttributesDecodable {
  /// The index of the link below (`IFLA_XFRM_LINK`).
  public var link: Int32?
  /// Joins it with policies and states (`IFLA_XFRM_IF_ID`).
  public var id: UInt32?
  /// `IFLA_XFRM_COLLECT_METADATA`.
  public var collectMetadata: Bool?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch XFRMAttribute(rawValue: attribute.type) {
      case .link: link = try attribute.integer()
      case .id: id = try attribute.integer()
      case .collectMetadata: collectMetadata = attribute.isSet
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `IFLA_XFRM_*`.
package enum XFRMAttribute: UInt16, CaseIterable {
  case link = 1  // IFLA_XFRM_LINK
  case id = 2  // IFLA_XFRM_IF_ID
  case collectMetadata = 3  // IFLA_XFRM_COLLECT_METADATA
}
