public import Netlink

/// All tables of a family, or of all (`NFT_MSG_GETTABLE`).
public struct FilterTableDump: DumpRequest {
  public typealias Entry = FilterTable
  public static let types: (request: MessageType, entry: MessageType) = (.getTable, .newTable)
  public var family: FilterFamily
  public init(family: FilterFamily = .unspecified) { self.family = family }
  public func encode(into message: inout MessageEncoder) { message.appendFilter(family) }
}

/// All chains of a family, or of all (`NFT_MSG_GETCHAIN`).
public struct FilterChainDump: DumpRequest {
  public typealias Entry = FilterChain
  public static let types: (request: MessageType, entry: MessageType) = (.getChain, .newChain)
  public var family: FilterFamily
  public init(family: FilterFamily = .unspecified) { self.family = family }
  public func encode(into message: inout MessageEncoder) { message.appendFilter(family) }
}

/// All rules, or those of a table or of one of its chains (`NFT_MSG_GETRULE`).
///
/// A table or a chain that is not there has no rules.
public struct FilterRuleDump: DumpRequest {
  public typealias Entry = FilterRule
  public static let types: (request: MessageType, entry: MessageType) = (
    .getFilterRule, .newFilterRule
  )
  public var family: FilterFamily
  public var table: String?
  public var chain: String?

  public init(family: FilterFamily = .unspecified, table: String? = nil, chain: String? = nil) {
    self.family = family
    self.table = table
    self.chain = chain
  }

  public func encode(into message: inout MessageEncoder) {
    message.appendFilter(family)
    if let table { message.attribute(FilterRuleAttribute.table.rawValue, table) }
    if let chain { message.attribute(FilterRuleAttribute.chain.rawValue, chain) }
  }
}

/// All sets and maps of a family or of all, or those of a table (`NFT_MSG_GETSET`).
public struct FilterSetDump: DumpRequest {
  public typealias Entry = FilterSet
  public static let types: (request: MessageType, entry: MessageType) = (.getSet, .newSet)
  public var family: FilterFamily
  public var table: String?

  public init(family: FilterFamily = .unspecified, table: String? = nil) {
    self.family = family
    self.table = table
  }

  public func encode(into message: inout MessageEncoder) {
    message.appendFilter(family)
    if let table { message.attribute(FilterSetAttribute.table.rawValue, table) }
  }
}

/// The elements of one set; `ENOENT` if it is not there (`NFT_MSG_GETSETELEM`).
public struct FilterElementDump: DumpRequest {
  public typealias Entry = FilterElements
  public static let types: (request: MessageType, entry: MessageType) = (
    .getElements, .newElements
  )
  public var family: FilterFamily
  public var table: String
  public var set: String

  public init(_ family: FilterFamily, _ table: String, _ set: String) {
    self.family = family
    self.table = table
    self.set = set
  }

  public func encode(into message: inout MessageEncoder) {
    message.appendFilter(family)
    message.attribute(FilterElementsAttribute.table.rawValue, table)
    message.attribute(FilterElementsAttribute.set.rawValue, set)
  }
}

/// The number of the state of all rules: it changes with every batch (`NFT_MSG_GETGEN`).
public struct FilterGeneration: MessageDecodable, Hashable {
  public var id: UInt32 = 0
  /// The process that changed the rules last.
  public var processID: UInt32?
  public var processName: String?

  public static func request() -> MessageEncoder {
    MessageEncoder(filter: .getGeneration, .unspecified, flags: [])
  }

  public init(payload: RawSpan) throws(MalformedMessage) {
    var attributes = try payload.filterAttributes()
    while let attribute = try attributes.next() {
      switch attribute.type {
      case 1: id = try attribute.bigEndian()  // NFTA_GEN_ID
      case 2: processID = try attribute.bigEndian()  // NFTA_GEN_PROC_PID
      case 3: processName = attribute.string  // NFTA_GEN_PROC_NAME
      default: break
      }
    }
  }
}

extension NetlinkSocket {
  /// The generation of the rules now.
  public mutating func filterGeneration(buffer: ReceiveBuffer) throws(NetlinkError) -> UInt32 {
    let generation = try get(
      FilterGeneration.request(), answer: .newGeneration, as: FilterGeneration.self,
      buffer: buffer)
    return generation?.id ?? 0
  }
}

extension MessageEncoder {
  /// `struct nfgenmsg`.
  mutating func appendFilter(_ family: FilterFamily) {
    append(family.rawValue)
    append(UInt8(0))  // NFNETLINK_V0
    append(UInt16(0))
  }
}
