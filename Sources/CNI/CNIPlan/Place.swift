/// On which side of an attachment something is.
public enum Place: String, Hashable, Sendable, CaseIterable {
  /// The namespace of the node, in which the plugin was started.
  case node
  /// The namespace of the container.
  case container
}
