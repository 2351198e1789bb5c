import LinuxSystem
import Netlink
import NetlinkRoute
import NodeModel
import Synchronization

/// The loop of the thread that follows a node.
final class LiveLoop {
  private let node: LiveNode
  private let session: NodeSession
  private let poller: Poller
  private var watch: FileWatch
  private let processes: ProcessConnector?
  private let hasProcessEvents: Bool
  private var dirty = DirtyTables()
  private var wanted: TableSet
  private var joinedRoutes: Set<NamespaceID> = []

  /// What is to be done when its time comes, in microseconds of the monotonic clock.
  private var discoverAt: Int64?
  private var podsAt: Int64?
  private var countersAt: Int64
  private var restarted: Set<Int32> = []
  /// After a look at all processes, none for a while: see `scheduleDiscovery`.
  private var discoveryPause: Int64 = 0

  private var last: Snapshot?
  private var lastCounters: Int64 = 0
  /// Whether something but counters was read since the last snapshot.
  private var hasNews = false
  private var hasCounters = false
  /// Whether the first reading is over.
  private var isFollowing = false

  private enum Token {
    static let control: UInt64 = 1
    static let files: UInt64 = 2
    static let processes: UInt64 = 3
    /// Inodes of namespaces are far above.
    static let highest: UInt64 = 3
  }

  init(_ options: CollectorOptions, node: LiveNode) throws {
    self.node = node
    wanted = node.controls.withLock(\.wanted)
    session = try NodeSession(options, groups: EventTables.groups)
    poller = try Poller()
    watch = try FileWatch()
    // With test data for processes there is nothing to hear of.
    var connectorDescriptor: CInt?
    if options.proc == nil, let connector = try? ProcessConnector() {
      connectorDescriptor = connector.rawDescriptor
      processes = consume connector
    } else {
      processes = nil
    }
    hasProcessEvents = connectorDescriptor != nil
    countersAt = 0
    try poller.add(node.control.rawDescriptor, token: Token.control)
    try poller.add(watch.rawDescriptor, token: Token.files)
    if let connectorDescriptor { try poller.add(connectorDescriptor, token: Token.processes) }
  }

  func run() throws {
    try start()
    while true {
      let controls = node.controls.withLock { $0 }
      if controls.isStopped { return }
      for token in try poller.wait(milliseconds: waitingTime(controls)) { hear(token) }
      let now = Clock.monotonic()
      follow(controls)
      if let time = podsAt, time <= now { readPods() }
      if let time = discoverAt, time <= now { discover() }
      readDue(at: Clock.monotonic())
      if controls.refresh > 0, countersAt <= now { readCounters(controls, at: now) }
      if hasNews || hasCounters { publish() }
    }
  }

  /// The first reading: what a first frame shows, and then the rest.
  private func start() throws {
    watchFiles()
    adopt(session.discover())
    session.readNamespaceNumbers()
    session.read([.links, .addresses])
    session.readPods()
    lastCounters = Clock.monotonic()
    let rest = wanted.subtracting([.links, .addresses])
    publish(isComplete: rest.isEmpty)
    // What changed before the sockets listened is in the first reading; they were opened first.
    if !rest.isEmpty {
      joinRoutes()
      session.read(rest)
      hasNews = true
      publish()
    }
    isFollowing = true
    if !hasProcessEvents { scheduleDiscovery(after: 1_000_000) }
  }

  // MARK: Hearing

  private func hear(_ token: UInt64) {
    switch token {
    case Token.control: node.control.clear()
    case Token.files: hearFiles()
    case Token.processes: hearProcesses()
    default: hearKernel(NamespaceID(inode: token))
    }
  }

  private func hearFiles() {
    guard !watch.changes().isEmpty else { return }
    scheduleDiscovery(after: 0)
    podsAt = podsAt ?? Clock.monotonic() + 50_000
    watchFiles()
  }

  private func hearProcesses() {
    guard let changes = try? processes?.read(session.buffer), !changes.isEmpty else { return }
    restarted.formUnion(changes.started)
    if changes.isOverrun { restarted = [] }
    scheduleDiscovery(after: 20_000)
  }

  private func hearKernel(_ id: NamespaceID) {
    guard let inside = session.sessions[id] else { return }
    let buffer = session.buffer
    let now = Clock.monotonic()
    // So many at a time that commands and other namespaces are heard too.
    for _ in 0..<4096 {
      switch inside.readEvent(buffer) {
      case .datagram(let count, _):
        let datagram = buffer.datagram(count)
        let heard = EventTables.tables(in: datagram)
        dirty.mark(heard.tables, of: id, at: now)
        if heard.namespaces { scheduleDiscovery(after: 0) }
      case .overrun: dirty.mark(.all, of: id, at: now)
      case .empty, nil: return
      }
    }
  }

