public import CNIPlan
public import CNISpec
import Netlink
import NetlinkFilter

extension RuleBackend {
  /// The backend that a configuration names, or the one that this node can serve: iptables, and
  /// nftables where there is no iptables.
  ///
  /// - Parameter key: Where the configuration names it, for errors.
  public static func chosen(_ word: String?, key: String) throws(CNIError) -> RuleBackend {
    if let word, !word.isEmpty {
      guard let backend = RuleBackend(rawValue: word) else {
        throw CNIError(
          .unsupportedField,
          "\(key) is \(JSONValue.string(word)), not \"iptables\" or \"nftables\"")
      }
      return backend
    }
    return !IPTables.works() && supportsNFTables ? .nftables : .iptables
  }

  /// Whether the kernel has nf_tables and lets us use it.
  public static var supportsNFTables: Bool {
    guard var socket = try? NetlinkSocket(.netfilter) else { return false }
    return (try? socket.filterGeneration(buffer: ReceiveBuffer())) != nil
  }
}

extension RuleBackend {
  /// Fails as STATUS does where no rules can be made with it.
  public func requireUsable() throws(CNIError) {
    let isUsable =
      switch self {
      case .iptables: IPTables.works()
      case .nftables: Self.supportsNFTables
      }
    guard isUsable else {
      throw CNIError(
        .notAvailable, "\(rawValue) cannot be used on this node",
        details: self == .iptables
          ? "iptables-save and iptables-restore are missing or fail"
          : "the kernel has no nf_tables, or the right to change them is missing")
    }
  }
}
