public import NetworkTypes

/// A link that wraps packets into others, with all that says where they go.
public struct Tunnel: Hashable, Sendable {
  public var link: LinkID
  /// The kind of the link: `vxlan`, `geneve`, `gre`, `ipip`, `wireguard` ….
  public var kind: String
  /// The VNI of a vxlan or geneve device, the key of a GRE one; nil without one, also where
  /// each packet brings its own (`external`).
  public var identifier: UInt32?
  public var local: IPAddress?
  /// The ends that packets are sent to: from the device, its FDB and its peers, sorted.
  public var remotes: [IPAddress]
  /// The UDP port of the other ends.
  public var port: UInt16?
  public var mtu: UInt32?
  /// The link that wrapped packets leave by, where the device or a route names one.
  public var underlay: LinkID?
  /// What wrapping adds to a packet, in bytes, between the underlay's MTU and its own.
  public var overheadBytes: UInt32?
  /// The network solution whose names and numbers it has: `flannel`, `calico` ….
  public var solution: String?
  /// Of a WireGuard device; nil for others, and where it could not be read.
  public var wireGuard: WireGuard?

  public init(link: LinkID, kind: String) {
    self.link = link
    self.kind = kind
    remotes = []
  }
}
