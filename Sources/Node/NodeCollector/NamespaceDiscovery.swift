import LinuxSystem
import NodeModel
import NodeSources

/// A namespace that the node has, before anybody looked into it.
struct FoundNamespace: Hashable, Sendable {
  var id: NamespaceID
  var isHost: Bool
  /// What to open to get in: a bound file, or the one of a process.
  var entrance: String
  /// Where it is bound, sorted, as seen below the root.
  var paths: [String]
  var processes: Int?
}

/// Finds every network namespace of the node by inode: bound to files, and held by processes.
enum NamespaceDiscovery {
  /// - Parameter host: The node's own, which is there whatever is found.
  static func find(
    _ options: CollectorOptions, host: NamespaceID, bindings: NamespacePaths,
    processes: ProcessTable
  ) -> [FoundNamespace] {
    var found: [NamespaceID: FoundNamespace] = [:]
    let counts = processes.namespaces
    // Where the processes cannot all be seen, their number is not known.
    let isComplete = processes.status.status == .ok
    for (inode, holders) in counts {
      let id = NamespaceID(inode: inode)
      found[id] = FoundNamespace(
        id: id, isHost: id == host, entrance: "\(processes.path)/\(holders.firstPID)/ns/net",
        paths: [], processes: holders.count)
    }
    for binding in bindings.bindings {
      let id = NamespaceID(inode: binding.inode)
      let entrance = options.root == "/" ? binding.path : options.root + binding.path
      found[
        id,
        default: FoundNamespace(
          id: id, isHost: id == host, entrance: entrance, paths: [],
          processes: isComplete ? 0 : nil)
      ].paths.append(binding.path)
      // A bound file stays while processes come and go.
      found[id]?.entrance = entrance
    }
    found[
      host,
      default: FoundNamespace(
        id: host, isHost: true, entrance: "", paths: [], processes: isComplete ? 0 : nil)
    ].entrance = options.netns ?? "/proc/thread-self/ns/net"
    return found.values.map { item in
      var item = item
      item.paths.sort()
      return item
    }.sorted { ($0.isHost ? 0 : 1, $0.id) < ($1.isHost ? 0 : 1, $1.id) }
  }
}
