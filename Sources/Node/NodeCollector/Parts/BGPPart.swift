import NodeModel
import NodeSources

/// The part `bgp`: who speaks it, and the sessions.
final class BGPPart: PartReader {
  private let reader = BGPReader()

  var part: SnapshotParts { .bgp }
  /// A daemon tells nobody when a session changes.
  var interval: Int64 { 2_000_000 }
  var folders: [String] { [] }
  var followsNode: Bool { false }

  func read(_ context: PartContext) -> PartReading {
    let entrances = Dictionary(
      uniqueKeysWithValues: context.entrances.map { ($0.key.inode, $0.value) })
    let findings = reader.read(
      context.files, processes: context.processes, host: context.snapshot.host?.id.inode,
      entrances: entrances)
    let status = BGPJoin(findings, context.snapshot).status
    return PartReading(findings.statuses + Self.problems(status)) { $0.bgp = status }
  }

  /// A line for each speaker that was asked.
  private static func problems(_ status: BGPStatus) -> [SourceStatus] {
    status.speakers.filter { $0.condition != .kernelOnly }.map { speaker in
      let source = "daemon:\(speaker.daemon) \(speaker.id.source)"
      switch speaker.condition {
      case .answers, .kernelOnly: return SourceStatus(source, .ok)
      case .denied: return SourceStatus(source, .denied, speaker.problem)
      case .silent, .failed: return SourceStatus(source, .error, speaker.problem)
      }
    }
  }
}
