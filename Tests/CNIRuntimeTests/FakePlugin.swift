import CNICore
import CNISpec
import Synchronization

/// What fake plugins were asked, in order.
final class CallLog: Sendable {
  private let state = Mutex<[PluginCall]>([])
  var calls: [PluginCall] { state.withLock { $0 } }
  /// The type and the command of each: `a ADD`.
  var words: [String] { calls.map { "\($0.configuration.type) \($0.command.rawValue)" } }
  func note(_ call: PluginCall) { state.withLock { $0.append(call) } }
  func clear() { state.withLock { $0 = [] } }
}

/// A plugin that writes down its calls and fails where it is told to.
struct FakePlugin: Plugin {
  let type: String
  let log: CallLog
  var failures: [CNICommand: CNIError] = [:]

  private func note(_ call: PluginCall) throws(CNIError) {
    log.note(call)
    if let failure = failures[call.command] { throw failure }
  }

  /// The result so far with one more interface.
  func add(_ call: PluginCall, _ context: PluginContext) throws(CNIError) -> CNIResult {
    try note(call)
    var result = try call.configuration.prevResult ?? CNIResult()
    result.interfaces.append(CNIResult.Interface(name: type, sandbox: call.netns))
    return result
  }

  func check(_ call: PluginCall, _ context: PluginContext) throws(CNIError) { try note(call) }
  func delete(_ call: PluginCall, _ context: PluginContext) throws(CNIError) { try note(call) }
  func garbageCollect(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    try note(call)
  }
  func status(_ call: PluginCall, _ context: PluginContext) throws(CNIError) { try note(call) }
}
