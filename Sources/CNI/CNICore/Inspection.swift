public import CNIPlan
public import CNISpec
import Netlink
import NetlinkRoute
import NetworkTypes

/// One CHECK: compares what should be with the kernel, and changes nothing.
public final class Inspection {
  public let call: PluginCall
  public let context: PluginContext
  public let node: KernelSession
  public let container: KernelSession

  public init(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    self.call = call
    self.context = context
    let buffer = ReceiveBuffer()
    node = try KernelSession(buffer: buffer)
    container = try KernelSession(path: call.netns ?? "", buffer: buffer)
  }

  public func session(_ place: Place) -> KernelSession { place == .node ? node : container }

  /// Asks the plugin of the addresses too.
  ///
  /// - Parameter given: The call as that plugin knows it; nil for the one that is inspected.
  public func checkAddressManagement(
    _ type: String?, as given: PluginCall? = nil
  ) throws(CNIError) {
    guard let type else { return }
    try Delegation(context).run(type, given ?? call)
  }

  /// The result that CHECK has to be given.
  public func previousResult() throws(CNIError) -> CNIResult {
    guard let result = try call.configuration.prevResult else {
      throw CNIError(.other, "Required prevResult missing")
    }
    return result
  }

  /// Throws the first difference of a link.
  public func require(_ expected: ExpectedLink) throws(CNIError) -> FoundLink {
    let session = session(expected.place)
    let found = try session.link(expected.name)
    var masterName: String?
    if expected.master != nil, let found, found.master != 0 {
      masterName = try session.link(index: found.master)?.name
    }
    try require(expected.differences(from: found, masterName: masterName))
    guard let found else { throw CNIError(.other, "interface \(expected.name) not found") }
    return found
  }

  /// The interface of the container as the result has it: with its kind and its address.
  public func requireInterface(_ result: CNIResult, kind: String?) throws(CNIError) -> FoundLink {
    let entry = result.interfaces.first { $0.name == call.ifname && $0.sandbox == call.netns }
    guard let entry else {
      let other = result.interfaces.first { $0.name == call.ifname }?.sandbox ?? ""
      throw CNIError(
        .other,
        "Sandbox in prevResult \(other) doesn't match configured netns: \(call.netns ?? "")")
    }
    var expected = ExpectedLink(entry.name, in: .container)
    expected.kind = kind
    expected.macAddress = entry.macAddress
    return try require(expected)
  }

  /// The addresses of the result that are on the interface, and its routes.
  public func requireAddresses(_ result: CNIResult, on link: FoundLink) throws(CNIError) {
    let present = Set(try container.addresses(link.index).compactMap(\.ownPrefix))
    for entry in result.ips {
      // One without an interface may be of another plugin of the chain.
      if let interface = result.interface(of: entry), interface.name != link.name { continue }
      guard present.contains(entry.address) else {
        throw CNIError(
          .other, "Failed to match addr \(entry.address) on interface \(link.name)")
      }
    }
    for family in [AddressFamily.ipv4, .ipv6] {
      let expected = result.routes.filter { $0.destination.address.family == family }
      guard !expected.isEmpty else { continue }
      let routes = try container.routes(family)
      for route in expected {
        let isThere = routes.contains { found in
          found.destination?.network == route.destination.network
            && (route.gateway == nil || found.gateway == route.gateway
              || found.nextHops.contains { $0.gateway == route.gateway })
            && (route.table == nil || Int64(found.table) == route.table)
            && (route.priority == nil || route.priority == 0
              || Int64(found.priority ?? 0) == route.priority)
        }
        guard isThere else {
          let via = route.gateway.map { " via \($0)" } ?? ""
          throw CNIError(
            .other, "Expected Route \(route.destination)\(via) not found in routing table")
        }
      }
    }
  }

  private func require(_ differences: [Difference]) throws(CNIError) {
    guard let first = differences.first else { return }
    throw CNIError(
      .other, first.text, details: differences.dropFirst().map(\.text).joined(separator: "\n"))
  }
}
