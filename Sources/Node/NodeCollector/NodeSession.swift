import LinuxSystem
import Netlink
import NetworkTypes
package import NodeModel
import NodeSources

/// A node that is being looked at: its namespaces with a session each, and its pods.
///
/// One thread owns it; a single reading and the live one are made of the same steps.
package final class NodeSession {
  let options: CollectorOptions
  let buffer = ReceiveBuffer()
  private let files: RootedFiles
  private let host: NamespaceID
  /// What is heard in each namespace; nil follows nothing.
  private let groups: [UInt32]?

  package private(set) var sessions: [NamespaceID: NamespaceSession] = [:]
  /// Those that could not be entered.
  private var closed: [NamespaceID: (found: FoundNamespace, problem: Completeness)] = [:]
  private var processes: ProcessTable
  private var bindings: NamespacePaths?
  private var pods: PodFindings?
  private let podFiles = PodFiles()
  private var peers = PeerJoin()
  private var node = Node()
  private var nodeProblems = Problems()

  package init(_ options: CollectorOptions, groups: [UInt32]? = nil) throws {
    self.options = options
    self.groups = groups
    files = RootedFiles(root: options.root)
    let proc = options.proc ?? (options.root == "/" ? "/proc" : options.root + "/proc")
    processes = ProcessTable(path: proc)
    let own = try options.netns.map { try NetworkNamespace(path: $0) } ?? .current()
    host = NamespaceID(inode: own.inode)
    ResourceLimit.raiseOpenFiles()
    readIdentity()
  }

  /// The namespace that counts as the node's.
  package var snapshotHost: NamespaceID { host }

  /// The folders in which namespaces and pods come and go, and the nearest ones above those
  /// that are not there yet.
  var watchedFolders: [String] {
    let folders =
      (options.netnsFolders.isEmpty ? NamespacePaths.usualFolders(files) : options.netnsFolders)
      + PodReader.folders
    return folders.compactMap { folder in
      var path = options.root == "/" ? folder : options.root + folder
      while !path.isEmpty, (try? files.status(path)) == nil {
        path = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
      }
      return path.isEmpty ? nil : path
    }
  }

  // MARK: Steps

  /// What came and went between two looks at the node.
  package struct Discovery {
    var opened: [NamespaceID] = []
    var ended: [NamespaceID] = []
    var isEmpty: Bool { opened.isEmpty && ended.isEmpty }
  }

  /// Looks for namespaces again; opens sessions in new ones and ends those of gone ones.
  ///
  /// - Parameter restarted: Processes that may be in another namespace than before.
  package func discover(restarted: Set<Int32> = []) -> Discovery {
    let bindings = NamespacePaths(
      files, folders: options.netnsFolders.isEmpty ? nil : options.netnsFolders)
    self.bindings = bindings
    processes.refresh(rereading: restarted)
    if options.isLimitedToBound {
      processes.limit(to: Set(bindings.bindings.map(\.inode)).union([host.inode]))
    }
    let found = NamespaceDiscovery.find(
      options, host: host, bindings: bindings, processes: processes)

    var discovery = Discovery()
    let present = Set(found.map(\.id))
    for id in sessions.keys where !present.contains(id) {
      sessions[id] = nil
      discovery.ended.append(id)
    }
    closed = closed.filter { present.contains($0.key) }
    let new = found.filter { sessions[$0.id] == nil && closed[$0.id] == nil }
    for outcome in new.isEmpty ? [] : SessionOpener.open(new, groups: groups) {
      switch outcome {
      case .opened(let session):
        sessions[session.id] = session
        discovery.opened.append(session.id)
      case .failed(let item, let error):
        closed[item.id] = (item, Self.problem(item, error))
        discovery.opened.append(item.id)
      }
    }
    for item in found {
      sessions[item.id]?.describe(paths: item.paths, processes: item.processes)
      closed[item.id]?.found = item
    }
    return discovery
  }

  /// Asks the node's own namespace for its numbers of the others.
  ///
  /// Numbers are assigned and taken away; each time, all are asked for anew.
  func readNamespaceNumbers() {
    peers.forget()
    guard let own = sessions[host] else { return }
    var numbers: [Int32: NamespaceID] = [:]
    for (id, session) in sessions {
      let nsid = own.nsid(of: session.handle, buffer: buffer)
      session.setNSID(nsid)
      if let nsid { numbers[nsid] = id }
    }
    peers.learn(numbers, in: host)
  }

  /// Reads tables in some namespaces, or in all, on two threads.
  package func read(_ tables: TableSet, of namespaces: [NamespaceID]? = nil) {
    let items = (namespaces ?? Array(sessions.keys)).compactMap { sessions[$0] }
    parallel(items.map(Unchecked.init), context: { ReceiveBuffer() }) { item, buffer in
      item.value.read(tables, buffer: buffer)
    }
  }

  /// Reads the files and process facts that name pods.
  func readPods() {
    let reader = PodReader(files: files, hostNamespace: host.inode, known: podFiles)
    pods = reader.read(processes)
  }

  package func readStatistics() {
    for session in sessions.values { try? session.readStatistics(buffer: buffer) }
  }

  // MARK: The snapshot

  /// Puts together what was read last.
  package func snapshot() -> Snapshot {
    var problems = nodeProblems
    var namespaces: [Namespace] = []
    var references: [[LinkReference?]] = []
    let order = sessions.keys.sorted { ($0 == host ? 0 : 1, $0) < ($1 == host ? 0 : 1, $1) }
    for id in order {
      guard let session = sessions[id] else { continue }
      namespaces.append(session.namespace)
      references.append(session.references)
      for (table, name) in TableSet.each where session.hasRead(table) {
        problems.visit("netlink:\(name)")
      }
      session.problems.values.forEach { problems.add($0) }
    }
    peers.resolve(&namespaces, references) { inside, other in
      guard let inside = sessions[inside], let other = sessions[other] else { return nil }
      return inside.nsid(of: other.handle, buffer: buffer)
    }
    for (_, item) in closed.sorted(by: { $0.key < $1.key }) {
      var namespace = Namespace(id: item.found.id, isHost: item.found.isHost)
      namespace.paths = item.found.paths
      namespace.processes = item.found.processes
      namespaces.append(namespace)
      problems.add(item.problem)
    }
    namespaces.sort { ($0.isHost ? 0 : 1, $0.id) < ($1.isHost ? 0 : 1, $1.id) }

    // The pods' statuses have that of the processes in them.
    for status in (bindings?.statuses ?? []) + (pods?.statuses ?? [processes.status]) {
      problems.add(status)
    }
    return Snapshot(
      capturedAt: Clock.now(), node: node, completeness: problems.completeness,
      namespaces: namespaces,
      pods: pods.map { PodJoin.pods($0, namespaces: namespaces, host: host) } ?? [],
      tunnels: TunnelJoin.tunnels(of: namespaces))
  }

  /// Puts new counters into a snapshot that is otherwise up to date, which is most of the work
  /// of a node where nothing changes.
  package func updateStatistics(of snapshot: inout Snapshot) {
    snapshot.capturedAt = Clock.now()
    for position in snapshot.namespaces.indices {
      guard let session = sessions[snapshot.namespaces[position].id] else { continue }
      snapshot.namespaces[position].statistics = session.namespace.statistics
    }
  }

  private func readIdentity() {
    let identity = NodeIdentity(files, proc: processes.path)
    node.name = identity.hostname ?? ""
    node.machineID = identity.machineID
    node.bootID = identity.bootID
    node.kernel = identity.kernelRelease
    node.uptimeSeconds = identity.uptimeSeconds.map { Int64($0) }
    nodeProblems = Problems()
    identity.statuses.forEach { nodeProblems.add($0) }
  }

  private static func problem(_ found: FoundNamespace, _ error: any Error) -> Completeness {
    let reason: ErrorNumber? =
      (error as? SystemCallError)?.errno ?? (error as? NetlinkError)?.reason
    let status: Completeness.Status =
      reason.map { $0.isDenial ? .denied : $0 == .noSuchFile ? .absent : .error } ?? .error
    let advice = status == .denied ? Denial.advice : ""
    let place = found.paths.first ?? found.entrance
    return Completeness(
      source: "netns:enter \(found.id)", status: status,
      detail: "cannot enter \(place): \(error)\(advice)")
  }
}

/// Hands a value that is confined to one thread at a time to another thread.
struct Unchecked<Value>: @unchecked Sendable {
  let value: Value
}

extension Problems {
  mutating func add(_ problem: Completeness) {
    let name = problem.source.split(separator: " ", maxSplits: 1).first.map(String.init)
    visit(name ?? problem.source)
    failures.append(problem)
  }

  /// A source that went well is visited; one that is not there is no problem of the node.
  mutating func add(_ status: SourceStatus) {
    guard status.status != .ok else { return visit(status.source) }
    add(
      Completeness(
        source: status.source,
        status: Completeness.Status(rawValue: status.status.rawValue) ?? .error,
        detail: status.detail))
  }
}
