import CNICore
import CNIPlan
import CNISpec
import NetlinkGeneric
import NetlinkRoute
import NetworkTypes

/// The tunnel of an overlay network as it should be, beside what there is of it.
struct OverlayState {
  let tunnel: OverlayTunnel
  private let node: KernelSession
  private let found: FoundLink?
  private let message: LinkMessage?
  private let addresses: Set<IPPrefix>
  private let legs: OverlayLegs

  init(_ tunnel: OverlayTunnel, _ node: KernelSession) throws(CNIError) {
    self.tunnel = tunnel
    self.node = node
    message = try node.message(named: tunnel.name)
    found = message.map { FoundLink($0) }
    if let found {
      addresses = Set(try node.addresses(found.index).compactMap(\.ownPrefix))
      legs = try OverlayLegs.found(on: found, node)
    } else {
      (addresses, legs) = ([], OverlayLegs())
    }
  }

  private var shared: SharedTunnel { tunnel.configuration.shared }

  /// The steps from what there is to what should be; a tunnel that is as it should be takes none.
  func steps() throws(CNIError) -> Plan {
    var (plan, isNew) = (Plan(), found == nil)
    if let found, let difference = difference() {
      guard message?.alias == shared.alias else {
        throw CNIError(
          .other,
          "link \(found.name) is there already and not of network \(shared.network): \(difference); "
            + "delete it, or set another device")
      }
      guard try !node.isUsed(shared) else {
        throw CNIError(
          .other,
          "\(difference), and containers are on it: detach them before the network changes")
      }
      plan.add(.deleteLink(found.name), in: .node)
      isNew = true
    } else {
      try requireOwn()
    }
    let name = tunnel.name
    if isNew {
      plan.add(.createLink(tunnel.link), in: .node, undo: .deleteUnusedTunnel(shared))
    }
    if let settings = try keySettings(isNew) { plan.add(.setWireGuard(settings), in: .node) }
    var settings = LinkSettings()
    if isNew || message?.alias != shared.alias { settings.alias = shared.alias }
    if !isNew, found?.mtu != tunnel.site.mtu { settings.mtu = tunnel.site.mtu }
    if settings != LinkSettings() { plan.add(.setLink(name, settings), in: .node) }
    if isNew || found?.isUp != true {
      // There is nobody whom an address could be asked of.
      plan.add(.setSysctl("net/ipv6/conf/\(name)/accept_dad", "0", optional: true), in: .node)
    }
    for prefix in tunnel.addresses where isNew || !addresses.contains(prefix) {
      plan.add(.addAddress(NewAddress(prefix, on: name)), in: .node)
    }
    if isNew || found?.isUp != true {
      plan.add(.setLink(name, LinkSettings(isUp: true)), in: .node)
    }
    var families: [AddressFamily] = []
    for prefix in tunnel.addresses { families.append(prefix.address.family) }
    return plan + Forwarding.steps(families)
      + tunnel.legs.steps(from: isNew ? OverlayLegs() : legs)
  }

  /// Throws where a device that could be this network's is another's: by its mark, or in use
  /// without any.
  ///
  /// One of ours that is not finished has neither.
  private func requireOwn() throws(CNIError) {
    guard let found, message?.alias != shared.alias else { return }
    guard let alias = message?.alias else {
      guard !legs.isEmpty else { return }
      throw CNIError(
        .other,
        "link \(found.name) is there already and leads to others than those of network "
          + "\(shared.network); delete it, or set another device")
    }
    throw CNIError(
      .other,
      "link \(found.name) is there already and not of network \(shared.network), it is marked "
        + "\(JSONValue.string(alias)); set another device")
  }

  /// The key and the port of a WireGuard device where they are not what they should be.
  private func keySettings(_ isNew: Bool) throws(CNIError) -> WireGuardSettings? {
    let configuration = tunnel.configuration
    guard configuration.kind == .wireguard, let path = configuration.keyFile else { return nil }
    // What is wrong with the file is told before anything is made.
    _ = try WireGuardKey.read(path)
    var settings = WireGuardSettings(tunnel.name)
    (settings.keyFile, settings.port) = (path, configuration.port)
    guard !isNew, let found else { return settings }
    let device = try node.wireGuard(found.index)
    let isOther = tunnel.site.publicKey != nil && device.publicKey != tunnel.site.publicKey
    return device.publicKey == nil || isOther || device.listenPort != configuration.port
      ? settings : nil
  }

  /// The one thing that a link cannot change any more and that is not as it should be.
  private func difference() -> String? {
    guard let message, let found else { return nil }
    func text(_ what: String, _ is: String?, _ expected: String) -> String {
      "link \(found.name) has \(what) \(`is` ?? "none"), expected \(expected)"
    }
    let (configuration, site) = (tunnel.configuration, tunnel.site)
    let kind = configuration.kind.rawValue
    if found.kind != kind { return text("kind", found.kind, kind) }
    var id: UInt32?
    var (local, port): (IPAddress?, UInt16?)
    switch message.info.data {
    case .vxlan(let data): (id, local, port) = (data.id, data.local, data.port)
    case .geneve(let data): port = data.port
    case .gre(let data): (id, local) = (data.inputKey, data.local)
    case .ipTunnel(let data): local = data.local
    default: return nil
    }
    if let id, id != configuration.id { return text("id", "\(id)", "\(configuration.id)") }
    if let local, local != site.local { return text("local address", "\(local)", "\(site.local)") }
    if let port, port != configuration.port {
      return text("port", "\(port)", "\(configuration.port)")
    }
    if let address = tunnel.link.macAddress, found.macAddress != address {
      return text("address", found.macAddress.map { "\($0)" }, "\(address)")
    }
    return nil
  }

  /// Throws what differs: the device first, then every leg.
  func require() throws(CNIError) {
    guard let found else {
      throw CNIError(.other, "link \(tunnel.name) of network \(shared.network) is missing")
    }
    var differences: [String] = []
    if let difference = difference() { differences.append(difference) }
    var expected = ExpectedLink(found.name, in: .node)
    expected.mtu = tunnel.site.mtu
    expected.isUp = true
    differences += expected.differences(from: found).map(\.text)
    for prefix in tunnel.addresses where !addresses.contains(prefix) {
      differences.append("link \(found.name) lacks its address \(prefix)")
    }
    if let settings = try keySettings(false) {
      differences.append("not as it should be: \(settings.text)")
    }
    differences += tunnel.legs.differences(from: legs)
    if let first = differences.first {
      throw CNIError(.other, first, details: differences.dropFirst().joined(separator: "\n"))
    }
    try Forwarding.require(tunnel.addresses.map(\.address.family), node)
  }
}
