public import NetworkTypes

/// What the node has of BGP: who speaks it, and every session with what each side and the kernel
/// know of it.
public struct BGPStatus: Hashable, Sendable {
  /// A process that speaks BGP.
  public struct Speaker: Hashable, Sendable {
    public enum Condition: String, Hashable, Sendable, CaseIterable {
      /// It said what it knows.
      case answers
      /// It has a control socket and says nothing: it hangs, or is stopped.
      case silent
      /// There was no right to ask it.
      case denied
      /// It ended, or what it said was not understood.
      case failed
      /// It cannot be asked: what the kernel knows is all there is.
      case kernelOnly
    }

    public var id: SpeakerID
    /// `bird`, `frr`, or the name of a program that cannot be asked.
    public var daemon: String
    public var version: String?
    public var condition: Condition
    /// What went wrong, in one line.
    public var problem: String?
    public var routerID: IPAddress?
    public var localAS: UInt32?
    public var pid: Int32?
    /// The name of the process, at most 15 bytes.
    public var command: String?
    /// Of the pod that it runs in.
    public var pod: String?
    /// `ADDRESS:PORT` of what it listens at, sorted.
    public var listens: [String]
    public var uptimeSeconds: Int64?
    public var restart: BGPPeer.Restart?
    /// Of its sessions; nil where it told of none.
    public var topology: BGPTopology?

    public init(id: SpeakerID, daemon: String, condition: Condition) {
      self.id = id
      self.daemon = daemon
      self.condition = condition
      listens = []
    }
  }

  /// What tells speakers apart, also when one is started again.
  public struct SpeakerID: Hashable, Sendable {
    /// Of its sockets.
    public var netns: NamespaceID
    /// The path of its control socket as it sees it, or `kernel`.
    public var source: String
    public init(netns: NamespaceID, source: String) {
      self.netns = netns
      self.source = source
    }
  }

  /// A session, or a peer that there is none with.
  public struct Session: Hashable, Sendable {
    public var speaker: SpeakerID
    public var daemon: String
    /// Whether only the kernel tells of it: the state is what its connection looks like.
    public var isKernelOnly: Bool
    public var peer: BGPPeer
    /// Of the connection; nil where there is none at this moment.
    public var tcp: TCP?

    public init(
      speaker: SpeakerID, daemon: String, isKernelOnly: Bool, peer: BGPPeer, tcp: TCP? = nil
    ) {
      self.speaker = speaker
      self.daemon = daemon
      self.isKernelOnly = isKernelOnly
      self.peer = peer
      self.tcp = tcp
    }
  }

  /// The connection of a session, as the kernel sees it.
  public struct TCP: Hashable, Sendable {
    /// What its figures say of the session.
    public enum Evidence: String, Hashable, Sendable, CaseIterable {
      /// The first packet is on its way.
      case connecting
      /// It was sent again and again: dropped on the way there or back, or MD5 does not match.
      case unanswered
      /// Nobody on the link has the address.
      case noHost
      /// The peer took the connection, and never said anything.
      case mute
      /// Only the first message of the peer came.
      case opening
      case flowing
      /// What was sent is not acknowledged any more: it dies before the hold timer tells.
      case dying
    }

    public var state: String
    public var evidence: Evidence
    public var localAddress: IPAddress
    public var localPort: UInt16
    public var remotePort: UInt16
    /// Sendings again of what is unanswered now, and of all since the beginning.
    public var retransmissions: UInt8
    public var totalRetransmissions: UInt32?
    /// Bytes that are not acknowledged.
    public var sendQueue: UInt32
    public var bytesReceived: UInt64?
    public var bytesSent: UInt64?
    /// Milliseconds since data came; nil while there is no connection.
    public var lastReceived: UInt32?
    /// In microseconds.
    public var rtt: UInt32?
    public init(
      state: String, evidence: Evidence, localAddress: IPAddress, localPort: UInt16,
      remotePort: UInt16
    ) {
      self.state = state
      self.evidence = evidence
      self.localAddress = localAddress
      self.localPort = localPort
      self.remotePort = remotePort
      retransmissions = 0
      sendQueue = 0
    }
  }

  /// By namespace, the node's own first, daemon and control socket.
  public var speakers: [Speaker]
  /// Of each speaker in its order, then by address.
  public var sessions: [Session]

  public init(speakers: [Speaker] = [], sessions: [Session] = []) {
    self.speakers = speakers
    self.sessions = sessions
  }
}

extension BGPStatus.Session {
  /// Whether it is meant to be up, and is not: neither a template nor switched off.
  public var isFault: Bool {
    peer.state != .established && !peer.isAdminDown && peer.range == nil
  }

  /// How an operator calls the peer: its address with the link of a link-local one, or the range.
  public var title: String {
    if let address = peer.address {
      return peer.interface.map { "\(address)%\($0)" } ?? "\(address)"
    }
    return peer.range.map { "\($0)" } ?? peer.interface ?? peer.name ?? "?"
  }

  /// Prefixes of all families that passed the filters; nil where none is counted.
  public var accepted: UInt64? { sum { $0.accepted ?? $0.received } }
  public var advertised: UInt64? { sum(\.advertised) }

  private func sum(_ count: (BGPPeer.Family) -> UInt64?) -> UInt64? {
    let counts = peer.families.compactMap(count)
    return counts.isEmpty ? nil : counts.reduce(0, &+)
  }

  /// The word for its state, with what is configured in place of a state that means nothing.
  public var stateWord: String {
    if peer.isAdminDown { return "down" }
    if peer.range != nil { return "listening" }
    if peer.isPassive, peer.state == .active { return "passive" }
    return peer.state?.word ?? "unknown"
  }

  /// Why it is not up, or what is odd about it, in one line; nil where all is well.
  public var reasonText: String? {
    if let reason = peer.reason, reason.isCurrent { return reason.line }
    if let evidence = tcp?.evidence.text, peer.state != .established || tcp?.evidence == .dying {
      return evidence
    }
    if peer.state == .established { return nil }
    return peer.reason.map { "before: " + $0.line }
  }
}

extension BGPReason {
  /// `peer: bad peer AS (2/2): "their words"`.
  public var line: String {
    let numbers = code.map { " (\($0)/\(subcode ?? 0))" } ?? ""
    let words = message.map { ": \"\($0)\"" } ?? ""
    return "\(side.rawValue): \(text)\(numbers)\(words)"
  }
}

extension BGPStatus.TCP.Evidence {
  /// For a person; nil where it is what is to be expected.
  public var text: String? {
    switch self {
    case .connecting, .flowing, .opening: nil
    case .unanswered: "no answer to SYN: filtered, MD5 does not match, or no way back"
    case .noHost: "nobody on the link has the address"
    case .mute: "the peer took the connection and says nothing"
    case .dying: "what was sent is not acknowledged: the session is dying"
    }
  }
}
