import LinuxSystem
import NodeModel
import NodeSources

/// The part `cni`: configurations, attachments, plugins and solutions.
final class CNIPart: PartReader {
  private let memory = CNIMemory()

  var part: SnapshotParts { .cni }
  var interval: Int64 { 60_000_000 }
  var folders: [String] { CNIFindings.folders }
  /// Attachments come from what the pods are read from.
  var followsNode: Bool { true }

  func read(_ context: PartContext) -> PartReading {
    let findings = CNIFindings(
      context.files, cache: context.cache, asksAll: context.wanted.contains(.pluginVersions),
      memory: memory)
    var state = CNIState()
    state.configurations = findings.configurations.map {
      CNIState.Configuration(
        path: $0.path, name: $0.name, version: $0.version, plugins: $0.plugins,
        isActive: $0.isDefault, problems: $0.problems, document: $0.document)
    }
    state.attachments = findings.attachments.map {
      CNIState.Attachment(
        network: $0.network, containerID: $0.containerID, ifname: $0.ifname,
        netnsPath: $0.netnsPath, pod: $0.pod, addresses: $0.addresses, plugins: $0.plugins,
        path: $0.path)
    }.sorted { ($0.network, $0.containerID, $0.ifname) < ($1.network, $1.containerID, $1.ifname) }
    state.plugins = findings.plugins.map {
      CNIState.Plugin(
        type: $0.type, path: $0.path, versions: $0.versions, isConfigured: $0.isConfigured,
        problem: $0.problem)
    }
    state.solutions = SolutionJoin.solutions(
      state.configurations, host: context.snapshot.host, programs: programs(context),
      files: SolutionJoin.files.keys.filter { (try? context.files.status($0)) != nil })
    return PartReading(findings.statuses) { [state] in $0.cni = state }
  }

  /// The names of programs that run in the node's own namespace, where the agents of solutions
  /// are.
  private func programs(_ context: PartContext) -> Set<String> {
    let host = context.snapshot.host?.id.inode
    var names: Set<String> = []
    for process in context.processes.processes where process.namespace == host {
      if let name = context.processes.command(of: process.pid) { names.insert(name) }
    }
    return names
  }
}
