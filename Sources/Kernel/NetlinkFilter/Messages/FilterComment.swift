/// The data of a user that the kernel keeps for a table, a chain, a rule, a set or an element
/// without looking at it; `nft` keeps comments there.
///
/// A list of type (1 byte), length (1 byte) and value.
public struct FilterUserData: Hashable, Sendable {
  /// What it belongs to; a comment has another type in each.
  public enum Owner: UInt8, Sendable {
    case table = 0  // NFTNL_UDATA_TABLE_COMMENT; the same in chains, rules and elements
    case set = 7  // NFTNL_UDATA_SET_COMMENT

    public static var chain: Owner { .table }
    public static var rule: Owner { .table }
    public static var element: Owner { .table }
  }

  public var bytes: [UInt8]

  public init(bytes: [UInt8] = []) { self.bytes = bytes }

  /// A comment as `nft` writes it, with a NUL behind; at most 254 bytes are kept.
  ///
  /// `nft` itself writes 128 at most.
  public init(comment: String, of owner: Owner) {
    let text = Array(comment.utf8.prefix(254)) + [0]
    bytes = [owner.rawValue, UInt8(text.count)] + text
  }

  /// The comment; nil where there is none, or where the list is malformed before it.
  public func comment(of owner: Owner) -> String? {
    var rest = bytes[...]
    while rest.count >= 2, let type = rest.first {
      let length = Int(rest[rest.startIndex + 1])
      let value = rest.dropFirst(2).prefix(length)
      guard value.count == length else { return nil }
      if type == owner.rawValue {
        return String(decoding: value.prefix { $0 != 0 }, as: UTF8.self)
      }
      rest = rest.dropFirst(2 + length)
    }
    return nil
  }
}
