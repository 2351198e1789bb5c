/// What leaves by a link is limited to a rate; what is more waits a little, and then is dropped.
public struct RateLimit: Hashable, Sendable {
  /// The name of the link.
  public var device: String
  /// In bytes a second.
  public var rate: UInt64
  /// In bytes: what may go out at once.
  public var burst: UInt32

  public init(_ device: String, rate: UInt64, burst: UInt32) {
    self.device = device
    self.rate = rate
    self.burst = burst
  }

  /// How long a packet may wait: 25 ms, as with the reference plugin.
  private static let latency = 0.025
  /// The kernel counts time in 64 ns, whatever its clock is.
  private static let ticksPerMicrosecond = 1000.0 / 64

  /// The time that the bucket takes to fill, in ticks; cut off as the reference plugin does.
  public var bufferTicks: UInt32 {
    let microseconds = UInt32(clamping: Int64(Double(burst) * 1_000_000 / Double(max(rate, 1))))
    return UInt32(clamping: Int64(Double(microseconds) * Self.ticksPerMicrosecond))
  }

  /// How many bytes may wait.
  public var queueBytes: UInt32 {
    let waiting = Double(rate) * Self.latency
    guard waiting < Double(UInt32.max) else { return .max }
    return UInt32(waiting).addingReportingOverflow(burst).partialValue
  }
}