  // MARK: Reading again

  /// Takes over what the screen wants.
  private func follow(_ controls: LiveNode.Controls) {
    guard controls.wanted != wanted else { return }
    let added = controls.wanted.subtracting(wanted)
    wanted = controls.wanted
    joinRoutes()
    // Tables that nobody wanted were marked and not read, or not even heard of.
    let now = Clock.monotonic()
    for id in session.sessions.keys { dirty.mark(added, of: id, at: now - DirtyTables.gathering) }
  }

  private func joinRoutes() {
    for (id, session) in session.sessions {
      let isJoined = joinedRoutes.contains(id)
      guard wanted.contains(.routes) != isJoined else { continue }
      for group in EventTables.routeGroups {
        session.setMembership(group, !isJoined)
      }
      if isJoined { joinedRoutes.remove(id) } else { joinedRoutes.insert(id) }
    }
  }

  private func readDue(at now: Int64) {
    let due = dirty.due(wanted, at: now)
    guard !due.isEmpty else { return }
    for (id, tables) in due {
      let start = Clock.monotonic()
      session.read(tables, of: [id])
      let end = Clock.monotonic()
      dirty.read(tables, of: id, at: end, microseconds: end - start)
    }
    hasNews = true
  }

  private func readCounters(_ controls: LiveNode.Controls, at now: Int64) {
    session.readStatistics()
    lastCounters = Clock.monotonic()
    // On a grid, so that the intervals are equal however long a reading takes.
    countersAt = max(countersAt + controls.refresh, now + controls.refresh / 2)
    hasCounters = true
  }

  private func readPods() {
    podsAt = nil
    session.readPods()
    hasNews = true
  }

  /// Plans a look for namespaces.
  ///
  /// It costs what listing `/proc` costs, and on a busy node processes start all the time; so
  /// each one is followed by a pause of twenty times what it took.
  private func scheduleDiscovery(after delay: Int64) {
    let time = max(Clock.monotonic() + delay, discoveryPause)
    discoverAt = min(discoverAt ?? time, time)
  }

  private func discover() {
    discoverAt = nil
    let start = Clock.monotonic()
    let discovery = session.discover(restarted: restarted)
    restarted = []
    let end = Clock.monotonic()
    discoveryPause = end + min((end - start) * 20, 150_000)
    if !hasProcessEvents { scheduleDiscovery(after: max(1_000_000, (end - start) * 200)) }
    guard !discovery.isEmpty else { return }
    adopt(discovery)
    joinRoutes()
    session.readNamespaceNumbers()
    session.read(wanted, of: discovery.opened)
    // The other ends of what is new, and what pods they are, were read before it was there.
    dirty.mark(.links, of: session.snapshotHost, at: end - DirtyTables.gathering)
    podsAt = podsAt ?? end + 20_000
    hasNews = true
  }

  private func adopt(_ discovery: NodeSession.Discovery) {
    for id in discovery.ended {
      dirty.forget(id)
      joinedRoutes.remove(id)
    }
    for id in discovery.opened {
      guard let events = session.sessions[id]?.eventDescriptor else { continue }
      try? poller.add(events, token: id.inode)
    }
  }

  // MARK: Time and news

  private func waitingTime(_ controls: LiveNode.Controls) -> Int? {
    var times: [Int64] = [discoverAt, podsAt, dirty.nextTime(wanted)].compactMap(\.self)
    if controls.refresh > 0 { times.append(countersAt) }
    guard let next = times.min() else { return nil }
    return Int((max(next - Clock.monotonic(), 0) + 999) / 1000)
  }

  private func publish(isComplete: Bool = true) {
    var changes: [NodeModel.Change] = []
    let isCountersOnly = !hasNews && last != nil
    if isCountersOnly {
      session.updateStatistics(of: &last!)
    } else {
      let snapshot = session.snapshot()
      // What is read for the first time has not changed.
      if isFollowing { changes = last.map { SnapshotDiff.changes(from: $0, to: snapshot) } ?? [] }
      last = snapshot
    }
    hasNews = false
    hasCounters = false
    guard let snapshot = last else { return }
    let update = LiveNode.Update(
      snapshot: snapshot, countersAt: lastCounters, changes: changes, changesDropped: 0,
      isCountersOnly: isCountersOnly, isComplete: isComplete)
    node.mailbox.put(update) { old, new in old.merged(with: new) }
  }

  private func watchFiles() {
    for folder in session.watchedFolders { watch.add(folder) }
  }
}
