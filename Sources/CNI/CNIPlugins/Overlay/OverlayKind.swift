import NetworkTypes

/// What packets between nodes are put into; the words of the key `kind`.
enum OverlayKind: String, CaseIterable {
  case vxlan, geneve, gre, ipip

  /// What is in front of a pod's packet on the underlay, in bytes.
  func overhead(over family: AddressFamily) -> UInt32 {
    let outer: UInt32 = family == .ipv4 ? 20 : 40
    switch self {
    // UDP 8, the tunnel's header 8, and the Ethernet header of the packet inside.
    case .vxlan, .geneve: return outer + 8 + 8 + 14
    // With the key.
    case .gre: return outer + 8
    case .ipip: return outer
    }
  }

  /// The UDP port that other nodes send to; nil where packets have none.
  var defaultPort: UInt16? {
    switch self {
    case .vxlan: 4789  // RFC 7348
    case .geneve: 6081  // RFC 8926
    case .gre, .ipip: nil
    }
  }

  /// The largest number that tells networks apart; nil where there is none.
  var maximumID: UInt32? {
    switch self {
    case .vxlan, .geneve: 0xFF_FFFF
    case .gre: UInt32.max
    case .ipip: nil
    }
  }

  /// Whether packets inside have hardware addresses.
  var isEthernet: Bool { self == .vxlan || self == .geneve }

  /// The families that can be inside, and around.
  var innerFamilies: [AddressFamily] { self == .ipip ? [.ipv4] : [.ipv4, .ipv6] }
  var outerFamilies: [AddressFamily] { self == .ipip || self == .gre ? [.ipv4] : [.ipv4, .ipv6] }
}
