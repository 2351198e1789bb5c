import CNISpec
import CNIStores
public import LinuxSystem

/// What the files of CNI say: configurations, attachments, plugins.
public struct CNIFindings: Sendable {
  public struct Configuration: Hashable, Sendable {
    public var path: String
    public var name: String?
    public var version: String?
    public var plugins: [String]
    public var isDefault: Bool
    public var problems: [String]
    /// The file as compact JSON without its secrets.
    public var document: String?
  }

  public struct Attachment: Hashable, Sendable {
    public var network: String
    public var containerID: String
    public var ifname: String
    public var netnsPath: String?
    /// Of Kubernetes; nil where the runtime named none.
    public var pod: String?
    public var addresses: [String]
    public var plugins: [String]
    public var path: String
  }

  public var configurations: [Configuration] = []
  public var attachments: [Attachment] = []
  public var plugins: [CNIPlugin] = []
  public var statuses: [SourceStatus] = []

  /// Reads all of it once.
  ///
  /// - Parameters:
  ///   - cache: Of results, as the pods were read from it.
  ///   - asksAll: Whether also plugins are run for their versions that no configuration names.
  ///   - memory: What was read and answered before.
  public init(_ files: RootedFiles, cache: CNICacheReading, asksAll: Bool, memory: CNIMemory) {
    var types = readConfigurations(files)
    types.formUnion(readAttachments(cache))
    let found = CNIPlugin.all(files, configured: types)
    statuses += found.statuses
    plugins = found.plugins.map { memory.asked($0, files, asksAll: asksAll) }
  }

  /// - Returns: The types that configurations name, those for addresses too.
  private mutating func readConfigurations(_ files: RootedFiles) -> Set<String> {
    let folder = NetworkFolder(in: files)
    if let failure = folder.failure {
      statuses.append(SourceStatus("file:\(folder.path)", failure))
    } else {
      statuses.append(SourceStatus("file:\(folder.path)", .ok))
    }
    var types: Set<String> = []
    for file in folder.files {
      let plugins = file.network?.plugins ?? []
      types.formUnion(plugins.flatMap { [$0.type] + ($0.ipamType.map { [$0] } ?? []) })
      configurations.append(
        Configuration(
          path: file.path, name: file.network?.name,
          version: file.network.map { "\($0.version)" }, plugins: plugins.map(\.type),
          isDefault: file.isDefault, problems: file.problems,
          document: file.network.map { "\(CNISecrets.without($0.document))" }))
    }
    return types
  }

  /// Of a folder that could not be read, the reading of pods tells.
  private mutating func readAttachments(_ cache: CNICacheReading) -> Set<String> {
    var types: Set<String> = []
    for folder in cache.folders {
      for file in folder.files {
        let entry = file.entry
        let plugins = entry.configuration?.plugins ?? []
        types.formUnion(plugins.flatMap { [$0.type] + ($0.ipamType.map { [$0] } ?? []) })
        let pod = entry.pod
        attachments.append(
          Attachment(
            network: entry.network ?? "", containerID: entry.containerID ?? "",
            ifname: entry.ifname ?? "", netnsPath: entry.netns,
            pod: pod.name.map { name in pod.namespace.map { "\($0)/\(name)" } ?? name },
            addresses: entry.result?.ips.map { "\($0.address)" } ?? [],
            plugins: plugins.map(\.type), path: file.path))
      }
    }
    return types
  }

  /// The folders in which a change is a reason to read again.
  public static let folders = [NetworkFolder.defaultPath] + CNIPlugin.folders
}
