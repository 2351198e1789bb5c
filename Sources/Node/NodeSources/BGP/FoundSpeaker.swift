/// A process that speaks BGP, and what it says.
public struct FoundSpeaker: Hashable, Sendable {
  public enum Answer: Hashable, Sendable {
    case known(BGPAnswer)
    /// It has a control socket, and told nothing.
    case failed(DaemonError)
    /// There is no way to ask it.
    case none
  }

  public var daemon: BGPDaemon
  /// The inode of the namespace that its sockets are in.
  public var namespace: UInt64
  /// Nil where only its control socket could be seen.
  public var pid: Int32?
  public var command: String?
  public var container: CgroupContainer?
  /// As the daemon sees it; nil where there is none.
  public var controlPath: String?
  public var answer: Answer
}

/// What there is of BGP on a node.
public struct BGPFindings: Sendable {
  /// By namespace, process and control socket.
  public var speakers: [FoundSpeaker] = []
  public var sockets: BGPSockets
  public var owners: SocketOwners
  public var statuses: [SourceStatus] = []
}
