/// The state of a session (RFC 4271, with the numbers of the MIB, RFC 4273).
public struct BGPState: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let idle = Self(rawValue: 1)
  public static let connect = Self(rawValue: 2)
  public static let active = Self(rawValue: 3)
  public static let openSent = Self(rawValue: 4)
  public static let openConfirm = Self(rawValue: 5)
  public static let established = Self(rawValue: 6)

  public static let words: [UInt8: String] = [
    1: "idle", 2: "connect", 3: "active", 4: "openSent", 5: "openConfirm", 6: "established",
  ]

  /// The state that a daemon names, however it writes it: `OpenSent`, `open_sent`, `OPENSENT`;
  /// nil for a word that is none.
  public init?(word text: some StringProtocol) {
    switch text.lowercased().filter({ $0 != "_" && $0 != "-" }) {
    case "idle", "down", "close", "clearing", "deleted": self = .idle
    case "connect": self = .connect
    // Passive is how BIRD calls waiting for the peer by configuration.
    case "active", "passive": self = .active
    case "opensent": self = .openSent
    case "openconfirm": self = .openConfirm
    case "established": self = .established
    default: return nil
    }
  }
}

/// Why there is a session with a peer.
public enum BGPPeerKind: String, Hashable, Sendable, CaseIterable {
  /// One of the node-to-node mesh.
  case mesh
  /// The peer gets the routes of others from this node.
  case routeReflectorClient
  /// The same on every node, a router most often.
  case global
  /// Of this node alone.
  case node
  /// It was not named: it came from a range of addresses.
  case dynamic
  case unknown
}

/// Why a session is not established, or was not.
public struct BGPReason: Hashable, Sendable {
  public enum Side: String, Hashable, Sendable, CaseIterable {
    /// This node said so.
    case local
    /// The peer said so.
    case peer
    /// TCP, or the network under it.
    case socket
    /// It is configured so, or a limit was reached.
    case policy
  }

  public var side: Side
  /// Of a NOTIFICATION (RFC 4271, 4486); nil where there was none.
  public var code: UInt8?
  public var subcode: UInt8?
  /// The same words whatever the daemon, where there is a code; else its own.
  public var text: String
  /// What an operator of the other side wrote (RFC 9003).
  public var message: String?
  /// False for what is over: it is still shown, but the session has gone on.
  public var isCurrent: Bool

  public init(
    _ side: Side, code: UInt8? = nil, subcode: UInt8? = nil, text: String, message: String? = nil,
    isCurrent: Bool = true
  ) {
    self.side = side
    self.code = code
    self.subcode = subcode
    self.text = text
    self.message = message
    self.isCurrent = isCurrent
  }
}

/// The words for the codes of a NOTIFICATION (the IANA registry "BGP Error (Notification) Codes"
/// and its subcodes).
public enum BGPNotification {
  public static func text(code: UInt8, subcode: UInt8) -> String {
    if let text = texts[UInt16(code) << 8 | UInt16(subcode)] { return text }
    guard let text = texts[UInt16(code) << 8] else { return "error \(code)/\(subcode)" }
    return "\(text) (subcode \(subcode))"
  }

  /// By code and subcode.
  public static let texts: [UInt16: String] = [
    0x0100: "message header error", 0x0101: "connection not synchronized",
    0x0102: "bad message length", 0x0103: "bad message type",
    0x0200: "OPEN message error", 0x0201: "unsupported version number", 0x0202: "bad peer AS",
    0x0203: "bad BGP identifier", 0x0204: "unsupported optional parameter",
    0x0205: "authentication failure", 0x0206: "unacceptable hold time",
    0x0207: "unsupported capability", 0x020B: "role mismatch",
    0x0300: "UPDATE message error", 0x0301: "malformed attribute list",
    0x0302: "unrecognized well-known attribute", 0x0303: "missing well-known attribute",
    0x0304: "attribute flags error", 0x0305: "attribute length error",
    0x0306: "invalid ORIGIN attribute", 0x0307: "AS routing loop",
    0x0308: "invalid NEXT_HOP attribute", 0x0309: "optional attribute error",
    0x030A: "invalid network field", 0x030B: "malformed AS_PATH",
    0x0400: "hold timer expired",
    0x0500: "finite state machine error", 0x0501: "unexpected message in OpenSent",
    0x0502: "unexpected message in OpenConfirm", 0x0503: "unexpected message in Established",
    0x0600: "cease", 0x0601: "maximum number of prefixes reached",
    0x0602: "administrative shutdown", 0x0603: "peer de-configured",
    0x0604: "administrative reset", 0x0605: "connection rejected",
    0x0606: "other configuration change", 0x0607: "connection collision resolution",
    0x0608: "out of resources", 0x0609: "hard reset", 0x060A: "BFD down",
    0x0700: "ROUTE-REFRESH message error", 0x0701: "invalid message length",
    0x0800: "send hold timer expired",
  ]
}
