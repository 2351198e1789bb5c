import CNISpec
public import LinuxSystem

/// A program in one of the folders for plugins.
public struct CNIPlugin: Hashable, Sendable {
  public var type: String
  /// As it is called below the root.
  public var path: String
  public var status: FileStatus
  /// Whether a configuration or an attachment names it.
  public var isConfigured: Bool
  public var versions: [String]?
  public var problem: String?

  /// Where runtimes look for plugins, the usual folder first: that of containerd and kubelet, of
  /// Debian, of Fedora.
  public static let folders = ["/opt/cni/bin", "/usr/lib/cni", "/usr/libexec/cni"]

  /// Every regular file in the folders, by type and folder.
  static func all(
    _ files: RootedFiles, configured: Set<String>
  ) -> (plugins: [CNIPlugin], statuses: [SourceStatus]) {
    var plugins: [CNIPlugin] = []
    var statuses: [SourceStatus] = []
    for folder in folders {
      let names: [String]
      do { names = try files.list(folder) } catch {
        // One of them is enough, and a node without CNI has none.
        if case .absent = error { continue }
        statuses.append(SourceStatus("file:\(folder)", error))
        continue
      }
      statuses.append(SourceStatus("file:\(folder)", .ok))
      for name in names where CNINames.isValidType(name) {
        guard let status = try? files.status("\(folder)/\(name)"), status.kind == .regular else {
          continue
        }
        plugins.append(
          CNIPlugin(
            type: name, path: "\(folder)/\(name)", status: status,
            isConfigured: configured.contains(name)))
      }
    }
    return (plugins.sorted { ($0.type, $0.path) < ($1.type, $1.path) }, statuses)
  }

  /// Runs the program with `VERSION`, which changes nothing (specification, section 2).
  func ask(_ files: RootedFiles) -> PluginAnswer {
    let program = files.root == "/" ? path : files.root + path
    do {
      let end = try Subprogram.run(
        program,
        environment: [
          "CNI_COMMAND=VERSION", "CNI_CONTAINERID=", "CNI_NETNS=", "CNI_IFNAME=", "CNI_ARGS=",
          "CNI_PATH=",
        ], input: Array(#"{"cniVersion":"1.1.0"}"#.utf8), capturesErrors: true,
        milliseconds: Self.limit)
      guard let answer = try? JSONValue(parsing: end.output),
        let versions = answer["supportedVersions"]?.array?.compactMap(\.string), !versions.isEmpty
      else {
        return PluginAnswer(problem: "\(path): no answer to VERSION (\(end))")
      }
      return PluginAnswer(versions: versions)
    } catch {
      return PluginAnswer(problem: "\(path): \(error)")
    }
  }

  /// How long a plugin may take to name its versions, in milliseconds.
  private static let limit = 2000
}

/// What a plugin said about its versions, or why it said nothing.
struct PluginAnswer: Hashable, Sendable {
  var versions: [String]?
  var problem: String?
}
