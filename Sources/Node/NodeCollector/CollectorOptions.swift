/// What counts as the node: everything can be taken from elsewhere, so that a mounted host or
/// test data make a whole node.
public struct CollectorOptions: Hashable, Sendable {
  /// Below which folder all files are read.
  public var root = "/"
  /// The namespace that counts as the node's own; nil is that of this process.
  public var netns: String?
  /// The folders in which namespaces are bound, instead of the usual ones.
  public var netnsFolders: [String] = []
  /// Where the process file system is; nil is `/proc` below `root`.
  public var proc: String?
  /// Whether only namespaces count that are bound in those folders, besides the node's own, and
  /// not those that only processes hold.
  public var isLimitedToBound = false

  public init() {}
}
