import ArgumentParser
import LinuxSystem
import NodeCollector
import NodeExport
import NodeModel

/// Prints everything once.
struct SnapshotCommand: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable { case json, yaml, ndjson }

  static let configuration = CommandConfiguration(
    commandName: "snapshot", abstract: "Prints everything once, as one document.",
    discussion: "The keys are a contract; `cnitop schema` prints it as JSON Schema.")

  @Option(name: .shortAndLong, help: "json, yaml, or ndjson (one line for each object).")
  var output = Format.json

  @Flag(help: "Exit with 3 where something could not be read, or not fully.")
  var strict = false

  @OptionGroup var node: NodeOptions
  /// Global, so accepted; nothing here is drawn.
  @OptionGroup(visibility: .hidden) var display: DisplayOptions

  func run() throws {
    let snapshot = try node.read()
    let layout: DocumentWriter.Layout =
      switch output {
      case .json: StandardOutput.isTerminal ? .pretty : .compact
      case .yaml: .yaml
      case .ndjson: .compact
      }
    var writer = DocumentWriter(layout) { try StandardOutput.write($0) }
    switch output {
    case .json, .yaml: SnapshotDocument.write(snapshot, by: .this, to: &writer)
    case .ndjson: SnapshotLines.write(snapshot, by: .this, to: &writer)
    }
    try writer.finish()
    try snapshot.tellIncompleteness(isFailure: strict)
  }
}

extension SnapshotDocument.Tool {
  /// This program.
  static var this: Self { Self(version: CNITop.version) }
}

extension NodeOptions {
  private var place: String { netns ?? "this process's network namespace" }

  /// Says at once what a thread that follows the node would say later.
  func requireNamespace() throws {
    guard let netns else { return }
    do {
      _ = try NetworkNamespace(path: netns)
    } catch {
      throw CommandFailure("cannot read \(place): \(reason(error))")
    }
  }

  /// Why the node's own namespace cannot be named, and what to do.
  private func reason(_ error: any Error) -> String {
    switch (error as? SystemCallError)?.errno {
    case .invalidArgument?:
      "it is no network namespace; give a file of /run/netns or /proc/PID/ns/net"
    case .permissionDenied?, .notPermitted?: "permission denied; run as root"
    default: "\(error)"
    }
  }

  /// Reads the node once.
  func read(_ tables: TableSet = .all, _ parts: SnapshotParts = .all) throws -> Snapshot {
    do {
      return try NodeReader.snapshot(collector, tables: tables, parts: parts)
    } catch {
      throw CommandFailure("cannot read \(place): \(reason(error))")
    }
  }
}

extension Snapshot {
  /// Complains on one line where something could not be read: an empty list may be that.
  ///
  /// - Parameter isFailure: Whether the command ends with the status for it.
  func tellIncompleteness(isFailure: Bool) throws {
    let missing = completeness.filter { $0.status != .ok && $0.status != .absent }
    guard let first = missing.first else { return }
    let more = missing.count > 1 ? " (and \(missing.count - 1) more in completeness)" : ""
    let line = "incomplete: \(first.detail ?? first.source)\(more)"
    if isFailure { throw CommandFailure(line, ExitStatus.incomplete) }
    complain(line)
  }
}
