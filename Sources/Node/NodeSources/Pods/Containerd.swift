import LinuxSystem

/// Pods from the bundles of containerd's tasks: `STATE/RUNTIME/NAMESPACE/ID/config.json`.
///
/// They are on a tmpfs and go with their task, so what is there is, or was just now, alive. The
/// annotations are those of `pkg/cri/annotations`; a sandbox has its namespace's path,
/// a container in it `/proc/PID/ns/net` of the sandbox, and a pod of the node's network none.
enum Containerd {
  /// State folders: of containerd itself, k3s and RKE2, microk8s, k0s, docker's own.
  static let states = [
    "/run/containerd", "/run/k3s/containerd", "/run/rke2/containerd",
    "/var/snap/microk8s/common/run/containerd", "/run/k0s/containerd",
    "/run/docker/containerd/daemon",
  ]
  private static let runtimes = ["io.containerd.runtime.v2.task", "io.containerd.runtime.v1.linux"]

  static func read(
    _ files: RootedFiles, _ processes: ProcessTable, _ known: PodFiles
  ) -> (fragments: [PodFragment], statuses: [SourceStatus]) {
    var fragments: [PodFragment] = []
    var statuses: [SourceStatus] = []
    for state in states {
      for runtime in runtimes {
        let folder = "\(state)/\(runtime)"
        do {
          var problems: [String] = []
          for namespace in try files.list(folder, limit: 10_000) {
            fragments += read(folder, namespace, files, processes, known, &problems)
          }
          statuses.append(SourceStatus("file:\(folder)", problems: problems))
        } catch {
          if case .absent = error { continue }
          statuses.append(SourceStatus("file:\(folder)", error))
        }
      }
    }
    return (fragments, statuses)
  }

  /// The tasks of one of containerd's own namespaces: `k8s.io`, `moby`, `default`.
  private static func read(
    _ folder: String, _ namespace: String, _ files: RootedFiles, _ processes: ProcessTable,
    _ known: PodFiles, _ problems: inout [String]
  ) -> [PodFragment] {
    let ids: [String]
    do { ids = try files.list("\(folder)/\(namespace)") } catch {
      problems.append(error.description)
      return []
    }
    var fragments: [PodFragment] = []
    for id in ids {
      let path = "\(folder)/\(namespace)/\(id)"
      do {
        fragments.append(try bundle(path, namespace, id, files, processes, known))
      } catch FileError.absent {
        continue  // it ended since the folder was listed
      } catch let error as FileError {
        problems.append(error.description)
      } catch {
        problems.append("cannot read \(path)/config.json: \(error)")
      }
    }
    return fragments
  }

  private static func bundle(
    _ path: String, _ namespace: String, _ id: String, _ files: RootedFiles,
    _ processes: ProcessTable, _ known: PodFiles
  ) throws -> PodFragment {
    let limit = RootedFiles.bundleLimit
    let file = "\(path)/config.json"
    var fragment = try known.bundles.value(of: file, in: files, limit: limit) {
      Self.fragment(try OCIBundle(parsing: $0), namespace: namespace, id: id, pid: nil)
    }
    if let pid = files.processID("\(path)/init.pid") { fragment.runs(pid, as: id) }
    fragment.check(processes)
    return fragment
  }

  /// - Parameter pid: From `init.pid` beside the configuration.
  static func fragment(
    _ bundle: OCIBundle, namespace: String, id: String, pid: Int32?
  ) -> PodFragment {
    var fragment = PodFragment(.containerd)
    let sandbox = bundle.annotation("io.kubernetes.cri.sandbox-id")
    fragment.sandboxID = sandbox ?? id
    fragment.namespace = bundle.annotation("io.kubernetes.cri.sandbox-namespace")
    fragment.name = bundle.annotation("io.kubernetes.cri.sandbox-name")
    fragment.uid = bundle.annotation("io.kubernetes.cri.sandbox-uid")
    fragment.aliases = ["\(namespace)-\(id)"]
    let containerName =
      bundle.annotation("io.kubernetes.cri.container-name") ?? bundle.annotation("nerdctl/name")
    // What `ctr run` was told to call it, where that is not a number in hexadecimal.
    fragment.fallbackName = containerName ?? (PodReader.shortID(id) == id ? id : nil)
    if sandbox == nil || sandbox != id {
      fragment.containers = [FoundPod.Container(name: containerName, id: id, pid: pid)]
    }
    fragment.take(bundle.network, pid: pid)
    return fragment
  }
}

extension PodFragment {
  mutating func take(_ network: OCIBundle.Network?, pid: Int32?) {
    if let pid { pids = [pid] }
    switch network {
    case .host: hostNetwork = true
    case .path(let path): netnsPath = path
    case .own:
      hasOwnNamespace = true
      netnsPath = pid.map { "/proc/\($0)/ns/net" }
    case nil: break
    }
  }

  /// Adds the process of a container, which its configuration does not have.
  mutating func runs(_ pid: Int32, as id: String) {
    pids = [pid]
    for index in containers.indices where containers[index].id == id {
      containers[index].pid = pid
    }
    if hasOwnNamespace { netnsPath = "/proc/\(pid)/ns/net" }
  }

  /// Keeps only processes that live and, as far as their cgroup says, are of this container.
  mutating func check(_ processes: ProcessTable) {
    let ids = self.ids
    let hadProcess = !pids.isEmpty
    pids = pids.filter { pid in
      guard let process = processes.process(pid) else { return false }
      guard let id = processes.container(of: process)?.containerID else { return true }
      return ids.contains(id)
    }
    isRunning = !pids.isEmpty
    hasEnded = hadProcess && pids.isEmpty && processes.isComplete
    for index in containers.indices {
      if let pid = containers[index].pid, !pids.contains(pid) { containers[index].pid = nil }
    }
  }
}
