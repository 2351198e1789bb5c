public import Netlink

/// A stateful object that rules refer to by name (`NFT_MSG_NEWOBJ`): a counter, a quota.
public struct FilterObject: MessageDecodable, Hashable {
  /// What it is (`NFT_OBJECT_*`).
  public struct Kind: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt32
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    public static let counter = Self(rawValue: 1)
    public static let quota = Self(rawValue: 2)

    /// The words of `nft`.
    public var word: String {
      switch rawValue {
      case 1: "counter"
      case 2: "quota"
      case 3: "ct helper"
      case 4: "limit"
      case 5: "ct count"
      case 6: "tunnel"
      case 7: "ct timeout"
      case 8: "secmark"
      case 9: "ct expectation"
      case 10: "synproxy"
      default: "unknown:\(rawValue)"
      }
    }
  }

  public var family: FilterFamily
  public var table = ""
  public var name = ""
  public var kind = Kind(rawValue: 0)
  /// Its attributes, byte for byte: what they are depends on the kind.
  public var data: [UInt8] = []
  public var handle: UInt64?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init(payload: RawSpan) throws(MalformedMessage) {
    family = payload.filterFamily
    var attributes = try payload.filterAttributes()
    while let attribute = try attributes.next() {
      switch attribute.type {
      case 1: table = attribute.string  // NFTA_OBJ_TABLE
      case 2: name = attribute.string  // NFTA_OBJ_NAME
      case 3: kind = Kind(rawValue: try attribute.bigEndian())  // NFTA_OBJ_TYPE
      case 4: data = attribute.payload.array  // NFTA_OBJ_DATA
      case 5, 7: break  // NFTA_OBJ_USE, PAD
      case 6: handle = try attribute.bigEndian()  // NFTA_OBJ_HANDLE
      default: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// All objects of a family, or of all (`NFT_MSG_GETOBJ`).
public struct FilterObjectDump: DumpRequest {
  public typealias Entry = FilterObject
  public static let types: (request: MessageType, entry: MessageType) = (.getObject, .newObject)
  public var family: FilterFamily
  public init(family: FilterFamily = .unspecified) { self.family = family }
  public func encode(into message: inout MessageEncoder) { message.appendFilter(family) }
}

/// A table of connections that bypass the rules (`NFT_MSG_NEWFLOWTABLE`).
public struct FilterFlowTable: MessageDecodable, Hashable {
  public var family: FilterFamily
  public var table = ""
  public var name = ""
  public var priority: Int32 = 0
  public var devices: [String] = []
  /// `NFT_FLOWTABLE_*`: 1 in hardware, 2 with counters.
  public var flags: UInt32 = 0

  public init(payload: RawSpan) throws(MalformedMessage) {
    family = payload.filterFamily
    var attributes = try payload.filterAttributes()
    while let attribute = try attributes.next() {
      switch attribute.type {
      case 1: table = attribute.string  // NFTA_FLOWTABLE_TABLE
      case 2: name = attribute.string  // NFTA_FLOWTABLE_NAME
      case 3: try take(hook: attribute.nested)  // NFTA_FLOWTABLE_HOOK
      case 7: flags = try attribute.bigEndian()  // NFTA_FLOWTABLE_FLAGS
      default: break
      }
    }
  }

  private mutating func take(hook attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch attribute.type {
      case 2: priority = try attribute.bigEndian()  // NFTA_FLOWTABLE_HOOK_PRIORITY
      case 3:  // NFTA_FLOWTABLE_HOOK_DEVS
        var list = attribute.nested
        while let device = try list.next() { devices.append(device.string) }
      default: break
      }
    }
  }
}

/// All flow tables of a family, or of all (`NFT_MSG_GETFLOWTABLE`).
public struct FilterFlowTableDump: DumpRequest {
  public typealias Entry = FilterFlowTable
  public static let types: (request: MessageType, entry: MessageType) = (
    .getFlowTable, .newFlowTable
  )
  public var family: FilterFamily
  public init(family: FilterFamily = .unspecified) { self.family = family }
  public func encode(into message: inout MessageEncoder) { message.appendFilter(family) }
}
