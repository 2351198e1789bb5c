import LinuxSystem
import Netlink
import NetlinkRoute
import NetworkTypes
import NodeModel
import Synchronization

/// The loop of the thread that follows a node.
final class LiveLoop {
  let node: LiveNode
  let session: NodeSession
  private let poller: Poller
  private var watch: FileWatch
  private let mounts: MountWatch?
  private let processes: ProcessConnector?
  private let processDescriptor: CInt?
  private(set) var hasProcessEvents: Bool
  let hasMountEvents: Bool
  var dirty = DirtyTables()
  var wanted: TableSet
  var joinedRoutes: Set<NamespaceID> = []
  /// The namespaces in which numbers of others were assigned or taken away.
  var renumbered: Set<NamespaceID> = []
  /// The processes that may be in another namespace than before; nil is all of them.
  var restarted: Set<Int32>? = []
  /// What each link had by the last event of it, or when its namespace was read first.
  private var flags: [NamespaceID: [Int32: LinkFlags]] = [:]
  /// How often hearing of a namespace failed since it last did not.
  private var failures: [NamespaceID: Int] = [:]
  /// The namespaces whose events are not heard any more.
  var deaf: Set<NamespaceID> = []
  var deafAt: Int64 = 0
  /// The namespaces whose queue ran over and is not empty yet, and when their tables were last
  /// read: the kernel drops every new event until it is.
  var overrun: [NamespaceID: Int64] = [:]
  /// Ends of pairs that did not fit together and are being read again.
  var outOfStep: Set<LinkID> = []
  var parts: PartSchedule

  /// What is to be done when its time comes, in microseconds of the monotonic clock.
  var discoverAt: Int64?
  var podsAt: Int64?
  /// Whether a namespace may have been bound or unbound since the last look.
  var looksAtBindings = true
  var countersAt: Int64 = 0
  var refresh: Int64
  var recheckAt: Int64 = 0
  var recheckAllAt: Int64 = 0
  var peersAt: Int64 = 0
  /// Where links or addresses changed of late, and until when that counts.
  var restless: [NamespaceID: Int64] = [:]
  var processesAt: Int64 = 0
  /// Work that took long is followed by a pause: see `Pause`.
  var discoveryPause = Pause(factor: 20, longest: 100_000)
  var podsPause = Pause(factor: 20, longest: 150_000)
  var publishingPause = Pause(factor: 4, longest: 300_000)

  var last: Snapshot?
  var lastCounters: Int64 = 0
  /// Whether something but counters was read since the last snapshot.
  var hasNews = false
  var hasCounters = false
  /// Whether the first reading is over.
  var isFollowing = false

  /// Inodes of namespaces are far above.
  private enum Token {
    static let control: UInt64 = 1
    static let files: UInt64 = 2
    static let processes: UInt64 = 3
    static let mounts: UInt64 = 4
    static let parts: UInt64 = 5
  }

  init(_ options: CollectorOptions, listening: Listening, node: LiveNode) throws {
    self.node = node
    (wanted, refresh) = node.controls.withLock { ($0.wanted, $0.refresh) }
    session = try NodeSession(options, listening: listening)
    poller = try Poller()
    parts = try PartSchedule()
    watch = try FileWatch()
    // Without `/proc` there are the folders to watch.
    var mountDescriptor: CInt?
    if let mounts = try? MountWatch() {
      mountDescriptor = mounts.rawDescriptor
      self.mounts = consume mounts
    } else {
      mounts = nil
    }
    hasMountEvents = mountDescriptor != nil
    // With test data for processes there is nothing to hear of.
    var connectorDescriptor: CInt?
    if options.proc == nil || options.proc == "/proc", let connector = try? ProcessConnector() {
      connectorDescriptor = connector.rawDescriptor
      processes = consume connector
    } else {
      processes = nil
    }
    processDescriptor = connectorDescriptor
    hasProcessEvents = connectorDescriptor != nil
    try poller.add(node.control.rawDescriptor, token: Token.control)
    try poller.add(watch.rawDescriptor, token: Token.files)
    try poller.add(parts.results.descriptor, token: Token.parts)
    if let mountDescriptor {
      try poller.add(mountDescriptor, token: Token.mounts, urgent: true)
    }
    if let connectorDescriptor { try poller.add(connectorDescriptor, token: Token.processes) }
  }

  func run() throws {
    try start()
    while true {
      let controls = node.controls.withLock { $0 }
      if controls.isStopped { return }
      follow(controls)
      for token in try poller.wait(milliseconds: waitingTime) { hear(token) }
      let now = Clock.monotonic()
      if let time = podsAt, time <= now { readPods() }
      if (discoverAt ?? processesAt) <= now || processesAt <= now { discover() }
      renumber()
      recheck(at: now)
      recheckPeers(at: now)
      rereadDeaf(at: now)
      readDue(at: Clock.monotonic())
      startParts(at: Clock.monotonic())
      if refresh > 0, countersAt <= now { readCounters(at: now) }
      publishNews(at: Clock.monotonic())
    }
  }

