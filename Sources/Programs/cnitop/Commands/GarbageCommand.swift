import ArgumentParser
import CNIRuntime
import CNISpec
import CNIStores
import LinuxSystem
import NodeCollector
import NodeModel

/// Takes away what attachments left whose namespace is gone.
struct GarbageCommand: NetworkCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc", abstract: "Takes away what was attached to namespaces that are gone.",
    discussion: """
      Deletes attachments whose network namespace does not exist any more, and then asks the
      plugins (of networks from version 1.1.0 on) to give back what belongs to none. Whatever has a
      namespace, or belongs to a pod that runs, is kept.
      """)

  @Argument(help: "The network, by its name or the path of its configuration; otherwise all.")
  var network: String?

  @Flag(name: .customLong("dry-run"), help: "Print what would be deleted, and do nothing.")
  var dryRun = false

  @OptionGroup var common: NetworkOptions

  func run() throws {
    try node.requireThisMachine()
    let networks = try network.map { [try options.network($0)] } ?? options.networks()
    let snapshot = try node.read([.links, .addresses])
    let runtime = options.runtime()
    var answers: [JSONValue] = []
    var failed = false
    for network in networks {
      // Read once: what is written down later is neither kept nor deleted.
      let written = runtime.store.all().files.map(\.entry)
      let keep = Self.valid(network, written, runtime.store.folder, snapshot)
      var collection = NetworkRuntime.Collection()
      if dryRun {
        collection.stale =
          network.disableGC ? [] : runtime.stale(network, among: written, keeping: keep)
      } else {
        collection = try node.inNamespace {
          runtime.garbageCollect(network, among: written, keeping: keep)
        }
      }
      failed = failed || !collection.errors.isEmpty
      answers.append(json(network, collection))
      if output == .text { try print(network, collection) }
    }
    if output == .json { try StandardOutput.write(answer: .array(answers)) }
    if failed { throw ExitStatus.findings }
  }

  /// What must stay: what has its namespace, or belongs to a pod that runs.
  ///
  /// A path may not be there for us and still be there for the runtime, which can have mounts of
  /// its own, so the pods that were found by their processes count too.
  ///
  /// - Parameters:
  ///   - written: What is written down in `folder`; what others wrote in theirs is looked for here.
  static func valid(
    _ network: NetworkConfiguration, _ written: [CNICacheEntry], _ folder: String,
    _ snapshot: Snapshot
  ) -> Set<PluginConfiguration.Attachment> {
    let running = snapshot.pods.filter { $0.netns != nil }
    let ids = Set(
      running.compactMap(\.sandboxID) + running.flatMap { $0.containers.compactMap(\.id) })
    var valid: Set<PluginConfiguration.Attachment> = []
    let others = CNIResultCache.folders.filter { $0 != folder }.flatMap {
      CNIResultCache().read($0, RootedFiles()).files.map(\.entry)
    }
    for entry in written + others where entry.network == network.name {
      guard let id = entry.containerID, let ifname = entry.ifname else { continue }
      if ids.contains(id) || hasNamespace(entry) {
        valid.insert(PluginConfiguration.Attachment(containerID: id, ifname: ifname))
      }
    }
    // Leases of pods that no cache has.
    for pod in running {
      guard let id = pod.sandboxID else { continue }
      for name in pod.interfaces.map(\.name) + ["eth0"] {
        valid.insert(PluginConfiguration.Attachment(containerID: id, ifname: name))
      }
    }
    return valid
  }

  /// One without a path, or that we may not open, counts as there.
  private static func hasNamespace(_ entry: CNICacheEntry) -> Bool {
    guard let path = entry.netns else { return true }
    do {
      let inode = try NetworkNamespace(path: path).inode
      return entry.netnsInode == nil || entry.netnsInode == inode
    } catch {
      return error.errno != .noSuchFile && error.errno != .invalidArgument
    }
  }

  private func json(
    _ network: NetworkConfiguration, _ collection: NetworkRuntime.Collection
  ) -> JSONValue {
    .object([
      JSONMember("network", .string(network.name)),
      JSONMember(
        "stale",
        .array(
          collection.stale.map {
            .object([
              JSONMember("containerId", .string($0.containerID)),
              JSONMember("ifname", .string($0.ifname)),
            ])
          })),
      JSONMember("errors", .array(collection.errors.map { $0.json(version: nil) })),
    ])
  }

  private func print(
    _ network: NetworkConfiguration, _ collection: NetworkRuntime.Collection
  ) throws {
    let sign = dryRun ? "- " : "deleted "
    for attachment in collection.stale {
      let text =
        "\(network.name): \(sign)\(attachment.ifname) of container \(attachment.containerID)"
      try StandardOutput.write(sanitised(text) + "\n")
    }
    if collection.stale.isEmpty {
      try StandardOutput.write(sanitised("\(network.name): nothing to delete") + "\n")
    }
    for error in collection.errors { complain("network \(network.name): \(error)") }
  }
}

/// Asks the plugins of networks whether they could attach.
struct StatusCommand: NetworkCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Asks the plugins of networks whether they could attach.",
    discussion: "Exits with 1 where one could not. Networks below version 1.1.0 are not asked.")

  @Argument(help: "The network, by its name or the path of its configuration; otherwise all.")
  var network: String?

  @OptionGroup var common: NetworkOptions

  func run() throws {
    try node.requireThisMachine()
    let networks = try network.map { [try options.network($0)] } ?? options.networks()
    let runtime = options.runtime()
    var answers: [JSONValue] = []
    var failed = false
    for network in networks {
      var error: CNIError?
      var asked = false
      do { asked = try node.inNamespace { try Self.ask(runtime, network) } } catch let problem
        as CNIError
      { error = problem }
      failed = failed || error != nil
      var members = [
        JSONMember("network", .string(network.name)), JSONMember("isAsked", .bool(asked)),
      ]
      if let error { members.append(JSONMember("error", error.json(version: nil))) }
      answers.append(.object(members))
      guard output == .text else { continue }
      let text =
        error.map { "cannot attach: \($0) (code \($0.code.rawValue))" }
        ?? (asked ? "can attach" : "not asked: its version \(network.version) has no STATUS")
      try StandardOutput.write(sanitised("\(network.name): \(text)") + "\n")
    }
    if output == .json { try StandardOutput.write(answer: .array(answers)) }
    if failed { throw ExitStatus.findings }
  }

  /// A plugin that is not there can serve nobody, whatever the version is.
  private static func ask(
    _ runtime: NetworkRuntime, _ network: NetworkConfiguration
  ) throws(CNIError) -> Bool {
    let problems = runtime.problems(of: network)
    guard problems.isEmpty else {
      throw CNIError(.notAvailable, problems.joined(separator: "; "))
    }
    return try runtime.status(network)
  }
}
