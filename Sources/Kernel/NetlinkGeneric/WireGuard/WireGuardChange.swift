public import Netlink
public import NetworkTypes

/// Sets a WireGuard device (`WG_CMD_SET_DEVICE`); what is nil stays.
public struct ChangeWireGuard: Hashable, Sendable {
  /// What a peer is to be; what it was allowed before it is not any more.
  public struct Peer: Hashable, Sendable {
    public var publicKey: PublicKey
    public var endpoint: WireGuardEndpoint?
    /// In seconds; 0 is never.
    public var keepaliveSeconds: UInt16?
    public var allowedPrefixes: [IPPrefix] = []
    /// Away with it.
    public var isRemoved = false

    public init(_ publicKey: PublicKey) { self.publicKey = publicKey }
  }

  /// The index of the link.
  public var index: Int32
  /// 32 bytes. It goes to the kernel and nowhere else.
  public var privateKey: [UInt8]?
  /// The UDP port.
  public var listenPort: UInt16?
  public var peers: [Peer] = []

  public init(index: Int32) { self.index = index }

  /// As many messages as it takes: a list of peers has room for 64 KiB.
  public func messages(_ family: GenericFamily) -> [MessageEncoder] {
    var messages: [MessageEncoder] = []
    var rest = peers[...]
    repeat {
      var message = family.message(1)
      message.attribute(WireGuardAttribute.index.rawValue, index)
      if messages.isEmpty {
        if let privateKey {
          message.attribute(WireGuardAttribute.privateKey.rawValue, bytes: privateKey)
        }
        if let listenPort {
          message.attribute(WireGuardAttribute.listenPort.rawValue, listenPort)
        }
      }
      let now = Self.fitting(rest)
      if !now.isEmpty {
        message.nest(WireGuardAttribute.peers.rawValue) { list in
          for peer in now { list.nest(0) { peer.encode(into: &$0) } }
        }
      }
      messages.append(message)
      rest = rest.dropFirst(now.count)
    } while !rest.isEmpty
    return messages
  }

  /// The first peers that surely have room in one list; one at least.
  private static func fitting(_ peers: ArraySlice<Peer>) -> ArraySlice<Peer> {
    var bytes = 0
    let count = peers.prefix { peer in
      bytes += 100 + peer.allowedPrefixes.count * 44
      return bytes < 32_000
    }.count
    return peers.prefix(max(count, 1))
  }
}

extension ChangeWireGuard.Peer {
  fileprivate func encode(into message: inout MessageEncoder) {
    typealias Attribute = WireGuardPeerAttribute
    message.attribute(Attribute.publicKey.rawValue, bytes: publicKey.bytes)
    // WGPEER_F_REMOVE_ME, WGPEER_F_REPLACE_ALLOWEDIPS.
    message.attribute(Attribute.flags.rawValue, UInt32(isRemoved ? 1 << 0 : 1 << 1))
    guard !isRemoved else { return }
    if let endpoint {
      message.attribute(Attribute.endpoint.rawValue, bytes: endpoint.socketAddress)
    }
    if let keepaliveSeconds {
      message.attribute(Attribute.keepalive.rawValue, keepaliveSeconds)
    }
    guard !allowedPrefixes.isEmpty else { return }
    message.nest(Attribute.allowedPrefixes.rawValue) { list in
      for prefix in allowedPrefixes {
        list.nest(0) { entry in
          let family: UInt16 = prefix.address.family == .ipv4 ? 2 : 10  // AF_INET, AF_INET6
          entry.attribute(1, family)  // WGALLOWEDIP_A_FAMILY
          entry.attribute(2, prefix.address)  // WGALLOWEDIP_A_IPADDR
          entry.attribute(3, prefix.length)  // WGALLOWEDIP_A_CIDR_MASK
        }
      }
    }
  }
}

extension WireGuardEndpoint {
  /// `struct sockaddr_in` or `struct sockaddr_in6`.
  var socketAddress: [UInt8] {
    func bytes<I: FixedWidthInteger>(_ value: I) -> [UInt8] {
      withUnsafeBytes(of: value) { Array($0) }
    }
    switch address.family {
    case .ipv4:
      return bytes(UInt16(2)) + bytes(port.bigEndian) + address.networkOrder
        + [UInt8](repeating: 0, count: 8)
    case .ipv6:
      return bytes(UInt16(10)) + bytes(port.bigEndian) + bytes(UInt32(0)) + address.networkOrder
        + bytes(scope)
    }
  }
}
