/// Joins what the sources say of one pod, the most trusted source first.
struct PodMerger {
  /// Where the path of a namespace leads.
  enum Resolution: Equatable {
    case inode(UInt64)
    /// To nothing, or to a plain file that its mount left behind.
    case gone
    /// There was no right to look.
    case unknown
  }

  /// A pod that is not finished.
  struct Draft {
    var fragment: PodFragment
    var resolution: Resolution?
    var sources: Set<PodSource>

    var isGone: Bool {
      fragment.netnsInode == nil && fragment.pids.isEmpty && !fragment.isRunning
        && (resolution == .gone || fragment.netnsPath == nil && fragment.hasEnded)
    }
  }

  private let hostNamespace: UInt64?
  private let resolve: (String, PodFragment) -> Resolution
  private(set) var drafts: [Draft] = []
  /// By sandbox id, its other spellings and container ids.
  private var byID: [String: Int] = [:]
  private var byUID: [String: [Int]] = [:]
  private var byName: [String: [Int]] = [:]
  private var byInode: [UInt64: [Int]] = [:]
  /// How many drafts were made of a fragment without a sandbox id.
  private var withoutSandbox = 0

  init(hostNamespace: UInt64?, resolve: @escaping (String, PodFragment) -> Resolution) {
    self.hostNamespace = hostNamespace
    self.resolve = resolve
  }

  /// Adds the fragments of the next source in the order of trust.
  ///
  /// Those that share an id with a pod go first: they bring the processes that then tell which
  /// of two sandboxes of a pod the others belong to.
  mutating func add(_ fragments: [PodFragment]) {
    var rest: [PodFragment] = []
    for fragment in fragments {
      if let position = known(fragment) {
        merge(resolved(fragment), into: position)
      } else if fragment.sandboxID != nil {
        add(fragment)
      } else {
        rest.append(fragment)
      }
    }
    for fragment in rest { add(fragment) }
  }

  private mutating func add(_ fragment: PodFragment) {
    let candidate = resolved(fragment)
    if let position = match(candidate) {
      merge(candidate, into: position)
    } else {
      drafts.append(candidate)
      if fragment.sandboxID == nil { withoutSandbox += 1 }
      index(drafts.count - 1)
    }
  }

  private func resolved(_ fragment: PodFragment) -> Draft {
    var draft = Draft(fragment: fragment, resolution: nil, sources: [fragment.source])
    if let path = fragment.netnsPath {
      let resolution = resolve(path, fragment)
      draft.resolution = resolution
      if case .inode(let inode) = resolution { draft.fragment.netnsInode = inode }
    }
    return draft
  }

  /// The pod that has one of the ids.
  private func known(_ fragment: PodFragment) -> Int? {
    for id in fragment.ids {
      if let position = byID[id] { return position }
    }
    return nil
  }

  /// The pod that a fragment is of, by its ids, uid, name or namespace.
  private func match(_ candidate: Draft) -> Int? {
    let fragment = candidate.fragment
    if let position = known(fragment) { return position }
    // Two sandboxes are never one pod, however many entries of its name a pod has left behind.
    guard fragment.sandboxID == nil || withoutSandbox > 0 || fragment.name == nil else {
      return nil
    }
    if let uid = fragment.uid,
      let position = byUID[uid]?.first(where: { isSame(drafts[$0], candidate) })
    {
      return position
    }
    if let namespace = fragment.namespace, let name = fragment.name,
      let position = byName["\(namespace)/\(name)"]?.first(where: { isSame(drafts[$0], candidate) })
    {
      return position
    }
    // A container that joined the network of another, as in a pod of podman.
    guard let inode = fragment.netnsInode, inode != hostNamespace, fragment.name == nil,
      fragment.uid == nil
    else { return nil }
    return byInode[inode]?.first { isSame(drafts[$0], candidate, acrossSandboxes: true) }
  }

