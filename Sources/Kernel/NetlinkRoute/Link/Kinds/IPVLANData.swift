public import Netlink
public import NetworkTypes

/// What only an ipvlan or ipvtap has.
public struct IPVLANData: AttributesDecodable {
  /// `IFLA_IPVLAN_MODE`.
  public var mode: IPVLANMode?
  /// None of them is mode `bridge` (`IFLA_IPVLAN_FLAGS`).
  public var flags: IPVLANFlags?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch IPVLANAttribute(rawValue: attribute.type) {
      case .mode: mode = IPVLANMode(rawValue: try attribute.integer())
      case .flags: flags = IPVLANFlags(rawValue: try attribute.integer())
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `IFLA_IPVLAN_*`.
package enum IPVLANAttribute: UInt16, CaseIterable {
  case mode = 1  // IFLA_IPVLAN_MODE
  case flags = 2  // IFLA_IPVLAN_FLAGS
}

/// At which layer an ipvlan switches (`IPVLAN_MODE_*`).
public struct IPVLANMode: KernelWord {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let l2 = Self(rawValue: 0)
  public static let l3 = Self(rawValue: 1)
  public static let l3s = Self(rawValue: 2)

  public static let words: [UInt16: String] = [
    0: "l2", 1: "l3", 2: "l3s",
  ]
}

/// `IPVLAN_F_*`.
public struct IPVLANFlags: KernelFlags {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let names: [(bit: UInt16, name: String)] = [
    (1, "private"), (2, "vepa"),
  ]
}
