import NodeCollector
import NodeModel

extension NodeSession {
  /// The namespace that the process is in, and no other: no folders of namespaces, no processes.
  static func ownNamespace() throws -> NodeSession { try node(with: absent) }

  /// The namespace that the process is in, and those that are bound in a folder.
  static func node(with folder: String) throws -> NodeSession {
    let session = try NodeSession(options(folder))
    _ = session.discover()
    return session
  }

  /// What was read last in the namespace that the process is in.
  func ownNamespace() throws -> Namespace {
    try (sessions[snapshotHost]?.namespace).orThrow(.all)
  }

  static func options(_ folder: String = absent) -> CollectorOptions {
    var options = CollectorOptions()
    options.netnsFolders = [folder]
    options.proc = absent
    return options
  }

  /// A folder that is not there.
  private static let absent = "/proc/self/absent"
}
