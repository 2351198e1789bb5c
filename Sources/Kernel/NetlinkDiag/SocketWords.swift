public import NetworkTypes

/// The state of a socket (`TCP_ESTABLISHED` and on, in the kernel's tcp_states.h).
///
/// UDP sockets borrow two of them: `established` is one that is connected, `close` any other.
public struct SocketState: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let established = Self(rawValue: 1)
  public static let synSent = Self(rawValue: 2)
  public static let synReceived = Self(rawValue: 3)
  public static let timeWait = Self(rawValue: 6)
  public static let close = Self(rawValue: 7)
  public static let closeWait = Self(rawValue: 8)
  public static let listen = Self(rawValue: 10)

  public static let words: [UInt8: String] = [
    1: "established", 2: "synSent", 3: "synReceived", 4: "finWait1", 5: "finWait2",
    6: "timeWait", 7: "close", 8: "closeWait", 9: "lastAck", 10: "listen", 11: "closing",
    12: "newSynReceived", 13: "boundInactive",
  ]
}

/// The states that a dump is for, a bit for each number of `SocketState`.
public struct SocketStates: OptionSet, Hashable, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }
  public init(_ state: SocketState) { rawValue = 1 << UInt32(min(state.rawValue, 31)) }

  public static let all = Self(rawValue: 0xFFF)
  public static let listen = Self(SocketState.listen)
  public static let established = Self(SocketState.established)
  /// Without the memories of connections that ended, which have no owner and may be very many.
  public static let allButTimeWait = all.subtracting(Self(SocketState.timeWait))
  /// What receives from anybody: listening TCP sockets, UDP sockets that are not connected.
  public static let open: Self = [.listen, Self(SocketState.close)]
}

/// The transport that a dump is for (`IPPROTO_*`).
public struct SocketProtocol: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let tcp = Self(rawValue: 6)
  public static let udp = Self(rawValue: 17)

  public static let words: [UInt8: String] = [
    6: "tcp", 17: "udp", 33: "dccp", 132: "sctp", 136: "udplite",
  ]
}

/// What a TCP socket waits for (`idiag_timer`).
public struct SocketTimer: KernelWord {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let none = Self(rawValue: 0)
  public static let retransmission = Self(rawValue: 1)

  /// As in `inet_csk_diag_fill` and `inet_twsk_diag_fill`.
  public static let words: [UInt8: String] = [
    0: "none", 1: "retransmission", 2: "keepalive", 3: "timeWait", 4: "persist",
  ]
}
