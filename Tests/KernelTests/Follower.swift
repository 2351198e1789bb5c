import Glibc
import LinuxSystem
import NodeModel
import TestSupport
import Testing

@testable import NodeCollector

/// Follows a node as the screen does, and waits for what a test expects.
///
/// Limits of time only end a test that fails: on a busy machine everything takes longer.
final class Follower {
  let live: LiveNode
  private let options: CollectorOptions
  private(set) var snapshot: Snapshot?
  private(set) var updates = 0
  private(set) var changes: [Change] = []

  init(
    _ node: NamespaceNode, wanted: TableSet = .all, refresh: Int = 0,
    receiveBuffer: Int = 32 << 20, _ change: (inout CollectorOptions) -> Void = { _ in }
  ) throws {
    var options = node.options
    change(&options)
    self.options = options
    live = try LiveNode(
      options, wanted: wanted, refreshMilliseconds: refresh, receiveBuffer: receiveBuffer)
  }

  deinit { live.stop() }

  /// Takes what comes until `condition` holds; how long that took in microseconds, or nil after
  /// `seconds`.
  @discardableResult
  func wait(_ seconds: Double = 20, until condition: (Snapshot) throws -> Bool) rethrows -> Int64? {
    let start = Clock.monotonic()
    let end = start + Int64(seconds * 1_000_000)
    if let snapshot, try condition(snapshot) { return 0 }
    while true {
      let rest = end - Clock.monotonic()
      guard rest > 0 else { return nil }
      var waiting = pollfd(fd: live.descriptor, events: Int16(POLLIN), revents: 0)
      _ = poll(&waiting, 1, CInt(rest / 1000 + 1))
      guard let update = live.take() else { continue }
      updates += 1
      changes += update.changes
      snapshot = update.snapshot
      if update.isComplete, try condition(update.snapshot) { return Clock.monotonic() - start }
    }
  }

  /// Waits for the first reading.
  func start() { #expect(wait { _ in true } != nil, "nothing was published") }

  /// Expects that the model becomes what a fresh reading says; how long that took is printed.
  func expectFresh(
    _ what: String, location: SourceLocation = #_sourceLocation
  ) throws {
    let start = Clock.monotonic()
    var differences: [String] = []
    while Clock.monotonic() - start < 20_000_000 {
      wait(0.05) { _ in false }
      let fresh = try NodeReader.snapshot(options)
      guard let snapshot else { continue }
      differences = Self.differences(snapshot, fresh)
      if differences.isEmpty {
        say("\(what): equal to a fresh reading after \(milliseconds(Clock.monotonic() - start))")
        return
      }
    }
    Issue.record(
      "\(what): \(differences.prefix(8).joined(separator: "; "))", sourceLocation: location)
  }

  /// What is different, but for what runs by itself.
  static func differences(_ live: Snapshot, _ fresh: Snapshot) -> [String] {
    var found = SnapshotDiff.changes(from: live, to: fresh).map(\.summary)
    if live.namespaces.map(\.id) != fresh.namespaces.map(\.id) { found.append("namespaces") }
    for (old, new) in zip(live.namespaces, fresh.namespaces) {
      if old.nsid != new.nsid { found.append("\(new.id) nsid") }
      if old.paths != new.paths { found.append("\(new.id) paths") }
      if old.routes?.count != new.routes?.count { found.append("\(new.id) number of routes") }
      if old.links?.map(\.peer) != new.links?.map(\.peer) { found.append("\(new.id) peers") }
      if old.links?.map(\.parent) != new.links?.map(\.parent) { found.append("\(new.id) parents") }
    }
    return found
  }
}
