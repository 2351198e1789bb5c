import LinuxSystem
import Netlink
import NetlinkRoute
import NodeModel

// Reading again what changed, and publishing it.
extension LiveLoop {
  /// How often what the kernel tells nobody about is read again, in microseconds: proxy entries,
  /// entries of multicast groups.
  static let recheckInterval: Int64 = 10_000_000
  /// How often where links or addresses changed of late, and for how long: the kernel then makes
  /// such entries by itself, with each message of its own to a multicast group.
  static let restlessInterval: Int64 = 400_000
  static let restlessTime: Int64 = 20_000_000
  /// How often peers of tunnels are read again, in microseconds: the kernel tells nobody about
  /// handshakes and new endpoints.
  static let peersInterval: Int64 = 2_000_000
  /// How often all processes are looked at: one may change its namespace long after it started.
  static let processInterval: Int64 = 60_000_000

  /// How often tables are read while the queue of events runs over, in microseconds.
  static let overrunInterval: Int64 = 1_000_000

  /// After how long a table is read again whose reading failed, in microseconds.
  static let retryInterval: Int64 = 1_000_000

  /// Takes over what the screen wants.
  func follow(_ controls: LiveNode.Controls) {
    if controls.refresh != refresh {
      refresh = controls.refresh
      countersAt = min(countersAt, Clock.monotonic() + refresh)
    }
    follow(controls.parts)
    guard controls.wanted != wanted else { return }
    let added = controls.wanted.subtracting(wanted)
    session.drop(wanted.subtracting(controls.wanted))
    wanted = controls.wanted
    joinRoutes()
    // Tables that nobody wanted were marked and not read, or not even heard of.
    let now = Clock.monotonic()
    for id in session.sessions.keys { dirty.mark(added, of: id, at: now - DirtyTables.gathering) }
    hasNews = true
  }

  /// Takes over which parts are wanted.
  private func follow(_ wanted: SnapshotParts) {
    guard wanted != parts.wanted else { return }
    parts.want(wanted, at: Clock.monotonic())
    watchFiles()
    hasNews = true
  }

  /// Starts what is due of the parts; they are joined with a node that was read.
  func startParts(at now: Int64) {
    guard isFollowing, let last else { return }
    let wanted = parts.wanted
    parts.start(at: now) { session.partContext(last, wanted: wanted) }
  }

  func joinRoutes() {
    for (id, session) in session.sessions {
      let isJoined = joinedRoutes.contains(id)
      guard wanted.contains(.routes) != isJoined else { continue }
      for group in EventTables.routeGroups { session.setMembership(group, !isJoined) }
      if isJoined { joinedRoutes.remove(id) } else { joinedRoutes.insert(id) }
    }
  }

  func readDue(at now: Int64) {
    let due = dirty.due(wanted, at: now)
    guard !due.isEmpty else { return }
    for (id, tables) in due {
      let start = Clock.monotonic()
      // What changes before the queue is empty is not heard of, and all is read again then; a
      // queue that never gets empty is no reason to stand still.
      if let since = overrun[id] {
        guard start - since >= Self.overrunInterval else { continue }
        overrun[id] = start
      }
      let inside = session.sessions[id]
      let isNews = inside?.read(tables, buffer: session.buffer)
      let end = Clock.monotonic()
      dirty.read(tables, of: id, at: end, microseconds: end - start)
      // Nobody may tell of it again.
      let unsettled = inside?.unsettled.intersection(tables) ?? []
      if !unsettled.isEmpty { dirty.mark(unsettled, of: id, at: end + Self.retryInterval) }
      if isNews == true { hasNews = true }
    }
  }

