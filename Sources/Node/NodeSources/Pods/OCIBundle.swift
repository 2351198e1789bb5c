import CNISpec
import LinuxSystem

/// What an OCI configuration (`config.json` of a bundle) says of names and of the network.
struct OCIBundle {
  private let document: JSONValue

  /// What is read of a file that is mostly mounts and system call filters.
  private static let selection = JSONSelection(
    ["annotations", "hostname"], inside: ["linux": JSONSelection(["namespaces"])])

  init(parsing bytes: [UInt8]) throws(MalformedJSON) {
    document = try JSONValue(parsing: bytes, only: Self.selection)
  }

  /// The text of an annotation; nil for an empty one.
  func annotation(_ key: String) -> String? {
    guard let text = document["annotations"]?[key]?.string, !text.isEmpty else { return nil }
    return text
  }

  var hostname: String? { document["hostname"]?.string }

  enum Network: Equatable {
    /// No entry: that of the node.
    case host
    /// An entry without a path: a new one, which only the process tells.
    case own
    case path(String)
  }

  /// Nil where the document does not say, because it has no list of namespaces.
  var network: Network? {
    guard let namespaces = document["linux"]?["namespaces"]?.array else { return nil }
    guard let entry = namespaces.first(where: { $0["type"]?.string == "network" }) else {
      return .host
    }
    guard let path = entry["path"]?.string, !path.isEmpty else { return .own }
    return .path(path)
  }
}

extension RootedFiles {
  /// The largest configuration of a container that is read, in bytes.
  static let bundleLimit = 4 << 20

  /// The process id in a file; nil if there is none.
  func processID(_ path: String) -> Int32? {
    guard let bytes = try? read(path, limit: 64) else { return nil }
    return Int32(String(decoding: bytes.filter { (48...57).contains($0) }, as: UTF8.self))
  }
}
