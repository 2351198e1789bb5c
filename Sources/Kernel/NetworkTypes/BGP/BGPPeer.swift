/// What a daemon says of one session, in one form for every daemon.
///
/// What a daemon does not tell is nil. Passwords are never in it.
public struct BGPPeer: Hashable, Sendable {
  /// What is exchanged for one family of addresses.
  public struct Family: Hashable, Sendable {
    /// `ipv4Unicast`, `ipv6Unicast`, `l2VpnEvpn` ….
    public var name: String
    /// Whether both sides agreed on it; nil where the daemon does not tell.
    public var isNegotiated: Bool?
    /// Prefixes that came, passed the filters, and were sent; nil while there is no session.
    public var received: UInt64?
    public var accepted: UInt64?
    public var advertised: UInt64?
    /// How many of them are in use.
    public var preferred: UInt64?
    /// The most prefixes that are taken, and whether that many came.
    public var limit: UInt64?
    public var isLimitReached = false
    public init(_ name: String) { self.name = name }
  }

  /// A graceful restart (RFC 4724), while there is one.
  public struct Restart: Hashable, Sendable {
    public enum Role: String, Hashable, Sendable, CaseIterable {
      /// This node started and waits for its peers before it sends routes.
      case recovering
      /// The peer is away; its routes are kept meanwhile.
      case peerRestarting
    }
    public var role: Role
    /// Until it is given up.
    public var secondsLeft: UInt32?
    public init(_ role: Role, secondsLeft: UInt32? = nil) {
      self.role = role
      self.secondsLeft = secondsLeft
    }
  }

  /// What the daemon calls it; nil where it has no names.
  public var name: String?
  public var description: String?
  /// The routing instance; nil for the only one.
  public var vrf: String?
  /// Nil for a template of dynamic peers.
  public var address: IPAddress?
  /// The link of a link-local peer.
  public var interface: String?
  /// The range of a template, which is never a session itself.
  public var range: IPPrefix?
  public var port: UInt16?
  public var peerAS: UInt32?
  public var localAS: UInt32?
  /// The peer's BGP identifier.
  public var routerID: IPAddress?
  public var localAddress: IPAddress?
  public var localPort: UInt16?
  public var kind = BGPPeerKind.unknown
  /// Whether both have one AS.
  public var isInternal: Bool?
  /// Nil for a word of the daemon that is no state of BGP.
  public var state: BGPState?
  public var isAdminDown = false
  public var isPassive = false
  /// How long it has been in its state, or down; nil for never or not known.
  public var sinceSeconds: Int64?
  /// In seconds: what was agreed, and what is left of it.
  public var holdTime: UInt32?
  public var holdLeft: UInt32?
  public var keepalive: UInt32?
  public var families: [Family] = []
  public var reason: BGPReason?
  /// `up`, `down`, `init`, `adminDown`; nil where it is not used.
  public var bfd: String?
  public var restart: Restart?
  /// Whether segments are signed (MD5, TCP-AO).
  public var isAuthenticated: Bool?
  /// How often it went down, since the daemon started.
  public var flaps: UInt64?
  public var notificationsSent: UInt64?
  public var notificationsReceived: UInt64?

  public init() {}
}

/// What a daemon says of itself.
public struct BGPInstance: Hashable, Sendable {
  /// `2.0.12`.
  public var version: String?
  public var routerID: IPAddress?
  public var localAS: UInt32?
  /// Since the daemon was started.
  public var uptimeSeconds: Int64?
  public var restart: BGPPeer.Restart?
  public init() {}
}
