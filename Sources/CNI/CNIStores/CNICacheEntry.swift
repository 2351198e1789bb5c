public import CNISpec

/// One file of libcni's cache: what a runtime attached, with what, and what came of it.
///
/// Format: `cachedInfo` in `libcni/api.go`, `{"kind":"cniCacheV1", …}`; older versions wrote the
/// bare result. The file is written in place, so a crash can leave it empty or cut off.
public struct CNICacheEntry: Hashable, Sendable {
  public enum Format: Hashable, Sendable {
    /// `kind: cniCacheV1`.
    case cachedInfo
    /// Only the result: names come from the name of the file.
    case bareResult
  }

  /// The names that kubelet's runtimes put into `CNI_ARGS`.
  public struct PodNames: Hashable, Sendable {
    /// `K8S_POD_NAMESPACE`.
    public var namespace: String?
    /// `K8S_POD_NAME`.
    public var name: String?
    /// `K8S_POD_UID`.
    public var uid: String?
    /// `K8S_POD_INFRA_CONTAINER_ID`.
    public var sandboxID: String?
  }

  public var format: Format
  public var network: String?
  public var containerID: String?
  /// The interface in the container.
  public var ifname: String?
  /// The path of the namespace, as the runtime gave it.
  public var netns: String?
  public var arguments: [CNIArguments.Argument]
  public var portMappings: [CNIPortMapping]
  /// What the runtime had for capabilities, port mappings included.
  public var capabilityArguments: [JSONMember]
  /// The configuration that the attachment was made with.
  public var configuration: NetworkConfiguration?
  /// Nil where the plugin failed, and for DEL-only networks.
  public var result: CNIResult?
  /// Who made the attachment, where that is one of our own programs; libcni has no such key.
  public var maker: String?
  /// The inode of the namespace that the path named then; libcni has no such key.
  ///
  /// The path may name another one by now: that of a later process with the same number.
  public var netnsInode: UInt64?
  /// What could not be understood; the rest of the entry stands.
  public var problems: [String]

  public var pod: PodNames {
    PodNames(
      namespace: argument("K8S_POD_NAMESPACE"), name: argument("K8S_POD_NAME"),
      uid: argument("K8S_POD_UID"), sandboxID: argument("K8S_POD_INFRA_CONTAINER_ID"))
  }

  private func argument(_ key: String) -> String? {
    guard let value = arguments.last(where: { $0.key == key })?.value, !value.isEmpty else {
      return nil
    }
    return value
  }
}

extension CNICacheEntry {
  /// An attachment that is to be made.
  public init(
    network: String, containerID: String, ifname: String, netns: String?,
    configuration: NetworkConfiguration, arguments: [CNIArguments.Argument] = [],
    capabilityArguments: [JSONMember] = []
  ) {
    format = .cachedInfo
    self.network = network
    self.containerID = containerID
    self.ifname = ifname
    self.netns = netns
    self.arguments = arguments
    self.capabilityArguments = capabilityArguments
    self.configuration = configuration
    portMappings = []
    problems = []
  }

  /// The content of its file, with the keys in the order of libcni.
  ///
  /// - Parameter version: That of the result, which is the configuration's.
  public func document(version: CNIVersion) throws(CNIError) -> JSONValue {
    var members = [
      JSONMember("kind", .string("cniCacheV1")),
      JSONMember("containerId", .string(containerID ?? "")),
      JSONMember("config", .string(Base64.encode(configuration?.bytes ?? []))),
      JSONMember("ifName", .string(ifname ?? "")),
      JSONMember("networkName", .string(network ?? "")),
    ]
    if let netns { members.append(JSONMember("netns", .string(netns))) }
    if !arguments.isEmpty {
      let pairs = arguments.map { JSONValue.array([.string($0.key), .string($0.value)]) }
      members.append(JSONMember("cniArgs", .array(pairs)))
    }
    if !capabilityArguments.isEmpty {
      members.append(JSONMember("capabilityArgs", .object(capabilityArguments)))
    }
    if let result { members.append(JSONMember("result", try result.json(version: version))) }
    if let maker { members.append(JSONMember("maker", .string(maker))) }
    if let netnsInode { members.append(JSONMember("netnsInode", .number("\(netnsInode)"))) }
    return .object(members)
  }

