public import Netlink
public import NetworkTypes

/// What nearly every neighbour and FDB entry has, read without a copy or an allocation.
///
/// For loops over many thousands: `isSimple` says that these fields are all there is to know,
/// and a `NeighbourMessage` tells the rest of the others.
@frozen public struct NeighbourFields {
  public var family: UInt8
  /// The flags of the header, without those of `NDA_FLAGS_EXT`.
  public var flags: UInt8
  public var type: UInt8
  /// In bytes: 0 for none, 4 or 16.
  public var addressLength: UInt8
  /// In bytes: 0 for none, 6 for Ethernet; longer ones are not simple.
  public var macLength: UInt8
  public var `protocol`: UInt8
  public var isSimple: Bool
  public var hasVLAN: Bool
  public var hasCache: Bool
  public var state: UInt16
  public var vlan: UInt16
  /// The index of the link.
  public var device: Int32
  /// The index of the bridge; 0 is none.
  public var master: Int32
  public var probes: UInt32
  /// Hundredths of a second since it was confirmed, used, changed; with `hasCache`.
  public var confirmed: UInt32
  public var used: UInt32
  public var updated: UInt32
  /// The first eight bytes of the address, the first byte lowest.
  public var mac: UInt64
  public var addressHigh: UInt64
  /// The number of an IPv4 address, or the lower half of an IPv6 one.
  public var addressLow: UInt64

  /// The header (`struct ndmsg`), whose length was checked.
  @inlinable @inline(__always) init(header: RawSpan) {
    family = header.field(at: 0)
    device = header.field(at: 4)
    state = header.field(at: 8)
    flags = header.field(at: 10)
    type = header.field(at: 11)
    addressLength = 0
    macLength = 0
    `protocol` = 0
    isSimple = true
    hasVLAN = false
    hasCache = false
    vlan = 0
    master = 0
    probes = 0
    confirmed = 0
    used = 0
    updated = 0
    mac = 0
    addressHigh = 0
    addressLow = 0
  }

  /// Reads the payload of a neighbour message.
  @inlinable @inline(__always) public static func read(_ payload: RawSpan) throws(MalformedMessage)
    -> NeighbourFields
  {
    try payload.require(12, of: "ndmsg")
    var fields = NeighbourFields(header: payload)
    var attributes = AttributeReader(payload.extracting(droppingFirst: 12))
    while let attribute = try attributes.next() {
      switch attribute.type {
      case 1: try fields.takeAddress(attribute)  // NDA_DST
      case 2: fields.takeMAC(attribute)  // NDA_LLADDR
      case 3: fields.takeCache(attribute.payload)  // NDA_CACHEINFO
      case 4: fields.probes = try attribute.integer()  // NDA_PROBES
      case 5:  // NDA_VLAN
        fields.vlan = try attribute.integer()
        fields.hasVLAN = true
      case 9: fields.master = try attribute.integer()  // NDA_MASTER
      case 12: fields.protocol = try attribute.integer()  // NDA_PROTOCOL
      case 15:  // NDA_FLAGS_EXT
        if try attribute.integer(as: UInt32.self) != 0 { fields.isSimple = false }
      default: fields.isSimple = false
      }
    }
    return fields
  }

  @inlinable mutating func takeAddress(_ attribute: borrowing Attribute) throws(MalformedMessage) {
    let bytes = attribute.payload
    switch bytes.byteCount {
    case 4:
      addressHigh = 0
      addressLow = UInt64(UInt32(bigEndian: bytes.field(at: 0)))
      addressLength = 4
    case 16:
      addressHigh = UInt64(bigEndian: bytes.field(at: 0))
      addressLow = UInt64(bigEndian: bytes.field(at: 8))
      addressLength = 16
    default:
      throw .badAttribute(type: attribute.type, expected: 16, actual: bytes.byteCount)
    }
  }

  @inlinable mutating func takeMAC(_ attribute: borrowing Attribute) {
    let bytes = attribute.payload
    guard bytes.byteCount == 6 else {
      macLength = UInt8(truncatingIfNeeded: min(bytes.byteCount, 255))
      isSimple = bytes.isEmpty && isSimple
      return
    }
    macLength = 6
    mac =
      UInt64(bytes.field(at: 0, as: UInt32.self)) | UInt64(bytes.field(at: 4, as: UInt16.self))
      << 32
  }

  @inlinable mutating func takeCache(_ bytes: RawSpan) {
    guard bytes.byteCount >= 16 else {
      isSimple = false
      return
    }
    confirmed = bytes.field(at: 0)
    used = bytes.field(at: 4)
    updated = bytes.field(at: 8)
    hasCache = true
  }

  /// The IP address, where there is one.
  @inlinable public var address: IPAddress? {
    switch addressLength {
    case 4: IPAddress(high: 0, low: addressLow, family: .ipv4)
    case 16: IPAddress(high: addressHigh, low: addressLow, family: .ipv6)
    default: nil
    }
  }

  /// The link-layer address of Ethernet, where there is one.
  @inlinable public var macAddress: MACAddress? {
    macLength == 6 ? MACAddress(ethernet: mac) : nil
  }
}
