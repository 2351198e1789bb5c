public import Netlink
public import NetworkTypes

/// A neighbour or an FDB entry (`RTM_NEWNEIGH`, `RTM_DELNEIGH`).
public struct NeighbourMessage: MessageDecodable, Hashable {
  /// `AF_INET` (2), `AF_INET6` (10); `AF_BRIDGE` (7) for FDB entries.
  public var family: UInt8
  /// The index of the link.
  public var device: Int32
  public var state: NeighbourState
  /// `ndm_flags`, and `NDA_FLAGS_EXT` in the upper half.
  public var flags: NeighbourFlags
  /// `ndm_type`: what the address is; 0 for FDB entries.
  public var type: RouteType

  /// Whether it is an entry of a bridge, a vxlan or a NIC.
  public var isFDB: Bool { family == 7 }
  /// The IP address; the remote tunnel end of an FDB entry (`NDA_DST`).
  public var address: IPAddress?
  /// `NDA_LLADDR`.
  public var macAddress: MACAddress?
  /// `NDA_CACHEINFO`.
  public var cache: NeighbourCacheInfo?
  /// Solicitations sent (`NDA_PROBES`).
  public var probes: UInt32?
  /// `NDA_VLAN`.
  public var vlan: UInt16?
  /// The UDP destination port of a tunnel (`NDA_PORT`).
  public var port: UInt16?
  /// `NDA_VNI`.
  public var vni: UInt32?
  /// The index of the link that tunnel packets leave by (`NDA_IFINDEX`).
  public var via: Int32?
  /// The index of the bridge (`NDA_MASTER`).
  public var master: Int32?
  /// `NDA_LINK_NETNSID`.
  public var linkNetnsID: Int32?
  /// `NDA_SRC_VNI`.
  public var sourceVNI: UInt32?
  /// `NDA_PROTOCOL`.
  public var `protocol`: RouteProtocol?
  /// The group of next-hop objects (`NDA_NH_ID`).
  public var nextHopID: UInt32?
  /// `NDA_FDB_EXT_ATTRS`.
  public var fdbAttributes: FDBAttributes?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init(payload: RawSpan) throws(MalformedMessage) {
    try payload.require(12, of: "ndmsg")
    family = payload.field(at: 0)
    device = payload.field(at: 4)
    state = NeighbourState(rawValue: payload.field(at: 8))
    flags = NeighbourFlags(rawValue: UInt32(payload.field(at: 10) as UInt8))
    type = RouteType(rawValue: payload.field(at: 11))
    var attributes = AttributeReader(payload.extracting(droppingFirst: 12))
    while let attribute = try attributes.next() {
      switch NeighbourAttribute(rawValue: attribute.type) {
      case .address: address = try attribute.ipAddress()
      case .macAddress: macAddress = attribute.macAddress
      case .cache: cache = try NeighbourCacheInfo(attribute.payload)
      case .probes: probes = try attribute.integer()
      case .vlan: vlan = try attribute.integer()
      case .port: port = try attribute.bigEndian()
      case .vni: vni = try attribute.integer()
      case .via: via = try attribute.integer()
      case .master: master = try attribute.integer()
      case .linkNetnsID: linkNetnsID = try attribute.integer()
      case .sourceVNI: sourceVNI = try attribute.integer()
      case .protocol: `protocol` = RouteProtocol(rawValue: try attribute.integer())
      case .nextHopID: nextHopID = try attribute.integer()
      case .fdbAttributes: fdbAttributes = try FDBAttributes(attributes: attribute.nested)
      case .extendedFlags:
        flags.formUnion(NeighbourFlags(rawValue: (try attribute.integer() as UInt32) << 16))
      case .stateMask: unknown.append(UnknownAttribute(attribute))
      case .flagsMask: unknown.append(UnknownAttribute(attribute))
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `NDA_*`.
package enum NeighbourAttribute: UInt16, CaseIterable {
  case address = 1  // NDA_DST
  case macAddress = 2  // NDA_LLADDR
  case cache = 3  // NDA_CACHEINFO
  case probes = 4  // NDA_PROBES
  case vlan = 5  // NDA_VLAN
  case port = 6  // NDA_PORT
  case vni = 7  // NDA_VNI
  case via = 8  // NDA_IFINDEX
  case master = 9  // NDA_MASTER
  case linkNetnsID = 10  // NDA_LINK_NETNSID
  case sourceVNI = 11  // NDA_SRC_VNI
  case `protocol` = 12  // NDA_PROTOCOL
  case nextHopID = 13  // NDA_NH_ID
  case fdbAttributes = 14  // NDA_FDB_EXT_ATTRS
  case extendedFlags = 15  // NDA_FLAGS_EXT
  case stateMask = 16  // NDA_NDM_STATE_MASK
  case flagsMask = 17  // NDA_NDM_FLAGS_MASK
}

/// How long ago things happened to a neighbour (`struct nda_cacheinfo`), in hundredths of a
/// second.
public struct NeighbourCacheInfo: Hashable, Sendable {
  public var confirmed: UInt32
  public var used: UInt32
  public var updated: UInt32
  public var references: UInt32

  init(_ bytes: RawSpan) throws(MalformedMessage) {
    try bytes.require(16, of: "nda_cacheinfo")
    confirmed = bytes.field(at: 0)
    used = bytes.field(at: 4)
    updated = bytes.field(at: 8)
    references = bytes.field(at: 12)
  }
}

/// How the activity of an FDB entry is watched (`NDA_FDB_EXT_ATTRS`).
public struct FDBAttributes: AttributesDecodable {
  /// `FDB_NOTIFY_*` (`NFEA_ACTIVITY_NOTIFY`).
  public var activityNotify: UInt8?
  /// `NFEA_DONT_REFRESH`.
  public var doesNotRefresh: Bool = false
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch FDBAttribute(rawValue: attribute.type) {
      case .activityNotify: activityNotify = try attribute.integer()
      case .doesNotRefresh: doesNotRefresh = true
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `NFEA_*`.
package enum FDBAttribute: UInt16, CaseIterable {
  case activityNotify = 1  // NFEA_ACTIVITY_NOTIFY
  case doesNotRefresh = 2  // NFEA_DONT_REFRESH
}
