public import Netlink
public import NetworkTypes

/// What only a VLAN has (kind `vlan`).
public struct VLANData: AttributesDecodable {
  /// 0 to 4095 (`IFLA_VLAN_ID`).
  public var id: UInt16?
  /// `IFLA_VLAN_FLAGS`.
  public var flags: VLANFlags?
  /// `IFLA_VLAN_EGRESS_QOS`.
  public var egressPriorities: [VLANPriorityMapping] = []
  /// `IFLA_VLAN_INGRESS_QOS`.
  public var ingressPriorities: [VLANPriorityMapping] = []
  /// An EtherType: 0x8100 (802.1Q) or 0x88A8 (802.1ad) (`IFLA_VLAN_PROTOCOL`).
  public var `protocol`: UInt16?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch VLANAttribute(rawValue: attribute.type) {
      case .id: id = try attribute.integer()
      case .flags: flags = VLANFlags(rawValue: try attribute.prefixInteger())
      case .egressPriorities: egressPriorities = try VLANPriorityMapping.list(attribute.nested)
      case .ingressPriorities: ingressPriorities = try VLANPriorityMapping.list(attribute.nested)
      case .protocol: `protocol` = try attribute.bigEndian()
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `IFLA_VLAN_*`.
package enum VLANAttribute: UInt16, CaseIterable {
  case id = 1  // IFLA_VLAN_ID
  case flags = 2  // IFLA_VLAN_FLAGS
  case egressPriorities = 3  // IFLA_VLAN_EGRESS_QOS
  case ingressPriorities = 4  // IFLA_VLAN_INGRESS_QOS
  case `protocol` = 5  // IFLA_VLAN_PROTOCOL
}

/// `VLAN_FLAG_*`.
public struct VLANFlags: KernelFlags {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let names: [(bit: UInt32, name: String)] = [
    (1, "reorderHeader"), (2, "gvrp"), (4, "looseBinding"), (8, "mvrp"), (16, "bridgeBinding"),
  ]
}

/// How priorities of packets and of tags correspond (`struct ifla_vlan_qos_mapping`).
public struct VLANPriorityMapping: Hashable, Sendable {
  public var from: UInt32
  public var to: UInt32

  static func list(_ reader: consuming AttributeReader) throws(MalformedMessage) -> [Self] {
    var list: [Self] = []
    while let attribute = try reader.next() {
      guard let from: UInt32 = attribute.payload.integer(at: 0),
        let to: UInt32 = attribute.payload.integer(at: 4)
      else {
        throw .badAttribute(
          type: attribute.type, expected: 8, actual: attribute.payload.byteCount)
      }
      list.append(Self(from: from, to: to))
    }
    return list
  }
}
