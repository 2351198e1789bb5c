public import CNICore
import CNIPlan
public import CNISpec

/// Puts a container on the network that the nodes are on: by an interface there, as the plugins of
/// these names do, or by a route that a routing daemon of the node tells the others.
public struct UnderlayPlugin: Plugin {
  public let type = "underlay"
  /// Older ones cannot say what belongs to the node and what to the container.
  public let versions = CNIVersion.all.filter { $0 >= CNIVersion(0, 3, 0) }

  public init() {}

  private func plugin(_ call: PluginCall) throws(CNIError) -> any Plugin {
    switch try UnderlayKind(call.configuration) {
    case .vlan: VLANPlugin()
    case .macvlan: MACVLANPlugin()
    case .ipvlan: IPVLANPlugin()
    case .routed: RoutedPlugin()
    }
  }

  public func add(_ call: PluginCall, _ context: PluginContext) throws(CNIError) -> CNIResult {
    try plugin(call).add(call, context)
  }

  public func check(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    try plugin(call).check(call, context)
  }

  public func delete(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    try plugin(call).delete(call, context)
  }

  public func garbageCollect(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    try plugin(call).garbageCollect(call, context)
  }

  public func status(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    try plugin(call).status(call, context)
  }
}
