public import CNISpec

/// Tells by their comments what belongs to attachments of a network that do not exist any more.
public struct StaleComments: Hashable, Sendable {
  private let start: String
  private let kept: [String]

  /// - Parameter valid: The attachments that exist.
  public init(network: String, except valid: Set<PluginConfiguration.Attachment>) {
    start = RuleOwner.commentStart(network: network)
    kept = valid.map {
      RuleOwner(network: network, containerID: $0.containerID, ifname: $0.ifname).commentStart
    }
  }

  /// What has no comment, or that of another network, is somebody else's.
  public func contains(_ comment: String?) -> Bool {
    guard let comment, comment.hasPrefix(start) else { return false }
    return !kept.contains { comment.hasPrefix($0) }
  }
}
