import CNICore
public import CNISpec
public import CNIStores
import LinuxSystem

extension NetworkRuntime {
  /// Runs ADD of every plugin in order and writes down what came of it.
  ///
  /// The attachment is written down before the first plugin runs: whoever comes after a process
  /// that was killed can delete it. When a plugin fails, DEL of the whole chain takes back what
  /// was done; what cannot be taken back stays written down.
  public func add(
    _ network: NetworkConfiguration, _ attachment: Attachment
  ) throws(CNIError) -> CNIResult {
    try require(network, attachment)
    return try locked(attachment) { () throws(CNIError) in
      var entry = CNICacheEntry(network, attachment)
      if let old = try cached(network.name, attachment) {
        guard old.result == nil else {
          throw CNIError(
            .other,
            "\(attachment.ifname) of container \(attachment.containerID) is already "
              + "attached to network \(JSONValue.string(network.name))")
        }
        // Somebody was killed half way.
        try? runDelete(old.configuration ?? network, attachment, result: nil)
      }
      try store.write(entry, version: network.version)
      var result: CNIResult?
      do throws(CNIError) {
        for plugin in network.plugins { try run(plugin, of: network, attachment, &result) }
        entry.result = result
        try store.write(entry, version: network.version)
      } catch {
        throw undoing(network, attachment, result, after: error)
      }
      return result ?? CNIResult()
    }
  }

  func run(
    _ plugin: NetworkConfiguration.Plugin, of network: NetworkConfiguration,
    _ attachment: Attachment, _ result: inout CNIResult?
  ) throws(CNIError) {
    do throws(CNIError) {
      guard !isCancelled() else { throw CNIError(.other, "interrupted") }
      let configuration = try network.configuration(
        of: plugin, previous: result, capabilityArguments: attachment.capabilityArguments)
      guard let answer = try call(plugin, .add, attachment, configuration) else {
        throw CNIError(.other, "it returned no result")
      }
      result = answer
    } catch { throw error.of(plugin, .add) }
  }

  /// Takes back an ADD that failed, and says so where that failed too.
  private func undoing(
    _ network: NetworkConfiguration, _ attachment: Attachment, _ result: CNIResult?,
    after error: CNIError
  ) -> CNIError {
    do {
      try runDelete(network, attachment, result: result)
      try remove(network.name, attachment)
      return error
    } catch let second {
      var both = error
      let text = "not all of it could be undone: \(second)"
      both.details = both.details.isEmpty ? text : "\(both.details); \(text)"
      return both
    }
  }

  /// DEL of every plugin, the last one first.
  ///
  /// Goes on past errors and throws the first one.
  func runDelete(
    _ network: NetworkConfiguration, _ attachment: Attachment, result: CNIResult?
  ) throws(CNIError) {
    var first: CNIError?
    for plugin in network.plugins.reversed() {
      do {
        let configuration = try network.configuration(
          of: plugin, previous: network.version.hasCheck ? result : nil,
          capabilityArguments: attachment.capabilityArguments)
        try call(plugin, .delete, attachment, configuration)
      } catch { first = first ?? error.of(plugin, .delete) }
    }
    if let first { throw first }
  }

  func require(
    _ network: NetworkConfiguration, _ attachment: Attachment
  ) throws(CNIError) {
    try attachment.requireNames(network)
    let problems = problems(of: network)
    guard problems.isEmpty else {
      throw CNIError(
        .invalidConfiguration, "network \(JSONValue.string(network.name)) cannot be used",
        details: problems.joined(separator: "; "))
    }
  }

  // MARK: The cache

  func cached(_ network: String, _ attachment: Attachment) throws(CNIError) -> CNICacheEntry? {
    do {
      return try store.entry(
        network: network, containerID: attachment.containerID, ifname: attachment.ifname)
    } catch { throw CNIError(.inputOutput, "\(error)") }
  }

  func remove(_ network: String, _ attachment: Attachment) throws(CNIError) {
    try store.remove(
      network: network, containerID: attachment.containerID, ifname: attachment.ifname)
  }
}

extension CNICacheEntry {
  /// What cnitop writes of itself as the maker.
  public static let ownMaker = "cnitop"

  /// Whether we began to attach and did not end: it goes on, or somebody was killed.
  public var isUnfinished: Bool { maker == Self.ownMaker && result == nil }

  /// An attachment of ours that is to be made.
  public init(_ network: NetworkConfiguration, _ attachment: Attachment) {
    self.init(
      network: network.name, containerID: attachment.containerID, ifname: attachment.ifname,
      netns: attachment.netns, configuration: network,
      arguments: attachment.arguments.arguments,
      capabilityArguments: attachment.capabilityArguments)
    maker = Self.ownMaker
    netnsInode = attachment.netns.flatMap { try? NetworkNamespace(path: $0).inode }
  }

  /// The attachment that it is about; nil for one that is not named in full.
  public var attachment: Attachment? {
    guard let containerID, let ifname else { return nil }
    return Attachment(
      containerID: containerID, ifname: ifname, netns: netns,
      arguments: CNIArguments(arguments), capabilityArguments: capabilityArguments)
  }
}
