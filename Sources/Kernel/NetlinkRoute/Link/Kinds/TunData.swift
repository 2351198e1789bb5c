public import Netlink
public import NetworkTypes

/// What only a tun or tap has; both are of kind `tun`.
public struct TunData: AttributesDecodable {
  /// The user who may attach (`IFLA_TUN_OWNER`).
  public var owner: UInt32?
  /// The group that may attach (`IFLA_TUN_GROUP`).
  public var group: UInt32?
  /// `IFLA_TUN_TYPE`.
  public var type: TunType?
  /// Packets have a header of four bytes (`IFLA_TUN_PI`).
  public var packetInformation: Bool?
  /// `IFLA_TUN_VNET_HDR`.
  public var virtualHeader: Bool?
  /// It stays when nobody is attached (`IFLA_TUN_PERSIST`).
  public var persistent: Bool?
  /// `IFLA_TUN_MULTI_QUEUE`.
  public var multiQueue: Bool?
  /// `IFLA_TUN_NUM_QUEUES`.
  public var queues: UInt32?
  /// `IFLA_TUN_NUM_DISABLED_QUEUES`.
  public var disabledQueues: UInt32?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch TunAttribute(rawValue: attribute.type) {
      case .owner: owner = try attribute.integer()
      case .group: group = try attribute.integer()
      case .type: type = TunType(rawValue: try attribute.integer())
      case .packetInformation: packetInformation = try attribute.flag()
      case .virtualHeader: virtualHeader = try attribute.flag()
      case .persistent: persistent = try attribute.flag()
      case .multiQueue: multiQueue = try attribute.flag()
      case .queues: queues = try attribute.integer()
      case .disabledQueues: disabledQueues = try attribute.integer()
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `IFLA_TUN_*`.
package enum TunAttribute: UInt16, CaseIterable {
  case owner = 1  // IFLA_TUN_OWNER
  case group = 2  // IFLA_TUN_GROUP
  case type = 3  // IFLA_TUN_TYPE
  case packetInformation = 4  // IFLA_TUN_PI
  case virtualHeader = 5  // IFLA_TUN_VNET_HDR
  case persistent = 6  // IFLA_TUN_PERSIST
  case multiQueue = 7  // IFLA_TUN_MULTI_QUEUE
  case queues = 8  // IFLA_TUN_NUM_QUEUES
  case disabledQueues = 9  // IFLA_TUN_NUM_DISABLED_QUEUES
}

/// What goes through a tun device (`IFF_TUN`, `IFF_TAP`).
public struct TunType: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let tun = Self(rawValue: 1)
  public static let tap = Self(rawValue: 2)

  public static let words: [UInt8: String] = [
    1: "tun", 2: "tap",
  ]
}
