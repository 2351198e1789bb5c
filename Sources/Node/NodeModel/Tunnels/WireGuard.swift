public import NetworkTypes

/// What a WireGuard device has beside what every tunnel has.
///
/// A device may have ten thousand peers; so the prefixes of all stand in one list.
public struct WireGuard: Hashable, Sendable {
  public struct Peer: Hashable, Sendable {
    public var publicKey: PublicKey
    /// Where its packets go; nil until it is told or heard of.
    public var endpoint: IPAddress?
    /// The UDP port of `endpoint`.
    public var endpointPort: UInt16
    /// How often it is sent something at least, in seconds; 0 is never.
    public var keepaliveSeconds: UInt16
    /// When the last handshake ended, in microseconds since 1970 (UTC); nil is never.
    public var lastHandshake: Int64?
    public var rxBytes: UInt64
    public var txBytes: UInt64
    /// Where its prefixes are in `WireGuard.allowedPrefixes`.
    public var allowed: Range<Int>

    public init(_ publicKey: PublicKey, allowed: Range<Int> = 0..<0) {
      self.publicKey = publicKey
      self.allowed = allowed
      endpointPort = 0
      keepaliveSeconds = 0
      rxBytes = 0
      txBytes = 0
    }
  }

  /// Nil while the device has no key.
  public var publicKey: PublicKey?
  /// The UDP port that it hears.
  public var listenPort: UInt16
  /// Of the packets that it sends; 0 is none.
  public var fwMark: UInt32
  /// In the order of the kernel.
  public var peers: [Peer]
  /// What each peer may send from and is sent to, one peer after the other.
  public var allowedPrefixes: [IPPrefix]

  public init(publicKey: PublicKey? = nil, listenPort: UInt16 = 0, fwMark: UInt32 = 0) {
    self.publicKey = publicKey
    self.listenPort = listenPort
    self.fwMark = fwMark
    peers = []
    allowedPrefixes = []
  }

  public func allowedPrefixes(of peer: Peer) -> ArraySlice<IPPrefix> {
    allowedPrefixes.indices.contains(peer.allowed.lowerBound)
      ? allowedPrefixes[peer.allowed.clamped(to: allowedPrefixes.indices)] : []
  }

  /// When the last handshake with any peer ended, in microseconds since 1970; nil is never.
  public var lastHandshake: Int64? { peers.lazy.compactMap(\.lastHandshake).max() }

  /// Whether all but the counters is the same.
  public func hasSamePeers(as other: Self) -> Bool {
    guard peers.count == other.peers.count, publicKey == other.publicKey,
      listenPort == other.listenPort, fwMark == other.fwMark,
      allowedPrefixes == other.allowedPrefixes
    else { return false }
    return zip(peers, other.peers).allSatisfy { own, other in
      var other = other
      (other.rxBytes, other.txBytes) = (own.rxBytes, own.txBytes)
      return own == other
    }
  }
}

extension WireGuard {
  /// Without what runs by itself: counters, and when a handshake was; whether there was one ever
  /// is a fact.
  var settled: WireGuard {
    var settled = self
    for place in peers.indices {
      settled.peers[place].rxBytes = 0
      settled.peers[place].txBytes = 0
      settled.peers[place].lastHandshake = peers[place].lastHandshake.map { _ in 0 }
    }
    return settled
  }

  /// Writes the fields of the device into the object that is open.
  func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink) {
    sink.field("publicKey", publicKey?.description)
    sink.field("listenPort", listenPort)
    sink.field("fwMark", fwMark == 0 ? nil : fwMark)
    sink.objects("peers", peers) { peer, sink in
      sink.field("publicKey", peer.publicKey.description)
      sink.field("endpoint", peer.endpoint)
      sink.field("endpointPort", peer.endpoint == nil ? nil : peer.endpointPort)
      sink.key("allowedIps")
      sink.beginList()
      for prefix in allowedPrefixes(of: peer) { sink.value(prefix) }
      sink.endList()
      sink.field("keepaliveSeconds", peer.keepaliveSeconds == 0 ? nil : peer.keepaliveSeconds)
      sink.field("lastHandshakeAt", peer.lastHandshake.map { UTCTime($0).timestamp })
      sink.field("rxBytes", peer.rxBytes)
      sink.field("txBytes", peer.txBytes)
    }
  }
}