  /// The first reading: what a first frame shows, and then the rest.
  private func start() throws {
    parts.want(node.controls.withLock { $0.parts }, at: Clock.monotonic())
    watchFiles()
    adopt(session.discover())
    session.readPods {
      session.readNamespaceNumbers()
      session.read([.links, .addresses])
    }
    noteFlags(of: session.sessions.keys)
    lastCounters = Clock.monotonic()
    let rest = wanted.subtracting([.links, .addresses])
    publish(isComplete: rest.isEmpty)
    // What changed before the sockets listened is in the first reading; they were opened first.
    if !rest.isEmpty {
      joinRoutes()
      session.read(rest)
      publish()
    }
    isFollowing = true
    processesAt = Clock.monotonic() + Self.processInterval
    recheckAllAt = Clock.monotonic() + Self.recheckInterval
    recheckAt = Clock.monotonic()
    // What made the links before they were looked at may still go on.
    for id in session.sessions.keys { restless[id] = recheckAt + Self.restlessTime }
    if !hasProcessEvents { scheduleDiscovery(after: 1_000_000) }
  }

  // MARK: Hearing

  private func hear(_ token: UInt64) {
    switch token {
    case Token.control: node.control.clear()
    case Token.files: hearFiles()
    case Token.processes: hearProcesses()
    case Token.parts: if parts.take(at: Clock.monotonic()) { hasNews = true }
    case Token.mounts:
      looksAtBindings = true
      scheduleDiscovery(after: 0)
    default: hearKernel(NamespaceID(inode: token))
    }
  }

  private func hearFiles() {
    let changed = watch.changes()
    guard !changed.isEmpty else { return }
    parts.noteChanges(in: changed, root: session.options.root, at: Clock.monotonic())
    looksAtBindings = true
    scheduleDiscovery(after: 0)
    schedulePods(after: 50_000)
    watchFiles()
  }

  private func hearProcesses() {
    guard let changes = try? processes?.read(session.buffer) else {
      // It would be ready for ever; from now on somebody has to look.
      if let processDescriptor { poller.remove(processDescriptor) }
      hasProcessEvents = false
      return scheduleDiscovery(after: 0)
    }
    guard !changes.isEmpty else { return }
    // One that ended may be a zombie, which is in no namespace any more.
    restarted?.formUnion(changes.started)
    restarted?.formUnion(changes.ended)
    if changes.isOverrun { restarted = nil }
    scheduleDiscovery(after: 10_000)
  }

  private func hearKernel(_ id: NamespaceID) {
    guard let inside = session.sessions[id] else { return }
    let buffer = session.buffer
    let now = Clock.monotonic()
    do throws(SystemCallError) {
      // So many at a time that commands and other namespaces are heard too.
      for _ in 0..<4096 {
        switch try inside.readEvent(buffer) {
        case .datagram where overrun[id] != nil: continue  // of before what was lost
        case .datagram(let count, _):
          let heard = EventTables.tables(
            in: buffer.datagram(count), flags: &flags[id, default: [:]])
          mark(heard.tables, of: id, at: now)
          if heard.namespaces { hearNumbers(id) }
        case .overrun:
          mark(EventTables.everything, of: id, at: now)
          if overrun[id] == nil { overrun[id] = now }
        case .empty:
          // Only now is something heard again: what is read from here on stays true.
          if overrun.removeValue(forKey: id) != nil {
            // What links have now was not heard either, and later events are compared with it.
            session.read(.links, of: [id])
            noteFlags(of: [id])
            mark(EventTables.everything, of: id, at: now)
            hearNumbers(id)
          }
          fallthrough
        case nil:
          failures[id] = nil
          return
        }
      }
    } catch {
      failToHear(id, error, at: now)
    }
  }

  /// An error can pass, as a lack of memory does; a socket that always fails would be ready for
  /// ever.
  private func failToHear(_ id: NamespaceID, _ error: SystemCallError, at now: Int64) {
    mark(EventTables.everything, of: id, at: now)
    failures[id, default: 0] += 1
    guard let inside = session.sessions[id], failures[id, default: 0] > 20 else { return }
    if let descriptor = inside.eventDescriptor { poller.remove(descriptor) }
    inside.isDeaf(because: "\(error)")
    overrun[id] = nil
    deaf.insert(id)
    hasNews = true
  }

  /// Numbers of namespaces come with new ones and go with old ones.
  private func hearNumbers(_ id: NamespaceID) {
    renumbered.insert(id)
    scheduleDiscovery(after: 0)
  }

  /// Takes over what links have: they were read first, and then what depends on them.
  func noteFlags(of ids: some Sequence<NamespaceID>) {
    for id in ids {
      let links = session.sessions[id]?.namespace.links ?? []
      flags[id] = Dictionary(links.map { ($0.id.index, $0.flags) }) { $1 }
    }
  }

  func adopt(_ discovery: NodeSession.Discovery) {
    for id in discovery.ended {
      dirty.forget(id)
      joinedRoutes.remove(id)
      renumbered.remove(id)
      restless[id] = nil
      overrun[id] = nil
      flags[id] = nil
      failures[id] = nil
      deaf.remove(id)
    }
    for id in discovery.opened {
      guard let events = session.sessions[id]?.eventDescriptor else { continue }
      try? poller.add(events, token: id.inode)
    }
  }

  func watchFiles() {
    for folder in session.watchedFolders(parts.folders) { watch.add(folder) }
  }
}
