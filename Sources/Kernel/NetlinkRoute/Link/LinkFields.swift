public import Netlink
public import NetworkTypes

/// What nearly every link has, read without an allocation; the rest of the message is only
/// checked.
///
/// For a thousand links at once: `isSimple` says that a `LinkMessage` can be decoded from the
/// same bytes without an error, whenever somebody wants what is not here, and that it has
/// neither data of its kind nor alternative names nor virtual functions.
@frozen public struct LinkFields {
  public var index: Int32
  public var hardwareType: UInt16
  public var flags: UInt32
  public var isSimple: Bool
  /// `IFLA_OPERSTATE`.
  public var operState: UInt8?
  /// `IFLA_IFNAME`.
  public var name = ""
  /// `IFLA_INFO_KIND`.
  public var kind: String?
  /// `IFLA_ADDRESS`.
  public var macAddress: MACAddress?
  /// `IFLA_BROADCAST`.
  public var broadcast: MACAddress?
  /// `IFLA_MTU`.
  public var mtu: UInt32?
  /// `IFLA_LINK`.
  public var link: Int32?
  /// `IFLA_LINK_NETNSID`.
  public var linkNetnsID: Int32?
  /// `IFLA_MASTER`.
  public var master: Int32?
  /// `IFLA_TXQLEN`.
  public var txQueueLength: UInt32?
  /// `IFLA_GROUP`.
  public var group: UInt32?

  /// The header (`struct ifinfomsg`), whose length was checked.
  @inlinable init(header: RawSpan) {
    // Other families have other attributes under the same numbers.
    isSimple = header.field(at: 0, as: UInt8.self) == 0
    hardwareType = header.field(at: 2)
    index = header.field(at: 4)
    flags = header.field(at: 8)
  }

  /// Reads the payload of a link message.
  ///
  /// - Parameter statistics: Gets the value of `IFLA_STATS64`, if there is one.
  @inlinable public static func read(_ payload: RawSpan, statistics: (RawSpan) -> Void)
    throws(MalformedMessage) -> LinkFields
  {
    try payload.require(16, of: "ifinfomsg")
    var fields = LinkFields(header: payload)
    var attributes = AttributeReader(payload.extracting(droppingFirst: 16))
    while let attribute = try attributes.next() {
      let size = Self.size(of: attribute.type)
      if size != 0, size != attribute.payload.byteCount {
        fields.isSimple = false
      } else if attribute.type == 23 {  // IFLA_STATS64
        if attribute.payload.byteCount < 23 * 8 { fields.isSimple = false }
        statistics(attribute.payload)
      } else {
        fields.take(attribute)
      }
    }
    return fields
  }

  /// Takes an attribute whose size is right.
  @usableFromInline mutating func take(_ attribute: borrowing Attribute) {
    let bytes = attribute.payload
    switch attribute.type {
    case 1: macAddress = attribute.macAddress  // IFLA_ADDRESS
    case 2: broadcast = attribute.macAddress  // IFLA_BROADCAST
    case 3: name = attribute.string  // IFLA_IFNAME
    case 4: mtu = bytes.field(at: 0)  // IFLA_MTU
    case 5: link = bytes.field(at: 0)  // IFLA_LINK
    case 10: master = bytes.field(at: 0)  // IFLA_MASTER
    case 13: txQueueLength = bytes.field(at: 0)  // IFLA_TXQLEN
    case 16: operState = bytes.field(at: 0)  // IFLA_OPERSTATE
    case 27: group = bytes.field(at: 0)  // IFLA_GROUP
    case 37: linkNetnsID = bytes.field(at: 0)  // IFLA_LINK_NETNSID
    case 18: takeInfo(attribute.nested)  // IFLA_LINKINFO
    case 26: check(Self.isFamilies(attribute.nested))  // IFLA_AF_SPEC
    case 43: check(Self.isXDP(attribute.nested))  // IFLA_XDP
    case 14: check(bytes.byteCount >= 28)  // IFLA_MAP
    case 66: check(bytes.byteCount == 4 || bytes.byteCount == 8)  // a number of either size
    // IFLA_PROTINFO, IFLA_VFINFO_LIST, IFLA_PROP_LIST, IFLA_ALT_IFNAME,
    // IFLA_PROTO_DOWN_REASON: few links have one.
    case 12, 22, 52, 53, 55: isSimple = false
    default: break
    }
  }

