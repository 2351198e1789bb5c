public import CNICore
public import CNISpec

/// Gets addresses from a DHCP server of the network, through a daemon that renews them.
///
/// The daemon is the same program: `dhcp daemon`.
public struct DHCPPlugin: ProgramPlugin {
  public let type = "dhcp"

  public init() {}

  public func main(_ arguments: [String]) -> CInt { DHCPDaemon.main(arguments) }

  public func add(_ call: PluginCall, _ context: PluginContext) throws(CNIError) -> CNIResult {
    let answer = try DHCPProtocol.ask(call)
    do { return try CNIResult(answer, path: "result") } catch { throw CNIError(error) }
  }

  public func check(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    _ = try DHCPProtocol.ask(call)
  }

  public func delete(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    _ = try DHCPProtocol.ask(call)
  }

  public func garbageCollect(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    guard try call.configuration.validAttachments != nil else {
      throw CNIError(.invalidConfiguration, "cni.dev/valid-attachments is missing")
    }
    _ = try DHCPProtocol.ask(call)
  }

  /// Fails with 50 where no daemon answers.
  public func status(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    _ = try DHCPProtocol.ask(call)
  }
}
