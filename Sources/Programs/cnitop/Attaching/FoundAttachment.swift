import CNIRuntime
import CNISpec
import CNIStores
import NodeModel

/// An attachment that is written down, with what it is of.
struct FoundAttachment {
  var network: NetworkConfiguration
  var attachment: CNIRuntime.Attachment
  var entry: CNICacheEntry
  /// Nil where its namespace is gone.
  var target: Target?
  var title: String

  /// Finds the attachment of a target to a network.
  ///
  /// A target that is gone can still be named: by the path that its namespace had, or by the id
  /// of the container.
  static func find(
    _ network: String, _ word: String, ifname: String?, in snapshot: Snapshot,
    _ options: RuntimeOptions, _ node: NodeOptions
  ) throws -> FoundAttachment {
    let store = options.runtime().store
    var target: Target?
    var entries: [CNICacheEntry]
    do {
      let found = try Target.find(word, in: snapshot, node)
      target = found
      entries = found.entries(store)
    } catch let problem as CommandFailure {
      let path = word.contains("/") ? absolute(word) : word
      entries = store.all().files.map(\.entry).filter { $0.netns == path || $0.containerID == word }
      if entries.isEmpty { throw problem }
    }
    let title = target?.title ?? word
    let name = network.contains("/") ? try options.network(network).name : network
    let matching = entries.filter {
      $0.network == name && (ifname == nil || $0.ifname == ifname)
    }
    guard let entry = matching.first, let attachment = entry.attachment else {
      throw CommandFailure(
        "\(title) is not attached to network \(name)\(ifname.map { " as \($0)" } ?? "")"
          + attached(entries), ExitStatus.findings)
    }
    guard matching.count == 1 else {
      let names = matching.compactMap(\.ifname).sorted().joined(separator: ", ")
      throw CommandFailure(
        "\(title) is attached to network \(name) several times: say which with --ifname: \(names)",
        ExitStatus.findings)
    }
    let configuration = try entry.configuration ?? options.network(network)
    return FoundAttachment(
      network: configuration, attachment: attachment, entry: entry, target: target, title: title)
  }

  private static func attached(_ entries: [CNICacheEntry]) -> String {
    let names = entries.map { "\($0.ifname ?? "?") on \($0.network ?? "?")" }.sorted()
    return names.isEmpty
      ? ", nor to any other" : "; attached are: \(names.joined(separator: ", "))"
  }
}

extension FoundAttachment {
  /// What names it in an answer.
  var members: [JSONMember] {
    [
      JSONMember("network", .string(network.name)),
      JSONMember("containerId", .string(attachment.containerID)),
      JSONMember("ifname", .string(attachment.ifname)),
    ]
  }
}
