public import CNISpec

/// A plugin of CNI: of interfaces, of addresses, or one that adds to what others made.
///
/// It is called in-process by our own programs and by other plugins; `PluginProgram` makes an
/// executable of it. What it throws is what the runtime gets to read.
public protocol Plugin: Sendable {
  /// Its name in configurations, which is that of its program.
  var type: String { get }
  /// The versions of the specification that it speaks; some of the reference's refuse old ones.
  var versions: [CNIVersion] { get }

  /// Whether ADD tells, in a dry run, which addresses it would give, and takes none.
  var offersAddresses: Bool { get }

  func add(_ call: PluginCall, _ context: PluginContext) throws(CNIError) -> CNIResult
  func check(_ call: PluginCall, _ context: PluginContext) throws(CNIError)
  /// Best effort, repeatable, and without the namespace, which may be gone.
  func delete(_ call: PluginCall, _ context: PluginContext) throws(CNIError)
  func garbageCollect(_ call: PluginCall, _ context: PluginContext) throws(CNIError)
  func status(_ call: PluginCall, _ context: PluginContext) throws(CNIError)
}

extension Plugin {
  public var versions: [CNIVersion] { CNIVersion.all }
  public var offersAddresses: Bool { false }

  /// Does what a call asks for; only ADD has a result.
  @discardableResult
  public func run(_ call: PluginCall, _ context: PluginContext) throws(CNIError) -> CNIResult? {
    switch call.command {
    case .add: return try add(call, context)
    case .check: try check(call, context)
    case .delete: try delete(call, context)
    case .garbageCollect: try garbageCollect(call, context)
    case .status: try status(call, context)
    case .version: break
    }
    return nil
  }
}
