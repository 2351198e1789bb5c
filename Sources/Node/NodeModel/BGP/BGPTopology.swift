import NetworkTypes

/// How the sessions of a speaker make a network: a mesh, route reflectors, or neither.
public struct BGPTopology: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A session with each other node.
    case mesh
    /// Routes of other nodes come from route reflectors.
    case reflected
    /// This node hands the routes of its clients on.
    case reflector
    /// Only with other AS: routers.
    case external
    case mixed
  }

  public var kind: Kind
  /// Peers of the mesh, clients, other peers of the own AS, and those of others; without those
  /// that are switched off, and without templates.
  public var meshPeers = 0
  public var clients = 0
  public var internalPeers = 0
  public var externalPeers = 0
  /// Of all of them, those that are established.
  public var established = 0

  /// Nil without peers, or where no daemon tells what they are.
  public init?(_ sessions: some Sequence<BGPStatus.Session>) {
    for session in sessions where session.peer.range == nil && !session.peer.isAdminDown {
      guard !session.isKernelOnly else { continue }
      if session.peer.kind == .mesh {
        meshPeers += 1
      } else if session.peer.kind == .routeReflectorClient {
        clients += 1
      } else if session.peer.isInternal == true {
        internalPeers += 1
      } else {
        externalPeers += 1
      }
      if session.peer.state == .established { established += 1 }
    }
    switch (meshPeers > 0, clients > 0, internalPeers > 0, externalPeers > 0) {
    case (false, false, false, false): return nil
    case (true, false, false, _): kind = .mesh
    case (false, true, _, _): kind = .reflector
    case (false, false, true, _): kind = .reflected
    case (false, false, false, true): kind = .external
    default: kind = .mixed
    }
  }

  public var peers: Int { meshPeers + clients + internalPeers + externalPeers }
  /// Of a mesh: this node and its peers.
  public var meshNodes: Int? { meshPeers > 0 ? meshPeers + 1 : nil }
  /// What the mesh of all nodes has: n(n-1)/2.
  public var meshSessions: Int? { meshNodes.map { $0 * ($0 - 1) / 2 } }

  /// Above so many nodes a mesh costs more than it is worth: Calico's documentation says so too.
  static let largestMesh = 100

  /// What to think of, in one line; nil where all is as it should be.
  public var advice: String? {
    if let nodes = meshNodes, nodes > Self.largestMesh, let sessions = meshSessions {
      return "a mesh of \(nodes) nodes has \(sessions) sessions; with 3 route reflectors there "
        + "would be \(3 * nodes)"
    }
    if kind == .mixed, meshPeers > 0, internalPeers > 0 {
      return "a mesh and internal peers besides: with route reflectors the mesh can be switched off"
    }
    if kind == .reflected, internalPeers == 1 {
      return "one route reflector: without it this node loses the routes of all others"
    }
    return nil
  }
}

extension BGPStatus {
  /// That of a speaker.
  public func topology(of speaker: SpeakerID) -> BGPTopology? {
    BGPTopology(sessions.filter { $0.speaker == speaker })
  }
}

extension BGPTopology {
  func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink) {
    sink.field("kind", kind.rawValue)
    sink.field("peers", peers)
    sink.field("established", established)
    sink.field("meshPeers", meshPeers)
    sink.field("clients", clients)
    sink.field("internalPeers", internalPeers)
    sink.field("externalPeers", externalPeers)
    sink.field("meshSessions", meshSessions)
    sink.field("advice", advice)
  }
}
