public import CNISpec

/// The attachment that rules of the packet filter belong to, and the names that they get.
public struct RuleOwner: Hashable, Sendable {
  public var network: String
  public var containerID: String
  public var ifname: String

  public init(network: String, containerID: String, ifname: String) {
    self.network = network
    self.containerID = containerID
    self.ifname = ifname
  }

  public init(_ call: PluginCall) {
    self.init(
      network: call.configuration.name, containerID: call.containerID, ifname: call.ifname)
  }

  // MARK: nftables

  /// What comments of all attachments of a network start with.
  public static func commentStart(network: String) -> String {
    SHA512.digits(network, count: 16) + "-"
  }

  /// What the comment of this attachment starts with, whatever was cut off behind it.
  public var commentStart: String {
    Self.commentStart(network: network) + SHA512.digits("\(ifname):\(containerID)", count: 16)
  }

  /// At most 128 bytes, as `nft` takes them.
  public var comment: String {
    let text = "\(commentStart), net: \(network), if: \(ifname), id: \(containerID)"
    return String(
      decoding: text.utf8.filter { $0 != UInt8(ascii: "\"") }.prefix(128), as: UTF8.self)
  }

  /// The container that a comment of this form names; nil if it has another form.
  public static func containerID(inComment comment: String) -> String? {
    guard let range = comment.lastRange(of: ", id: ") else { return nil }
    return String(comment[range...])
  }

  // MARK: iptables

  /// `CNI-` and digits of a hash of the network and the container: 28 characters.
  ///
  /// - Parameter kind: Empty for masquerading, `DN-` for ports of the node.
  public func chain(_ kind: String = "") -> String {
    let start = "CNI-\(kind)"
    return start + SHA512.digits(network + containerID, count: 28 - start.utf8.count)
  }

  /// The comment of masquerading; with a word before it, that of ports of the node.
  public func iptablesComment(_ word: String = "") -> String {
    let text = "\(word)name: \"\(network)\" id: \"\(containerID)\""
    // The kernel's match holds 255 bytes.
    return text.utf8.count <= 255 ? text : String(text.prefix(253)) + "..."
  }
}

extension String {
  /// Where the text behind the last occurrence of `part` starts.
  fileprivate func lastRange(of part: String) -> String.Index? {
    var start = endIndex
    while start > startIndex {
      start = index(before: start)
      if self[start...].hasPrefix(part) { return index(start, offsetBy: part.count) }
    }
    return nil
  }
}
