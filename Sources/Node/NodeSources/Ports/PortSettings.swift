public import LinuxSystem

/// The ports that the node's files and the arguments of its processes give to programs.
public struct PortSettings: Sendable {
  public private(set) var ports: [FoundPort] = []
  public private(set) var statuses: [SourceStatus] = []

  static let manifests = "/etc/kubernetes/manifests"
  static let kubelet = "/var/lib/kubelet/config.yaml"
  static let distributions = [
    ("k3s", "/etc/rancher/k3s/config.yaml"), ("rke2", "/etc/rancher/rke2/config.yaml"),
  ]
  public static let folders = [manifests]
  private static let limit = 1 << 20

  /// Reads manifests of static pods, the configuration of the kubelet and of k3s and RKE2.
  public init(_ files: RootedFiles) {
    readManifests(files)
    read(files, Self.kubelet) { Self.kubeletPorts(in: $0, place: Self.kubelet) }
    for (program, path) in Self.distributions {
      read(files, path) { Self.settings(in: $0, of: program, place: path) }
    }
  }

  private mutating func readManifests(_ files: RootedFiles) {
    let source = "file:\(Self.manifests)"
    do {
      var problems: [String] = []
      for name in try files.list(Self.manifests).sorted()
      where [".yaml", ".yml", ".json"].contains(where: name.hasSuffix) {
        let path = "\(Self.manifests)/\(name)"
        do {
          let text = String(decoding: try files.read(path, limit: Self.limit), as: UTF8.self)
          ports += PortFlags.ports(in: Self.words(of: text), place: path)
        } catch {
          problems.append("\(error)")
        }
      }
      statuses.append(SourceStatus(source, problems: problems))
    } catch {
      statuses.append(SourceStatus(source, error))
    }
  }

  private mutating func read(
    _ files: RootedFiles, _ path: String, _ parse: (String) -> [FoundPort]
  ) {
    do {
      ports += parse(String(decoding: try files.read(path, limit: Self.limit), as: UTF8.self))
      statuses.append(SourceStatus("file:\(path)", .ok))
    } catch {
      statuses.append(SourceStatus("file:\(path)", error))
    }
  }

  /// The words of a manifest, block or flow style, without its comments.
  ///
  /// What is a list of arguments is told by the arguments themselves.
  static func words(of text: String) -> [Substring] {
    text.split(whereSeparator: \.isNewline).flatMap(words(ofLine:))
  }

  private static func words(ofLine line: Substring) -> [Substring] {
    // An argument in a list by lines may have commas and brackets of its own.
    let item = line.drop { " \t".contains($0) }
    if item.hasPrefix("- --") {
      return [item.dropFirst(2).prefix { !" \t\r".contains($0) }]
    }
    var words: [Substring] = []
    var rest = line
    while let first = rest.first {
      if first == "\"" || first == "'" {
        let word = rest.dropFirst().prefix { $0 != first }
        if !word.isEmpty { words.append(word) }
        rest = rest[word.endIndex...].dropFirst()
      } else if " \t\r[]{},".contains(first) {
        rest = rest.dropFirst()
      } else if first == "#" {
        break
      } else {
        let word = rest.prefix { !" \t\r[]{},\"'".contains($0) }
        if word != "-" { words.append(word) }
        rest = rest[word.endIndex...]
      }
    }
    return words
  }

  /// The settings of a `KubeletConfiguration` that are ports.
  static func kubeletPorts(in text: String, place: String) -> [FoundPort] {
    let purposes = [
      "port": "kubelet API", "readOnlyPort": "kubelet API, read only",
      "healthzPort": "kubelet health",
    ]
    return pairs(in: text).compactMap { key, value in
      guard let purpose = purposes[key], case .port(let port)? = number(value) else { return nil }
      return FoundPort(
        program: "kubelet", purpose: purpose, value: .port(port), source: "\(key) in \(place)")
    }
  }

  private static func number(_ text: Substring) -> FoundPort.Value? {
    text.utf8.allSatisfy { $0 &- 48 < 10 } ? UInt16(text).map { .port($0) } : nil
  }

  /// The settings of k3s or RKE2: flags without their dashes, and lists of arguments for the
  /// components (`kube-apiserver-arg`).
  static func settings(in text: String, of program: String, place: String) -> [FoundPort] {
    let own = pairs(in: text).flatMap { key, value in
      PortFlags.value(key, value, of: program, place: place)
    }
    let arguments = words(of: text).filter { $0.contains("=") }.flatMap { word -> [FoundPort] in
      let parts = word.drop { $0 == "-" }.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, parts[0] == "service-node-port-range" else { return [] }
      return PortFlags.value(String(parts[0]), parts[1], of: program, place: place)
    }
    return own + arguments
  }

  /// The pairs `KEY: VALUE` at the start of lines.
  private static func pairs(in text: String) -> [(key: String, value: Substring)] {
    text.split(separator: "\n").compactMap { line in
      guard let first = line.first, first.isLetter, let colon = line.firstIndex(of: ":") else {
        return nil
      }
      let value = line[line.index(after: colon)...].split { " \t\r\"'".contains($0) }.first
      return value.map { (String(line[..<colon]), $0) }
    }
  }
}

extension ProcessTable {
  /// The ports that the arguments of processes give them.
  func portSettings(of programs: [(pid: Int32, name: String)]) -> [FoundPort] {
    guard let folder = ProcessFolder(path) else { return [] }
    return programs.flatMap { process -> [FoundPort] in
      let place = "the arguments of process \(process.pid)"
      return folder.withFile(process.pid, "/cmdline") { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        return PortFlags.ports(in: text.split(separator: "\0"), place: place)
      } ?? []
    }
  }
}
