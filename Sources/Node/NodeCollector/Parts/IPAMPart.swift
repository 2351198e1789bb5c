import LinuxSystem
import NodeModel
import NodeSources

/// The part `ipam`: networks, their ranges, and who has their addresses.
final class IPAMPart: PartReader {
  private let memory = IPAMMemory()

  var part: SnapshotParts { .ipam }
  var interval: Int64 { 60_000_000 }
  var folders: [String] {
    Array(Set(IPAMFindings.folders + SegmentFindings.folders + memory.folders)).sorted()
  }
  var followsNode: Bool { true }

  func read(_ context: PartContext) -> PartReading {
    let findings = IPAMFindings(context.files, cache: context.cache, memory: memory)
    let join = LeaseJoin(context.snapshot, attachments: Self.attachments(context))
    let state = IPAMState(networks: join.networks(findings.networks))
    let segments = SegmentJoin.segments(
      SegmentFindings(context.files, context.processes).segments, ipam: state,
      snapshot: context.snapshot)
    return PartReading(findings.statuses) {
      $0.ipam = state
      $0.segments = segments
    }
  }

  /// What runtimes wrote down, with the namespaces that their paths lead to now.
  private static func attachments(_ context: PartContext) -> [LeaseJoin.Attachment] {
    var namespaces: [String: NamespaceID] = [:]
    for namespace in context.snapshot.namespaces {
      for path in namespace.paths { namespaces[path] = namespace.id }
    }
    let host = context.snapshot.host?.id
    return context.cache.attachments.map { attachment in
      var id = namespaces[attachment.path]
      var problem: String?
      if id == nil {
        // /var/run is a link to /run, and processes are no bindings.
        do throws(FileError) {
          let status = try context.files.status(attachment.path)
          if status.isNamespace { id = NamespaceID(inode: status.inode) }
        } catch {
          if case .denied = error { problem = "\(error)" }
        }
      }
      // The path of a process that ended may be that of any other by now.
      if id == host || (attachment.inode != nil && id?.inode != attachment.inode) { id = nil }
      return LeaseJoin.Attachment(
        containerID: attachment.containerID, path: attachment.path, namespace: id, problem: problem)
    }
  }
}
