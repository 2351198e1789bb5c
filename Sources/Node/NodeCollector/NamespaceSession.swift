import LinuxSystem
import Netlink
import NetlinkRoute
import NetworkTypes
package import NodeModel

/// One network namespace that is being looked at: a request socket that lives in it, and what
/// was read last.
///
/// The socket holds the namespace alive, so a session ends as soon as nobody else holds it.
package final class NamespaceSession {
  package let id: NamespaceID
  package let isHost: Bool
  package private(set) var namespace: Namespace
  /// Of each link, in the order of `namespace.links`.
  private(set) var references: [LinkReference?] = []
  /// What went wrong at the last reading of each table.
  private(set) var problems: [TableSet: Completeness] = [:]

  /// The tables whose last reading failed, or saw them change each time: to be read once more.
  ///
  /// What is denied or unknown to this kernel is not among them.
  private(set) var unsettled: TableSet = []

  /// The FDB of vxlan devices, where that alone is followed.
  private(set) var tunnelEntries: [FDBEntry]?

  /// The state of WireGuard devices, by their index.
  private(set) var wireGuard: [Int32: WireGuard] = [:]

  private var socket: NetlinkSocket
  /// Of the namespace itself, to ask others for their number of it.
  let handle: NetworkNamespace
  /// Hears what changes; nil where nothing is followed.
  private let events: EventSocket?
  /// To poll for events; nil where nothing is followed.
  let eventDescriptor: CInt?
  private var addresses: [Int32: [InterfaceAddress]] = [:]
  private var addressAnswer = RememberedAnswer()
  private var routeAnswer = RememberedAnswer()
  /// Whether links or addresses were read and not put together.
  private var hasLooseAddresses = false
  private var linkReader = LinkReader()
  private var peerReader = WireGuardReader()

  init(
    handle: consuming NetworkNamespace, isHost: Bool, socket: consuming NetlinkSocket,
    events: consuming EventSocket?
  ) {
    id = NamespaceID(inode: handle.inode)
    self.isHost = isHost
    self.handle = handle
    self.socket = socket
    eventDescriptor = events?.rawDescriptor
    self.events = events
    namespace = Namespace(id: id, isHost: isHost)
  }

  /// What is known from outside: where it is bound, who is in it.
  func describe(paths: [String], processes: Int?) {
    namespace.paths = paths
    namespace.processes = processes
  }

  /// Takes over peers and parents, which are joined when all namespaces are known.
  func adopt(links: [Link]?) { namespace.links = links }

  /// Forgets tables that are not followed any more: what is not kept up to date is not known.
  func drop(_ tables: TableSet) {
    if tables.contains(.links) {
      namespace.links = nil
      namespace.statistics = []
      references = []
      linkReader = LinkReader()
    }
    if tables.contains(.addresses) {
      addresses = [:]
      addressAnswer = RememberedAnswer()
      hasLooseAddresses = true
    }
    if tables.contains(.routes) {
      namespace.routes = nil
      routeAnswer = RememberedAnswer()
    }
    if tables.contains(.rules) { namespace.rules = nil }
    if tables.contains(.neighbours) { namespace.neighbours = nil }
    if tables.contains(.fdb) { namespace.fdb = nil }
    if tables.contains(.tunnelFDB) { tunnelEntries = nil }
    if tables.contains(.tunnelPeers) { wireGuard = [:] }
    if tables.contains(.nextHops) { namespace.nextHops = nil }
    if tables.contains(.qdiscs) { namespace.qdiscs = nil }
    for (table, _) in TableSet.each where tables.contains(table) { problems[table] = nil }
    tablesRead.subtract(tables)
  }

  /// Hearing failed for good: from now on the tables are only read from time to time.
  func isDeaf(because reason: String) {
    problems[[]] = Completeness(
      source: "netlink:events \(id)", status: .error,
      detail: "cannot hear what changes: \(reason); it is read every ten seconds")
  }

  /// The next event, or nil where nothing is followed.
  func readEvent(_ buffer: ReceiveBuffer) throws(SystemCallError) -> EventSocket.Reading? {
    try events?.read(buffer)
  }

  /// Joins or leaves a multicast group.
  func setMembership(_ group: UInt32, _ isMember: Bool) {
    try? events?.setMembership(group, isMember)
  }

  func setNSID(_ nsid: Int32?) { namespace.nsid = nsid }

  private var tablesRead: TableSet = []
  func hasRead(_ table: TableSet) -> Bool { tablesRead.contains(table) }

  /// Reads tables anew.
  ///
  /// - Returns: False if nothing is different but ages and counters; only of neighbours, FDB
  ///   entries and peers this is known, all others are taken for different.
  @discardableResult
  func read(_ tables: TableSet, buffer: ReceiveBuffer) -> Bool {
    // Only neighbours and FDB entries are compared: a second reference to other tables would
    // make each change of one a copy of all.
    let comparable: TableSet = [.neighbours, .fdb, .tunnelPeers]
    let isComparable = tables.isSubset(of: comparable) && tables.isSubset(of: tablesRead)
    let before = isComparable ? namespace : nil
    let peersBefore = wireGuard
    defer { tablesRead.formUnion(tables) }
    for (table, name) in TableSet.each where tables.contains(table) {
      unsettled.remove(table)
      do throws(NetlinkError) {
        let outcome = try read(one: table, buffer: buffer)
        problems[table] = outcome.completeness(source: "netlink:\(name) \(id)")
        if !outcome.isConsistent { unsettled.insert(table) }
      } catch {
        if !error.isDenial, error.reason != .notSupported { unsettled.insert(table) }
        problems[table] = Completeness(
          source: "netlink:\(name) \(id)", status: error.isDenial ? .denied : .error,
          detail: "cannot read \(name): \(error)")
      }
    }
    if !tables.isDisjoint(with: [.links, .addresses]) { attachAddresses() }
    guard let before else { return true }
    let hasSamePeers =
      wireGuard.count == peersBefore.count
      && wireGuard.allSatisfy { peersBefore[$0]?.hasSamePeers(as: $1) ?? false }
    return !hasSamePeers || !before.hasSameNeighbours(as: namespace)
  }

  private func read(one table: TableSet, buffer: ReceiveBuffer) throws(NetlinkError) -> Outcome {
    switch table {
    case .links: try readLinks(buffer)
    case .addresses: try readAddresses(buffer)
    case .routes: try readRoutes(buffer)
    case .rules: try readRules(buffer)
    case .neighbours: try readNeighbours(buffer)
    case .fdb: try readFDB(buffer)
    case .tunnelFDB: try readTunnelFDB(buffer)
    case .nextHops: try readNextHops(buffer)
    case .qdiscs: try readQdiscs(buffer)
    case .tunnelPeers: try readTunnelPeers(buffer)
    default: Outcome()
    }
  }
}

