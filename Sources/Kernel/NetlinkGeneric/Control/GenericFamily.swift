public import Netlink
import NetworkTypes

/// A family of generic netlink that the kernel has: its number is another one after each boot.
public struct GenericFamily: MessageDecodable, Hashable {
  /// `wireguard`, `ethtool` …, at most 15 bytes.
  public var name: String
  /// The type of its messages.
  public var messageType: MessageType
  public var version: UInt32
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init(payload: RawSpan) throws(MalformedMessage) {
    var name: String?
    var number: UInt16?
    version = 0
    var attributes = try AttributeReader(genericPayload: payload)
    while let attribute = try attributes.next() {
      switch ControlAttribute(rawValue: attribute.type) {
      case .familyID: number = try attribute.integer()
      case .familyName: name = attribute.string
      case .version: version = try attribute.integer()
      case .headerSize, .maximumAttribute, .operations, .multicastGroups: break
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
    guard let name, let number else {
      throw .missing(what: "a family", attribute: "name or number")
    }
    self.name = name
    messageType = MessageType(rawValue: number)
  }

  /// A message of the family, without attributes yet.
  public func message(_ command: UInt8, flags: MessageFlags = .request) -> MessageEncoder {
    var message = MessageEncoder(type: messageType, flags: flags)
    message.appendGenericHeader(command: command, version: UInt8(truncatingIfNeeded: version))
    return message
  }
}

/// `CTRL_ATTR_*`.
package enum ControlAttribute: UInt16, CaseIterable {
  case familyID = 1  // CTRL_ATTR_FAMILY_ID
  case familyName = 2  // CTRL_ATTR_FAMILY_NAME
  case version = 3  // CTRL_ATTR_VERSION
  case headerSize = 4  // CTRL_ATTR_HDRSIZE
  case maximumAttribute = 5  // CTRL_ATTR_MAXATTR
  case operations = 6  // CTRL_ATTR_OPS
  case multicastGroups = 7  // CTRL_ATTR_MCAST_GROUPS
}

/// A request for all families (`CTRL_CMD_GETFAMILY`).
///
/// To ask for one by its name makes the kernel load the module for it; a look shall change
/// nothing.
public struct GenericFamilyDump: DumpRequest {
  public typealias Entry = GenericFamily
  /// `GENL_ID_CTRL`, the one number that is fixed.
  public static let types: (request: MessageType, entry: MessageType) = (
    MessageType(rawValue: 0x10), MessageType(rawValue: 0x10)
  )

  public init() {}
  public func encode(into message: inout MessageEncoder) {
    message.appendGenericHeader(command: 3, version: 2)
  }
}

extension NetlinkSocket {
  /// The families that the kernel has now, by name, as far as the namespace of this socket may
  /// use them.
  public mutating func genericFamilies(_ buffer: ReceiveBuffer) throws(NetlinkError)
    -> [String: GenericFamily]
  {
    let table = try dump(GenericFamilyDump(), buffer: buffer)
    return Dictionary(table.entries.map { ($0.name, $0) }) { first, _ in first }
  }
}
