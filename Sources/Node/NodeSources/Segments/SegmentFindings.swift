import CNISpec
public import LinuxSystem
public import NetworkTypes

/// Segments that the programs of a cluster, Flannel, Docker and podman were told.
public struct SegmentFindings: Sendable {
  public enum Purpose: String, Hashable, Sendable { case pod, service, other }

  public struct Found: Hashable, Sendable {
    public var purpose: Purpose
    public var prefix: IPPrefix
    public var source: String
  }

  public private(set) var segments: [Found] = []

  /// Where kubelet finds the pods that it runs by itself.
  static let manifestFolders = [
    "/etc/kubernetes/manifests", "/var/lib/rancher/rke2/agent/pod-manifests",
  ]
  static let subnetFile = "/run/flannel/subnet.env"
  static let podmanFolder = "/etc/containers/networks"
  static let dockerFile = "/etc/docker/daemon.json"

  public static let folders = manifestFolders + [podmanFolder, "/run/flannel", "/etc/docker"]

  /// - Parameter processes: Of the node, some of which have the segments among their arguments.
  public init(_ files: RootedFiles, _ processes: ProcessTable) {
    readManifests(files)
    readProcesses(processes)
    readFlannel(files)
    readDocker(files)
    readPodman(files)
  }

  private mutating func add(_ purpose: Purpose, _ text: some StringProtocol, _ source: String) {
    // A dual-stack list, and blanks around its entries.
    for part in text.split(whereSeparator: { $0 == "," || $0 == " " }) {
      guard part.contains("/"), let prefix = IPPrefix(part) else { continue }
      segments.append(Found(purpose: purpose, prefix: prefix, source: source))
    }
  }

  // MARK: Kubernetes

  /// The options that have segments, of all programs that know them.
  private static let options: [(name: String, purpose: Purpose)] = [
    ("--service-cluster-ip-range", .service), ("--service-cidr", .service),
    ("--cluster-cidr", .pod), ("--pod-cidr", .pod),
  ]

  private mutating func read(_ arguments: [Substring], of program: String) {
    for (index, argument) in arguments.enumerated() {
      for (name, purpose) in Self.options where argument.hasPrefix(name) {
        let rest = argument.dropFirst(name.count)
        if rest.first == "=" {
          add(purpose, rest.dropFirst(), "\(program) \(name)")
        } else if rest.isEmpty, index + 1 < arguments.count {
          add(purpose, arguments[index + 1], "\(program) \(name)")
        }
      }
    }
  }

  private mutating func readManifests(_ files: RootedFiles) {
    for folder in Self.manifestFolders {
      for name in (try? files.list(folder)) ?? [] {
        guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") || name.hasSuffix(".json"),
          let bytes = try? files.read("\(folder)/\(name)", limit: 1 << 20)
        else { continue }
        // Arguments stand alone on their lines, or in a list in brackets: words are enough.
        let words = String(decoding: bytes, as: UTF8.self)
          .split(whereSeparator: { $0.isWhitespace || "\"'[]".contains($0) })
        read(words, of: String(name[..<(name.lastIndex(of: ".") ?? name.endIndex)]))
      }
    }
  }

  /// By the first 15 bytes of their names, which is what the kernel keeps.
  private static let programs: Set<String> = [
    "kube-proxy", "kubelet", "kube-apiserver", "kube-controller", "k3s-server", "k3s", "rke2",
    "cloud-controlle",
  ]

  private mutating func readProcesses(_ table: ProcessTable) {
    for process in table.processes {
      guard let name = table.command(of: process.pid), Self.programs.contains(name),
        let bytes = try? RootedFiles().read("\(table.path)/\(process.pid)/cmdline", limit: 1 << 20)
      else { continue }
      read(String(decoding: bytes, as: UTF8.self).split(separator: "\0"), of: "process \(name)")
    }
  }

  // MARK: Others

  private mutating func readFlannel(_ files: RootedFiles) {
    guard let bytes = try? files.read(Self.subnetFile, limit: 1 << 16) else { return }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, ["FLANNEL_NETWORK", "FLANNEL_IPV6_NETWORK"].contains(parts[0]) else {
        continue
      }
      add(.pod, parts[1], Self.subnetFile)
    }
  }

  /// Docker's first bridge, unless its file says otherwise.
  private mutating func readDocker(_ files: RootedFiles) {
    let isThere =
      (try? files.status("/var/lib/docker")) != nil || (try? files.status("/etc/docker")) != nil
    guard isThere else { return }
    let bytes = (try? files.read(Self.dockerFile, limit: 1 << 20)) ?? []
    let json = try? JSONValue(parsing: bytes)
    for pool in json?["default-address-pools"]?.array ?? [] {
      if let base = pool["base"]?.string { add(.other, base, "\(Self.dockerFile) pools") }
    }
    if let bridge = json?["bip"]?.string {
      add(.other, bridge, "\(Self.dockerFile) bip")
    } else if json?["default-address-pools"] == nil {
      add(.other, "172.17.0.0/16", "Docker's default")
    }
  }

  private mutating func readPodman(_ files: RootedFiles) {
    guard (try? files.status("/etc/containers")) != nil else { return }
    var hasDefault = false
    for name in (try? files.list(Self.podmanFolder)) ?? [] where name.hasSuffix(".json") {
      let path = "\(Self.podmanFolder)/\(name)"
      guard let bytes = try? files.read(path, limit: 1 << 20),
        let json = try? JSONValue(parsing: bytes)
      else { continue }
      if json["name"]?.string == "podman" { hasDefault = true }
      for subnet in json["subnets"]?.array ?? [] {
        if let text = subnet["subnet"]?.string {
          add(.other, text, "podman network \(json["name"]?.string ?? name)")
        }
      }
    }
    if !hasDefault { add(.other, "10.88.0.0/16", "podman's default") }
  }
}
