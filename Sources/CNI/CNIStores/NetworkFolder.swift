public import CNISpec
public import LinuxSystem

/// A folder with configurations of networks, read as container runtimes read it.
///
/// Files that end in `.conf`, `.conflist` and `.json` count, in the order of their names. Of two
/// networks with one name the first counts. CRI-O passes over a file that it cannot use;
/// containerd gives up at one that stands before its first network.
public struct NetworkFolder: Sendable {
  /// That of containerd, CRI-O, podman and cnitool.
  public static let defaultPath = "/etc/cni/net.d"
  static let endings = [".conf", ".conflist", ".json"]
  /// The largest file that is read, in bytes.
  static let fileLimit = 4 << 20

  /// A file, with the network in it.
  public struct File: Hashable, Sendable {
    public var path: String
    /// Nil where it cannot be understood.
    public var network: NetworkConfiguration?
    /// A line each; a network with problems cannot be used.
    public var problems: [String]
    /// Whether a runtime takes it as the network of pods.
    public var isDefault: Bool

    public var isUsable: Bool { network != nil && problems.isEmpty }
  }

  public var path: String
  /// In the order of their names.
  public var files: [File]
  /// Why the folder could not be listed; one that is not there has no files and no failure.
  public var failure: FileError?

  public init(_ path: String = defaultPath, in root: RootedFiles = RootedFiles()) {
    self.path = path
    files = []
    let names: [String]
    do { names = try root.list(path) } catch {
      if case .absent = error { return }
      failure = error
      return
    }
    var seen: [String: String] = [:]
    for name in names where Self.endings.contains(where: { name.hasSuffix($0) }) {
      let file = "\(path)/\(name)"
      guard (try? root.status(file).isDirectory) != true else { continue }
      var entry = Self.read(file, root)
      if let network = entry.network, entry.isUsable {
        if let first = seen[network.name] {
          entry.problems.append(
            "\(file): name is \(JSONValue.string(network.name)), as in \(first), which comes first")
        } else {
          entry.isDefault = seen.isEmpty
          seen[network.name] = file
        }
      }
      files.append(entry)
    }
  }

  /// The networks that can be used, in their order.
  public var networks: [NetworkConfiguration] { files.filter(\.isUsable).compactMap(\.network) }

  public func network(named name: String) -> NetworkConfiguration? {
    networks.first { $0.name == name }
  }

  /// Reads one file, also with another ending: then its content decides what it is.
  public static func read(_ path: String, _ root: RootedFiles = RootedFiles()) -> File {
    var file = File(path: path, network: nil, problems: [], isDefault: false)
    do {
      var network = try NetworkConfiguration(
        parsing: try root.read(path, limit: fileLimit), path: path)
      file.problems += form(path, network)
      if !network.isSinglePlugin, !network.loadOnlyInlinedPlugins {
        file.problems += addPlugins(to: &network, beside: path, root)
      }
      file.problems += network.problems.map { "\(path): \($0)" }
      file.network = network
    } catch let error as FileError {
      file.problems.append(error.description)
    } catch {
      file.problems.append("\(path): \(error)")
    }
    return file
  }

  /// Runtimes go by the ending, and find no plugin in a file of the other form.
  private static func form(_ path: String, _ network: NetworkConfiguration) -> [String] {
    if network.isSinglePlugin, path.hasSuffix(".conflist") {
      return ["\(path): plugins is missing: a plugin alone must be in a file .conf"]
    }
    if !network.isSinglePlugin, path.hasSuffix(".conf") || path.hasSuffix(".json") {
      return ["\(path): type is missing: a list of plugins must be in a file .conflist"]
    }
    return []
  }

  /// Plugins of the network in files of their own: `NAME/*.conf` beside the list (1.1.0).
  private static func addPlugins(
    to network: inout NetworkConfiguration, beside path: String, _ root: RootedFiles
  ) -> [String] {
    guard CNINames.isValid(network.name), let slash = path.lastIndex(of: "/") else { return [] }
    let folder = "\(path[..<slash])/\(network.name)"
    guard (try? root.status(folder).isDirectory) == true else { return [] }
    let names: [String]
    do { names = try root.list(folder) } catch { return [error.description] }
    var problems: [String] = []
    for name in names where name.hasSuffix(".conf") {
      let file = "\(folder)/\(name)"
      do {
        try network.append(
          try JSONValue(parsing: try root.read(file, limit: fileLimit)))
      } catch let error as FileError {
        problems.append(error.description)
      } catch {
        problems.append("\(file): \(error)")
      }
    }
    return problems
  }
}
