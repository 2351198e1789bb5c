import CNISpec
import NetworkTypes

/// The keys of network plugins that are not the reference's: one that nobody knows is refused, as
/// a word that is misspelt would go unnoticed.
enum OverlayKeys {
  /// Of every plugin.
  static let common: Set<String> = [
    "cniVersion", "name", "type", "ipam", "dns", "capabilities", "runtimeConfig", "args",
    "prevResult",
  ]
  static let own: Set<String> = [
    "kind", "id", "port", "underlay", "localAddress", "subnet", "subnets", "network", "networks",
    "peers",
    "peersFile", "mode", "bridge", "device", "mtu", "ipMasq", "ipMasqBackend",
  ]
  static let ofPeers: Set<String> = [
    "name", "address", "subnet", "subnets", "mac",
  ]

  static func requireKnown(_ fields: JSONFields, _ known: Set<String>) throws(CNIError) {
    let others = fields.others(than: known).filter { !$0.key.hasPrefix("cni.dev/") }
    guard let first = others.first else { return }
    let value = first.value.description
    throw CNIError(
      .unsupportedField,
      "key \(fields.name(first.key)) is not known (its value is \(value.prefix(80)))",
      details: "known are \(known.subtracting(common).sorted().joined(separator: ", "))")
  }

  /// Refuses a key that means nothing beside another one.
  static func refuse(_ fields: JSONFields, _ key: String, _ reason: String) throws(CNIError) {
    guard let value = fields.value(key) else { return }
    throw CNIError(
      .unsupportedField,
      "key \(fields.name(key)) (\(value.description.prefix(80))) does not go with \(reason)")
  }

  /// Networks under a key for one and a key for several; one that is no network is an error.
  static func prefixes(_ fields: JSONFields, _ one: String, _ several: String) throws(CNIError)
    -> [IPPrefix]
  {
    var texts: [(key: String, text: String)] = []
    do {
      if let text = try fields.string(one), !text.isEmpty { texts.append((one, text)) }
      for (index, text) in try fields.strings(several).enumerated() {
        texts.append(("\(several)[\(index)]", text))
      }
    } catch { throw CNIError(error) }
    var prefixes: [IPPrefix] = []
    for (key, text) in texts {
      guard let prefix = AddressTexts.prefix(text), prefix.network == prefix, prefix.length > 0
      else {
        throw CNIError(
          .decoding,
          "\(fields.name(key)) is \(JSONValue.string(text)), not a network like 10.244.1.0/24")
      }
      prefixes.append(prefix)
    }
    return prefixes
  }
}
