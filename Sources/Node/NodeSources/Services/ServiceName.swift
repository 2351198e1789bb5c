/// The name of a service port: `NAMESPACE/NAME`, and `:PORT` where the port has a name.
struct ServiceName: Hashable {
  var namespace: String
  var name: String
  var port: String?

  /// - Parameter text: As kube-proxy writes it into comments, alone.
  init?(_ text: some StringProtocol) {
    guard let slash = text.utf8.firstIndex(of: 0x2F) else { return nil }
    let rest = text[text.index(after: slash)...]
    namespace = String(text[..<slash])
    if let colon = rest.utf8.firstIndex(of: 0x3A) {
      name = String(rest[..<colon])
      let port = rest[rest.index(after: colon)...]
      self.port = port.isEmpty ? nil : String(port)
    } else {
      name = String(rest)
      port = nil
    }
    guard !namespace.isEmpty, !name.isEmpty, !namespace.utf8.contains(0x20),
      !name.utf8.contains(0x20)
    else { return nil }
  }

  /// - Parameter chain: `service-HASH-NAMESPACE/NAME/PROTOCOL/PORT`, the name of a chain of
  ///   kube-proxy in nftables mode; nil for others, and where the name was cut off.
  init?(chain: some StringProtocol) {
    let parts = chain.split(separator: "-", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, parts[1].utf8.count == 8, !chain.hasSuffix("...") else { return nil }
    let path = parts[2].split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    guard path.count == 4, !path[0].isEmpty, !path[1].isEmpty else { return nil }
    namespace = String(path[0])
    name = String(path[1])
    port = path[3].isEmpty ? nil : String(path[3])
  }
}
