public import Netlink

/// A rule (`NFT_MSG_NEWRULE`).
public struct FilterRule: MessageDecodable, Hashable {
  public var family: FilterFamily
  public var table: String
  public var chain: String
  public var handle: UInt64?
  /// The handle of the rule before it; only in answers.
  public var position: UInt64?
  public var expressions: [FilterExpression]
  public var userData = FilterUserData()
  /// The protocol that matches of iptables in it are for (`NFTA_RULE_COMPAT`), byte for byte;
  /// only in requests: the kernel does not tell it.
  public var compatibility: [UInt8]?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init(
    _ family: FilterFamily, _ table: String, _ chain: String, _ expressions: [FilterExpression],
    comment: String? = nil
  ) {
    self.family = family
    self.table = table
    self.chain = chain
    self.expressions = expressions
    if let comment { userData = FilterUserData(comment: comment, of: .rule) }
  }

  public var comment: String? { userData.comment(of: .rule) }

  public init(payload: RawSpan) throws(MalformedMessage) {
    var attributes = try payload.filterAttributes()
    self.init(payload.filterFamily, "", "", [])
    while let attribute = try attributes.next() {
      switch FilterRuleAttribute(rawValue: attribute.type) {
      case .table: table = attribute.string
      case .chain: chain = attribute.string
      case .handle: handle = try attribute.bigEndian()
      case .expressions: expressions = try FilterExpression.list(attribute.nested)
      case .compatibility: compatibility = attribute.payload.array
      case .position: position = try attribute.bigEndian()
      case .userData: userData.bytes = attribute.payload.array
      case .padding: break
      case .id, .positionID, .chainID, nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `NFTA_RULE_*`.
package enum FilterRuleAttribute: UInt16, CaseIterable {
  case table = 1  // NFTA_RULE_TABLE
  case chain = 2  // NFTA_RULE_CHAIN
  case handle = 3  // NFTA_RULE_HANDLE
  case expressions = 4  // NFTA_RULE_EXPRESSIONS
  case compatibility = 5  // NFTA_RULE_COMPAT
  case position = 6  // NFTA_RULE_POSITION
  case userData = 7  // NFTA_RULE_USERDATA
  case padding = 8  // NFTA_RULE_PAD
  case id = 9  // NFTA_RULE_ID
  case positionID = 10  // NFTA_RULE_POSITION_ID
  case chainID = 11  // NFTA_RULE_CHAIN_ID
}
