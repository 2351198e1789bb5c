import NodeModel
import NodeSources

/// The part `ports`: who listens, and which ports of the node lead elsewhere.
final class PortsPart: PartReader {
  private let reader = PortReader()

  var part: SnapshotParts { .ports }
  /// The kernel tells nobody of a socket that listens.
  var interval: Int64 { 5_000_000 }
  var folders: [String] { PortSettings.folders }
  /// Host ports come with pods.
  var followsNode: Bool { true }

  func read(_ context: PartContext) -> PartReading {
    let entrances = Dictionary(
      uniqueKeysWithValues: context.entrances.map { ($0.key.inode, $0.value) })
    let findings = reader.read(
      context.files, processes: context.processes, host: context.snapshot.host?.id.inode,
      entrances: entrances)
    let state = PortJoin(findings, context.snapshot).state
    return PartReading(findings.statuses) { $0.ports = state }
  }
}
