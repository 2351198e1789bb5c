public import Netlink
public import NetworkTypes

/// An IP address on a link (`RTM_NEWADDR`, `RTM_DELADDR`).
public struct AddressMessage: MessageDecodable, Hashable {
  /// `AF_INET` (2) or `AF_INET6` (10).
  public var family: UInt8
  /// In bits.
  public var prefixLength: UInt8
  /// `IFA_FLAGS`, or the eight bits of the header where that is absent.
  public var flags: AddressFlags
  public var scope: RouteScope
  /// The index of the link.
  public var index: Int32
  /// The other end of a point-to-point link, else the address itself (`IFA_ADDRESS`).
  public var address: IPAddress?
  /// The address; IPv6 sends it only with another end (`IFA_LOCAL`).
  public var local: IPAddress?
  /// `IFA_LABEL`.
  public var label: String?
  /// `IFA_BROADCAST`.
  public var broadcast: IPAddress?
  /// `IFA_ANYCAST`.
  public var anycast: IPAddress?
  /// `IFA_CACHEINFO`.
  public var cache: AddressCacheInfo?
  /// `IFA_MULTICAST`.
  public var multicast: IPAddress?
  /// The metric of the prefix route (`IFA_RT_PRIORITY`).
  public var routePriority: UInt32?
  /// `IFA_TARGET_NETNSID`.
  public var targetNetnsID: Int32?
  /// Who made it, since Linux 5.18: 1 loopback, 2 router advertisement, 3 link-local (`IFA_PROTO`).
  public var origin: UInt8?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init(payload: RawSpan) throws(MalformedMessage) {
    try payload.require(8, of: "ifaddrmsg")
    family = payload.field(at: 0)
    prefixLength = payload.field(at: 1)
    flags = AddressFlags(rawValue: UInt32(payload.field(at: 2) as UInt8))
    scope = RouteScope(rawValue: payload.field(at: 3))
    index = payload.field(at: 4)
    var attributes = AttributeReader(payload.extracting(droppingFirst: 8))
    while let attribute = try attributes.next() {
      switch AddressAttribute(rawValue: attribute.type) {
      case .address: address = try attribute.ipAddress()
      case .local: local = try attribute.ipAddress()
      case .label: label = attribute.string
      case .broadcast: broadcast = try attribute.ipAddress()
      case .anycast: anycast = try attribute.ipAddress()
      case .cache: cache = try AddressCacheInfo(attribute.payload)
      case .multicast: multicast = try attribute.ipAddress()
      case .wideFlags: flags = AddressFlags(rawValue: try attribute.integer())
      case .routePriority: routePriority = try attribute.integer()
      case .targetNetnsID: targetNetnsID = try attribute.integer()
      case .origin: origin = try attribute.integer()
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `IFA_*`.
package enum AddressAttribute: UInt16, CaseIterable {
  case address = 1  // IFA_ADDRESS
  case local = 2  // IFA_LOCAL
  case label = 3  // IFA_LABEL
  case broadcast = 4  // IFA_BROADCAST
  case anycast = 5  // IFA_ANYCAST
  case cache = 6  // IFA_CACHEINFO
  case multicast = 7  // IFA_MULTICAST
  case wideFlags = 8  // IFA_FLAGS
  case routePriority = 9  // IFA_RT_PRIORITY
  case targetNetnsID = 10  // IFA_TARGET_NETNSID
  case origin = 11  // IFA_PROTO
}

/// How long an address lives (`struct ifa_cacheinfo`).
public struct AddressCacheInfo: Hashable, Sendable {
  /// In seconds; `UInt32.max` is for ever.
  public var preferredSeconds: UInt32
  /// In seconds; `UInt32.max` is for ever.
  public var validSeconds: UInt32
  /// In hundredths of a second since the start of the system.
  public var created: UInt32
  public var updated: UInt32

  init(_ bytes: RawSpan) throws(MalformedMessage) {
    try bytes.require(16, of: "ifa_cacheinfo")
    preferredSeconds = bytes.field(at: 0)
    validSeconds = bytes.field(at: 4)
    created = bytes.field(at: 8)
    updated = bytes.field(at: 12)
  }
}
