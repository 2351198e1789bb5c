public import NetworkTypes

/// What a WireGuard device is set to; its private key stands in a file and in no plan.
public struct WireGuardSettings: Hashable, Sendable {
  /// A node that packets go to, and what may come from it.
  public struct Peer: Hashable, Sendable {
    public var publicKey: PublicKey
    public var address: IPAddress
    public var port: UInt16
    /// In seconds; 0 is never.
    public var keepaliveSeconds: UInt16
    /// Sorted.
    public var allowedPrefixes: [IPPrefix]

    public init(
      _ publicKey: PublicKey, at address: IPAddress, port: UInt16, keepaliveSeconds: UInt16,
      allowedPrefixes: [IPPrefix]
    ) {
      self.publicKey = publicKey
      self.address = address
      self.port = port
      self.keepaliveSeconds = keepaliveSeconds
      self.allowedPrefixes = allowedPrefixes.sorted()
    }
  }

  public var device: String
  /// Nil leaves the key as it is.
  public var keyFile: String?
  /// Nil leaves the port as it is.
  public var port: UInt16?
  /// Those that are new or other than they were.
  public var peers: [Peer] = []
  /// Those that go.
  public var removed: [PublicKey] = []

  public init(_ device: String) { self.device = device }

  public var text: String {
    var text = "wireguard \(device)"
    if let keyFile { text += " key of \(keyFile)" }
    if let port { text += " port \(port)" }
    for peer in peers {
      let allowed = peer.allowedPrefixes.map { "\($0)" }.joined(separator: ",")
      text += " peer \(peer.publicKey) at \(peer.address) port \(peer.port) allowed \(allowed)"
    }
    for key in removed { text += " without peer \(key)" }
    return text
  }
}