  /// Whether nothing speaks against two being of one pod.
  ///
  /// A pod that was restarted has two
  /// sandboxes with its name and uid; the one that is gone gets nothing that lives.
  private func isSame(_ draft: Draft, _ other: Draft, acrossSandboxes: Bool = false) -> Bool {
    func differ<Value: Equatable>(_ left: Value?, _ right: Value?) -> Bool {
      left != nil && right != nil && left != right
    }
    let (left, right) = (draft.fragment, other.fragment)
    if !acrossSandboxes, differ(left.sandboxID, right.sandboxID) { return false }
    if differ(left.netnsInode, right.netnsInode) || differ(left.uid, right.uid) { return false }
    return draft.isGone == other.isGone
  }

  private mutating func merge(_ other: Draft, into position: Int) {
    drafts[position].merge(other)
    index(position)
  }

  private mutating func index(_ position: Int) {
    let fragment = drafts[position].fragment
    for id in fragment.ids where byID[id] == nil { byID[id] = position }
    if let uid = fragment.uid { Self.append(position, to: &byUID[uid, default: []]) }
    if let namespace = fragment.namespace, let name = fragment.name {
      Self.append(position, to: &byName["\(namespace)/\(name)", default: []])
    }
    if let inode = fragment.netnsInode, inode != hostNamespace {
      Self.append(position, to: &byInode[inode, default: []])
    }
  }

  private static func append(_ position: Int, to positions: inout [Int]) {
    if !positions.contains(position) { positions.append(position) }
  }
}

extension PodMerger.Draft {
  /// Takes what this does not have from a source of less trust.
  mutating func merge(_ other: Self) {
    sources.formUnion(other.sources)
    if fragment.name == nil, let name = other.fragment.name {
      fragment.name = name
      fragment.namespace = other.fragment.namespace
    }
    fragment.sandboxID = fragment.sandboxID ?? other.fragment.sandboxID
    fragment.uid = fragment.uid ?? other.fragment.uid
    fragment.fallbackName = fragment.fallbackName ?? other.fragment.fallbackName
    fragment.hostNetwork = fragment.hostNetwork ?? other.fragment.hostNetwork
    fragment.isRunning = fragment.isRunning || other.fragment.isRunning
    fragment.hasEnded = fragment.hasEnded || other.fragment.hasEnded
    mergeNetwork(other)
    for alias in other.fragment.aliases where !fragment.aliases.contains(alias) {
      fragment.aliases.append(alias)
    }
    for container in other.fragment.containers { merge(container, from: other.fragment.source) }
    if !other.fragment.pids.isEmpty {
      fragment.pids = Set(fragment.pids).union(other.fragment.pids).sorted()
    }
    for interface in other.fragment.interfaces
    where !fragment.interfaces.contains(where: { $0.name == interface.name }) {
      fragment.interfaces.append(interface)
    }
    for port in other.fragment.hostPorts where !fragment.hostPorts.contains(port) {
      fragment.hostPorts.append(port)
    }
  }

  /// A path that leads somewhere is better than one that does not, one of a file better than
  /// that of a process.
  private mutating func mergeNetwork(_ other: Self) {
    if let path = other.fragment.netnsPath {
      let isBetter =
        switch (fragment.netnsPath, fragment.netnsInode, other.fragment.netnsInode) {
        case (nil, _, _): true
        case (_, nil, .some): true
        case (let own?, let inode, let others):
          own.hasPrefix("/proc/") && !path.hasPrefix("/proc/") && inode == others
        }
      if isBetter {
        fragment.netnsPath = path
        resolution = other.resolution
      }
    }
    fragment.netnsInode = fragment.netnsInode ?? other.fragment.netnsInode
  }

  private mutating func merge(_ container: FoundPod.Container, from source: PodSource) {
    let known = fragment.containers.firstIndex { $0.id == container.id }
    if let known {
      fragment.containers[known].name = fragment.containers[known].name ?? container.name
      fragment.containers[known].pid = fragment.containers[known].pid ?? container.pid
    } else if container.id != fragment.sandboxID || source != .cgroup {
      fragment.containers.append(container)
    }
  }
}
