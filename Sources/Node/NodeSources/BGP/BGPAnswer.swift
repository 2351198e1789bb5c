public import NetworkTypes

/// What a daemon answered.
public struct BGPAnswer: Hashable, Sendable {
  public var instance: BGPInstance
  public var peers: [BGPPeer]
}
