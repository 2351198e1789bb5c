/// Containers from the cgroups of the processes.
enum CgroupSource {
  /// One for each container, with its processes; the first one's namespace is the container's.
  static func read(_ processes: ProcessTable, hostNamespace: UInt64?) -> [PodFragment] {
    var positions: [CgroupContainer: Int] = [:]
    var fragments: [PodFragment] = []
    for process in processes.processes {
      guard let container = processes.container(of: process) else { continue }
      if let position = positions[container] {
        fragments[position].pids.append(process.pid)
        continue
      }
      positions[container] = fragments.count
      var fragment = PodFragment(.cgroup)
      fragment.uid = container.podUID
      fragment.pids = [process.pid]
      fragment.netnsInode = process.namespace == 0 ? nil : process.namespace
      if let id = container.containerID {
        fragment.containers = [FoundPod.Container(name: nil, id: id, pid: process.pid)]
      }
      if let inode = fragment.netnsInode, let hostNamespace {
        fragment.hostNetwork = inode == hostNamespace
      }
      fragments.append(fragment)
    }
    return fragments
  }
}
