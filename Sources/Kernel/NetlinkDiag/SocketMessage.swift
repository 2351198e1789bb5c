public import Netlink
public import NetworkTypes

/// One socket (`struct inet_diag_msg` and what follows).
public struct SocketMessage: MessageDecodable, Hashable {
  /// Of the socket, not of the traffic: an IPv6 socket may carry IPv4.
  public var family: AddressFamily
  public var state: SocketState
  public var timer: SocketTimer
  /// How often the oldest unanswered segment was sent again, or a probe.
  public var retransmissions: UInt8
  /// As the kernel has it, `::ffff:192.0.2.1` for IPv4 on an IPv6 socket: see `IPAddress.unmapped`.
  public var localAddress: IPAddress
  public var localPort: UInt16
  public var remoteAddress: IPAddress
  /// 0 without a peer.
  public var remotePort: UInt16
  /// The index of the link that it is bound to; 0 is none.
  public var device: UInt32
  /// What tells sockets apart while they live (`idiag_cookie`).
  public var cookie: UInt64
  /// Milliseconds until `timer` runs off.
  public var expires: UInt32
  /// Bytes that nobody has read; for a listener the connections that wait to be accepted.
  public var receiveQueue: UInt32
  /// Bytes that were not acknowledged; for a listener how many connections may wait.
  public var sendQueue: UInt32
  public var uid: UInt32
  /// Of the file in sockfs, `socket:[INODE]` in `/proc/PID/fd`; 0 where no process has it.
  public var inode: UInt32
  /// `INET_DIAG_INFO`.
  public var tcp: TCPInfo?
  /// `INET_DIAG_CONG`.
  public var congestion: String?
  /// Datagrams that did not fit into the buffer (`SK_MEMINFO_DROPS`).
  public var drops: UInt32?
  /// `INET_DIAG_SKV6ONLY`: an IPv6 socket that takes no IPv4.
  public var isIPv6Only: Bool?
  /// `INET_DIAG_MARK`, to whoever has `CAP_NET_ADMIN`.
  public var mark: UInt32?
  /// The number of its cgroup v2 (`INET_DIAG_CGROUP_ID`).
  public var cgroup: UInt64?
  /// Whose segments are signed (`INET_DIAG_MD5SIG`): the keys themselves are never copied out of
  /// the receive buffer.
  public var signedPeers: [IPPrefix] = []
  /// The attributes without a field here, in the order of the message.
  public var unknown: [UnknownAttribute] = []

  public init(payload: RawSpan) throws(MalformedMessage) {
    guard payload.byteCount >= 72 else {
      throw .truncated(what: "inet_diag_msg", needs: 72, has: payload.byteCount)
    }
    family = payload.field(at: 0) as UInt8 == 2 ? .ipv4 : .ipv6
    state = SocketState(rawValue: payload.field(at: 1))
    timer = SocketTimer(rawValue: payload.field(at: 2))
    retransmissions = payload.field(at: 3)
    localPort = UInt16(bigEndian: payload.field(at: 4))
    remotePort = UInt16(bigEndian: payload.field(at: 6))
    localAddress = payload.address(at: 8, family)
    remoteAddress = payload.address(at: 24, family)
    device = payload.field(at: 40)
    cookie = UInt64(payload.field(at: 44) as UInt32) | UInt64(payload.field(at: 48) as UInt32) << 32
    expires = payload.field(at: 52)
    receiveQueue = payload.field(at: 56)
    sendQueue = payload.field(at: 60)
    uid = payload.field(at: 64)
    inode = payload.field(at: 68)
    var attributes = AttributeReader(payload.extracting(droppingFirst: 72))
    while let attribute = try attributes.next() {
      switch SocketAttribute(rawValue: attribute.type) {
      case .info: tcp = TCPInfo(attribute.payload)
      case .congestion: congestion = attribute.string
      case .memory: drops = attribute.payload.integer(at: 32)  // SK_MEMINFO_DROPS is the ninth
      case .ipv6Only: isIPv6Only = try attribute.flag()
      case .mark: mark = try attribute.integer()
      case .cgroup: cgroup = try attribute.integer()
      case .signatures: signedPeers = Self.peers(attribute.payload)
      case .padding: break
      case nil: unknown.append(UnknownAttribute(attribute))
      }
    }
  }

  /// Of each `struct tcp_diag_md5sig`, 100 bytes, all but the length of the key and the key.
  private static func peers(_ bytes: RawSpan) -> [IPPrefix] {
    var peers: [IPPrefix] = []
    var start = 0
    while start &+ 100 <= bytes.byteCount {
      let family: AddressFamily = bytes.field(at: start) as UInt8 == 2 ? .ipv4 : .ipv6
      let length = min(bytes.field(at: start + 1) as UInt8, family.bits)
      peers.append(IPPrefix(bytes.address(at: start + 4, family), length: length))
      start += 100
    }
    return peers
  }
}

/// `INET_DIAG_*`.
package enum SocketAttribute: UInt16, CaseIterable {
  case info = 2  // INET_DIAG_INFO
  case congestion = 4  // INET_DIAG_CONG
  case memory = 7  // INET_DIAG_SKMEMINFO
  case ipv6Only = 11  // INET_DIAG_SKV6ONLY
  case padding = 14  // INET_DIAG_PAD
  case mark = 15  // INET_DIAG_MARK
  case signatures = 18  // INET_DIAG_MD5SIG
  case cgroup = 21  // INET_DIAG_CGROUP_ID
}

extension RawSpan {
  /// A field of a structure whose length was checked; 0 outside the bytes.
  func field<I: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as type: I.Type = I.self)
    -> I
  {
    integer(at: offset) ?? 0
  }

  /// An address in a field of 16 bytes, whose length was checked.
  func address(at offset: Int, _ family: AddressFamily) -> IPAddress {
    let count = family == .ipv4 ? 4 : 16
    return IPAddress(networkOrder: extracting(offset..<offset + count)) ?? .unspecified(family)
  }
}
