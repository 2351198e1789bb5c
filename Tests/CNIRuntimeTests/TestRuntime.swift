import CNICore
import CNIRuntime
import CNISpec
import CNIStores
import Foundation

/// A runtime with a cache, locks and programs of its own, gone with the value.
final class TestRuntime {
  let folder: String
  let log = CallLog()
  var runtime: NetworkRuntime

  /// - Parameter failing: By the name of the plugin.
  init(
    _ types: [String], failing: [String: [CNICommand: CNIError]] = [:], path: [String] = []
  ) throws {
    folder = FileManager.default.temporaryDirectory.path() + "/cni-runtime-\(UUID())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let log = log
    let plugins = types.map { FakePlugin(type: $0, log: log, failures: failing[$0] ?? [:]) }
    var context = PluginContext(plugins: plugins)
    context.journalFolder = folder + "/journal"
    runtime = NetworkRuntime(
      context, path: path, store: CNIResultStore(folder: folder + "/results"))
    runtime.lockFolder = folder + "/locks"
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var cacheFiles: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder + "/results")) ?? []).sorted()
  }

  /// Makes an executable file.
  func addProgram(_ name: String, _ script: String) throws {
    let path = "\(folder)/\(name)"
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
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
