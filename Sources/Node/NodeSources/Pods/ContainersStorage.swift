import CNISpec
import LinuxSystem

/// Pods of CRI-O and containers of podman, which share a store: `DRIVER-containers/ID/userdata`.
///
/// `/run` has those that run; the copy in `/var/lib` outlives a reboot, so it counts only for
/// what `/run` does not have. CRI-O's annotations are those of `pkg/annotations`, podman
/// keeps names in `containers.json` and nothing of Kubernetes in the configuration.
enum ContainersStorage {
  private static let roots = ["/run/containers/storage", "/var/lib/containers/storage"]
  private static let drivers = ["overlay", "vfs", "btrfs", "zfs", "devicemapper"]

  static func read(
    _ files: RootedFiles, _ processes: ProcessTable
  ) -> (fragments: [PodFragment], statuses: [SourceStatus]) {
    var fragments: [PodFragment] = []
    var statuses: [SourceStatus] = []
    var seen: Set<String> = []
    for root in roots {
      for driver in drivers {
        let folder = "\(root)/\(driver)-containers"
        do {
          let ids = try files.list(folder)
          var problems: [String] = []
          let names = names(folder, files, &problems)
          for id in ids where !seen.contains(id) {
            let path = "\(folder)/\(id)/userdata"
            do {
              let bytes = try files.read("\(path)/config.json", limit: RootedFiles.bundleLimit)
              var fragment = fragment(
                try OCIBundle(parsing: bytes), id: id, name: names[id],
                pid: files.processID("\(path)/pidfile"))
              fragment.check(processes)
              if root != roots[0] { fragment.hasEnded = fragment.pids.isEmpty }
              fragments.append(fragment)
              seen.insert(id)
            } catch FileError.absent {
              continue
            } catch FileError.io(_, _, _) where !id.hasPrefix(".") && id.contains(".") {
              continue  // containers.json, its lock
            } catch let error as FileError {
              problems.append(error.description)
            } catch {
              problems.append("cannot read \(path)/config.json: \(error)")
            }
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

  /// `[{"id": …, "names": […]}]`.
  private static func names(
    _ folder: String, _ files: RootedFiles, _ problems: inout [String]
  ) -> [String: String] {
    var names: [String: String] = [:]
    do {
      let bytes = try files.read("\(folder)/containers.json", limit: RootedFiles.bundleLimit)
      for entry in try JSONValue(parsing: bytes).array ?? [] {
        guard let id = entry["id"]?.string else { continue }
        names[id] = entry["names"]?.array?.first?.string
      }
    } catch FileError.absent {
      return [:]
    } catch let error as FileError {
      problems.append(error.description)
    } catch {
      problems.append("cannot read \(folder)/containers.json: \(error)")
    }
    return names
  }

  static func fragment(
    _ bundle: OCIBundle, id: String, name: String?, pid: Int32?
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
    fragment.fallbackName = name
    if !isSandbox {
      let containerName = bundle.annotation("io.kubernetes.container.name") ?? name
      fragment.containers = [FoundPod.Container(name: containerName, id: id, pid: pid)]
    }
    fragment.take(bundle.network, pid: pid)
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

extension OCIBundle {
  /// An annotation that is JSON itself.
  fileprivate func embedded(_ key: String) -> JSONValue? {
    annotation(key).flatMap { try? JSONValue(parsing: Array($0.utf8)) }
  }
}
