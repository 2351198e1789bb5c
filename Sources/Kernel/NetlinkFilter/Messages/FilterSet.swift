public import Netlink

/// A set or a map (`NFT_MSG_NEWSET`), without its elements.
public struct FilterSet: MessageDecodable, Hashable {
  /// The type of keys or data: what `nft` numbers, and the length in bytes.
  ///
  /// The kernel keeps the number for `nft` alone. A concatenation has six bits for each of its
  /// parts, and each part takes a multiple of four bytes.
  public struct DataType: Hashable, Sendable {
    public var number: UInt32
    public var length: UInt32

    public init(number: UInt32, length: UInt32) {
      self.number = number
      self.length = length
    }

    /// A verdict (`NFT_DATA_VERDICT`): the data of a verdict map.
    public static let verdict = Self(number: 0xFFFF_FF00, length: 16)
    public static let ipv4Address = Self(number: 7, length: 4)
    public static let ipv6Address = Self(number: 8, length: 16)
    public static let macAddress = Self(number: 9, length: 6)
    public static let ipProtocol = Self(number: 12, length: 1)
    public static let port = Self(number: 13, length: 2)
    public static let mark = Self(number: 19, length: 4)
    public static let interfaceName = Self(number: 41, length: 16)

    /// The parts one behind the other, each filled up to a multiple of four bytes.
    public static func concatenation(_ parts: Self...) -> Self {
      Self(
        number: parts.reduce(0) { $0 << 6 | $1.number },
        length: parts.reduce(0) { $0 + ($1.length + 3) & ~3 })
    }
  }

  public var family: FilterFamily
  public var table: String
  public var name: String
  public var flags: FilterSetFlags = []
  public var key: DataType
  /// What a key leads to; nil for a set.
  public var data: DataType?
  /// The lengths of the parts of a key, in bytes (`NFTA_SET_DESC_CONCAT`); empty if it has one.
  public var parts: [UInt32] = []
  /// How many elements it may have; nil is no limit.
  public var size: UInt32?
  /// How long an element stays by itself (`NFTA_SET_TIMEOUT`); nil is for good.
  public var timeoutMilliseconds: UInt64?
  public var handle: UInt64?
  public var userData = FilterUserData()
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init(
    _ family: FilterFamily, _ table: String, _ name: String, key: DataType, data: DataType? = nil
  ) {
    self.family = family
    self.table = table
    self.name = name
    self.key = key
    self.data = data
    if data != nil { flags.insert(.map) }
  }

  public var comment: String? { userData.comment(of: .set) }

  public init(payload: RawSpan) throws(MalformedMessage) {
    var attributes = try payload.filterAttributes()
    self.init(payload.filterFamily, "", "", key: DataType(number: 0, length: 0))
    var data = DataType(number: 0, length: 0)
    while let attribute = try attributes.next() {
      switch FilterSetAttribute(rawValue: attribute.type) {
      case .table: table = attribute.string
      case .name: name = attribute.string
      case .flags: flags = FilterSetFlags(rawValue: try attribute.bigEndian())
      case .keyType: key.number = try attribute.bigEndian()
      case .keyLength: key.length = try attribute.bigEndian()
      case .dataType: data.number = try attribute.bigEndian()
      case .dataLength: data.length = try attribute.bigEndian()
      case .description: try take(description: attribute.nested)
      case .userData: userData.bytes = attribute.payload.array
      case .handle: handle = try attribute.bigEndian()
      case .timeout: timeoutMilliseconds = try attribute.bigEndian()
      case .padding: break
      default: unknown.append(UnknownAttribute(attribute))
      }
    }
    if flags.contains(.map) { self.data = data }
  }

  private mutating func take(description attributes: consuming AttributeReader)
    throws(MalformedMessage)
  {
    while let attribute = try attributes.next() {
      switch attribute.type {
      case 1: size = try attribute.bigEndian()  // NFTA_SET_DESC_SIZE
      case 2:  // NFTA_SET_DESC_CONCAT
        var list = attribute.nested
        while let field = try list.next() {
          var lengths = field.nested
          while let length = try lengths.next() {
            if length.type == 1 { parts.append(try length.bigEndian()) }  // NFTA_SET_FIELD_LEN
          }
        }
      default: break
      }
    }
  }
}

/// `NFT_SET_*`.
public struct FilterSetFlags: OptionSet, Hashable, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Made for one rule, and without a name that lasts.
  public static let anonymous = Self(rawValue: 0x1)
  public static let constant = Self(rawValue: 0x2)
  public static let interval = Self(rawValue: 0x4)
  public static let map = Self(rawValue: 0x8)
  public static let timeout = Self(rawValue: 0x10)
  public static let concatenation = Self(rawValue: 0x80)
}

/// `NFTA_SET_*`.
package enum FilterSetAttribute: UInt16, CaseIterable {
  case table = 1  // NFTA_SET_TABLE
  case name = 2  // NFTA_SET_NAME
  case flags = 3  // NFTA_SET_FLAGS
  case keyType = 4  // NFTA_SET_KEY_TYPE
  case keyLength = 5  // NFTA_SET_KEY_LEN
  case dataType = 6  // NFTA_SET_DATA_TYPE
  case dataLength = 7  // NFTA_SET_DATA_LEN
  case policy = 8  // NFTA_SET_POLICY
  case description = 9  // NFTA_SET_DESC
  case id = 10  // NFTA_SET_ID
  case timeout = 11  // NFTA_SET_TIMEOUT
  case collectionInterval = 12  // NFTA_SET_GC_INTERVAL
  case userData = 13  // NFTA_SET_USERDATA
  case padding = 14  // NFTA_SET_PAD
  case objectType = 15  // NFTA_SET_OBJ_TYPE
  case handle = 16  // NFTA_SET_HANDLE
  case expression = 17  // NFTA_SET_EXPR
  case expressions = 18  // NFTA_SET_EXPRESSIONS
}
