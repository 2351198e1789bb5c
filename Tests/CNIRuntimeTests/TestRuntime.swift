import CNICore
import CNIRuntime
import CNISpec
import CNIStores
import TestSupport

/// A runtime with a cache, locks and programs of its own, gone with the value.
final class TestRuntime {
  private let files: TemporaryFolder
  var folder: String { files.path }
  let log = CallLog()
  var runtime: NetworkRuntime

  /// - Parameter failing: By the name of the plugin.
  init(
    _ types: [String], failing: [String: [CNICommand: CNIError]] = [:], path: [String] = []
  ) throws {
    files = try TemporaryFolder()
    let log = log
    let plugins = types.map { FakePlugin(type: $0, log: log, failures: failing[$0] ?? [:]) }
    var context = PluginContext(plugins: plugins)
    context.journalFolder = files.path + "/journal"
    runtime = NetworkRuntime(
      context, path: path, store: CNIResultStore(folder: files.path + "/results"))
    runtime.lockFolder = files.path + "/locks"
  }

  var cacheFiles: [String] {
    entries(folder + "/results").sorted()
  }

  /// What is written down of attachments.
  var written: [CNICacheEntry] { runtime.store.all().files.map(\.entry) }

  /// Makes an executable file.
  func addProgram(_ name: String, _ script: String) throws {
    try files.program(name, script)
    if !runtime.path.contains(folder) { runtime.path.append(folder) }
  }
}

func network(_ types: [String], version: String = "1.1.0", _ more: String = "") throws
  -> NetworkConfiguration
{
  let plugins = types.map {
    #"{"type":"\#($0)","capabilities":{"portMappings":true}}"#
  }.joined(separator: ",")
  let text = #"{"cniVersion":"\#(version)","name":"net"\#(more),"plugins":[\#(plugins)]}"#
  return try NetworkConfiguration(parsing: Array(text.utf8))
}

let box = Attachment(
  containerID: "box", ifname: "eth0", netns: "/run/netns/no-such-namespace",
  arguments: CNIArguments([CNIArguments.Argument(key: "IgnoreUnknown", value: "1")]),
  capabilityArguments: [JSONMember("portMappings", .array([]))])