  /// Reads the content of a file.
  ///
  /// - Parameter fileName: `NETWORK-CONTAINER-IFNAME`; only for what the content lacks.
  public init(parsing bytes: [UInt8], fileName: String) throws(CNIDecodingError) {
    let value: JSONValue
    do { value = try JSONValue(parsing: bytes) } catch { throw .json(error) }
    let fields = try JSONFields(value)
    let names = CacheFileName(fileName)
    arguments = []
    portMappings = []
    capabilityArguments = []
    problems = []
    guard fields.value("kind") != nil else {
      format = .bareResult
      let result = try CNIResult(value)
      guard !result.interfaces.isEmpty || !result.ips.isEmpty || fields.value("cniVersion") != nil
      else { throw fields.missing("kind") }
      network = names.network
      containerID = names.containerID
      ifname = names.ifname
      netns = result.interfaces.compactMap(\.sandbox).first
      self.result = result
      return
    }
    guard let kind = try fields.string("kind"), kind == "cniCacheV1" else {
      throw .unexpected(
        key: "kind", value: fields.value("kind")?.description ?? "null",
        expected: "\"cniCacheV1\"")
    }
    format = .cachedInfo
    let netnsPath = try fields.parsed("netns", expected: "a string") { $0 }
    network = try fields.parsed("networkName", expected: "a string") { $0 } ?? names.network
    containerID =
      try fields.parsed("containerId", expected: "a string") { $0 } ?? names.containerID
    ifname = try fields.parsed("ifName", expected: "a string") { $0 } ?? names.ifname
    netns = netnsPath
    maker = fields.value("maker")?.string
    netnsInode = fields.value("netnsInode")?.integer.flatMap { UInt64(exactly: $0) }
    capabilityArguments = fields.value("capabilityArgs")?.object ?? []
    readDetails(fields)
    if netns == nil { netns = result?.interfaces.compactMap(\.sandbox).first }
  }

  /// What an entry is still useful without.
  private mutating func readDetails(_ fields: JSONFields) {
    attempt { (entry) throws(CNIDecodingError) in
      entry.arguments = try Self.arguments(fields)
    }
    attempt { (entry) throws(CNIDecodingError) in
      guard let value = fields.value("result") else { return }
      entry.result = try CNIResult(value, path: "result")
    }
    attempt { (entry) throws(CNIDecodingError) in
      guard let ports = fields.value("capabilityArgs")?["portMappings"] else { return }
      entry.portMappings = try CNIPortMapping.list(ports, path: "capabilityArgs.portMappings")
    }
    attempt { (entry) throws(CNIDecodingError) in
      guard let text = try fields.string("config"), !text.isEmpty else { return }
      guard let bytes = Base64.decode(text) else {
        throw .unexpected(
          key: "config", value: "\(text.utf8.count) bytes", expected: "base64")
      }
      entry.configuration = try NetworkConfiguration(parsing: bytes)
    }
  }

  private mutating func attempt(_ read: (inout Self) throws(CNIDecodingError) -> Void) {
    do { try read(&self) } catch { problems.append(error.description) }
  }

  private static func arguments(_ fields: JSONFields) throws(CNIDecodingError) -> [CNIArguments
    .Argument]
  {
    var arguments: [CNIArguments.Argument] = []
    for (index, pair) in try fields.array("cniArgs").enumerated() {
      guard let pair = pair.array, pair.count == 2, let key = pair[0].string,
        let value = pair[1].string
      else {
        throw .unexpected(
          key: "cniArgs[\(index)]", value: String(pair.description.prefix(80)),
          expected: "a pair of strings")
      }
      arguments.append(CNIArguments.Argument(key: key, value: value))
    }
    return arguments
  }
}

/// The parts of `NETWORK-CONTAINER-IFNAME`, as far as they can be told apart.
///
/// All three may contain `-`. An id of 64 hexadecimal digits decides; without one, the last two
/// parts are the id and the interface.
struct CacheFileName {
  var network: String?
  var containerID: String?
  var ifname: String?

  init(_ name: String) {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    let id =
      parts.lastIndex { $0.utf8.count == 64 && $0.utf8.allSatisfy(\.isHexadecimal) }
      ?? parts.count - 2
    guard id > 0, id < parts.count - 1 else { return }
    network = parts[..<id].joined(separator: "-")
    containerID = String(parts[id])
    ifname = parts[(id + 1)...].joined(separator: "-")
  }
}

extension UInt8 {
  fileprivate var isHexadecimal: Bool { (48...57).contains(self) || (97...102).contains(self) }
}
