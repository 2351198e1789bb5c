import ArgumentParser
import Glibc
import LinuxSystem
import NodeCollector
import NodeExport
import NodeModel

/// Prints what changes, as it changes.
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Prints changes as NDJSON; the first line is a snapshot.",
    discussion: """
      Each later line is {"ts", "seq", "event", "before", "after"}. It ends with Ctrl-C, or when
      its reader goes away.
      """)

  @Argument(
    help: ArgumentHelp("Only changes of these.", valueName: "kind"))
  var kinds: [ListKind] = []

  @OptionGroup var node: NodeOptions
  /// Global, so accepted; nothing here is drawn.
  @OptionGroup(visibility: .hidden) var display: DisplayOptions

  func run() throws {
    try node.requireNamespace()
    let tables = kinds.isEmpty ? TableSet.all : kinds.reduce(into: []) { $0.formUnion($1.tables) }
    let parts: SnapshotParts =
      kinds.isEmpty ? .all : kinds.reduce(into: []) { $0.formUnion($1.parts) }
    let signals = try EndSignals()
    let live: LiveNode
    do {
      live = try LiveNode(node.collector, wanted: tables, parts: parts, refreshMilliseconds: 0)
    } catch {
      throw CommandFailure("cannot follow the node: \(error)")
    }
    defer { live.stop() }
    let subjects = Set(kinds.flatMap(\.subjects))
    var isFirst = true
    var sequence: UInt64 = 1
    while true {
      // A reader that went away is noticed also while nothing changes.
      var waiting = [
        pollfd(fd: live.descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: STDOUT_FILENO, events: 0, revents: 0),
        pollfd(fd: signals.rawDescriptor, events: Int16(POLLIN), revents: 0),
      ]
      _ = poll(&waiting, 3, -1)
      if waiting[1].revents & Int16(POLLERR) != 0 { return }
      if let signal = signals.read() {
        live.stop()
        signals.end(by: signal)
      }
      if let reason = live.ended { throw CommandFailure(reason) }
      guard let update = live.take() else { continue }
      var writer = DocumentWriter(.compact) { try StandardOutput.write($0) }
      if isFirst {
        guard update.isComplete else { continue }
        SnapshotDocument.write(update.snapshot, by: .this, to: &writer)
      } else {
        // A gap in the numbers says that lines are missing.
        sequence += UInt64(update.changesDropped)
        for change in update.changes where subjects.isEmpty || subjects.contains(change.subject) {
          ChangeDocument.write(change, sequence: sequence, to: &writer)
          sequence += 1
        }
      }
      try writer.finish()
      if isFirst { try update.snapshot.tellIncompleteness(isFailure: false) }
      isFirst = false
    }
  }
}

extension ListKind {
  /// The subjects of the changes that concern it.
  var subjects: [Change.Subject] {
    switch self {
    case .pods: [.pod]
    case .links: [.link]
    case .addresses: [.address]
    case .routes: [.route]
    case .rules: [.rule]
    case .neighbours: [.neighbour]
    case .fdb: [.fdb]
    case .tunnels: [.tunnel]
    case .namespaces: [.namespace]
    case .configurations: [.configuration]
    case .plugins: [.plugin]
    case .bgp: [.speaker, .bgp]
    case .networks, .leases: [.lease]
    case .services: [.service]
    case .ports: [.port]
    }
  }
}
