import Glibc
public import LinuxSystem

/// Names the pods of a node from its files and processes, without an API server.
///
/// The sources in the order of trust: libcni's cache, the bundles of containerd, the store of
/// CRI-O and podman, docker's files, cgroups joined with kubelet's log folders. A source that is
/// denied, absent or broken costs its own facts and a line.
public struct PodReader: Sendable {
  private let files: RootedFiles
  private let hostNamespace: UInt64?
  private let known: PodFiles
  private let bound: NamespacePaths?
  private let namespaceAt: (@Sendable (String) -> UInt64?)?

  /// - Parameters:
  ///   - files: What the paths in this module are below.
  ///   - hostNamespace: The inode number of the namespace that counts as the node's; that of
  ///     process 1 if nil.
  ///   - known: What an earlier reader read below the same root.
  ///   - bound: Where namespaces are bound, as far as that was looked at a moment ago.
  public init(
    files: RootedFiles, hostNamespace: UInt64? = nil, known: PodFiles = PodFiles(),
    bound: NamespacePaths? = nil
  ) {
    self.init(
      files: files, hostNamespace: hostNamespace, known: known, bound: bound, namespaceAt: nil)
  }

  /// - Parameter namespaceAt: The namespace at a path, in place of a look at the file.
  init(
    files: RootedFiles, hostNamespace: UInt64?, known: PodFiles = PodFiles(),
    bound: NamespacePaths? = nil, namespaceAt: (@Sendable (String) -> UInt64?)?
  ) {
    self.files = files
    self.hostNamespace = hostNamespace
    self.known = known
    self.bound = bound
    self.namespaceAt = namespaceAt
  }

  /// Reads every source once.
  ///
  /// - Parameter processes: Refreshed by the caller, who also uses it for other ends.
  public func read(_ processes: ProcessTable) -> PodFindings {
    let host = hostNamespace ?? processes.initNamespace
    var merger = PodMerger(hostNamespace: host) { path, fragment in
      resolve(path, of: fragment, processes, host: host)
    }
    var statuses: [SourceStatus] = []
    let cache = CNICacheReading(files, known)
    for (fragments, lines) in [
      CNICacheSource.read(cache, processes), Containerd.read(files, processes, known),
      ContainersStorage.read(files, processes, known), Docker.read(files, processes, known),
    ] {
      merger.add(fragments)
      statuses += lines
    }
    known.sweep()
    statuses.append(processes.status)
    merger.add(CgroupSource.read(processes, hostNamespace: host))
    let logs = PodLogs(files)
    statuses += logs.statuses

    var pods: [FoundPod] = []
    for draft in merger.drafts {
      if let pod = Self.finish(draft, logs, host: host) { pods.append(pod) }
    }
    pods.sort(by: Self.isOrdered)
    var names = logs.pods
    let known = Set(names.map { "\($0.namespace)/\($0.name)" })
    for pod in pods {
      guard let namespace = pod.namespace, !known.contains("\(namespace)/\(pod.name)") else {
        continue
      }
      names.append(PodName(namespace: namespace, name: pod.name, uid: pod.uid))
    }
    return PodFindings(pods: pods, statuses: statuses, names: names, cache: cache)
  }

  private static func isOrdered(_ left: FoundPod, _ right: FoundPod) -> Bool {
    if (left.namespace == nil) != (right.namespace == nil) { return left.namespace != nil }
    return (left.namespace ?? "", left.name, left.sandboxID ?? "")
      < (right.namespace ?? "", right.name, right.sandboxID ?? "")
  }

  // MARK: Namespaces