// MARK: - Tables

extension NamespaceSession {
  private func readLinks(_ buffer: ReceiveBuffer) throws(NetlinkError) -> Outcome {
    var outcome = Outcome()
    let reading = try linkReader.read(
      from: &socket, in: id, links: namespace.links ?? [], buffer: buffer)
    outcome.add(reading.answer)
    switch reading.outcome {
    case .changed(let changes) where namespace.links != nil:
      hasLooseAddresses = hasLooseAddresses || !changes.isEmpty
      // In place: peers, parents and addresses of the others stay joined to them.
      for (position, link, reference) in changes {
        namespace.links![position] = link
        references[position] = reference
      }
    case .changed: break
    case .replaced(let links, let new):
      hasLooseAddresses = true
      namespace.links = links
      references = new
    }
    namespace.statistics = reading.statistics
    return outcome
  }

  private func readAddresses(_ buffer: ReceiveBuffer) throws(NetlinkError) -> Outcome {
    var outcome = Outcome()
    let found = try walk(
      AddressDump(), buffer, unlessLike: &addressAnswer, from: [:] as [Int32: [InterfaceAddress]],
      &outcome
    ) { payload, found throws(MalformedMessage) in
      let message = try AddressMessage(payload: payload)
      guard let address = AddressConversion.address(message) else { return }
      found[message.index, default: []].append(address)
    }
    if let found {
      addresses = found
      hasLooseAddresses = true
    }
    return outcome
  }

