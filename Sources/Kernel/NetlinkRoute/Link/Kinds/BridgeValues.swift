public import Netlink
public import NetworkTypes

/// The number of a bridge in the spanning tree (`struct ifla_bridge_id`).
public struct BridgeID: Hashable, Sendable, CustomStringConvertible {
  /// Lower ones win.
  public var priority: UInt16
  public var address: MACAddress

  init(_ bytes: RawSpan) throws(MalformedMessage) {
    guard bytes.byteCount >= 8, let priority: UInt16 = bytes.integer(at: 0),
      let address = MACAddress(bytes.extracting(2..<8))
    else { throw .truncated(what: "ifla_bridge_id", needs: 8, has: bytes.byteCount) }
    self.priority = UInt16(bigEndian: priority)
    self.address = address
  }

  /// `8000.2:42:ac:11:0:2` without the colons: the words of `ip -d link`.
  public var description: String {
    let digits = String(priority, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits + ".\(address)"
  }
}

/// Switches of a bridge, a bit each (`struct br_boolopt_multi`, `BR_BOOLOPT_*`).
public struct BridgeOptions: Hashable, Sendable {
  public var values: BridgeOptionFlags
  /// Which of them this kernel knows.
  public var mask: BridgeOptionFlags

  init(_ bytes: RawSpan) throws(MalformedMessage) {
    guard let values: UInt32 = bytes.integer(at: 0), let mask: UInt32 = bytes.integer(at: 4)
    else { throw .truncated(what: "br_boolopt_multi", needs: 8, has: bytes.byteCount) }
    self.values = BridgeOptionFlags(rawValue: values)
    self.mask = BridgeOptionFlags(rawValue: mask)
  }
}

/// The switches in `BridgeOptions` (`BR_BOOLOPT_*`).
public struct BridgeOptionFlags: KernelFlags {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let names: [(bit: UInt32, name: String)] = [
    (1, "noLinkLocalLearning"), (2, "multicastVLANSnooping"), (4, "mstp"), (8, "fdbLocalVLAN0"),
  ]
}

/// Who sends multicast queries into the network of a bridge (`IFLA_BR_MCAST_QUERIER_STATE`).
public struct BridgeQuerierState: AttributesDecodable {
  /// `BRIDGE_QUERIER_IP_ADDRESS`.
  public var address: IPAddress?
  /// The index of the link; absent where the bridge itself asks (`BRIDGE_QUERIER_IP_PORT`).
  public var port: UInt32?
  /// `BRIDGE_QUERIER_IP_OTHER_TIMER`.
  public var otherTimer: UInt64?
  /// `BRIDGE_QUERIER_IPV6_ADDRESS`.
  public var address6: IPAddress?
  /// `BRIDGE_QUERIER_IPV6_PORT`.
  public var port6: UInt32?
  /// `BRIDGE_QUERIER_IPV6_OTHER_TIMER`.
  public var otherTimer6: UInt64?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch BridgeQuerierAttribute(rawValue: attribute.type) {
      case .address: address = try attribute.ipAddress()
      case .port: port = try attribute.integer()
      case .otherTimer: otherTimer = try attribute.integer()
      case .padding: break
      case .address6: address6 = try attribute.ipAddress()
      case .port6: port6 = try attribute.integer()
      case .otherTimer6: otherTimer6 = try attribute.integer()
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `BRIDGE_QUERIER_*`.
package enum BridgeQuerierAttribute: UInt16, CaseIterable {
  case address = 1  // BRIDGE_QUERIER_IP_ADDRESS
  case port = 2  // BRIDGE_QUERIER_IP_PORT
  case otherTimer = 3  // BRIDGE_QUERIER_IP_OTHER_TIMER
  case padding = 4  // BRIDGE_QUERIER_PAD
  case address6 = 5  // BRIDGE_QUERIER_IPV6_ADDRESS
  case port6 = 6  // BRIDGE_QUERIER_IPV6_PORT
  case otherTimer6 = 7  // BRIDGE_QUERIER_IPV6_OTHER_TIMER
}
