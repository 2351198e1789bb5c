import CNICore
import CNISpec

/// A plugin that asks another one for addresses: its GC and STATUS are theirs, unless it has own ones.
protocol AddressingPlugin: Plugin {}

extension AddressingPlugin {
  public func garbageCollect(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let sweep = try Sweep(type, call, context)
    sweep.collectAddresses(try call.configuration.ipamType)
    try sweep.finish()
  }

  /// It can serve where the plugin for addresses can.
  public func status(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    guard let manager = try call.configuration.ipamType else { return }
    try Delegation(context).run(manager, call)
  }
}
