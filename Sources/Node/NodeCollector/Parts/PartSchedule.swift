import LinuxSystem
import NodeModel

/// Which parts are wanted, being read, and due to be read again.
struct PartSchedule {
  private struct Entry {
    var worker: PartWorker
    /// When it is to be read, in microseconds of the monotonic clock; nil while it is being read.
    var dueAt: Int64?
    /// What was heard of while it was being read.
    var isStale = false
    /// The earliest time for a reading that the node asks for.
    var restingUntil: Int64 = 0
  }

  /// How long changes are gathered before a part is read again, in microseconds.
  static let gathering: Int64 = 100_000
  /// A reading is followed by a pause of so many times what it took, at most `longestPause`.
  static let pauseFactor: Int64 = 20
  static let longestPause: Int64 = 10_000_000

  let results: Mailbox<PartResults>
  private(set) var wanted: SnapshotParts = []
  private var entries: [SnapshotParts: Entry] = [:]
  private var readings: [SnapshotParts: PartReading] = [:]

  init() throws { results = try Mailbox() }

  /// Whether every wanted part was read.
  var isComplete: Bool { entries.keys.allSatisfy { readings[$0] != nil } }

  /// The last reading of each wanted part.
  var current: [PartReading] {
    readings.sorted { $0.key.rawValue < $1.key.rawValue }.map(\.value)
  }

  /// The folders that wanted parts are read from.
  var folders: [String] { entries.values.flatMap(\.worker.reader.folders) }

  /// Takes over which parts are wanted; one without a thread of its own is never read.
  mutating func want(_ parts: SnapshotParts, at now: Int64) {
    let added = parts.subtracting(wanted)
    wanted = parts
    for part in Array(entries.keys) where !parts.contains(part) {
      entries[part] = nil
      readings[part] = nil
    }
    for reader in SnapshotParts.readers() where parts.contains(reader.part) {
      if entries[reader.part] == nil {
        guard let worker = try? PartWorker(reader, results: results) else { continue }
        entries[reader.part] = Entry(worker: worker, dueAt: now)
      } else if !added.isEmpty {
        // What is wanted besides may be more of the same part.
        note(reader.part, at: now)
      }
    }
  }

  /// When the next part is due.
  var nextTime: Int64? { entries.values.compactMap(\.dueAt).min() }

  /// Starts the readings that are due.
  mutating func start(at now: Int64, context: () -> PartContext?) {
    let due = entries.filter { ($0.value.dueAt ?? .max) <= now }.keys
    guard !due.isEmpty, let context = context() else { return }
    for part in due {
      entries[part]?.dueAt = nil
      entries[part]?.isStale = false
      entries[part]?.worker.read(context)
    }
  }

  /// Takes what was read; whether that is anything.
  mutating func take(at now: Int64) -> Bool {
    guard let results = results.take() else { return false }
    var isNews = false
    for (part, result) in results {
      guard var entry = entries[part] else { continue }  // no longer wanted
      readings[part] = result.reading
      entry.restingUntil = now + min(result.microseconds * Self.pauseFactor, Self.longestPause)
      entry.dueAt = now + entry.worker.reader.interval
      let isStale = entry.isStale
      entries[part] = entry
      if isStale { note(part, at: now) }
      isNews = true
    }
    return isNews
  }

  /// Takes in that something changed in folders.
  mutating func noteChanges(in folders: Set<String>, root: String, at now: Int64) {
    for (part, entry) in entries {
      let own = entry.worker.reader.folders.map { root == "/" ? $0 : root + $0 }
      // A folder that is not there yet is watched through the nearest one above it.
      guard own.contains(where: { path in folders.contains { path.hasPrefix($0) } }) else {
        continue
      }
      note(part, at: now)
    }
  }

  /// Takes in that pods, links or addresses changed.
  mutating func noteNode(at now: Int64) {
    for (part, entry) in entries where entry.worker.reader.followsNode { note(part, at: now) }
  }

  private mutating func note(_ part: SnapshotParts, at now: Int64) {
    guard var entry = entries[part] else { return }
    if let due = entry.dueAt {
      entry.dueAt = min(due, max(now + Self.gathering, entry.restingUntil))
    } else {
      entry.isStale = true
    }
    entries[part] = entry
  }
}

/// Readings of parts once, side by side.
enum PartReadings {
  /// Reads all wanted parts and waits for them.
  static func read(_ parts: SnapshotParts, _ context: PartContext) -> [PartReading] {
    let readers = SnapshotParts.readers().filter { parts.contains($0.part) }
    guard readers.count > 1, let results = try? Mailbox<PartResults>() else {
      return readers.map { $0.read(context) }
    }
    var readings: [Int: PartReading] = [:]
    var threads: [(Int, Thread)] = []
    for (place, reader) in readers.enumerated() {
      let thread = try? Thread(name: "cnitop-part") {
        let result = PartResult(reading: reader.read(context), microseconds: 0)
        results.put([reader.part: result]) { $0.merging($1) { _, new in new } }
      }
      if let thread {
        threads.append((place, thread))
      } else {
        readings[place] = reader.read(context)
      }
    }
    for (_, thread) in threads { thread.join() }
    let found = results.take() ?? [:]
    for (place, _) in threads { readings[place] = found[readers[place].part]?.reading }
    return readings.sorted { $0.key < $1.key }.map(\.value)
  }
}
