import Netlink

/// What the kernel knows of a TCP connection (`struct tcp_info`), by the names of the header.
///
/// Times are in microseconds where the header has them so (`rto`, `rtt`), ages in milliseconds.
/// Older kernels give less: what came later is optional. Ages and counters mean something only
/// once the connection is established.
public struct TCPInfo: Hashable, Sendable {
  /// How often the oldest segment was sent again without an answer (`tcpi_retransmits`).
  public var retransmits: UInt8
  public var backoff: UInt8
  /// In microseconds.
  public var rto: UInt32
  /// The largest segments that are sent and expected, in bytes.
  public var sendMSS: UInt32
  public var receiveMSS: UInt32
  /// Segments, not bytes.
  public var unacked: UInt32
  public var lost: UInt32
  /// Milliseconds since data was sent or received, and since an acknowledgement came.
  public var lastDataSent: UInt32
  public var lastDataReceived: UInt32
  public var lastAckReceived: UInt32
  /// The path MTU, in bytes.
  public var pathMTU: UInt32
  /// In microseconds.
  public var rtt: UInt32
  public var rttVariation: UInt32
  /// In segments.
  public var congestionWindow: UInt32
  public var totalRetransmissions: UInt32
  /// In bytes, since Linux 4.1.
  public var bytesAcked: UInt64?
  public var bytesReceived: UInt64?
  /// Since Linux 4.2.
  public var segmentsOut: UInt32?
  public var segmentsIn: UInt32?
  /// In microseconds, since Linux 4.6.
  public var minimumRTT: UInt32?
  /// In bytes a second, since Linux 4.9.
  public var deliveryRate: UInt64?
  /// In bytes, since Linux 4.19.
  public var bytesSent: UInt64?
  public var bytesRetransmitted: UInt64?

  /// Nil for fewer bytes than any kernel of this century sends.
  init?(_ bytes: RawSpan) {
    guard bytes.byteCount >= 104 else { return nil }
    retransmits = bytes.field(at: 2)
    backoff = bytes.field(at: 4)
    rto = bytes.field(at: 8)
    sendMSS = bytes.field(at: 16)
    receiveMSS = bytes.field(at: 20)
    unacked = bytes.field(at: 24)
    lost = bytes.field(at: 32)
    lastDataSent = bytes.field(at: 44)
    lastDataReceived = bytes.field(at: 52)
    lastAckReceived = bytes.field(at: 56)
    pathMTU = bytes.field(at: 60)
    rtt = bytes.field(at: 68)
    rttVariation = bytes.field(at: 72)
    congestionWindow = bytes.field(at: 80)
    totalRetransmissions = bytes.field(at: 100)
    bytesAcked = bytes.integer(at: 120)
    bytesReceived = bytes.integer(at: 128)
    segmentsOut = bytes.integer(at: 136)
    segmentsIn = bytes.integer(at: 140)
    minimumRTT = bytes.integer(at: 148)
    deliveryRate = bytes.integer(at: 160)
    bytesSent = bytes.integer(at: 200)
    bytesRetransmitted = bytes.integer(at: 208)
  }
}
