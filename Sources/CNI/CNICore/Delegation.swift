public import CNISpec

/// Calls of other plugins: in-process where they are ours, by executing them otherwise.
public struct Delegation: Sendable {
  private let context: PluginContext

  public init(_ context: PluginContext) { self.context = context }

  @discardableResult
  public func run(_ type: String, _ call: PluginCall) throws(CNIError) -> CNIResult? {
    if let plugin = context.plugin(type) { return try plugin.run(call, context) }
    return try ForeignPlugin(type, searching: call.path).run(call)
  }
}