  /// Marks what may have changed without a word, from time to time.
  ///
  /// Neighbours of all namespaces are wanted only while somebody looks at them, and what comes
  /// without a word is of interest to nobody else. The FDB outside of the node's own namespace
  /// has hardly more than what addresses put there.
  func recheck(at now: Int64) {
    guard wanted.contains(.neighbours), recheckAt <= now else { return }
    restless = restless.filter { $0.value > now && session.sessions[$0.key] != nil }
    for id in restless.keys { dirty.mark([.neighbours, .fdb], of: id, at: now) }
    if recheckAllAt <= now {
      recheckAllAt = now + Self.recheckInterval
      for id in session.sessions.keys { dirty.mark(.neighbours, of: id, at: now) }
      dirty.mark(.fdb, of: session.snapshotHost, at: now)
    }
    // A thousand namespaces are read less often: the cost stays what it is with fifty.
    let interval = Self.restlessInterval * Int64(max(restless.count / 50, 1))
    recheckAt = restless.isEmpty ? recheckAllAt : now + interval
  }

  func recheckPeers(at now: Int64) {
    guard wanted.contains(.tunnelPeers), peersAt <= now else { return }
    peersAt = now + Self.peersInterval
    for (id, inside) in session.sessions where !inside.wireGuard.isEmpty {
      dirty.mark(.tunnelPeers, of: id, at: now)
    }
  }

  /// Reads everything again, from time to time, of namespaces that are not heard.
  func rereadDeaf(at now: Int64) {
    guard !deaf.isEmpty, deafAt <= now else { return }
    deafAt = now + Self.recheckInterval
    for id in deaf { dirty.mark(EventTables.everything, of: id, at: now) }
  }

  /// Takes in what an event is about.
  func mark(_ tables: TableSet, of id: NamespaceID, at now: Int64) {
    dirty.mark(tables, of: id, at: now)
    guard !tables.isDisjoint(with: [.links, .addresses]) else { return }
    restless[id] = now + Self.restlessTime
    recheckAt = min(recheckAt, now + Self.restlessInterval)
  }

  func readCounters(at now: Int64) {
    session.refreshStatistics()
    lastCounters = Clock.monotonic()
    // On a grid, so that the intervals are equal however long a reading takes.
    countersAt = max(countersAt + refresh, now + refresh / 2)
    hasCounters = true
  }

  func schedulePods(after delay: Int64) {
    podsAt = podsAt ?? podsPause.time(after: Clock.monotonic() + delay)
  }

  func readPods() {
    podsAt = nil
    podsPause.measure { session.readPods() }
    parts.noteNode(at: Clock.monotonic())
    hasNews = true
  }

  // MARK: Namespaces

  /// Plans a look for namespaces.
  ///
  /// It costs what listing `/proc` costs, and on a busy node processes start all the time.
  func scheduleDiscovery(after delay: Int64) {
    let time = discoveryPause.time(after: Clock.monotonic() + delay)
    discoverAt = min(discoverAt ?? time, time)
  }

  func discover() {
    discoverAt = nil
    let start = Clock.monotonic()
    let looksAtAll = restarted == nil || processesAt <= start
    if looksAtAll {
      processesAt = start + Self.processInterval
      // Of a folder that was exchanged further up nothing is told.
      watchFiles()
    }
    let discovery = discoveryPause.measure {
      session.discover(
        restarted: restarted ?? [], all: looksAtAll,
        bound: looksAtBindings || looksAtAll || !hasMountEvents)
    }
    restarted = []
    looksAtBindings = false
    let end = Clock.monotonic()
    if !hasProcessEvents { scheduleDiscovery(after: max(1_000_000, (end - start) * 200)) }
    if discovery.hasOtherContainers { schedulePods(after: 20_000) }
    // Processes come and go all the time; how many there are is told with the next counters.
    if discovery.isDescribedAnew || refresh == 0 { hasNews = true }
    guard !discovery.opened.isEmpty || !discovery.ended.isEmpty else { return }
    adopt(discovery)
    for id in discovery.opened { restless[id] = end + Self.restlessTime }
    recheckAt = min(recheckAt, end + Self.restlessInterval)
    joinRoutes()
    renumbered.insert(session.snapshotHost)
    session.read(wanted, of: discovery.opened)
    noteFlags(of: discovery.opened)
    // The other ends of what is new, and what pods they are, were read before it was there.
    dirty.mark(.links, of: session.snapshotHost, at: end - DirtyTables.gathering)
    schedulePods(after: 20_000)
    hasNews = true
  }

