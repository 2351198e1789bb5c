public import Netlink
public import NetworkTypes

/// What only a macvlan or macvtap has.
public struct MACVLANData: AttributesDecodable {
  /// `IFLA_MACVLAN_MODE`.
  public var mode: MACVLANMode?
  /// `IFLA_MACVLAN_FLAGS`.
  public var flags: MACVLANFlags?
  /// The addresses of mode `source` (`IFLA_MACVLAN_MACADDR_DATA`).
  public var addresses: [MACAddress] = []
  /// `IFLA_MACVLAN_MACADDR_COUNT`.
  public var addressCount: UInt32?
  /// As asked for (`IFLA_MACVLAN_BC_QUEUE_LEN`).
  public var broadcastQueueLength: UInt32?
  /// The largest of all on the same lower link (`IFLA_MACVLAN_BC_QUEUE_LEN_USED`).
  public var broadcastQueueLengthUsed: UInt32?
  /// Since Linux 6.4 (`IFLA_MACVLAN_BC_CUTOFF`).
  public var broadcastCutoff: Int32?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch MACVLANAttribute(rawValue: attribute.type) {
      case .mode: mode = MACVLANMode(rawValue: try attribute.integer())
      case .flags: flags = MACVLANFlags(rawValue: try attribute.integer())
      case .addressMode: unknown.append(UnknownAttribute(attribute))
      case .address: unknown.append(UnknownAttribute(attribute))
      case .addresses: addresses = try Self.list(attribute.nested)
      case .addressCount: addressCount = try attribute.integer()
      case .broadcastQueueLength: broadcastQueueLength = try attribute.integer()
      case .broadcastQueueLengthUsed: broadcastQueueLengthUsed = try attribute.integer()
      case .broadcastCutoff: broadcastCutoff = try attribute.integer()
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `IFLA_MACVLAN_*`.
package enum MACVLANAttribute: UInt16, CaseIterable {
  case mode = 1  // IFLA_MACVLAN_MODE
  case flags = 2  // IFLA_MACVLAN_FLAGS
  case addressMode = 3  // IFLA_MACVLAN_MACADDR_MODE
  case address = 4  // IFLA_MACVLAN_MACADDR
  case addresses = 5  // IFLA_MACVLAN_MACADDR_DATA
  case addressCount = 6  // IFLA_MACVLAN_MACADDR_COUNT
  case broadcastQueueLength = 7  // IFLA_MACVLAN_BC_QUEUE_LEN
  case broadcastQueueLengthUsed = 8  // IFLA_MACVLAN_BC_QUEUE_LEN_USED
  case broadcastCutoff = 9  // IFLA_MACVLAN_BC_CUTOFF
}

extension MACVLANData {
  private static func list(_ reader: consuming AttributeReader) throws(MalformedMessage)
    -> [MACAddress]
  {
    var addresses: [MACAddress] = []
    while let attribute = try reader.next() {
      if let address = attribute.macAddress { addresses.append(address) }
    }
    return addresses
  }
}

/// Whom a macvlan reaches (`MACVLAN_MODE_*`).
public struct MACVLANMode: KernelWord {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let `private` = Self(rawValue: 1)
  public static let vepa = Self(rawValue: 2)
  public static let bridge = Self(rawValue: 4)
  public static let passthru = Self(rawValue: 8)
  public static let source = Self(rawValue: 16)

  public static let words: [UInt32: String] = [
    1: "private", 2: "vepa", 4: "bridge", 8: "passthru", 16: "source",
  ]
}

/// `MACVLAN_FLAG_*`.
public struct MACVLANFlags: KernelFlags {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let names: [(bit: UInt16, name: String)] = [
    (1, "noPromiscuous"), (2, "noDestination"),
  ]
}
