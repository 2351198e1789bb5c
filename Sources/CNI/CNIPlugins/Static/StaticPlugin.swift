public import CNICore
public import CNISpec
import NetworkTypes

/// Gives the addresses that the configuration or the runtime names, and remembers nothing.
public struct StaticPlugin: Plugin {
  public let type = "static"
  public let offersAddresses = true

  public init() {}

  public func add(_ call: PluginCall, _ context: PluginContext) throws(CNIError) -> CNIResult {
    let ipam = try AddressTexts.section(call.configuration)
    var result = CNIResult(ips: try addresses(call), routes: try AddressTexts.routes(ipam))
    do throws(CNIDecodingError) {
      if let dns = try ipam.object("dns") { result.dns = try CNIResult.DNS(dns) }
    } catch { throw CNIError(error) }
    return result
  }

  /// An address of the result must have the gateway that it was configured with.
  public func check(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let expected = try addresses(call)
    guard let result = try call.configuration.prevResult else {
      throw CNIError(.other, "Required prevResult missing")
    }
    for entry in expected {
      guard let gateway = entry.gateway,
        let found = result.ips.first(where: { $0.address.address == entry.address.address }),
        found.gateway != gateway
      else { continue }
      throw CNIError(
        .other,
        "static: Failed to match addr \(found.address.address) on interface \(call.ifname)")
    }
  }

  public func delete(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {}

  public func garbageCollect(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {}

  public func status(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    _ = try addresses(call)
  }

  // MARK: Addresses

  /// Those of the configuration and of `CNI_ARGS`; those of `args`, and rather those of
  /// `runtimeConfig`, take the place of all others.
  private func addresses(_ call: PluginCall) throws(CNIError) -> [CNIResult.Address] {
    let ipam = try AddressTexts.section(call.configuration)
    let environment = try fromArguments(try call.arguments)
    let lists = try AddressTexts.requested(call.configuration)
    let list = lists.runtime.isEmpty ? lists.arguments : lists.runtime
    var addresses: [CNIResult.Address] = []
    if list.isEmpty {
      addresses = try configured(ipam) + environment
    } else {
      for text in list {
        guard let prefix = AddressTexts.prefix(text) else {
          throw CNIError(
            .other, "an entry in the 'ips' field is NOT in CIDR notation, got: '\(text)'")
        }
        addresses.append(CNIResult.Address(prefix))
      }
    }
    try AddressTexts.requireRoom(for: addresses.map(\.address.address.family), call.configuration)
    return addresses
  }

  private func configured(_ ipam: JSONFields) throws(CNIError) -> [CNIResult.Address] {
    var written: [(text: String, gateway: IPAddress?)] = []
    do throws(CNIDecodingError) {
      for entry in try ipam.objects("addresses") {
        written.append(
          (
            try entry.string("address") ?? "",
            try entry.parsed("gateway", expected: "an address") { IPAddress($0) }
          ))
      }
    } catch { throw CNIError(error) }
    var addresses: [CNIResult.Address] = []
    for (text, gateway) in written {
      guard let prefix = AddressTexts.prefix(text) else {
        throw CNIError(
          .other, "the 'address' field is expected to be in CIDR notation, got: '\(text)'")
      }
      addresses.append(CNIResult.Address(prefix, gateway: gateway))
    }
    return addresses
  }

  /// `IP` and `GATEWAY`, with commas between; a gateway is of the addresses whose subnet has it.
  private func fromArguments(_ arguments: CNIArguments) throws(CNIError) -> [CNIResult.Address] {
    try arguments.requireKnown(["IP", "GATEWAY"])
    var addresses: [CNIResult.Address] = []
    for text in Self.words(arguments["IP"]) {
      guard let prefix = AddressTexts.prefix(text) else {
        throw CNIError(
          .other, "the 'ip' field is expected to be in CIDR notation, got: '\(text)'")
      }
      addresses.append(CNIResult.Address(prefix))
    }
    for text in Self.words(arguments["GATEWAY"]) {
      guard let gateway = IPAddress(text) else {
        throw CNIError(.other, "invalid gateway address: \(text)")
      }
      for index in addresses.indices where addresses[index].address.contains(gateway) {
        addresses[index].gateway = gateway
      }
    }
    return addresses
  }

  private static func words(_ text: String?) -> [String] {
    guard let text, !text.isEmpty else { return [] }
    return text.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }
}
