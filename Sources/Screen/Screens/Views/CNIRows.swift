import NodeModel

/// A row of the CNI view, by its place in `Snapshot.cni`.
enum CNIRow: Hashable {
  case configuration(Int)
  case attachment(Int)
  case plugin(Int)
  case solution(Int)
}

/// The rows of the CNI view in their order: each network with what is attached to it, attachments
/// whose network has no configuration any more, plugins, solutions.
enum CNIRows {
  static func rows(of state: CNIState) -> [CNIRow] {
    var rows: [CNIRow] = []
    var attached: [String: [Int]] = [:]
    for (place, attachment) in state.attachments.enumerated() {
      attached[attachment.network, default: []].append(place)
    }
    for (place, configuration) in state.configurations.enumerated() {
      rows.append(.configuration(place))
      // The first file of a name is the one that counts.
      guard let name = configuration.name, let own = attached.removeValue(forKey: name) else {
        continue
      }
      rows += own.map { .attachment($0) }
    }
    for (_, places) in attached.sorted(by: { $0.key < $1.key }) {
      rows += places.map { .attachment($0) }
    }
    rows += state.plugins.indices.map { .plugin($0) }
    rows += state.solutions.indices.map { .solution($0) }
    return rows
  }
}

/// An attachment beside what the kernel has of it.
struct AttachmentState: Hashable {
  enum Condition: Hashable {
    /// The interface is there, with all addresses of the result.
    case asMade
    /// These addresses of the result are not on the interface.
    case withoutAddresses([String])
    case noInterface
    /// No namespace has the path, and no pod the container.
    case noNamespace
    /// The links of the namespace were not read.
    case unread

    var word: String {
      switch self {
      case .asMade: "as made"
      case .withoutAddresses: "no address"
      case .noInterface: "no if"
      case .noNamespace: "no netns"
      case .unread: "unread"
      }
    }
  }

  var condition: Condition
  var namespace: NamespaceID?
  var link: LinkID?
  /// The pod, as cnitop knows it; as the runtime named it where it does not.
  var pod: String?

  init(_ attachment: CNIState.Attachment, _ snapshot: Snapshot, _ index: NodeIndex) {
    let pod = snapshot.pods.first { $0.sandboxID == attachment.containerID && $0.netns != nil }
    let path = attachment.netnsPath.map(Self.usualPath)
    let found =
      pod?.netns
      ?? snapshot.namespaces.first { $0.paths.contains { Self.usualPath($0) == path } }?.id
    namespace = found
    self.pod = pod?.title ?? attachment.pod
    guard let found, let namespace = index.namespace(found) else {
      condition = .noNamespace
      return
    }
    if self.pod == nil { self.pod = index.title(of: found) }
    guard let links = namespace.links else {
      condition = .unread
      return
    }
    guard let link = links.first(where: { $0.name == attachment.ifname }) else {
      condition = .noInterface
      return
    }
    self.link = link.id
    let present = Set(link.addresses.map { "\($0.address)" })
    let missing = attachment.addresses.filter { text in
      !present.contains(String(text.prefix { $0 != "/" }))
    }
    condition = missing.isEmpty ? .asMade : .withoutAddresses(missing)
  }

  /// `/var/run` leads to `/run`.
  private static func usualPath(_ path: String) -> String {
    path.hasPrefix("/var/run/") ? String(path.dropFirst(4)) : path
  }
}
