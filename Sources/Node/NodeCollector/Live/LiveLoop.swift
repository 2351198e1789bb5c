import LinuxSystem
import Netlink
import NetlinkRoute
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
  let hasProcessEvents: Bool
  let hasMountEvents: Bool
  var dirty = DirtyTables()
  var wanted: TableSet
  var joinedRoutes: Set<NamespaceID> = []
  /// The namespaces in which numbers of others were assigned or taken away.
  var renumbered: Set<NamespaceID> = []
  /// The processes that may be in another namespace than before; nil is all of them.
  var restarted: Set<Int32>? = []
  /// Ends of pairs that did not fit together and are being read again.
  var outOfStep: Set<LinkID> = []

  /// What is to be done when its time comes, in microseconds of the monotonic clock.
  var discoverAt: Int64?
  var podsAt: Int64?
  /// Whether a namespace may have been bound or unbound since the last look.
  var looksAtBindings = true
  var countersAt: Int64 = 0
  var refresh: Int64
  var recheckAt: Int64 = 0
  var recheckAllAt: Int64 = 0
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
  }

  init(_ options: CollectorOptions, listening: Listening, node: LiveNode) throws {
    self.node = node
    (wanted, refresh) = node.controls.withLock { ($0.wanted, $0.refresh) }
    session = try NodeSession(options, listening: listening)
    poller = try Poller()
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
    hasProcessEvents = connectorDescriptor != nil
    try poller.add(node.control.rawDescriptor, token: Token.control)
    try poller.add(watch.rawDescriptor, token: Token.files)
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
      if let time = discoverAt, time <= now { discover() }
      renumber()
      recheck(at: now)
      readDue(at: Clock.monotonic())
      if refresh > 0, countersAt <= now { readCounters(at: now) }
      publishNews(at: Clock.monotonic())
    }
  }

  /// The first reading: what a first frame shows, and then the rest.
  private func start() throws {
    watchFiles()
    adopt(session.discover())
    session.readPods {
      session.readNamespaceNumbers()
      session.read([.links, .addresses])
    }
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
    case Token.mounts:
      looksAtBindings = true
      scheduleDiscovery(after: 0)
    default: hearKernel(NamespaceID(inode: token))
    }
  }

  private func hearFiles() {
    guard !watch.changes().isEmpty else { return }
    looksAtBindings = true
    scheduleDiscovery(after: 0)
    schedulePods(after: 50_000)
    watchFiles()
  }

  private func hearProcesses() {
    guard let changes = try? processes?.read(session.buffer), !changes.isEmpty else { return }
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
    // So many at a time that commands and other namespaces are heard too.
    for _ in 0..<4096 {
      switch inside.readEvent(buffer) {
      case .datagram(let count, _):
        let heard = EventTables.tables(in: buffer.datagram(count)) { inside.flags(of: $0) }
        mark(heard.tables, of: id, at: now)
        if heard.namespaces { hearNumbers(id) }
      case .overrun:
        mark(EventTables.everything, of: id, at: now)
        hearNumbers(id)
      case .empty: return
      case nil:
        // A socket that fails would be ready for ever.
        if let descriptor = inside.eventDescriptor { poller.remove(descriptor) }
        return dirty.mark(EventTables.everything, of: id, at: now)
      }
    }
  }

  /// Numbers of namespaces come with new ones and go with old ones.
  private func hearNumbers(_ id: NamespaceID) {
    renumbered.insert(id)
    scheduleDiscovery(after: 0)
  }

  func adopt(_ discovery: NodeSession.Discovery) {
    for id in discovery.ended {
      dirty.forget(id)
      joinedRoutes.remove(id)
      renumbered.remove(id)
    }
    for id in discovery.opened {
      guard let events = session.sessions[id]?.eventDescriptor else { continue }
      try? poller.add(events, token: id.inode)
    }
  }

  private func watchFiles() {
    for folder in session.watchedFolders { watch.add(folder) }
  }
}