  /// Asks anew for numbers of namespaces where some changed.
  func renumber() {
    guard !renumbered.isEmpty else { return }
    session.renewNumbers(of: renumbered)
    renumbered = []
    hasNews = true
  }

  // MARK: Time and news

  /// In milliseconds; nil is until something happens.
  var waitingTime: Int? {
    var times = [discoverAt, podsAt, dirty.nextTime(wanted), parts.nextTime].compactMap(\.self)
    if refresh > 0 { times.append(countersAt) }
    if hasNews { times.append(publishingPause.end) }
    if wanted.contains(.neighbours) { times.append(recheckAt) }
    if !deaf.isEmpty { times.append(deafAt) }
    if wanted.contains(.tunnelPeers), session.hasPeers { times.append(peersAt) }
    times.append(processesAt)
    guard let next = times.min() else { return nil }
    return Int((max(next - Clock.monotonic(), 0) + 999) / 1000)
  }

  func publishNews(at now: Int64) {
    if hasNews {
      if publishingPause.end <= now { publish() }
    } else if hasCounters {
      publishCounters()
    }
  }

  func publish(isComplete: Bool = true) {
    publishingPause.measure {
      var snapshot = session.snapshot()
      snapshot.add(parts.current)
      // What is read for the first time has not changed.
      var changes: [NodeModel.Change] = []
      if isFollowing, let last { changes = SnapshotDiff.changes(from: last, to: snapshot) }
      last = snapshot
      if changes.contains(where: { [.pod, .link, .address].contains($0.subject) }) {
        parts.noteNode(at: Clock.monotonic())
      }
      put(snapshot, changes: changes, isComplete: isComplete && parts.isComplete)
    }
    (hasNews, hasCounters) = (session.hasOpenQuestions, false)
    readAgainWhatIsOutOfStep()
  }

  private func publishCounters() {
    hasCounters = false
    guard last != nil else { return }
    session.updateStatistics(of: &last!)
    put(last!, changes: [], isCountersOnly: true)
  }

  private func put(
    _ snapshot: Snapshot, changes: [NodeModel.Change], isCountersOnly: Bool = false,
    isComplete: Bool = true
  ) {
    let update = LiveNode.Update(
      snapshot: snapshot, countersAt: lastCounters, changes: changes, changesDropped: 0,
      isCountersOnly: isCountersOnly, isComplete: isComplete)
    node.mailbox.put(update) { old, new in old.merged(with: new) }
  }

  /// Reads the links again that were moved without a word to the namespace of their other end;
  /// once, because some stay so: the other end is not always told.
  private func readAgainWhatIsOutOfStep() {
    let found = session.outOfStep
    defer { outOfStep = found }
    guard !found.isSubset(of: outOfStep) else { return }
    let now = Clock.monotonic()
    for id in Set(found.map(\.namespace)) where session.sessions[id] != nil {
      dirty.mark(.links, of: id, at: now)
    }
  }
}

/// How long to wait after work that took long, so that it costs a share of the time and no more.
struct Pause {
  /// How many times longer than the work the pause is.
  let factor: Int64
  /// The longest pause, in microseconds.
  let longest: Int64
  /// On the monotonic clock.
  private(set) var end: Int64 = 0

  init(factor: Int64, longest: Int64) {
    self.factor = factor
    self.longest = longest
  }

  /// The first time from `time` on that is not in the pause.
  func time(after time: Int64) -> Int64 { max(time, end) }

  mutating func measure<Result>(_ work: () -> Result) -> Result {
    let start = Clock.monotonic()
    let result = work()
    let now = Clock.monotonic()
    end = now + min((now - start) * factor, longest)
    return result
  }
}
