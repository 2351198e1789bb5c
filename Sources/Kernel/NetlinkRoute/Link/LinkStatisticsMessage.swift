public import Netlink

/// The counters of a link since it was made (`struct rtnl_link_stats64`).
@frozen public struct LinkStatisticsMessage: Hashable, Sendable {
  public var rxPackets: UInt64
  public var txPackets: UInt64
  public var rxBytes: UInt64
  public var txBytes: UInt64
  public var rxErrors: UInt64
  public var txErrors: UInt64
  public var rxDropped: UInt64
  public var txDropped: UInt64
  public var multicast: UInt64
  public var collisions: UInt64
  public var rxLengthErrors: UInt64
  public var rxOverErrors: UInt64
  public var rxCRCErrors: UInt64
  public var rxFrameErrors: UInt64
  public var rxFIFOErrors: UInt64
  public var rxMissedErrors: UInt64
  public var txAbortedErrors: UInt64
  public var txCarrierErrors: UInt64
  public var txFIFOErrors: UInt64
  public var txHeartbeatErrors: UInt64
  public var txWindowErrors: UInt64
  public var rxCompressed: UInt64
  public var txCompressed: UInt64
  /// Nil before Linux 4.6.
  public var rxNoHandler: UInt64?
  /// Frames for another host's address; nil before Linux 5.19.
  public var rxOtherHostDropped: UInt64?

  /// Reads the structure, which has grown and may grow again.
  @inlinable public init(_ bytes: RawSpan) throws(MalformedMessage) {
    try bytes.require(23 * 8, of: "rtnl_link_stats64")
    rxPackets = bytes.field(at: 0)
    txPackets = bytes.field(at: 8)
    rxBytes = bytes.field(at: 16)
    txBytes = bytes.field(at: 24)
    rxErrors = bytes.field(at: 32)
    txErrors = bytes.field(at: 40)
    rxDropped = bytes.field(at: 48)
    txDropped = bytes.field(at: 56)
    multicast = bytes.field(at: 64)
    collisions = bytes.field(at: 72)
    rxLengthErrors = bytes.field(at: 80)
    rxOverErrors = bytes.field(at: 88)
    rxCRCErrors = bytes.field(at: 96)
    rxFrameErrors = bytes.field(at: 104)
    rxFIFOErrors = bytes.field(at: 112)
    rxMissedErrors = bytes.field(at: 120)
    txAbortedErrors = bytes.field(at: 128)
    txCarrierErrors = bytes.field(at: 136)
    txFIFOErrors = bytes.field(at: 144)
    txHeartbeatErrors = bytes.field(at: 152)
    txWindowErrors = bytes.field(at: 160)
    rxCompressed = bytes.field(at: 168)
    txCompressed = bytes.field(at: 176)
    rxNoHandler = bytes.integer(at: 184)
    rxOtherHostDropped = bytes.integer(at: 192)
  }
}
