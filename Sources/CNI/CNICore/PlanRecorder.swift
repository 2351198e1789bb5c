public import CNIPlan
import Synchronization

/// Collects what an operation would do.
public final class PlanRecorder: Sendable {
  private let state = Mutex(Plan())

  public init() {}

  /// All that was planned, in order.
  public var plan: Plan { state.withLock { $0 } }

  func record(_ plan: Plan) { state.withLock { $0 = $0 + plan } }
}
