public import Netlink
public import NetworkTypes

/// What the IPsec tunnels `vti` and `vti6` have.
public struct VTIData: AttributesDecodable {
  /// The index of the link that packets leave by; 0 is none (`IFLA_VTI_LINK`).
  public var link: Int32?
  /// `IFLA_VTI_IKEY`.
  public var inputKey: UInt32?
  /// `IFLA_VTI_OKEY`.
  public var outputKey: UInt32?
  /// `IFLA_VTI_LOCAL`.
  public var local: IPAddress?
  /// `IFLA_VTI_REMOTE`.
  public var remote: IPAddress?
  /// `IFLA_VTI_FWMARK`.
  public var fwMark: UInt32?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch VTIAttribute(rawValue: attribute.type) {
      case .link: link = try attribute.integer()
      case .inputKey: inputKey = try attribute.bigEndian()
      case .outputKey: outputKey = try attribute.bigEndian()
      case .local: local = try attribute.ipAddress()
      case .remote: remote = try attribute.ipAddress()
      case .fwMark: fwMark = try attribute.integer()
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `IFLA_VTI_*`.
package enum VTIAttribute: UInt16, CaseIterable {
  case link = 1  // IFLA_VTI_LINK
  case inputKey = 2  // IFLA_VTI_IKEY
  case outputKey = 3  // IFLA_VTI_OKEY
  case local = 4  // IFLA_VTI_LOCAL
  case remote = 5  // IFLA_VTI_REMOTE
  case fwMark = 6  // IFLA_VTI_FWMARK
}
