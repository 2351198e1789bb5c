import CNIRuntime
import CNIStores
import Glibc
import LinuxSystem
import NodeCollector
import NodeModel

/// What an operator attaches to: a pod, the path of a namespace, or a process.
struct Target: Sendable {
  /// The path of its namespace.
  var path: String
  var inode: UInt64
  /// The pod that the namespace is of; nil where it is no pod's.
  var pod: Pod?
  /// What messages call it.
  var title: String
  /// What it is called as a container.
  var containerID: String
  /// The links in it; nil where they could not be read.
  var links: [Link]?
  /// The index of the link that its default route leads to.
  var defaultDevices: Set<Int32>

  /// Finds what a word means.
  static func find(_ word: String, in snapshot: Snapshot, _ options: NodeOptions) throws -> Target {
    let proc = options.collector.proc ?? "/proc"
    if word.contains("/"), word.hasPrefix("/") || word.hasPrefix(".") {
      return try Target(path: absolute(word), title: word, snapshot, proc)
    }
    let pods = snapshot.pods.filter { $0.title == word || $0.name == word || $0.sandboxID == word }
    if pods.count > 1 {
      throw CommandFailure(
        "\(word) is the name of several pods: "
          + pods.map(\.title).sorted().joined(separator: ", "), ExitStatus.findings)
    }
    if let pod = pods.first { return try Target(pod, snapshot, proc) }
    if word.allSatisfy({ $0.isASCII && $0.isNumber }) {
      return try Target(path: "\(proc)/\(word)/ns/net", title: "process \(word)", snapshot, proc)
    }
    let names = snapshot.pods.filter { !$0.hostNetwork && !$0.isOwnInvention }.map(\.title)
      .sorted().prefix(10)
    throw CommandFailure(
      "no pod \(word) on this node"
        + (names.isEmpty ? "" : "; there are: \(names.joined(separator: ", "))")
        + "; a namespace is given by its path, a process by its number", ExitStatus.findings)
  }

  private init(_ pod: Pod, _ snapshot: Snapshot, _ proc: String) throws {
    guard !pod.hostNetwork else {
      throw CommandFailure(
        "pod \(pod.title) uses the network of the node: nothing can be attached to it",
        ExitStatus.findings)
    }
    guard let id = pod.netns, let path = Self.path(of: id, snapshot, proc) else {
      throw CommandFailure(
        "pod \(pod.title) has no network namespace that could be opened", ExitStatus.findings)
    }
    let title = pod.isOwnInvention ? pod.title : "pod \(pod.title)"
    try self.init(path: path, title: title, snapshot, proc)
  }

  private init(path: String, title: String, _ snapshot: Snapshot, _ proc: String) throws {
    do { inode = try NetworkNamespace(path: path).inode } catch {
      let reason =
        error.errno == .invalidArgument ? "it is no network namespace" : "\(error.errno)"
      throw CommandFailure("cannot open the namespace \(path): \(reason)", ExitStatus.findings)
    }
    let id = NamespaceID(inode: inode)
    guard snapshot.host?.id != id else {
      throw CommandFailure(
        "\(title) is in the node's own namespace: nothing can be attached to that",
        ExitStatus.findings)
    }
    // A bound path lasts longer than the number of a process.
    self.path = path.hasPrefix("\(proc)/") ? Self.path(of: id, snapshot, proc) ?? path : path
    let namespace = snapshot.namespace(id)
    pod = snapshot.pods.first { $0.netns == id && !$0.hostNetwork && !$0.isOwnInvention }
    self.title = pod.map { "pod \($0.title)" } ?? title
    containerID = pod?.sandboxID ?? "\(Pod.inventedPrefix)\(inode)"
    links = namespace?.links
    defaultDevices = namespace?.routes?.defaultDevices ?? []
  }

  /// Where a namespace is bound, or else the first process that is in it.
  private static func path(of id: NamespaceID, _ snapshot: Snapshot, _ proc: String) -> String? {
    for path in snapshot.namespace(id)?.paths ?? []
    where (try? NetworkNamespace(path: path))?.inode == id.inode {
      return path
    }
    for name in (try? RootedFiles().list(proc)) ?? [] where name.first?.isNumber == true {
      var status = stat()
      let path = "\(proc)/\(name)/ns/net"
      if stat(path, &status) == 0, UInt64(status.st_ino) == id.inode { return path }
    }
    return nil
  }

  func link(_ name: String) -> Link? { links?.first { $0.name == name } }

  /// The first name `netN` that no link has.
  var freeInterfaceName: String {
    let names = Set((links ?? []).map(\.name))
    return (1...).lazy.map { "net\($0)" }.first { !names.contains($0) } ?? "net1"
  }

  /// What the cache says is attached to it, by anybody.
  func entries(_ store: CNIResultStore) -> [CNICacheEntry] {
    store.all().files.map(\.entry).filter { entry in
      if let id = entry.containerID, id == containerID || id == pod?.sandboxID { return true }
      guard let netns = entry.netns else { return false }
      return netns == path || (try? NetworkNamespace(path: netns))?.inode == inode
    }
  }
}

extension Pod {
  /// What a namespace that is of no pod is called as a container.
  fileprivate static let inventedPrefix = "cnitop-"

  /// Whether it is only known because we attached something to a namespace without a pod.
  fileprivate var isOwnInvention: Bool { sandboxID?.hasPrefix(Self.inventedPrefix) == true }
}

extension RouteTable {
  /// The links that default routes of the main table lead to.
  var defaultDevices: Set<Int32> {
    Set(
      records.filter {
        $0.destinationLength == 0 && $0.table == 254 && $0.device != 0
      }.map(\.device))
  }
}
