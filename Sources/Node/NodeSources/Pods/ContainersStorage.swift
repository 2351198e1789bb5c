import CNISpec
import Glibc
import LinuxSystem

/// Pods of CRI-O and containers of podman, which share a store: `DRIVER-containers/ID/userdata`.
///
/// `/run` has the process of each that runs, and with CRI-O its configuration; the one in
/// `/var/lib`, podman's only one, outlives a reboot, so it counts only for what `/run` does not
/// have. CRI-O's annotations are those of `pkg/annotations`; podman keeps names in
/// `containers.json` in `/var/lib` and nothing of Kubernetes in the configuration.
enum ContainersStorage {
  private static let roots = ["/run/containers/storage", "/var/lib/containers/storage"]
  private static let drivers = ["overlay", "vfs", "btrfs", "zfs", "devicemapper"]

  static func read(
    _ files: RootedFiles, _ processes: ProcessTable, _ known: PodFiles
  ) -> (fragments: [PodFragment], statuses: [SourceStatus]) {
    var fragments: [PodFragment] = []
    var statuses: [SourceStatus] = []
    var seen: Set<String> = []
    for driver in drivers {
      let folders = roots.map { "\($0)/\(driver)-containers" }
      var names: [String: String]?
      for folder in folders {
        do {
          let ids = try files.list(folder)
          var problems: [String] = []
          let found = names ?? Self.names(folders, files, &problems)
          names = found
          for id in ids where !seen.contains(id) && !id.hasPrefix("containers.") {
            guard var fragment = container(id, in: folder, files, known, &problems) else {
              continue
            }
            fragment.take(name: found[id], of: id)
            let pid = folders.lazy.compactMap { files.processID("\($0)/\(id)/userdata/pidfile") }
            if let pid = pid.first { fragment.runs(pid, as: id) }
            fragment.check(processes)
            if folder != folders[0] { fragment.hasEnded = fragment.pids.isEmpty }
            fragments.append(fragment)
            seen.insert(id)
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

  /// Nil for what has no configuration: a container that ended, or a file of the store's own.
  private static func container(
    _ id: String, in folder: String, _ files: RootedFiles, _ known: PodFiles,
    _ problems: inout [String]
  ) -> PodFragment? {
    let path = "\(folder)/\(id)/userdata/config.json"
    do {
      return try known.bundles.value(of: path, in: files, limit: RootedFiles.bundleLimit) {
        fragment(try OCIBundle(parsing: $0), id: id)
      }
    } catch FileError.absent {
      return nil
    } catch FileError.io(_, _, ENOTDIR) where id.contains(".json") || id.contains(".lock") {
      return nil  // volatile-containers.json, volatile-containers.json.lock
    } catch let error as FileError {
      problems.append(error.description)
    } catch {
      problems.append("cannot read \(path): \(error)")
    }
    return nil
  }

  /// `[{"id": …, "names": […]}]`, of what outlives a reboot and of what does not.
  private static func names(
    _ folders: [String], _ files: RootedFiles, _ problems: inout [String]
  ) -> [String: String] {
    var names: [String: String] = [:]
    for folder in folders {
      for list in ["containers.json", "volatile-containers.json"] {
        let path = "\(folder)/\(list)"
        do {
          let bytes = try files.read(path, limit: RootedFiles.bundleLimit)
          for entry in try JSONValue(parsing: bytes).array ?? [] {
            guard let id = entry["id"]?.string else { continue }
            names[id] = entry["names"]?.array?.first?.string
          }
        } catch FileError.absent {
          continue
        } catch let error as FileError {
          problems.append(error.description)
        } catch {
          problems.append("cannot read \(path): \(error)")
        }
      }
    }
    return names
  }

  static func fragment(
    _ bundle: OCIBundle, id: String
  ) -> PodFragment {
    let isCRIO =
      bundle.annotation("io.container.manager") == "cri-o"
      || bundle.annotation("io.kubernetes.cri-o.SandboxID") != nil
    var fragment = PodFragment(isCRIO ? .crio : .podman)
    let own = "io.kubernetes.cri-o."
    let sandbox = bundle.annotation(own + "SandboxID") ?? bundle.annotation(own + "SandboxId")
    fragment.sandboxID = sandbox ?? id
    // Metadata is the sandbox's own on a sandbox, the container's on a container.
    let isSandbox = bundle.annotation(own + "ContainerType") == "sandbox"
    let metadata = isSandbox ? bundle.embedded(own + "Metadata") : nil
    let labels = bundle.embedded(own + "Labels")
    func text(_ label: String, _ key: String) -> String? {
      bundle.annotation(label) ?? metadata?[key]?.string ?? labels?[label]?.string
    }
    fragment.namespace =
      text("io.kubernetes.pod.namespace", "namespace") ?? bundle.annotation(own + "Namespace")
    fragment.name = text("io.kubernetes.pod.name", "name") ?? bundle.annotation(own + "KubeName")
    fragment.uid = text("io.kubernetes.pod.uid", "uid")
    if !isSandbox {
      let containerName = bundle.annotation("io.kubernetes.container.name")
      fragment.containers = [FoundPod.Container(name: containerName, id: id, pid: nil)]
    }
    fragment.take(bundle.network, pid: nil)
    if bundle.annotation(own + "HostNetwork") == "true" { fragment.hostNetwork = true }
    if let value = bundle.embedded(own + "CNIResult"), let result = try? CNIResult(value) {
      fragment.interfaces = FoundPod.Interface.list(
        result, ifname: nil, network: nil, plugins: [])
    }
    if let value = bundle.embedded(own + "PortMappings"),
      let ports = try? CNIPortMapping.list(value, path: "PortMappings")
    {
      fragment.hostPorts = ports
    }
    return fragment
  }
}

extension PodFragment {
  /// Takes the name that the store has for a container that has no other.
  fileprivate mutating func take(name: String?, of id: String) {
    fallbackName = name
    for index in containers.indices where containers[index].id == id {
      containers[index].name = containers[index].name ?? name
    }
  }
}

extension OCIBundle {
  /// An annotation that is JSON itself.
  fileprivate func embedded(_ key: String) -> JSONValue? {
    annotation(key).flatMap { try? JSONValue(parsing: Array($0.utf8)) }
  }
}
