public import Netlink
public import NetworkTypes

/// A WireGuard device with its peers (`WG_CMD_GET_DEVICE`), from the messages of one answer.
///
/// Private and preshared keys are in the answer; they are never copied out of the receive buffer.
/// A device may have ten thousand peers, so what they are allowed to send from stands in one list
/// of the device.
public struct WireGuardDevice: Hashable, Sendable {
  public var index: Int32 = 0
  public var name = ""
  /// Nil while the device has no key.
  public var publicKey: PublicKey?
  /// The UDP port that it hears; 0 while the device is down and none was set.
  public var listenPort: UInt16 = 0
  /// Of the packets that it sends; 0 is none.
  public var fwMark: UInt32 = 0
  public var peers: [WireGuardPeer] = []
  /// Of all peers, one peer after the other: see `WireGuardPeer.allowed`.
  public var allowedPrefixes: [IPPrefix] = []
  /// The attributes of the device without a field here, in the order of the messages.
  public var unknown: [UnknownAttribute] = []

  public init() {}

  /// What a peer may send from and is sent to.
  public func allowedPrefixes(of peer: WireGuardPeer) -> ArraySlice<IPPrefix> {
    allowedPrefixes[peer.allowed]
  }

  /// Takes in the next message of the answer.
  ///
  /// A peer with many prefixes goes on at the start of the next message, which repeats its key.
  public mutating func take(_ payload: RawSpan) throws(MalformedMessage) {
    var attributes = try AttributeReader(genericPayload: payload)
    while let attribute = try attributes.next() {
      switch WireGuardAttribute(rawValue: attribute.type) {
      case .index: index = try attribute.integer()
      case .name: name = attribute.string
      case .privateKey: break
      case .publicKey: publicKey = PublicKey(attribute.payload)
      case .listenPort: listenPort = try attribute.integer()
      case .fwMark: fwMark = try attribute.integer()
      case .peers:
        var list = attribute.nested
        while let peer = try list.next() { try takePeer(peer.nested) }
      case .flags: break
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }

  private mutating func takePeer(_ attributes: consuming AttributeReader) throws(MalformedMessage) {
    var peer = WireGuardPeer(allowed: allowedPrefixes.endIndex)
    while let attribute = try attributes.next() {
      if attribute.type == WireGuardPeerAttribute.allowedPrefixes.rawValue {
        var list = attribute.nested
        while let prefix = try list.next() { try takePrefix(prefix.nested) }
      } else {
        try peer.take(attribute)
      }
    }
    if let last = peers.indices.last, peers[last].publicKey == peer.publicKey {
      peers[last].allowed = peers[last].allowed.lowerBound..<allowedPrefixes.endIndex
    } else {
      peer.allowed = peer.allowed.lowerBound..<allowedPrefixes.endIndex
      peers.append(peer)
    }
  }

  private mutating func takePrefix(_ attributes: consuming AttributeReader)
    throws(MalformedMessage)
  {
    var address: IPAddress?
    var length: UInt8?
    while let attribute = try attributes.next() {
      switch attribute.type {
      case 2: address = try attribute.ipAddress()  // WGALLOWEDIP_A_IPADDR
      case 3: length = try attribute.integer()  // WGALLOWEDIP_A_CIDR_MASK
      default: break  // WGALLOWEDIP_A_FAMILY says what the length of the address does
      }
    }
    guard let address, let length, length <= address.family.bits else {
      throw .missing(what: "an allowed IP", attribute: "address or length")
    }
    allowedPrefixes.append(IPPrefix(address, length: length))
  }
}

/// `WGDEVICE_A_*`.
package enum WireGuardAttribute: UInt16, CaseIterable {
  case index = 1  // WGDEVICE_A_IFINDEX
  case name = 2  // WGDEVICE_A_IFNAME
  case privateKey = 3  // WGDEVICE_A_PRIVATE_KEY
  case publicKey = 4  // WGDEVICE_A_PUBLIC_KEY
  case flags = 5  // WGDEVICE_A_FLAGS
  case listenPort = 6  // WGDEVICE_A_LISTEN_PORT
  case fwMark = 7  // WGDEVICE_A_FWMARK
  case peers = 8  // WGDEVICE_A_PEERS
}