  private func attachAddresses() {
    guard hasLooseAddresses else { return }
    hasLooseAddresses = false
    // In place: a second reference to the array would copy all of it.
    for position in 0..<(namespace.links?.count ?? 0) {
      let own = addresses[namespace.links![position].id.index] ?? []
      if namespace.links![position].addresses != own {
        namespace.links![position].addresses = own
      }
    }
  }

  private func readRoutes(_ buffer: ReceiveBuffer) throws(NetlinkError) -> Outcome {
    var outcome = Outcome()
    // Both families in one dump: the kernel sends IPv4 and then IPv6.
    let routes = try walk(
      RouteDump(family: nil), buffer, unlessLike: &routeAnswer, from: RouteTable(), &outcome
    ) { payload, routes throws(MalformedMessage) in
      try RouteConversion.append(payload, to: &routes)
    }
    if let routes { namespace.routes = routes }
    return outcome
  }

  /// Decodes a table, unless the answer is the one that was remembered; again from the start if
  /// the table changed meanwhile, up to three times.
  ///
  /// - Returns: Nil if it is.
  @inline(__always)
  private func walk<Request: DumpRequest, Value>(
    _ request: Request, _ buffer: ReceiveBuffer, unlessLike remembered: inout RememberedAnswer,
    from start: Value, _ outcome: inout Outcome,
    _ take: (RawSpan, inout Value) throws(MalformedMessage) -> Void
  ) throws(NetlinkError) -> Value? {
    // Not remembered where it fails: what is known is not what came last then.
    var answer = remembered
    remembered = RememberedAnswer()
    for attempt in 1...3 {
      var value = start
      let dump = try socket.walk(request, buffer: buffer) { message throws(MalformedMessage) in
        try answer.take(message.payload) { entry throws(MalformedMessage) in
          try take(entry, &value)
        }
      }
      if !dump.isConsistent && attempt < 3 {
        answer = RememberedAnswer()
        continue
      }
      outcome.add(dump)
      do throws(MalformedMessage) {
        let isSame = try answer.end { entry throws(MalformedMessage) in try take(entry, &value) }
        if dump.isConsistent && dump.malformed.isEmpty { remembered = answer }
        return isSame ? nil : value
      } catch {
        outcome.malformed.append(error)
        return value
      }
    }
    return nil
  }

  private func readRules(_ buffer: ReceiveBuffer) throws(NetlinkError) -> Outcome {
    var outcome = Outcome()
    let table = try socket.dump(RuleDump(family: nil), buffer: buffer)
    outcome.add(table)
    namespace.rules = table.entries.compactMap(RuleConversion.rule)
    return outcome
  }

  private func readNeighbours(_ buffer: ReceiveBuffer) throws(NetlinkError) -> Outcome {
    var outcome = Outcome()
    var neighbours: [Neighbour] = []
    neighbours.reserveCapacity(namespace.neighbours?.count ?? 0)
    for isProxy in [false, true] {
      try outcome.add(
        walk(NeighbourDump(proxy: isProxy), buffer, into: &neighbours) {
          payload, neighbours throws(MalformedMessage) in
          try NeighbourConversion.append(payload, isProxy: isProxy, to: &neighbours)
        })
    }
    namespace.neighbours = neighbours
    return outcome
  }

  private func readFDB(_ buffer: ReceiveBuffer) throws(NetlinkError) -> Outcome {
    var outcome = Outcome()
    var entries: [FDBEntry] = []
    entries.reserveCapacity(namespace.fdb?.count ?? 0)
    try outcome.add(
      walk(FDBDump(), buffer, into: &entries) { payload, entries throws(MalformedMessage) in
        try NeighbourConversion.append(payload, to: &entries)
      })
    namespace.fdb = entries
    return outcome
  }

