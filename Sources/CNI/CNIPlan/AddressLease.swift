public import NetworkTypes

/// What a plugin for addresses gives, or gets back; it does so itself when it is asked.
public struct AddressLease: Hashable, Sendable {
  /// The type of the plugin.
  public var manager: String
  /// Empty where only the plugin knows.
  public var addresses: [IPPrefix]

  public init(_ manager: String, _ addresses: [IPPrefix] = []) {
    self.manager = manager
    self.addresses = addresses
  }

  var text: String {
    addresses.isEmpty
      ? "addresses of \(manager), which are not known before"
      : "lease of \(addresses.map { "\($0)" }.joined(separator: ", ")) from \(manager)"
  }

  var removalText: String {
    addresses.isEmpty
      ? "addresses of \(manager)"
      : "lease of \(addresses.map { "\($0)" }.joined(separator: ", ")) from \(manager)"
  }
}
