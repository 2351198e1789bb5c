import CNICore
import CNIPlan
import CNISpec
import NetlinkRoute
import NetworkTypes

/// One CHECK of the bridge plugin.
struct BridgeInspection {
  let configuration: BridgeConfiguration
  let inspection: Inspection

  init(_ configuration: BridgeConfiguration, _ inspection: Inspection) {
    self.configuration = configuration
    self.inspection = inspection
  }

  func run() throws(CNIError) {
    let result = try inspection.previousResult()
    let bridge = try inspection.require(expectedBridge(result))
    let container = try inspection.requireInterface(result, kind: "veth")
    try requirePort(of: container, on: bridge, result)
    try inspection.requireAddresses(result, on: container)
    try requireGateways(result)
    if configuration.checksSource { try requireSourceCheck(of: container) }
    guard configuration.addressManager != nil else { return }
    let own = result.ips.filter { $0.interface == nil || result.isInContainer($0) }
    try configuration.masquerading.require(inspection, own)
  }

  private func requireSourceCheck(of container: FoundLink) throws(CNIError) {
    guard let index = container.link, let port = try inspection.node.link(index: index)
    else { return }
    try inspection.require(
      .spoofCheck(
        SpoofCheckRules(
          RuleOwner(inspection.call), device: port.name, macAddress: container.macAddress)))
  }

  private func expectedBridge(_ result: CNIResult) -> ExpectedLink {
    var expected = ExpectedLink(configuration.name, in: .node)
    expected.kind = "bridge"
    expected.isUp = true
    if configuration.isPromiscuous { expected.isPromiscuous = true }
    // One without an address of its own has another one whenever a port came or went.
    if configuration.isGateway, configuration.addressManager != nil {
      let entry = result.interfaces.first { $0.name == configuration.name && $0.sandbox == nil }
      expected.macAddress = entry?.macAddress
    }
    return expected
  }

  /// The other end of the container's interface is a port of the bridge.
  private func requirePort(
    of container: FoundLink, on bridge: FoundLink, _ result: CNIResult
  ) throws(CNIError) {
    let missing = CNIError(.other, "CNI veth created for bridge \(bridge.name) was not found")
    guard let index = container.link,
      let port = try inspection.node.link(index: index), port.kind == "veth",
      port.link == container.index
    else { throw missing }
    guard port.master == bridge.index else {
      throw CNIError(
        .other, missing.message,
        details: "interface \(port.name) is not connected to \(bridge.name)")
    }
    let entry = result.interfaces.first { $0.name == port.name && $0.sandbox == nil }
    var expected = ExpectedLink(port.name, in: .node)
    expected.macAddress = entry?.macAddress
    expected.isUp = true
    _ = try inspection.require(expected)
    let settings = try inspection.node.bridgePort(port.name)
    if configuration.isHairpin, settings?.hairpin != true {
      throw CNIError(.other, "port \(port.name) of bridge \(bridge.name) is not in hairpin mode")
    }
    if configuration.isIsolated, settings?.isolated != true {
      throw CNIError(.other, "port \(port.name) of bridge \(bridge.name) is not isolated")
    }
  }

  /// The bridge still has the addresses that the container sends to, and the node forwards.
  private func requireGateways(_ result: CNIResult) throws(CNIError) {
    guard configuration.isGateway, configuration.addressManager != nil else { return }
    let device =
      configuration.vlan == 0
      ? configuration.name : "\(configuration.name).\(configuration.vlan)"
    let link = try inspection.require(ExpectedLink(device, in: .node))
    let present = Set(try inspection.node.addresses(link.index).compactMap(\.ownPrefix?.address))
    var families: [AddressFamily] = []
    for entry in result.ips where entry.interface == nil || result.isInContainer(entry) {
      guard let gateway = entry.gateway else { continue }
      guard present.contains(gateway) else {
        throw CNIError(.other, "gateway \(gateway) is not an address of \(device)")
      }
      if !families.contains(gateway.family) { families.append(gateway.family) }
    }
    try Forwarding.require(families, inspection.node)
  }
}

extension CNIResult {
  func isInContainer(_ address: Address) -> Bool { interface(of: address)?.sandbox != nil }
}
