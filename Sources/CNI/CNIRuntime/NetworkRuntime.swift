public import CNICore
public import CNISpec
public import CNIStores
import LinuxSystem

/// What calls plugins: the part of a container runtime that CNI describes.
///
/// Our own plugins run in this process, others are executed. What is attached stands in libcni's
/// cache, so that other runtimes can take over, and we from them.
public struct NetworkRuntime: Sendable {
  public var context: PluginContext
  /// Where the programs of other plugins are, as `CNI_PATH` has it.
  public var path: [String]
  public var store: CNIResultStore
  /// Where the locks of attachments are.
  public var lockFolder = "/run/cni/cnitop/locks"
  /// Asked before each plugin of an ADD: one that is given up is taken back.
  public var isCancelled: @Sendable () -> Bool = { false }

  public init(
    _ context: PluginContext, path: [String], store: CNIResultStore = CNIResultStore()
  ) {
    self.context = context
    self.path = path
    self.store = store
  }

  /// Runs `body` while nobody else of us changes the attachment.
  func locked<Value>(
    _ attachment: Attachment, _ body: () throws(CNIError) -> Value
  ) throws(CNIError) -> Value {
    let lock: FileLock
    do {
      try WrittenFile.makeFolder(lockFolder, mode: 0o700)
      // `@` is in neither name, and both together fit into the name of a file.
      let name = "\(attachment.containerID.prefix(200))@\(attachment.ifname)"
      lock = try FileLock("\(lockFolder)/\(name)")
    } catch { throw CNIError(.inputOutput, "\(error)") }
    return try lock.held(body)
  }

  /// Calls one plugin of a chain.
  @discardableResult
  func call(
    _ plugin: NetworkConfiguration.Plugin, _ command: CNICommand, _ attachment: Attachment?,
    _ configuration: PluginConfiguration
  ) throws(CNIError) -> CNIResult? {
    var environment = CNIEnvironment(command: command, path: path)
    if let attachment {
      environment.containerID = attachment.containerID
      environment.netns = attachment.netns
      environment.ifname = attachment.ifname
      environment.argumentText = attachment.arguments.description
    }
    let call = PluginCall(environment, configuration)
    if let own = context.plugin(plugin.type) { return try own.serve(call, context) }
    return try ForeignPlugin(plugin.type, searching: path).run(call)
  }

  /// Why a plugin cannot be called: there is no program, and it is none of ours.
  public func problems(of network: NetworkConfiguration) -> [String] {
    network.problems
      + network.plugins.map(\.type).compactMap { (type) -> String? in
        guard context.plugin(type) == nil else { return nil }
        do throws(CNIError) {
          _ = try ForeignPlugin(type, searching: path)
          return nil
        } catch { return error.message }
      }
  }
}

extension CNIError {
  /// The same error with the plugin that it is from, as libcni says it.
  func of(_ plugin: NetworkConfiguration.Plugin, _ command: CNICommand) -> CNIError {
    let word = command == .add ? "add" : command == .delete ? "delete" : command.rawValue
    var error = self
    error.message = "plugin type=\(JSONValue.string(plugin.type)) failed (\(word)): \(message)"
    return error
  }
}
