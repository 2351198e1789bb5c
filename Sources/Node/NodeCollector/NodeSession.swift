import LinuxSystem
import Netlink
import NetworkTypes
package import NodeModel
import NodeSources
import Synchronization

/// A node that is being looked at: its namespaces with a session each, and its pods.
///
/// One thread owns it; a single reading and the live one are made of the same steps.
package final class NodeSession {
  let options: CollectorOptions
  let buffer = ReceiveBuffer()
  private let files: RootedFiles
  private let host: NamespaceID
  /// How namespaces are heard; nil follows nothing.
  private let listening: Listening?

  package private(set) var sessions: [NamespaceID: NamespaceSession] = [:]
  /// Those that could not be entered.
  private var closed: [NamespaceID: (found: FoundNamespace, problem: Completeness)] = [:]
  private var processes: ProcessTable
  private var bindings: NamespacePaths?
  private var pods: PodFindings?
  /// The namespaces that went since pods were read.
  private var gone: Set<NamespaceID> = []
  private let podFiles = PodFiles()
  private var peers = PeerJoin()
  private(set) var counters = CounterPlan()
  /// The namespaces with links that were moved since they were read.
  private(set) var outOfStep: Set<LinkID> = []
  private var node = Node()
  private var nodeProblems = Problems()
  /// When the uptime was read, on the monotonic clock.
  private var identityAt: Int64 = 0
  /// A path that leads into each namespace.
  private var entrances: [NamespaceID: String] = [:]
  /// Of the containers that processes are in, when they were looked at last.
  private var containers = 0

  package convenience init(_ options: CollectorOptions) throws {
    try self.init(options, listening: nil)
  }

  init(_ options: CollectorOptions, listening: Listening?) throws {
    self.options = options
    self.listening = listening
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
  /// that are not there yet; the same of others that parts are read from.
  func watchedFolders(_ others: [String]) -> [String] {
    let folders =
      (options.netnsFolders.isEmpty ? NamespacePaths.usualFolders(files) : options.netnsFolders)
      + PodReader.folders + others
    return folders.map { folder in
      var path = folder
      while !path.isEmpty, (try? files.status(path))?.isDirectory != true {
        path = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
      }
      return options.root == "/" ? (path.isEmpty ? "/" : path) : options.root + path
    }
  }

  // MARK: Steps

  /// What is different between two looks at the node.
  package struct Discovery {
    /// Namespaces that are new, also those that could not be entered.
    var opened: [NamespaceID] = []
    var ended: [NamespaceID] = []
    /// Whether a namespace was bound or unbound, or its first process came or last one went.
    var isDescribedAnew = false
    /// Whether containers came or went, by the processes in them.
    var hasOtherContainers = false
  }

  /// Looks for namespaces again; opens sessions in new ones and ends those of gone ones.
  ///
  /// - Parameters:
  ///   - restarted: Processes that may be in another namespace than before.
  ///   - all: Whether each process may be.
  ///   - bound: Whether namespaces may have been bound or unbound since the last look.
  package func discover(
    restarted: Set<Int32> = [], all: Bool = false, bound: Bool = true
  ) -> Discovery {
    let bindings = readBindings(again: bound)
    if all { processes.forget() }
    processes.refresh(rereading: restarted)
    if options.isLimitedToBound {
      processes.limit(to: Set(bindings.bindings.map(\.inode)).union([host.inode]))
    }
    let found = NamespaceDiscovery.find(
      options, host: host, bindings: bindings, processes: processes)
    entrances = Dictionary(found.map { ($0.id, $0.entrance) }) { first, _ in first }

    var discovery = Discovery()
    end(allBut: Set(found.map(\.id)), &discovery)
    open(found.filter { sessions[$0.id] == nil && isWorthTrying($0) }, &discovery)
    for item in found {
      closed[item.id]?.found = item
      guard let session = sessions[item.id] else { continue }
      let old = session.namespace
      if old.paths != item.paths || old.processes.map({ $0 > 0 }) != item.processes.map({ $0 > 0 })
      {
        discovery.isDescribedAnew = true
      }
      session.describe(paths: item.paths, processes: item.processes)
    }
    let containers = containersHash
    discovery.hasOtherContainers = containers != self.containers
    self.containers = containers
    return discovery
  }

  /// Where namespaces are bound; with a thousand of them a look takes five milliseconds, and
  /// processes start all the time.
  private func readBindings(again: Bool) -> NamespacePaths {
    if !again, let bindings { return bindings }
    let folders = options.netnsFolders.isEmpty ? nil : options.netnsFolders
    let found = NamespacePaths(files.held(), folders: folders)
    bindings = found
    return found
  }

  private func end(allBut present: Set<NamespaceID>, _ discovery: inout Discovery) {
    for id in Array(sessions.keys) where !present.contains(id) {
      sessions[id] = nil
      peers.forget(id)
      discovery.ended.append(id)
    }
    for id in Array(closed.keys) where !present.contains(id) {
      closed[id] = nil
      discovery.ended.append(id)
    }
    // One number may be given to another namespace.
    gone = gone.union(discovery.ended).subtracting(present)
  }

  private func open(_ new: [FoundNamespace], _ discovery: inout Discovery) {
    guard !new.isEmpty else { return }
    for outcome in SessionOpener.open(new, listening: listening) {
      switch outcome {
      case .opened(let session):
        sessions[session.id] = session
        closed[session.id] = nil
        discovery.opened.append(session.id)
      case .failed(let item, let error):
        let problem = Self.problem(item, error)
        if closed[item.id]?.problem != problem { discovery.opened.append(item.id) }
        closed[item.id] = (item, problem)
      }
    }
    peers.hope()
  }

  /// A namespace that could not be entered is tried again by another door, and by the same one
  /// unless there was no right to: its process may just have ended.
  private func isWorthTrying(_ found: FoundNamespace) -> Bool {
    guard let (before, problem) = closed[found.id] else { return true }
    return problem.status != .denied || before.entrance != found.entrance
  }

  /// Tells whether the containers that processes are in are others than before.
  private var containersHash: Int {
    var found: Set<CgroupContainer> = []
    for process in processes.processes {
      if let container = processes.container(of: process) { found.insert(container) }
    }
    return found.hashValue
  }

  /// Asks the node's own namespace for its numbers of the others.
  ///
  /// Numbers are assigned and taken away; each time, all are asked for anew.
  func readNamespaceNumbers() {
    peers.forget(numbersIn: host)
    guard let own = sessions[host] else { return }
    var numbers: [Int32: NamespaceID] = [:]
    for (id, session) in sessions {
      let nsid = own.nsid(of: session.handle, buffer: buffer)
      session.setNSID(nsid)
      if let nsid { numbers[nsid] = id }
    }
    peers.learn(numbers, in: host)
    peers.hope()
  }

  /// Takes in that some namespaces got or lost numbers of others.
  func renewNumbers(of namespaces: Set<NamespaceID>) {
    for id in namespaces where id != host { peers.forget(numbersIn: id) }
    if namespaces.contains(host) { readNamespaceNumbers() }
    peers.hope()
  }

  /// Whether other ends of links are left to be asked for, by the next `snapshot()`.
  var hasOpenQuestions: Bool { peers.isUnfinished }

  /// Whether there are tunnels with peers.
  var hasPeers: Bool { sessions.values.contains { !$0.wireGuard.isEmpty } }

  /// Forgets tables of all namespaces.
  package func drop(_ tables: TableSet) { sessions.values.forEach { $0.drop(tables) } }

  /// Reads tables in some namespaces, or in all.
  ///
  /// One after the other: all dumps take the one lock of the kernel (`rtnl_mutex`), and a second
  /// thread spins on it for half as much CPU again and gains little.
  package func read(_ tables: TableSet, of namespaces: [NamespaceID]? = nil) {
    for id in namespaces ?? Array(sessions.keys) { sessions[id]?.read(tables, buffer: buffer) }
  }

  /// Reads the files and process facts that name pods.
  func readPods() {
    pods = podReader.read(processes)
    gone = []
  }

  /// The same, while `body` does something else: whoever waits for the first frame has two
  /// processors.
  func readPods(during body: () -> Void) {
    let (reader, processes) = (podReader, processes)
    let found = FoundPods()
    guard
      let thread = try? Thread(
        name: "cnitop-pods", { found.findings.withLock { $0 = reader.read(processes) } })
    else {
      body()
      return readPods()
    }
    body()
    thread.join()
    pods = found.findings.withLock { $0 }
    gone = []
  }

  private final class FoundPods: Sendable {
    let findings = Mutex<PodFindings?>(nil)
  }

  private var podReader: PodReader {
    PodReader(
      files: files.held(), hostNamespace: host.inode, known: podFiles, bound: bindings)
  }

  /// Reads the counters of all namespaces.
  package func readStatistics() {
    for session in sessions.values { _ = try? session.readStatistics(buffer: buffer) }
    counters.changed = Set(sessions.keys)
  }

  /// Reads the counters that may have changed: see `CounterPlan`.
  func refreshStatistics() {
    let own = sessions[host]
    let positions = own.flatMap { try? $0.readStatistics(buffer: buffer) } ?? []
    if !positions.isEmpty { counters.changed.insert(host) }
    for id in counters.next(changedHostLinks: positions) {
      let changed = try? sessions[id]?.readStatistics(buffer: buffer)
      counters.note(id, hasChanged: changed?.isEmpty == false)
    }
  }

  /// What readers of parts may look at, besides a snapshot of this session.
  func partContext(_ snapshot: Snapshot, wanted: SnapshotParts) -> PartContext {
    PartContext(
      snapshot: snapshot, files: files.held(), processes: processes,
      cache: pods?.cache ?? CNICacheReading(), entrances: entrances, wanted: wanted)
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
    peers.resolve(&namespaces, references, questions: listening == nil ? 1 << 20 : 4096) {
      inside, other in
      guard let inside = sessions[inside], let other = sessions[other] else { return nil }
      return inside.nsid(of: other.handle, buffer: buffer)
    }
    for namespace in namespaces { sessions[namespace.id]?.adopt(links: namespace.links) }
    outOfStep = PeerJoin.outOfStep(namespaces)
    counters.plan(namespaces, host: host)
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
      problems.add(asAsked(status))
    }
    return Snapshot(
      capturedAt: Clock.now(), node: currentNode, completeness: problems.completeness,
      namespaces: namespaces,
      pods: pods.map { PodJoin.pods($0, namespaces: namespaces, host: host, gone: gone) } ?? [],
      tunnels: TunnelJoin.tunnels(
        of: namespaces, entries: sessions.compactMapValues(\.tunnelEntries),
        wireGuard: sessions.mapValues(\.wireGuard)))
  }

  /// Puts new counters into a snapshot that is otherwise up to date, which is most of the work
  /// of a node where nothing changes.
  package func updateStatistics(of snapshot: inout Snapshot) {
    snapshot.capturedAt = Clock.now()
    snapshot.node = currentNode
    for position in snapshot.namespaces.indices {
      let id = snapshot.namespaces[position].id
      guard let session = sessions[id] else { continue }
      if counters.changed.contains(id) {
        snapshot.namespaces[position].statistics = session.namespace.statistics
      }
      let processes = session.namespace.processes
      if snapshot.namespaces[position].processes != processes {
        snapshot.namespaces[position].processes = processes
      }
    }
    counters.changed = []
    for place in snapshot.tunnels.indices where snapshot.tunnels[place].wireGuard != nil {
      let link = snapshot.tunnels[place].link
      snapshot.tunnels[place].wireGuard = sessions[link.namespace]?.wireGuard[link.index]
    }
  }

  /// Processes that are not where the operator said are an error, not something that a node can
  /// lack; an empty folder says that there are none.
  private func asAsked(_ status: SourceStatus) -> SourceStatus {
    guard let proc = options.proc, status.status == .absent,
      status.source == processes.status.source,
      (try? RootedFiles().list(proc))?.isEmpty != true
    else { return status }
    return SourceStatus(status.source, .error, status.detail)
  }

  private var currentNode: Node {
    var node = node
    node.uptimeSeconds = node.uptimeSeconds.map {
      $0 + (Clock.monotonic() - identityAt) / 1_000_000
    }
    return node
  }

  private func readIdentity() {
    let identity = NodeIdentity(files, proc: processes.path)
    node.name = identity.hostname ?? ""
    node.machineID = identity.machineID
    node.bootID = identity.bootID
    node.kernel = identity.kernelRelease
    node.uptimeSeconds = identity.uptimeSeconds.map { Int64($0) }
    identityAt = Clock.monotonic()
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
