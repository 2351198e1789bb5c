import LinuxSystem

/// Names from where kubelet keeps logs, which say nothing of namespaces but join uid and
/// container id with them.
///
/// `/var/log/pods/NAMESPACE_NAME_UID` (no part has a `_`), and links
/// `/var/log/containers/NAME_NAMESPACE_CONTAINER-ID.log` into it.
struct PodLogs {
  struct Container: Hashable {
    var pod: PodName
    var name: String
  }

  private(set) var pods: [PodName] = []
  private(set) var byUID: [String: PodName] = [:]
  private(set) var byContainerID: [String: Container] = [:]
  private(set) var statuses: [SourceStatus] = []

  init(_ files: RootedFiles) {
    let podsFolder = "/var/log/pods"
    // Of each name; more than one where a pod was made anew and its old logs are still there.
    var uids: [PodName: [String]] = [:]
    do {
      for folder in try files.list(podsFolder) {
        guard let name = PodName(logFolder: folder) else { continue }
        pods.append(name)
        if let uid = name.uid {
          byUID[uid] = name
          uids[PodName(namespace: name.namespace, name: name.name), default: []].append(uid)
        }
      }
      statuses.append(SourceStatus("file:\(podsFolder)", .ok))
    } catch {
      statuses.append(SourceStatus("file:\(podsFolder)", error))
    }
    let containersFolder = "/var/log/containers"
    do {
      for link in try files.list(containersFolder) {
        guard let (id, named) = Self.container(link) else { continue }
        var container = named
        if let known = uids[named.pod], known.count == 1 {
          container.pod.uid = known[0]
        } else if let target = try? files.readLink("\(containersFolder)/\(link)"),
          let folder = target.split(separator: "/").dropLast(2).last,
          let pod = PodName(logFolder: String(folder)), pod.name == container.pod.name
        {
          container.pod.uid = pod.uid
        }
        byContainerID[id] = container
      }
      statuses.append(SourceStatus("file:\(containersFolder)", .ok))
    } catch {
      if case .absent = error { return }
      statuses.append(SourceStatus("file:\(containersFolder)", error))
    }
  }

  /// The id and the names in `NAME_NAMESPACE_CONTAINER-ID.log`; nil for another name.
  static func container(_ link: String) -> (id: String, container: Container)? {
    guard link.hasSuffix(".log") else { return nil }
    let parts = link.dropLast(4).split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 3, let dash = parts[2].lastIndex(of: "-") else { return nil }
    let id = parts[2][parts[2].index(after: dash)...]
    guard !parts[0].isEmpty, !parts[1].isEmpty, !id.isEmpty else { return nil }
    return (
      String(id),
      Container(
        pod: PodName(namespace: String(parts[1]), name: String(parts[0])),
        name: String(parts[2][..<dash]))
    )
  }
}

extension PodName {
  /// Nil for a name that is not `NAMESPACE_NAME_UID`.
  init?(logFolder: String) {
    let parts = logFolder.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    self.init(
      namespace: String(parts[0]), name: String(parts[1]), uid: String(parts[2]))
  }
}
