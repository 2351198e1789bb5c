import CNICore
import CNIPlan
import CNISpec
import NetlinkRoute
import NetworkTypes

/// One ADD of the plugin `overlay`.
struct OverlayAddition {
  let configuration: OverlayConfiguration
  let tunnel: OverlayTunnel
  let addition: Addition
  private var call: PluginCall { addition.call }

  init(_ configuration: OverlayConfiguration, _ site: OverlaySite, _ addition: Addition) {
    self.configuration = configuration
    self.addition = addition
    tunnel = OverlayTunnel(configuration: configuration, site: site)
  }

  func run() throws(CNIError) -> CNIResult {
    if try addition.container.link(call.ifname) != nil {
      throw CNIError(
        .other, "interface \(JSONValue.string(call.ifname)) already exists in the container")
    }
    var result: CNIResult
    if configuration.bridge != nil {
      let bridge = BridgeAddition(
        try BridgeConfiguration(OverlayCalls.bridge(call, configuration, tunnel.site)), addition)
      try shared { () throws(CNIError) in try bridge.connect() }
      result = try bridge.configure()
    } else {
      result = try runRouted()
    }
    try addition.apply(
      try configuration.masquerading.steps(
        call, OverlayConfiguration.masqueraded(result.ips, configuration.networks)))
    try mark(result)
    if let dns = try call.ownDNS() { result.dns = dns }
    return result
  }

  /// Makes the tunnel, or sets right what is not as it should be, and puts the container on it
  /// before somebody who deletes the last other one finds it unused.
  private func shared(_ connect: () throws(CNIError) -> Void) throws(CNIError) {
    guard !addition.isDryRun else {
      try apply()
      return try connect()
    }
    try addition.openJournal()
    let lock = try NetworkLock(configuration.network)
    try lock.held { () throws(CNIError) in
      try apply()
      try connect()
    }
  }

  private func apply() throws(CNIError) {
    let state = try OverlayState(tunnel, addition.node)
    try addition.apply(try state.steps())
  }

  private func runRouted() throws(CNIError) -> CNIResult {
    guard let manager = configuration.addressManager else { return CNIResult() }
    var pair = RoutedPair(device: call.ifname, port: RandomName.end(of: configuration.network))
    pair.mtu = tunnel.site.mtu
    pair.macAddress = try call.requestedMACAddress(hasKey: false, hasArgs: true)
    let making = pair.making
    try shared { () throws(CNIError) in try addition.apply(making) }
    return try RoutedAddition(pair: pair, addition: addition).run(manager)
  }

  /// Says on the node's end whose it is, for whoever collects what was left.
  private func mark(_ result: CNIResult) throws(CNIError) {
    guard
      let port = result.interfaces.first(where: {
        $0.sandbox == nil && $0.name != configuration.bridge
      })
    else { return }
    var plan = Plan()
    plan.add(.setLink(port.name, OverlayPort.mark(call)), in: .node)
    try addition.apply(plan)
  }
}

/// The calls that the plugin makes in its turn.
enum OverlayCalls {
  /// What the bridge of this node's pods is like.
  static func bridge(
    _ call: PluginCall, _ configuration: OverlayConfiguration, _ site: OverlaySite
  ) throws(CNIError) -> PluginCall {
    var call = call
    call.configuration = try call.configuration.setting([
      ("bridge", configuration.bridge.map { .string($0) }), ("isDefaultGateway", .bool(true)),
      ("mtu", .number("\(site.mtu)")), ("ipMasq", nil),
    ])
    return call
  }

  /// The call with this node's subnets for a plugin of addresses that was given none: one
  /// configuration for all nodes.
  static func addressed(_ call: PluginCall, _ subnets: [IPPrefix]) throws(CNIError) -> PluginCall {
    guard let ipam = try call.configuration.ipam, try call.configuration.ipamType == "host-local",
      ipam.value("ranges") == nil, ipam.value("subnet") == nil
    else { return call }
    let ranges = subnets.map { subnet in
      JSONValue.array([.object([JSONMember("subnet", .string("\(subnet)"))])])
    }
    var call = call
    call.configuration = try call.configuration.setting([
      ("ipam", .object(ipam.members + [JSONMember("ranges", .array(ranges))]))
    ])
    return call
  }
}

extension OverlayConfiguration {
  /// The addresses of a container with the length of the network of all pods: what is outside of
  /// it sees the node's address.
  static func masqueraded(_ addresses: [CNIResult.Address], _ networks: [IPPrefix])
    -> [CNIResult.Address]
  {
    addresses.map { entry in
      var entry = entry
      let address = entry.address.address
      if let network = networks.first(where: { $0.contains(address) }) {
        entry.address = IPPrefix(address, length: network.length)
      }
      return entry
    }
  }
}
