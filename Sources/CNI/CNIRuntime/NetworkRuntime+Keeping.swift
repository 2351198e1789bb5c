public import CNISpec
public import CNIStores
import LinuxSystem

extension NetworkRuntime {
  /// Runs DEL of every plugin, the last one first, and forgets the attachment.
  ///
  /// The configuration that the attachment was made with counts, where it is known and its plugins
  /// are there. Arguments that the caller does not have come from the cache. An attachment that is not
  /// written down is deleted too, as far as plugins can without a result.
  ///
  /// Unlike libcni it goes on where a plugin fails, so that one that is broken does not keep what
  /// the others made; the attachment stays written down then, and the first error is thrown.
  public func delete(
    _ network: NetworkConfiguration, _ attachment: Attachment
  ) throws(CNIError) {
    try attachment.requireNames(network)
    try locked(attachment) { () throws(CNIError) in
      var attachment = attachment
      // A cache that cannot be read must not keep anything from being deleted.
      let entry = (try? cached(network.name, attachment)) ?? nil
      if attachment.arguments.arguments.isEmpty, let arguments = entry?.arguments {
        attachment.arguments = CNIArguments(arguments)
      }
      if attachment.capabilityArguments.isEmpty, let entry {
        attachment.capabilityArguments = entry.capabilityArguments
      }
      var made = network
      if let own = entry?.configuration, problems(of: own).isEmpty { made = own }
      attachment.netns = Self.remaining(attachment.netns, entry)
      try runDelete(made, attachment, result: entry?.result)
      try remove(network.name, attachment)
    }
  }

  /// The path of the namespace, unless it leads to something else by now.
  ///
  /// DEL without a namespace takes away what is on the node; DEL in a stranger's namespace would
  /// take away what is his. A path that leads nowhere is passed on: plugins know what it means.
  private static func remaining(_ path: String?, _ entry: CNICacheEntry?) -> String? {
    guard let path else { return nil }
    do {
      let inode = try NetworkNamespace(path: path).inode
      guard let made = entry?.netnsInode, entry?.netns == path else { return path }
      return made == inode ? path : nil
    } catch {
      return error.errno == .invalidArgument ? nil : path
    }
  }

  /// Runs CHECK of every plugin in order with the result of ADD; stops at the first error.
  ///
  /// - Returns: Whether anything was asked: not where the configuration forbids it.
  @discardableResult
  public func check(
    _ network: NetworkConfiguration, _ attachment: Attachment
  ) throws(CNIError) -> Bool {
    try attachment.requireNames(network)
    guard network.version.hasCheck else {
      throw CNIError(
        .incompatibleVersion,
        "configuration version \"\(network.version)\" does not support the CHECK command")
    }
    guard !network.disableCheck else { return false }
    try locked(attachment) { () throws(CNIError) in
      guard let entry = try cached(network.name, attachment), let result = entry.result else {
        throw CNIError(
          .unknownContainer,
          "\(attachment.ifname) of container \(attachment.containerID) is not attached to network "
            + "\(JSONValue.string(network.name)), or its result is lost")
      }
      var attachment = attachment
      attachment.arguments = CNIArguments(entry.arguments)
      attachment.capabilityArguments = entry.capabilityArguments
      for plugin in network.plugins {
        do throws(CNIError) {
          let configuration = try network.configuration(
            of: plugin, previous: result,
            capabilityArguments: attachment.capabilityArguments)
          try call(plugin, .check, attachment, configuration)
        } catch { throw error.of(plugin, .check) }
      }
    }
    return true
  }

  /// What GC did, with everything that went wrong.
  public struct Collection: Hashable, Sendable {
    /// Attachments that were deleted, or could not be.
    public var stale: [Attachment] = []
    public var errors: [CNIError] = []
    /// Whether the plugins were asked: since 1.1.0, and not where the configuration forbids it.
    public var askedPlugins = false

    public init() {}
  }

  /// The attachments of a network that are written down and not among those to keep.
  ///
  /// - Parameter entries: What was written down before it was found out what to keep: an attachment
  ///   that came meanwhile is nobody's garbage.
  public func stale(
    _ network: NetworkConfiguration, among entries: [CNICacheEntry],
    keeping valid: Set<PluginConfiguration.Attachment>
  ) -> [Attachment] {
    entries.filter { $0.network == network.name }.compactMap(\.attachment)
      .filter {
        !valid.contains(
          PluginConfiguration.Attachment(containerID: $0.containerID, ifname: $0.ifname))
      }
  }

  /// Deletes attachments that are not to be kept, then runs GC of every plugin.
  ///
  /// Goes on past errors.
  ///
  /// - Parameter entries: As `stale` has it.
  public func garbageCollect(
    _ network: NetworkConfiguration, among entries: [CNICacheEntry],
    keeping valid: Set<PluginConfiguration.Attachment>
  ) -> Collection {
    var collection = Collection()
    guard !network.disableGC else { return collection }
    for attachment in stale(network, among: entries, keeping: valid) {
      collection.stale.append(attachment)
      do { try delete(network, attachment) } catch {
        var failure = error
        failure.message =
          "failed to delete stale attachment \(attachment.containerID) \(attachment.ifname): "
          + error.message
        collection.errors.append(failure)
      }
    }
    guard network.version.hasGarbageCollection else { return collection }
    collection.askedPlugins = true
    let list = valid.sorted { ($0.containerID, $0.ifname) < ($1.containerID, $1.ifname) }
    for plugin in network.plugins {
      do throws(CNIError) {
        let configuration = try network.configuration(of: plugin, keeping: list)
        try call(plugin, .garbageCollect, nil, configuration)
      } catch { collection.errors.append(error.of(plugin, .garbageCollect)) }
    }
    return collection
  }

  /// Runs STATUS of every plugin in order; the first that cannot serve ends it.
  ///
  /// Below 1.1.0 there is no such command, and nothing is asked.
  ///
  /// - Returns: Whether anything was asked.
  @discardableResult
  public func status(_ network: NetworkConfiguration) throws(CNIError) -> Bool {
    try CNINames.requireNetwork(network.name)
    guard network.version.hasGarbageCollection else { return false }
    for plugin in network.plugins {
      do throws(CNIError) {
        try call(plugin, .status, nil, try network.configuration(of: plugin))
      } catch { throw error.of(plugin, .status) }
    }
    return true
  }
}