  private mutating func check(_ isWhole: Bool) { if !isWhole { isSimple = false } }

  private mutating func takeInfo(_ attributes: consuming AttributeReader) {
    kind = nil
    var isBridgePort: Bool?
    do {
      while let attribute = try attributes.next() {
        switch attribute.type {
        case 1: kind = attribute.string  // IFLA_INFO_KIND
        case 4:  // IFLA_INFO_SLAVE_KIND
          check(isBridgePort == nil)
          isBridgePort = attribute.payload.isBridge
        case 5:  // IFLA_INFO_SLAVE_DATA; the kernel tells its kind before it
          check(isBridgePort == true && Self.isBridgePort(attribute.nested))
        case 2: isSimple = false  // IFLA_INFO_DATA
        default: break
        }
      }
    } catch {
      isSimple = false
    }
  }
}

// MARK: - What a decoder of the rest would refuse

extension LinkFields {
  /// The size in bytes that the value of an attribute must have; 0 where that is not all.
  @inlinable static func size(of type: UInt16) -> Int {
    switch type {
    // IFLA_OPERSTATE, IFLA_LINKMODE, IFLA_CARRIER, IFLA_PROTO_DOWN.
    case 16, 17, 33, 39: 1
    case 68, 69: 2  // IFLA_HEADROOM, IFLA_TAILROOM
    // Numbers of the link: from IFLA_MTU to IFLA_GRO_IPV4_MAX_SIZE.
    case 4, 5, 10, 13, 15, 21, 27, 29...32, 35, 37, 40, 41, 44...51, 58...61, 63, 64: 4
    default: 0
    }
  }

  /// The same for the port of a bridge.
  private static func size(ofBridgePort type: UInt16) -> Int {
    switch type {
    case 1, 4...12, 19, 20, 25, 27...30, 32, 33, 35, 36, 39, 40, 43: 1
    case 2, 15...18, 31: 2
    case 3, 34, 37, 38, 41, 42, 44: 4
    case 13, 14, 21...23: 8
    default: 0
    }
  }

  /// The same for what IPv6 says of a link.
  private static func size(ofInet6 type: UInt16) -> Int {
    switch type {
    case 8: 1  // IFLA_INET6_ADDR_GEN_MODE
    case 1, 9: 4  // IFLA_INET6_FLAGS, IFLA_INET6_RA_MTU
    default: 0
    }
  }

  private static func isBridgePort(_ attributes: consuming AttributeReader) -> Bool {
    areWhole(attributes) { size(ofBridgePort: $0) }
  }

  private static func isXDP(_ attributes: consuming AttributeReader) -> Bool {
    // IFLA_XDP_ATTACHED, and the numbers of programs.
    areWhole(attributes) { $0 == 2 ? 1 : (3...7).contains($0) ? 4 : 0 }
  }

  private static func isFamilies(_ attributes: consuming AttributeReader) -> Bool {
    do {
      while let family = try attributes.next() {
        switch family.type {
        case 2: guard areWhole(family.nested, { _ in 0 }) else { return false }  // AF_INET
        case 10: guard isInet6(family.nested) else { return false }  // AF_INET6
        default: break
        }
      }
      return true
    } catch {
      return false
    }
  }

  private static func isInet6(_ attributes: consuming AttributeReader) -> Bool {
    do {
      while let attribute = try attributes.next() {
        let count = attribute.payload.byteCount
        let size = size(ofInet6: attribute.type)
        if size != 0, size != count { return false }
        if attribute.type == 7, count != 4, count != 16 { return false }  // IFLA_INET6_TOKEN
      }
      return true
    } catch {
      return false
    }
  }

  @inline(__always)
  private static func areWhole(
    _ attributes: consuming AttributeReader, _ size: (UInt16) -> Int
  ) -> Bool {
    do {
      while let attribute = try attributes.next() {
        let wanted = size(attribute.type)
        if wanted != 0, wanted != attribute.payload.byteCount { return false }
      }
      return true
    } catch {
      return false
    }
  }
}

extension RawSpan {
  /// Whether these bytes are the text `bridge` and its NUL.
  fileprivate var isBridge: Bool {
    byteCount == 7 && field(at: 0, as: UInt32.self) == UInt32(littleEndian: 0x6469_7262)
      && field(at: 3, as: UInt32.self) == UInt32(littleEndian: 0x0065_6764)
  }
}
