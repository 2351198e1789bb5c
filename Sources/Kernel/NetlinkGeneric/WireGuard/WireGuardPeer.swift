public import Netlink
public import NetworkTypes

/// A peer of a WireGuard device.
public struct WireGuardPeer: Hashable, Sendable {
  public var publicKey: PublicKey?
  /// Where its packets go; nil until it is told or heard of.
  public var endpoint: WireGuardEndpoint?
  /// How often it is sent something at least, in seconds; 0 is never.
  public var keepaliveSeconds: UInt16 = 0
  /// When the last handshake ended, in nanoseconds since 1970; 0 is never.
  public var lastHandshake: Int64 = 0
  public var rxBytes: UInt64 = 0
  public var txBytes: UInt64 = 0
  public var protocolVersion: UInt32 = 0
  /// Where its prefixes are in `WireGuardDevice.allowedPrefixes`.
  public var allowed: Range<Int>
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  init(allowed start: Int) { allowed = start..<start }

  mutating func take(_ attribute: borrowing Attribute) throws(MalformedMessage) {
    switch WireGuardPeerAttribute(rawValue: attribute.type) {
    case .publicKey: publicKey = PublicKey(attribute.payload)
    case .presharedKey, .flags: break
    case .endpoint: endpoint = WireGuardEndpoint(attribute.payload)
    case .keepalive: keepaliveSeconds = try attribute.integer()
    case .lastHandshake: lastHandshake = try Self.nanoseconds(attribute)
    case .rxBytes: rxBytes = try attribute.integer()
    case .txBytes: txBytes = try attribute.integer()
    case .protocolVersion: protocolVersion = try attribute.integer()
    case .allowedPrefixes: break
    case nil: unknown.append(UnknownAttribute(attribute))
    }
  }

  /// `struct __kernel_timespec`.
  private static func nanoseconds(_ attribute: borrowing Attribute) throws(MalformedMessage)
    -> Int64
  {
    guard let seconds: Int64 = attribute.payload.integer(at: 0),
      let rest: Int64 = attribute.payload.integer(at: 8)
    else {
      throw .badAttribute(type: attribute.type, expected: 16, actual: attribute.payload.byteCount)
    }
    return seconds &* 1_000_000_000 &+ rest
  }
}

/// `WGPEER_A_*`.
package enum WireGuardPeerAttribute: UInt16, CaseIterable {
  case publicKey = 1  // WGPEER_A_PUBLIC_KEY
  case presharedKey = 2  // WGPEER_A_PRESHARED_KEY
  case flags = 3  // WGPEER_A_FLAGS
  case endpoint = 4  // WGPEER_A_ENDPOINT
  case keepalive = 5  // WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL
  case lastHandshake = 6  // WGPEER_A_LAST_HANDSHAKE_TIME
  case rxBytes = 7  // WGPEER_A_RX_BYTES
  case txBytes = 8  // WGPEER_A_TX_BYTES
  case allowedPrefixes = 9  // WGPEER_A_ALLOWEDIPS
  case protocolVersion = 10  // WGPEER_A_PROTOCOL_VERSION
}

/// Where a peer is (`struct sockaddr_in`, `struct sockaddr_in6`).
public struct WireGuardEndpoint: Hashable, Sendable {
  public var address: IPAddress
  public var port: UInt16
  /// Of a link-local address, the index of the link; 0 is none.
  public var scope: UInt32

  public init(address: IPAddress, port: UInt16, scope: UInt32 = 0) {
    self.address = address
    self.port = port
    self.scope = scope
  }

  /// Nil for a family that is neither IPv4 nor IPv6, and for too few bytes.
  init?(_ bytes: RawSpan) {
    guard let family: UInt16 = bytes.integer(at: 0), let port: UInt16 = bytes.integer(at: 2)
    else { return nil }
    self.port = UInt16(bigEndian: port)
    switch family {
    case 2 where bytes.byteCount >= 8:  // AF_INET
      guard let address = IPAddress(networkOrder: bytes.extracting(4..<8)) else { return nil }
      self.address = address
      scope = 0
    case 10 where bytes.byteCount >= 28:  // AF_INET6
      guard let address = IPAddress(networkOrder: bytes.extracting(8..<24)) else { return nil }
      self.address = address
      scope = bytes.integer(at: 24) ?? 0
    default: return nil
    }
  }
}
