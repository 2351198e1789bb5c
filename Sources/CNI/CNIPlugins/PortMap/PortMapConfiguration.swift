import CNICore
import CNIPlan
import CNIRules
import CNISpec
import NetworkTypes

/// The keys of portmap.
struct PortMapConfiguration {
  /// With what was asked for; the backend is chosen when it is needed.
  var rules: HostPortRules
  private let backendWord: String?

  init(_ call: PluginCall) throws(CNIError) {
    let keys = Keys(call.configuration)
    backendWord = try keys.text("backend")
    rules = HostPortRules(
      RuleOwner(call), backend: .nftables, mappings: try Self.mappings(call),
      addresses: try Self.addresses(call))
    if let word = backendWord, RuleBackend(rawValue: word) == nil {
      throw CNIError(.other, "unrecognized backend \(JSONValue.string(word))")
    }
    if call.configuration.fields.value("snat") != nil { rules.masquerades = try keys.bool("snat") }
    rules.masqueradesAll = try keys.bool("masqAll")
    rules.externalMarkChain = try keys.text("externalSetMarkChain")
    if let bit = try keys.integer("markMasqBit", as: Int64.self) {
      if rules.externalMarkChain != nil {
        throw CNIError(.other, "Cannot specify externalSetMarkChain and markMasqBit")
      }
      guard (0...31).contains(bit) else {
        throw CNIError(.other, "MasqMarkBit must be between 0 and 31")
      }
      rules.markBit = UInt8(bit)
    }
    for (key, family) in [("conditionsV4", AddressFamily.ipv4), ("conditionsV6", .ipv6)] {
      let words = try keys.strings(key)
      if !words.isEmpty { rules.conditions[family] = words }
    }
  }

  /// Chooses the backend, and refuses keys that it cannot serve.
  mutating func chooseBackend() throws(CNIError) {
    let words = rules.conditions.values
    if backendWord == nil, words.contains(where: { !Self.areOfIPTables($0) }) {
      // Words that only one backend understands choose it.
      rules.backend = .nftables
    } else {
      rules.backend = try .chosen(backendWord, key: "backend")
    }
    guard rules.backend == .nftables else {
      for (family, words) in rules.conditions
      where !Self.areOfIPTables(words) {
        throw CNIError(
          .other,
          "iptables backend was requested but configuration contains nftables-specific options "
            + "[\(Self.key(family))]")
      }
      return
    }
    if rules.externalMarkChain != nil {
      throw CNIError(
        .other,
        "nftables backend was requested but configuration contains iptables-specific options "
          + "[externalSetMarkChain]")
    }
    for (family, words) in rules.conditions where Self.areOfIPTables(words) {
      throw CNIError(
        .other,
        "nftables backend was requested but configuration contains iptables-specific options "
          + "[\(Self.key(family))]")
    }
  }

  private static func areOfIPTables(_ words: [String]) -> Bool {
    words.first?.first == "-" || words.first?.first == "!"
  }

  private static func key(_ family: AddressFamily) -> String {
    family == .ipv4 ? "conditionsV4" : "conditionsV6"
  }

  private static func mappings(_ call: PluginCall) throws(CNIError) -> [HostPortRules.Mapping] {
    guard let section = try call.configuration.runtimeConfig else { return [] }
    var mappings: [HostPortRules.Mapping] = []
    do {
      for entry in try section.objects("portMappings") {
        let container = try entry.integer("containerPort", as: Int64.self) ?? 0
        let host = try entry.integer("hostPort", as: Int64.self) ?? 0
        guard let containerPort = UInt16(exactly: container), containerPort > 0 else {
          throw CNIError(.other, "Invalid container port number: \(container)")
        }
        guard let hostPort = UInt16(exactly: host), hostPort > 0 else {
          throw CNIError(.other, "Invalid host port number: \(host)")
        }
        let word = try entry.string("protocol") ?? ""
        guard
          let transport = HostPortRules.TransportProtocol(
            rawValue: word.isEmpty ? "tcp" : word.lowercased())
        else {
          throw CNIError(
            .unsupportedField,
            "\(entry.name("protocol")) is \(JSONValue.string(word)), not tcp, udp or sctp")
        }
        let address = try entry.parsed("hostIP", expected: "an IP address") { IPAddress($0) }
        mappings.append(
          .init(
            hostPort: hostPort, containerPort: containerPort, protocol: transport,
            hostIP: address))
      }
    } catch let error as CNIError {
      throw error
    } catch let error as CNIDecodingError {
      throw CNIError(.other, "failed to parse config: \(error)")
    } catch {
      throw CNIError(.other, "failed to parse config: \(error)")
    }
    return mappings
  }

  /// The first address of each family that is of the container's interface, or of none.
  private static func addresses(_ call: PluginCall) throws(CNIError) -> [IPPrefix] {
    guard let result = try call.configuration.prevResult else { return [] }
    var addresses: [IPPrefix] = []
    for entry in result.ips {
      if let interface = result.interface(of: entry),
        interface.name != call.ifname || interface.sandbox?.isEmpty ?? true
      {
        continue
      }
      let family = entry.address.address.family
      if !addresses.contains(where: { $0.address.family == family }) {
        addresses.append(entry.address)
      }
    }
    return addresses
  }
}