  private func readTunnelPeers(_ buffer: ReceiveBuffer) throws(NetlinkError) -> Outcome {
    var outcome = Outcome()
    wireGuard = try peerReader.read(namespace.links ?? [], in: handle, buffer: buffer, &outcome)
    return outcome
  }

  private func readTunnelFDB(_ buffer: ReceiveBuffer) throws(NetlinkError) -> Outcome {
    var outcome = Outcome()
    var entries: [FDBEntry] = []
    entries.reserveCapacity(tunnelEntries?.count ?? 0)
    for link in namespace.links ?? [] where link.kind == "vxlan" {
      try outcome.add(
        walk(FDBDump(device: link.id.index), buffer, into: &entries) {
          payload, entries throws(MalformedMessage) in
          try NeighbourConversion.append(payload, to: &entries)
        })
    }
    tunnelEntries = entries
    return outcome
  }

  /// Converts each entry of a table at once, again from the start if the table changed
  /// meanwhile, up to three times.
  @inline(__always)
  private func walk<Request: DumpRequest, Entry>(
    _ request: Request, _ buffer: ReceiveBuffer, into entries: inout [Entry],
    _ append: (RawSpan, inout [Entry]) throws(MalformedMessage) -> Void
  ) throws(NetlinkError) -> DumpAnswer {
    let start = entries.count
    var attempts = 0
    while true {
      let answer = try socket.walk(request, buffer: buffer) { message throws(MalformedMessage) in
        try append(message.payload, &entries)
      }
      attempts += 1
      if answer.isConsistent || attempts == 3 { return answer }
      entries.removeSubrange(start...)
    }
  }

  private func readNextHops(_ buffer: ReceiveBuffer) throws(NetlinkError) -> Outcome {
    var outcome = Outcome()
    let table = try socket.dump(NextHopDump(), buffer: buffer)
    outcome.add(table)
    namespace.nextHops = table.entries.map(NextHopConversion.nextHop).sorted { $0.id < $1.id }
    return outcome
  }

  private func readQdiscs(_ buffer: ReceiveBuffer) throws(NetlinkError) -> Outcome {
    var outcome = Outcome()
    let table = try socket.dump(QdiscDump(), buffer: buffer)
    outcome.add(table)
    namespace.qdiscs = table.entries.map(QdiscConversion.qdisc)
    return outcome
  }

  /// Reads the counters of all links anew, and nothing else.
  ///
  /// - Returns: The positions in `namespace.links` of those that are different.
  func readStatistics(buffer: ReceiveBuffer) throws(NetlinkError) -> [Int] {
    guard let links = namespace.links else { return [] }
    var changed: [Int] = []
    // The dump comes by index, as the links do; so each is found where the last one was.
    var position = 0
    _ = try socket.walk(StatisticsDump(), buffer: buffer) { message throws(MalformedMessage) in
      guard let (index, counters) = try LinkConversion.counters(message.payload) else { return }
      position = LinkConversion.position(of: index, in: links, near: position)
      guard position < links.count, position < namespace.statistics.count,
        links[position].id.index == index
      else { return }
      // What is equal is not written: snapshots share the array.
      guard namespace.statistics[position] != counters else { return }
      namespace.statistics[position] = counters
      changed.append(position)
    }
    return changed
  }

  /// This namespace's number of another one, or nil if it has none; assigns none.
  func nsid(of other: borrowing NetworkNamespace, buffer: ReceiveBuffer) -> Int32? {
    let request = NamespaceIDRequest(fd: other.descriptor.rawValue)
    let answer = try? socket.get(
      request.message(), answer: .newNamespaceID, as: NamespaceIDMessage.self, buffer: buffer)
    guard let nsid = answer?.id, nsid >= 0 else { return nil }
    return nsid
  }
}
