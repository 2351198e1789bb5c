/// What a GoBGP daemon says of itself and its peers; words are those of its API.
public struct GoBGPState: Hashable, Sendable {
  public var version: GoBGPVersion
  public var asn: UInt32
  public var routerID: String
  /// -1 where it does not listen.
  public var listenPort: Int32
  public var peers: [GoBGPPeer]
}

/// A peer of a GoBGP daemon.
///
/// Texts and numbers are empty and 0 where it says nothing.
public struct GoBGPPeer: Hashable, Sendable {
  /// The states of RFC 4271, section 8.2.2; nil for a number that is none.
  public enum SessionState: UInt32, Hashable, Sendable {
    case idle = 1
    case connect, active, openSent, openConfirm, established
  }

  public enum AdminState: UInt32, Hashable, Sendable {
    case up, down
    /// Down because the peer sent more prefixes than it may.
    case prefixLimit
  }

  /// Why a session ended; only version 4 tells.
  public enum DisconnectReason: UInt32, Hashable, Sendable {
    case adminDown = 1
    case holdTimerExpired, notificationSent, notificationReceived, readFailed, writeFailed
    case idleTimerExpired, restartTimerExpired, gracefulRestart, invalidMessage, hardReset
    case deconfigured, badPeerAS
  }

  public struct Family: Hashable, Sendable {
    /// Of RFC 4760: 1 IPv4, 2 IPv6, 25 L2VPN.
    public var afi: UInt32
    public var safi: UInt32
    public var received: UInt64
    public var accepted: UInt64
    /// 0 unless it was asked for.
    public var advertised: UInt64

    public init(afi: UInt32, safi: UInt32, received: UInt64, accepted: UInt64, advertised: UInt64) {
      self.afi = afi
      self.safi = safi
      self.received = received
      self.accepted = accepted
      self.advertised = advertised
    }
  }

  public var address = ""
  public var description = ""
  public var peerGroup = ""
  public var interface = ""
  public var vrf = ""
  public var peerASN: UInt32 = 0
  public var localASN: UInt32 = 0
  public var routerID = ""
  public var sessionState: SessionState?
  public var adminState: AdminState?
  public var isAdminDown = false
  public var disconnectReason: DisconnectReason?
  public var disconnectMessage = ""
  /// How often the session went down.
  public var flaps: UInt32 = 0
  public var notificationsReceived: UInt64 = 0
  public var notificationsSent: UInt64 = 0
  public var holdTimeSeconds: UInt64 = 0
  public var negotiatedHoldTimeSeconds: UInt64 = 0
  /// When it was established last, in seconds since 1970; nil if it never was.
  public var establishedAt: Int64?
  /// When it went down last, in seconds since 1970.
  public var downAt: Int64?
  public var localAddress = ""
  public var localPort: UInt32 = 0
  public var remotePort: UInt32 = 0
  public var isPassive = false
  public var isRouteReflectorClient = false
  public var clusterID = ""
  public var hasGracefulRestart = false
  public var isRestarting = false
  /// The number of the state of BFD; nil without BFD.
  public var bfdState: UInt32?
  public var families: [Family] = []

  public init() {}
}

/// A prefix that a peer sent or gets.
public struct GoBGPPrefix: Hashable, Sendable {
  public var prefix: String
  /// Whether a policy took it away.
  public var isFiltered: Bool
  public var isStale: Bool
}
