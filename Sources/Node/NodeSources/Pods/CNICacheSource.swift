import CNISpec
import CNIStores
import LinuxSystem

/// Pods from libcni's cache: names from `CNI_ARGS`, addresses from the result.
enum CNICacheSource {
  static func read(
    _ cache: CNICacheReading, _ processes: ProcessTable
  ) -> (fragments: [PodFragment], statuses: [SourceStatus]) {
    var fragments: [PodFragment] = []
    var statuses: [SourceStatus] = []
    for (index, folder) in cache.folders.enumerated() {
      let source = "file:\(folder.path)"
      if let failure = folder.failure {
        // The second folder is that of old runtimes only.
        if case .absent = failure, index > 0 { continue }
        statuses.append(SourceStatus(source, failure))
        continue
      }
      statuses.append(SourceStatus(source, problems: folder.problems))
      fragments += folder.files.map { file in
        var fragment = fragment(file.entry)
        // The folder outlives a reboot: without a namespace only a process can tell of life.
        fragment.hasEnded = fragment.netnsPath == nil && processes.isComplete
        return fragment
      }
    }
    return (fragments, statuses)
  }

  static func fragment(_ entry: CNICacheEntry) -> PodFragment {
    var fragment = PodFragment(.cniCache)
    let pod = entry.pod
    fragment.sandboxID = pod.sandboxID ?? entry.containerID
    if let id = entry.containerID, id != fragment.sandboxID { fragment.aliases = [id] }
    fragment.namespace = pod.namespace
    fragment.name = pod.name
    fragment.uid = pod.uid
    fragment.netnsPath = entry.netns
    fragment.hostPorts = entry.portMappings
    if let result = entry.result {
      fragment.interfaces = FoundPod.Interface.list(
        result, ifname: entry.ifname, network: entry.network,
        plugins: entry.configuration?.plugins.map(\.type) ?? [])
    }
    return fragment
  }
}
