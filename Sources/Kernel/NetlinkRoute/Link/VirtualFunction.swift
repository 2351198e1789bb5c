public import Netlink
public import NetworkTypes

/// A virtual function of an SR-IOV device, as the physical one tells (`IFLA_VF_INFO`).
public struct VirtualFunction: Hashable, Sendable {
  public var number: UInt32
  public var macAddress: MACAddress?
  /// `IFLA_VF_VLAN`; 0 is none.
  public var vlan: UInt32?
  public var vlanPriority: UInt32?
  /// The EtherType of the outermost tag (`IFLA_VF_VLAN_LIST`).
  public var vlanProtocol: UInt16?
  /// In Mbit/s; 0 is no limit (`IFLA_VF_RATE`).
  public var minimumRate: UInt32?
  /// In Mbit/s; 0 is no limit (`IFLA_VF_RATE`, `IFLA_VF_TX_RATE`).
  public var maximumRate: UInt32?
  public var checksSpoofing: Bool?
  public var isTrusted: Bool?
  public var answersRSSQueries: Bool?
  public var linkState: VirtualFunctionLinkState?
  /// InfiniBand (`IFLA_VF_IB_NODE_GUID`).
  public var nodeGUID: UInt64?
  public var portGUID: UInt64?
  public var statistics: VirtualFunctionStatistics?
  public var unknown: [UnknownAttribute] = []

  static func list(_ reader: consuming AttributeReader) throws(MalformedMessage) -> [Self] {
    var list: [Self] = []
    while let attribute = try reader.next() {
      list.append(try Self(attributes: attribute.nested))  // IFLA_VF_INFO
    }
    return list
  }

  init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    number = 0
    while let attribute = try attributes.next() {
      guard let type = VirtualFunctionAttribute(rawValue: attribute.type) else {
        unknown.append(UnknownAttribute(attribute))
        continue
      }
      switch type {
      case .statistics:
        statistics = try VirtualFunctionStatistics(attributes: attribute.nested)
        continue
      case .vlanList:
        try takeVLANs(attribute.nested)
        continue
      case .broadcast:
        // An address alone, without the number in front that the others have.
        unknown.append(UnknownAttribute(attribute))
        continue
      default: break
      }
      let bytes = attribute.payload
      try bytes.require(8, of: "ifla_vf_info")
      number = bytes.field(at: 0)
      take(type, bytes)
    }
  }

  private mutating func take(_ type: VirtualFunctionAttribute, _ bytes: RawSpan) {
    let value: UInt32 = bytes.field(at: 4)
    switch type {
    case .macAddress:
      // 32 bytes, of which the kernel does not say how many count.
      macAddress = MACAddress(bytes.extracting(4..<min(10, bytes.byteCount)))
    case .vlan:
      vlan = value
      vlanPriority = bytes.integer(at: 8)
    case .transmitRate: maximumRate = maximumRate ?? value
    case .rate:
      minimumRate = value
      maximumRate = bytes.integer(at: 8) ?? maximumRate
    case .checksSpoofing: checksSpoofing = value == .max ? nil : value != 0
    case .linkState: linkState = VirtualFunctionLinkState(rawValue: value)
    case .rssQuery: answersRSSQueries = value == .max ? nil : value != 0
    case .trust: isTrusted = value == .max ? nil : value != 0
    case .nodeGUID: nodeGUID = bytes.integer(at: 8)
    case .portGUID: portGUID = bytes.integer(at: 8)
    case .statistics, .vlanList, .broadcast: break
    }
  }

  private mutating func takeVLANs(_ reader: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try reader.next() {
      // struct ifla_vf_vlan_info: number, VLAN, priority, protocol.
      if let word: UInt16 = attribute.payload.integer(at: 12) {
        vlanProtocol = UInt16(bigEndian: word)
      }
    }
  }
}

/// Whether the link of a virtual function follows the device (`IFLA_VF_LINK_STATE_*`).
public struct VirtualFunctionLinkState: KernelWord {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let words: [UInt32: String] = [0: "auto", 1: "enable", 2: "disable"]
}

/// `IFLA_VF_*`.
package enum VirtualFunctionAttribute: UInt16, CaseIterable {
  case macAddress = 1  // IFLA_VF_MAC
  case vlan = 2  // IFLA_VF_VLAN
  case transmitRate = 3  // IFLA_VF_TX_RATE
  case checksSpoofing = 4  // IFLA_VF_SPOOFCHK
  case linkState = 5  // IFLA_VF_LINK_STATE
  case rate = 6  // IFLA_VF_RATE
  case rssQuery = 7  // IFLA_VF_RSS_QUERY_EN
  case statistics = 8  // IFLA_VF_STATS
  case trust = 9  // IFLA_VF_TRUST
  case nodeGUID = 10  // IFLA_VF_IB_NODE_GUID
  case portGUID = 11  // IFLA_VF_IB_PORT_GUID
  case vlanList = 12  // IFLA_VF_VLAN_LIST
  case broadcast = 13  // IFLA_VF_BROADCAST
}
