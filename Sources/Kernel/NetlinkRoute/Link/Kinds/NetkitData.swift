public import Netlink
public import NetworkTypes

/// What only a netkit has, since Linux 6.7.
public struct NetkitData: AttributesDecodable {
  /// Only in requests (`IFLA_NETKIT_PEER_INFO`).
  public var peerInformation: [UInt8]?
  /// Whether this end was asked for, and the other one came with it (`IFLA_NETKIT_PRIMARY`).
  public var isPrimary: Bool?
  /// What happens where no program decides (`IFLA_NETKIT_POLICY`).
  public var policy: NetkitPolicy?
  /// `IFLA_NETKIT_PEER_POLICY`.
  public var peerPolicy: NetkitPolicy?
  /// `IFLA_NETKIT_MODE`.
  public var mode: NetkitMode?
  /// Since Linux 6.12 (`IFLA_NETKIT_SCRUB`).
  public var scrub: NetkitScrub?
  /// `IFLA_NETKIT_PEER_SCRUB`.
  public var peerScrub: NetkitScrub?
  /// In bytes, since Linux 6.13 (`IFLA_NETKIT_HEADROOM`).
  public var headroom: UInt16?
  /// In bytes (`IFLA_NETKIT_TAILROOM`).
  public var tailroom: UInt16?
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  public init(attributes: consuming AttributeReader) throws(MalformedMessage) {
    while let attribute = try attributes.next() {
      switch NetkitAttribute(rawValue: attribute.type) {
      case .peerInformation: peerInformation = attribute.payload.array
      case .isPrimary: isPrimary = try attribute.flag()
      case .policy: policy = NetkitPolicy(rawValue: try attribute.integer())
      case .peerPolicy: peerPolicy = NetkitPolicy(rawValue: try attribute.integer())
      case .mode: mode = NetkitMode(rawValue: try attribute.integer())
      case .scrub: scrub = NetkitScrub(rawValue: try attribute.integer())
      case .peerScrub: peerScrub = NetkitScrub(rawValue: try attribute.integer())
      case .headroom: headroom = try attribute.integer()
      case .tailroom: tailroom = try attribute.integer()
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }
}

/// `IFLA_NETKIT_*`.
package enum NetkitAttribute: UInt16, CaseIterable {
  case peerInformation = 1  // IFLA_NETKIT_PEER_INFO
  case isPrimary = 2  // IFLA_NETKIT_PRIMARY
  case policy = 3  // IFLA_NETKIT_POLICY
  case peerPolicy = 4  // IFLA_NETKIT_PEER_POLICY
  case mode = 5  // IFLA_NETKIT_MODE
  case scrub = 6  // IFLA_NETKIT_SCRUB
  case peerScrub = 7  // IFLA_NETKIT_PEER_SCRUB
  case headroom = 8  // IFLA_NETKIT_HEADROOM
  case tailroom = 9  // IFLA_NETKIT_TAILROOM
}

/// At which layer a netkit works (`NETKIT_L2`, `NETKIT_L3`).
public struct NetkitMode: KernelWord {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let l2 = Self(rawValue: 0)
  public static let l3 = Self(rawValue: 1)

  public static let words: [UInt32: String] = [
    0: "l2", 1: "l3",
  ]
}

/// What a netkit does without a program (`NETKIT_PASS` …).
public struct NetkitPolicy: KernelWord {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let forward = Self(rawValue: 0)
  public static let blackhole = Self(rawValue: 2)

  public static let words: [UInt32: String] = [
    0: "forward", 2: "blackhole", 7: "redirect",
  ]
}

/// What is wiped from a packet that changes ends (`NETKIT_SCRUB_*`).
public struct NetkitScrub: KernelWord {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let none = Self(rawValue: 0)
  public static let `default` = Self(rawValue: 1)

  public static let words: [UInt32: String] = [
    0: "none", 1: "default",
  ]
}