  private func resolve(
    _ path: String, of fragment: PodFragment, _ processes: ProcessTable, host: UInt64?
  ) -> PodMerger.Resolution {
    if let pid = Self.processID(inPath: path) {
      guard let process = processes.process(pid) else {
        return processes.isComplete ? .gone : .unknown
      }
      guard process.namespace != 0 else { return .unknown }
      // The id of a process is given again: after a restart it is somebody else's.
      let own = processes.container(of: process)?.containerID
      let isOthers =
        own.map { own in fragment.ids.allSatisfy { !$0.hasSuffix(own) } } ?? false
      if fragment.source == .cniCache, isOthers || process.namespace == host { return .gone }
      return .inode(process.namespace)
    }
    if let inode = bound?.inode(at: path) { return .inode(inode) }
    if let namespaceAt { return namespaceAt(path).map { .inode($0) } ?? .gone }
    do {
      let status = try files.status(path)
      return status.isNamespace ? .inode(status.inode) : .gone
    } catch {
      switch error {
      case .absent, .notARegularFile: return .gone
      // The path is none: a component is a file, a link leads to itself, a name is too long.
      case .io(_, _, ENOTDIR), .io(_, _, ELOOP), .io(_, _, ENAMETOOLONG), .io(_, _, EINVAL):
        return .gone
      case .denied, .tooLarge, .io: return .unknown
      }
    }
  }

  /// The process of `/proc/PID/ns/net`.
  static func processID(inPath path: String) -> Int32? {
    let parts = path.split(separator: "/")
    guard parts.count == 4, parts[0] == "proc", parts[2] == "ns", parts[3] == "net" else {
      return nil
    }
    return Int32(parts[1])
  }

  // MARK: Finishing

  /// Nil for a container of the node's own network that only its cgroup tells of: it may be the
  /// one that this program runs in.
  private static func finish(
    _ draft: PodMerger.Draft, _ logs: PodLogs, host: UInt64?
  ) -> FoundPod? {
    var fragment = draft.fragment
    var sources = draft.sources
    if fragment.name == nil {
      let named =
        fragment.uid.flatMap { logs.byUID[$0] }
        ?? fragment.ids.lazy.compactMap { logs.byContainerID[$0]?.pod }.first
      if let named {
        fragment.namespace = named.namespace
        fragment.name = named.name
        fragment.uid = fragment.uid ?? named.uid
        sources.insert(.podLogs)
      }
    }
    for index in fragment.containers.indices where fragment.containers[index].name == nil {
      guard let id = fragment.containers[index].id, let found = logs.byContainerID[id] else {
        continue
      }
      fragment.containers[index].name = found.name
      sources.insert(.podLogs)
    }
    if fragment.uid != nil, fragment.sandboxID == nil { findSandbox(&fragment) }

    let isPodless = fragment.name == nil && fragment.uid == nil
    let inode = fragment.netnsInode
    if sources == [.cgroup], isPodless, inode == nil || inode == host { return nil }
    // Without the node's own namespace, its files are all that says who uses it.
    let isInHost = inode.flatMap { inode in host.map { $0 == inode } }
    let hostNetwork = isInHost ?? fragment.hostNetwork ?? false
    let isLive = inode != nil || !fragment.pids.isEmpty || fragment.isRunning
    let id = fragment.sandboxID ?? fragment.containers.lazy.compactMap(\.id).first
    return FoundPod(
      namespace: fragment.namespace,
      name: fragment.name ?? fragment.fallbackName ?? id.map(shortID) ?? fragment.uid ?? "?",
      uid: fragment.uid, sandboxID: fragment.sandboxID, netnsPath: fragment.netnsPath,
      netnsInode: inode, pids: fragment.pids, hostNetwork: hostNetwork,
      liveness: isLive ? .live : draft.isGone ? .stale : .unknown,
      containers: fragment.containers.sorted {
        ($0.name ?? "~", $0.id ?? "") < ($1.name ?? "~", $1.id ?? "")
      },
      interfaces: fragment.interfaces, hostPorts: fragment.hostPorts, sources: sources.sorted())
  }

  /// The one container of a pod that keeps no log, beside others that do, is its sandbox.
  private static func findSandbox(_ fragment: inout PodFragment) {
    let nameless = fragment.containers.indices.filter { fragment.containers[$0].name == nil }
    guard nameless.count == 1, fragment.containers.count > 1 else { return }
    fragment.sandboxID = fragment.containers.remove(at: nameless[0]).id
  }

  /// The first 12 digits of an id, as docker shows them; what is no such id stays.
  static func shortID(_ id: String) -> String {
    let tail = id.suffix(64)
    guard tail.utf8.count == 64,
      tail.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
    else { return id }
    return String(tail.prefix(12))
  }
}
