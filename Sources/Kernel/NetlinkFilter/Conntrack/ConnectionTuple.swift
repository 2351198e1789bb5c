import LinuxSystem
public import Netlink
public import NetworkTypes

/// One direction of a connection (`CTA_TUPLE_*`).
public struct ConnectionTuple: Hashable, Sendable {
  public var source: IPAddress?
  public var destination: IPAddress?
  /// The number of the transport protocol; 17 is UDP.
  public var transport: UInt8?
  public var sourcePort: UInt16?
  public var destinationPort: UInt16?
  /// As it came, to name the connection by.
  var bytes: [UInt8] = []

  init(_ attribute: borrowing Attribute) throws(MalformedMessage) {
    bytes = attribute.payload.array
    var parts = attribute.nested
    while let part = try parts.next() {
      switch part.type {
      case 1: try take(addresses: part.nested)  // CTA_TUPLE_IP
      case 2: try take(ports: part.nested)  // CTA_TUPLE_PROTO
      default: break
      }
    }
  }

  private mutating func take(addresses: consuming AttributeReader) throws(MalformedMessage) {
    while let address = try addresses.next() {
      switch address.type {
      case 1, 3: source = try address.ipAddress()  // CTA_IP_V4_SRC, CTA_IP_V6_SRC
      case 2, 4: destination = try address.ipAddress()  // CTA_IP_V4_DST, CTA_IP_V6_DST
      default: break
      }
    }
  }

  private mutating func take(ports: consuming AttributeReader) throws(MalformedMessage) {
    while let port = try ports.next() {
      switch port.type {
      case 1: transport = try port.integer()  // CTA_PROTO_NUM
      case 2: sourcePort = try port.bigEndian()  // CTA_PROTO_SRC_PORT
      case 3: destinationPort = try port.bigEndian()  // CTA_PROTO_DST_PORT
      default: break
      }
    }
  }
}

/// A connection that the kernel tracks (`IPCTNL_MSG_CT_NEW`).
public struct ConnectionMessage: MessageDecodable, Hashable {
  public var family: FilterFamily
  public var original: ConnectionTuple?
  public var reply: ConnectionTuple?
  /// `IPS_*`.
  public var status: UInt32?
  /// In seconds.
  public var timeout: UInt32?
  public var mark: UInt32?
  public var id: UInt32?
  /// The zone as it came; nil in zone 0.
  var zone: [UInt8]?

  public init(payload: RawSpan) throws(MalformedMessage) {
    family = payload.filterFamily
    var attributes = try payload.filterAttributes()
    while let attribute = try attributes.next() {
      switch attribute.type {
      case 1: original = try ConnectionTuple(attribute)  // CTA_TUPLE_ORIG
      case 2: reply = try ConnectionTuple(attribute)  // CTA_TUPLE_REPLY
      case 3: status = try attribute.bigEndian()  // CTA_STATUS
      case 7: timeout = try attribute.bigEndian()  // CTA_TIMEOUT
      case 8: mark = try attribute.bigEndian()  // CTA_MARK
      case 12: id = try attribute.bigEndian()  // CTA_ID
      case 18: zone = attribute.payload.array  // CTA_ZONE
      default: break
      }
    }
  }
}

/// All connections of a family, or of both (`IPCTNL_MSG_CT_GET`).
public struct ConnectionDump: DumpRequest {
  public typealias Entry = ConnectionMessage
  public static let types: (request: MessageType, entry: MessageType) = (
    .getConnection, .newConnection
  )
  public var family: FilterFamily
  public init(family: FilterFamily = .unspecified) { self.family = family }
  public func encode(into message: inout MessageEncoder) { message.appendFilter(family) }
}

extension ConnectionMessage {
  /// Asks to forget this connection and no other that took its place.
  public func deletion() -> MessageEncoder {
    var message = MessageEncoder(filter: .deleteConnection, family, flags: [])
    if let original {
      message.attribute(1 | AttributeFlags.nested.rawValue, bytes: original.bytes)
    }
    if let id { message.attribute(12, id.bigEndian) }
    if let zone { message.attribute(18, bytes: zone) }
    return message
  }
}

extension NetlinkSocket {
  /// Forgets the connections that `isStale` picks, and returns how many there were.
  ///
  /// One that ended meanwhile is no error.
  @discardableResult
  public mutating func forgetConnections(
    _ family: AddressFamily, buffer: ReceiveBuffer, where isStale: (ConnectionMessage) -> Bool
  ) throws(NetlinkError) -> Int {
    let dump = ConnectionDump(family: FilterFamily(family))
    var count = 0
    for connection in try self.dump(dump, buffer: buffer).entries
    where connection.original != nil && isStale(connection) {
      do throws(NetlinkError) {
        try perform(connection.deletion(), buffer: buffer)
        count += 1
      } catch {
        guard error.reason == .noSuchFile else { throw error }
      }
    }
    return count
  }
}
