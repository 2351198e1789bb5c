import Glibc
import LinuxSystem
public import NodeModel
import Synchronization

/// A node that is followed: each change of the kernel or of the files becomes a new snapshot.
///
/// The work is done on a thread of its own; the snapshot that is taken is always the newest.
public final class LiveNode: Sendable {
  /// What became of the node since the last `take`.
  public struct Update: Sendable {
    public var snapshot: Snapshot
    /// When the counters were read, in microseconds of the monotonic clock.
    public var countersAt: Int64
    /// All changes since the last update that was taken, oldest first.
    public var changes: [Change]
    /// How many more there were than `changes` holds.
    public var changesDropped: Int
    /// Whether nothing but counters is different from the last update.
    public var isCountersOnly: Bool
    /// Whether all wanted tables and parts have been read once.
    public var isComplete: Bool

    /// This update, taken together with the one after it.
    public func merged(with later: Update) -> Update {
      var merged = later
      let all = changes + later.changes
      merged.changes = Array(all.suffix(Self.longestHistory))
      merged.changesDropped = changesDropped + all.count - merged.changes.count
      merged.isCountersOnly = isCountersOnly && later.isCountersOnly
      return merged
    }

    /// How many changes are kept for a reader that does not take them.
    private static let longestHistory = 10_000
  }

  struct Controls: Sendable {
    var wanted: TableSet
    var parts: SnapshotParts
    var refresh: Int64
    var isStopped = false
  }

  let controls: Mutex<Controls>
  let control: EventDescriptor
  let mailbox: Mailbox<Update>
  private let failure = Mutex<String?>(nil)
  /// Readable when the thread is over.
  private let over: EventDescriptor

  /// Readable when there is an update to take.
  public var descriptor: CInt { mailbox.descriptor }

  /// Starts to follow.
  ///
  /// - Parameters:
  ///   - wanted: The tables that are kept up to date besides links and addresses.
  ///   - parts: The parts that are kept up to date.
  ///   - refreshMilliseconds: How often counters are read; 0 never.
  public convenience init(
    _ options: CollectorOptions, wanted: TableSet, parts: SnapshotParts = [],
    refreshMilliseconds: Int
  ) throws {
    try self.init(
      options, wanted: wanted, parts: parts, refreshMilliseconds: refreshMilliseconds,
      receiveBuffer: 32 << 20)
  }

  /// - Parameter receiveBuffer: Of each event socket, in bytes; tests make it run over.
  init(
    _ options: CollectorOptions, wanted: TableSet, parts: SnapshotParts = [],
    refreshMilliseconds: Int, receiveBuffer: Int
  ) throws {
    controls = Mutex(
      Controls(
        wanted: wanted.union([.links, .addresses]), parts: parts,
        refresh: Int64(refreshMilliseconds) * 1000))
    control = try EventDescriptor()
    over = try EventDescriptor()
    mailbox = try Mailbox()
    _ = try Thread(name: "cnitop-collect") { [self] in
      do {
        let loop = try LiveLoop(
          options, listening: Listening(receiveBuffer: receiveBuffer), node: self)
        try loop.run()
      } catch {
        failure.withLock { $0 = "\(error)" }
        mailbox.wakeUp()
      }
      over.signal()
    }
  }

  /// The newest snapshot, if there is one that was not taken.
  public func take() -> Update? { mailbox.take() }

  /// Why following ended; nil while it goes on.
  public var ended: String? { failure.withLock { $0 } }

  /// Which tables are kept up to date from now on, besides links and addresses.
  public func want(_ tables: TableSet) {
    controls.withLock { $0.wanted = tables.union([.links, .addresses]) }
    control.signal()
  }

  /// Which parts are kept up to date from now on.
  public func want(parts: SnapshotParts) {
    controls.withLock { $0.parts = parts }
    control.signal()
  }

  public func setRefresh(milliseconds: Int) {
    controls.withLock { $0.refresh = Int64(milliseconds) * 1000 }
    control.signal()
  }

  /// Ends the thread; sockets close, namespaces that only they held go away, and the kernel stops
  /// to tell of processes.
  ///
  /// Waits for it up to half a second: a process that exits before leaves the last one undone.
  public func stop() {
    controls.withLock { $0.isStopped = true }
    control.signal()
    var waiting = pollfd(fd: over.rawDescriptor, events: Int16(POLLIN), revents: 0)
    poll(&waiting, 1, 500)
  }
}
