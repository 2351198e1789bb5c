import CNIPlan
import Glibc

/// What plugins find around them.
public struct PluginContext: Sendable {
  /// The plugins that are called in-process; others are executed.
  public var plugins: [any Plugin]
  /// Where operations write down how to undo them.
  public var journalFolder = "/run/cni/cnitop/journal"
  /// Where to say what does not end a call: a DEL goes on whatever fails.
  public var note: @Sendable (String) -> Void = { PluginContext.writeToStandardError($0) }
  /// Collects plans in place of applying them: a dry run.
  public var recorder: PlanRecorder?
  /// Called with the number of each step before it is done: for tests that die there.
  public var beforeStep: (@Sendable (Int) -> Void)?

  public init(plugins: [any Plugin]) { self.plugins = plugins }

  public func plugin(_ type: String) -> (any Plugin)? { plugins.first { $0.type == type } }

  /// A line on standard error.
  public static func say(_ text: String) { writeToStandardError(text) }

  private static func writeToStandardError(_ text: String) {
    let bytes = Array((text + "\n").utf8)
    _ = write(STDERR_FILENO, bytes, bytes.count)
  }
}
