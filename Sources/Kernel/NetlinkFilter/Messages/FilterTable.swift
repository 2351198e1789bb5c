public import Netlink

/// A table (`NFT_MSG_NEWTABLE`).
public struct FilterTable: MessageDecodable, Hashable {
  public var family: FilterFamily
  public var name: String
  /// `NFTA_TABLE_FLAGS`: 1 dormant, 2 owned by a process, 4 kept when that ends.
  public var flags: UInt32 = 0
  /// How many chains it has (`NFTA_TABLE_USE`); only in answers.
  public var use: UInt32?
  public var handle: UInt64?
  public var userData = FilterUserData()
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init(_ family: FilterFamily, _ name: String, comment: String? = nil) {
    self.family = family
    self.name = name
    if let comment { userData = FilterUserData(comment: comment, of: .table) }
  }

  public var comment: String? { userData.comment(of: .table) }

  public init(payload: RawSpan) throws(MalformedMessage) {
    var attributes = try payload.filterAttributes()
    self.init(payload.filterFamily, "")
    while let attribute = try attributes.next() {
      switch FilterTableAttribute(rawValue: attribute.type) {
      case .name: name = attribute.string
      case .flags: flags = try attribute.bigEndian()
      case .use: use = try attribute.bigEndian()
      case .handle: handle = try attribute.bigEndian()
      case .userData: userData.bytes = attribute.payload.array
      case .padding: break
      case .owner, nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `NFTA_TABLE_*`.
package enum FilterTableAttribute: UInt16, CaseIterable {
  case name = 1  // NFTA_TABLE_NAME
  case flags = 2  // NFTA_TABLE_FLAGS
  case use = 3  // NFTA_TABLE_USE
  case handle = 4  // NFTA_TABLE_HANDLE
  case padding = 5  // NFTA_TABLE_PAD
  case userData = 6  // NFTA_TABLE_USERDATA
  case owner = 7  // NFTA_TABLE_OWNER
}
