import CNISpec
import LinuxSystem
import NetworkTypes

/// Containers of docker, and pods of cri-dockerd: `/var/lib/docker/containers/ID/config.v2.json`.
///
/// The file stays while the container is stopped, so `State.Running` counts.
enum Docker {
  private static let folder = "/var/lib/docker/containers"
  private static let selection = JSONSelection(
    ["State", "ID", "Name", "NetworkSettings"], inside: ["Config": JSONSelection(["Labels"])])

  static func read(
    _ files: RootedFiles, _ processes: ProcessTable, _ known: PodFiles
  ) -> (fragments: [PodFragment], statuses: [SourceStatus]) {
    var fragments: [PodFragment] = []
    var problems: [String] = []
    do {
      for id in try files.list(folder) {
        let path = "\(folder)/\(id)/config.v2.json"
        do {
          let found = try known.docker.value(
            of: path, in: files, limit: RootedFiles.bundleLimit
          ) { fragment(try parse($0), id: id) }
          guard var fragment = found else { continue }
          fragment.check(processes)
          fragments.append(fragment)
        } catch FileError.absent {
          continue
        } catch let error as FileError {
          problems.append(error.description)
        } catch {
          problems.append("cannot read \(path): \(error)")
        }
      }
    } catch {
      if case .absent = error { return ([], []) }
      return ([], [SourceStatus("file:\(folder)", error)])
    }
    return (fragments, [SourceStatus("file:\(folder)", problems: problems)])
  }

  static func parse(_ bytes: [UInt8]) throws(MalformedJSON) -> JSONValue {
    try JSONValue(parsing: bytes, only: selection)
  }

  /// Nil for a container that does not run.
  static func fragment(_ value: JSONValue, id: String) -> PodFragment? {
    guard value["State"]?["Running"]?.bool == true else { return nil }
    var fragment = PodFragment(.docker)
    let labels = value["Config"]?["Labels"]
    let pid = value["State"]?["Pid"]?.integer.flatMap { Int32(exactly: $0) }.flatMap {
      $0 > 0 ? $0 : nil
    }
    // Docker's names begin with a slash.
    let name = value["Name"]?.string.map { String($0.drop { $0 == "/" }) }
    fragment.sandboxID = labels?["io.kubernetes.sandbox.id"]?.string ?? id
    fragment.namespace = labels?["io.kubernetes.pod.namespace"]?.string
    fragment.name = labels?["io.kubernetes.pod.name"]?.string
    fragment.uid = labels?["io.kubernetes.pod.uid"]?.string
    fragment.fallbackName = name
    if labels?["io.kubernetes.docker.type"]?.string != "podsandbox" {
      let label = labels?["io.kubernetes.container.name"]?.string
      fragment.containers = [FoundPod.Container(name: label ?? name, id: id, pid: pid)]
    }
    if let pid { fragment.pids = [pid] }
    let network = value["NetworkSettings"]
    if let path = network?["SandboxKey"]?.string, !path.isEmpty {
      fragment.netnsPath = path
      // `/var/run/docker/netns/default` is the node's own.
      fragment.hostNetwork = path.hasSuffix("/default")
    } else if let pid {
      fragment.netnsPath = "/proc/\(pid)/ns/net"
    }
    fragment.interfaces = interfaces(network?["Networks"])
    fragment.hostPorts = ports(network?["Ports"])
    return fragment
  }

  /// One for each network: docker does not write down how they are called inside.
  private static func interfaces(_ networks: JSONValue?) -> [FoundPod.Interface] {
    (networks?.object ?? []).enumerated().compactMap { index, network in
      let prefixes = [("IPAddress", "IPPrefixLen"), ("GlobalIPv6Address", "GlobalIPv6PrefixLen")]
      let addresses = prefixes.compactMap { key, lengthKey -> IPPrefix? in
        guard let text = network.value[key]?.string, !text.isEmpty,
          let length = network.value[lengthKey]?.integer
        else { return nil }
        return IPPrefix("\(text)/\(length)")
      }
      guard !addresses.isEmpty else { return nil }
      return FoundPod.Interface(
        name: "eth\(index)", addresses: addresses, network: network.key, hostInterface: nil,
        macAddress: network.value["MacAddress"]?.string.flatMap { MACAddress($0) }, plugins: [])
    }
  }

  /// `{"80/tcp": [{"HostIp": "0.0.0.0", "HostPort": "8080"}]}`.
  private static func ports(_ ports: JSONValue?) -> [CNIPortMapping] {
    var mappings: [CNIPortMapping] = []
    for member in ports?.object ?? [] {
      let parts = member.key.split(separator: "/")
      guard let first = parts.first, let containerPort = UInt16(first) else { continue }
      for binding in member.value.array ?? [] {
        guard let hostPort = binding["HostPort"]?.string.flatMap({ UInt16($0) }), hostPort > 0
        else { continue }
        let address = binding["HostIp"]?.string
        mappings.append(
          CNIPortMapping(
            hostPort: hostPort, containerPort: containerPort,
            protocol: parts.count > 1 ? String(parts[1]) : "tcp",
            hostIP: address?.isEmpty == false ? address : nil))
      }
    }
    return mappings
  }
}
