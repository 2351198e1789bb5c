/// A network namespace: the inode number of its file in nsfs.
public struct NamespaceID: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let inode: UInt64
  public init(inode: UInt64) { self.inode = inode }

  /// `netns:4026531840`: stable while the namespace lives, opaque to readers of exports.
  public var description: String { "netns:\(inode)" }
  public static func < (left: Self, right: Self) -> Bool { left.inode < right.inode }
}

/// A link: its namespace, and its index there.
public struct LinkID: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let namespace: NamespaceID
  /// `ifi_index`, unique in the namespace.
  public let index: Int32
  public init(_ namespace: NamespaceID, _ index: Int32) {
    self.namespace = namespace
    self.index = index
  }

  /// `link:4026531840/2`.
  public var description: String { "link:\(namespace.inode)/\(index)" }
  public static func < (left: Self, right: Self) -> Bool {
    (left.namespace, left.index) < (right.namespace, right.index)
  }
}
