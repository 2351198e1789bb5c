import ArgumentParser
import CNICore
import CNIPlugins
import CNIRuntime
import CNISpec
import CNIStores
import LinuxSystem
import NodeCollector

/// Where networks, plugins and what is attached stand: the same for all commands that call
/// plugins.
struct RuntimeOptions: ParsableArguments {
  static let pluginFolders = ["/opt/cni/bin", "/usr/libexec/cni", "/usr/lib/cni"]

  @Option(
    name: .customLong("conf-dir"),
    help: ArgumentHelp("Where the configurations of networks are.", valueName: "dir"))
  var configurations = NetworkFolder.defaultPath

  @Option(
    name: .customLong("plugin-dir"),
    help: ArgumentHelp(
      "Where plugins are that are not part of this program. Repeatable; otherwise CNI_PATH, or "
        + "\(pluginFolders.joined(separator: ", ")).", valueName: "dir"))
  var plugins: [String] = []

  @Option(
    name: .customLong("cache-dir"),
    help: ArgumentHelp(
      "Where runtimes write down what they attached, in its folder results.", valueName: "dir"))
  var cache = "/var/lib/cni"

  @Option(
    name: .customLong("run-dir"),
    help: ArgumentHelp(
      "Where locks, journals and what undo needs are.", valueName: "dir"))
  var runFolder = "/run/cni/cnitop"

  func runtime() -> NetworkRuntime {
    var folders = plugins.map(absolute)
    if folders.isEmpty, let path = ProcessVariables.value("CNI_PATH") {
      folders = path.split(separator: ":").map(String.init)
    }
    if folders.isEmpty { folders = Self.pluginFolders }
    var context = PluginContext(plugins: BuiltInPlugins.all)
    context.journalFolder = absolute(runFolder) + "/journal"
    context.note = { complain($0) }
    var runtime = NetworkRuntime(
      context, path: folders, store: CNIResultStore(folder: absolute(cache) + "/results"))
    runtime.lockFolder = absolute(runFolder) + "/locks"
    runtime.isCancelled = { EndingSignals.isPending }
    return runtime
  }

  /// The networks of the folder; those that cannot be used are complained of.
  func networks() throws -> [NetworkConfiguration] {
    let folder = try folder()
    for problem in folder.files.flatMap(\.problems) { complain(problem) }
    return folder.networks
  }

  /// One network, by its name or by the path of its file.
  func network(_ name: String) throws -> NetworkConfiguration {
    if name.contains("/") {
      let file = NetworkFolder.read(absolute(name))
      guard let network = file.network, file.isUsable else {
        throw CommandFailure(file.problems.joined(separator: "; "), ExitStatus.findings)
      }
      return network
    }
    let folder = try folder()
    if let network = folder.network(named: name) { return network }
    let broken = folder.files.filter { $0.network?.name == name }.flatMap(\.problems)
    guard broken.isEmpty else {
      throw CommandFailure(
        "network \(name) cannot be used: \(broken.joined(separator: "; "))", ExitStatus.findings)
    }
    let names = folder.networks.map(\.name).sorted().joined(separator: ", ")
    throw CommandFailure(
      "no network \(name) in \(folder.path); "
        + (names.isEmpty ? "there is none" : "there are: \(names)"), ExitStatus.findings)
  }

  private func folder() throws -> NetworkFolder {
    let folder = NetworkFolder(absolute(configurations))
    if let failure = folder.failure { throw CommandFailure("\(failure)") }
    return folder
  }
}

extension NodeOptions {
  /// Plugins change the machine that they run on, whatever folder counts as `/`.
  func requireThisMachine() throws {
    guard collector.root == "/" else {
      throw CommandFailure(
        "--root is for reading: plugins change the node that they run on, so run cnitop there",
        ExitStatus.usage)
    }
  }

  /// Runs `body` in the namespace that counts as the node's, with requests to end put off.
  func inNamespace<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) throws -> Value
  {
    try EndingSignals.puttingOff {
      guard let netns else { return try body() }
      let namespace: NetworkNamespace
      do { namespace = try NetworkNamespace(path: absolute(netns)) } catch {
        throw CommandFailure("cannot open --netns \(netns): \(error)")
      }
      return try namespace.run(body)
    }
  }
}

/// What a plugin or the runtime said, as the end of a command.
func failure(_ error: CNIError, _ what: String) -> CommandFailure {
  CommandFailure("\(what): \(error) (code \(error.code.rawValue))", ExitStatus.findings)
}
