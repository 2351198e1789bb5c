import LinuxSystem
import NodeModel
import NodeSources
import Synchronization

/// The part `services`: services of the cluster, by the rules of the node.
final class ServicesPart: PartReader {
  private let reader = RulesetReader()
  private let found = Mutex(FoundServices())

  var part: SnapshotParts { .services }
  /// The number of a generation is asked for, and all else only where it is another one.
  var interval: Int64 { 2_000_000 }
  var folders: [String] { [] }
  /// Endpoints are joined with pods.
  var followsNode: Bool { true }

  func read(_ context: PartContext) -> PartReading {
    guard let host = context.snapshot.host?.id else {
      return PartReading([
        SourceStatus(RulesetReader.source, .error, "the node's own namespace is not known")
      ]) { _ in }
    }
    let reading = reader.read(inode: host.inode, path: context.entrances[host])
    guard let ruleset = reading.ruleset else {
      return PartReading([reading.status]) { $0.services = nil }
    }
    if !reading.isUnchanged { found.withLock { $0 = FoundServices(ruleset) } }
    var state = ServiceJoin(context.snapshot).state(found.withLock { $0 })
    if let problem = Self.elsewhere(context.files) { state.problems.append(problem) }
    return PartReading([reading.status]) { [state] in $0.services = state }
  }

  /// Cilium can keep services in maps of eBPF, which are no rules.
  private static func elsewhere(_ files: RootedFiles) -> ServiceState.Problem? {
    let maps = ["cilium_lb4_services_v2", "cilium_lb6_services_v2"].map {
      "/sys/fs/bpf/tc/globals/" + $0
    }
    guard let path = maps.first(where: { (try? files.status($0)) != nil }) else { return nil }
    return ServiceState.Problem(
      subject: "cilium",
      text: "it keeps services in eBPF maps (\(path)), which are no rules: those are not listed")
  }
}
