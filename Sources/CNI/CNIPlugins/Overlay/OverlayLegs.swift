import CNICore
import CNIPlan
import CNISpec
import NetlinkGeneric
import NetlinkRoute
import NetworkTypes

/// What leads to the peers of a tunnel: the route to what is behind one, the neighbour that the
/// route names, and the end of the tunnel that the neighbour is at.
struct OverlayLegs: Equatable {
  /// The device, where its kind has peers.
  var device: String?
  var routes: [NewRoute] = []
  var neighbours: [NewNeighbour] = []
  var forwardings: [NewForwarding] = []
  /// Of WireGuard, which knows nobody else.
  var peers: [WireGuardSettings.Peer] = []

  var isEmpty: Bool {
    routes.isEmpty && neighbours.isEmpty && forwardings.isEmpty && peers.isEmpty
  }

  /// What there is of it on a device.
  static func found(on device: FoundLink, _ node: KernelSession) throws(CNIError) -> OverlayLegs {
    var legs = OverlayLegs()
    for family in [AddressFamily.ipv4, .ipv6] {
      for message in try node.routes(family, device: device.index)
      where message.protocol == .cnitop {
        guard let destination = message.destination else { continue }
        var route = NewRoute(destination, via: message.gateway, on: device.name)
        route.origin = .cnitop
        route.isOnLink = message.flags.contains(.onLink)
        route.scope = message.scope
        switch message.encapsulation {
        case .ip(let tunnel), .ip6(let tunnel):
          if let id = tunnel.id, let to = tunnel.destination, let from = tunnel.source {
            route.encapsulation = RouteTunnel(id: id, from: from, to: to)
          }
        default: break
        }
        legs.routes.append(route)
      }
    }
    for message in try node.permanentNeighbours(device.index) {
      guard let address = message.address, let macAddress = message.macAddress else { continue }
      legs.neighbours.append(NewNeighbour(address, at: macAddress, on: device.name))
    }
    if device.kind == "wireguard" {
      let wireGuard = try node.wireGuard(device.index)
      for peer in wireGuard.peers {
        guard let key = peer.publicKey else { continue }
        legs.peers.append(
          WireGuardSettings.Peer(
            key, at: peer.endpoint?.address ?? .unspecified(.ipv4),
            port: peer.endpoint?.port ?? 0, keepaliveSeconds: peer.keepaliveSeconds,
            allowedPrefixes: Array(wireGuard.allowedPrefixes(of: peer))))
      }
    }
    guard device.kind == "vxlan" else { return legs }
    for message in try node.forwardings(device.index) {
      guard let remote = message.address, let macAddress = message.macAddress else { continue }
      legs.forwardings.append(NewForwarding(macAddress, to: remote, on: device.name))
    }
    return legs
  }

  /// The steps from what there is to this; what is too much goes first.
  func steps(from found: OverlayLegs) -> Plan {
    var plan = Plan()
    for route in found.routes where !routes.contains(route) {
      plan.add(.deleteRoute(route), in: .node)
    }
    // Those of an address that is still there are replaced in one step.
    for entry in found.neighbours
    where !neighbours.contains(where: { $0.address == entry.address }) {
      plan.add(.deleteNeighbour(entry), in: .node)
    }
    for entry in found.forwardings
    where !forwardings.contains(where: { $0.macAddress == entry.macAddress }) {
      plan.add(.deleteForwarding(entry), in: .node)
    }
    if let settings = peerChange(from: found) {
      plan.add(.setWireGuard(settings), in: .node)
    }
    for entry in forwardings where !found.forwardings.contains(entry) {
      plan.add(.addForwarding(entry), in: .node)
    }
    for entry in neighbours where !found.neighbours.contains(entry) {
      plan.add(.addNeighbour(entry), in: .node)
    }
    for route in routes where !found.routes.contains(route) {
      plan.add(.addRoute(route), in: .node)
    }
    return plan
  }

  /// What WireGuard has to be told; nil if it knows.
  private func peerChange(from found: OverlayLegs) -> WireGuardSettings? {
    guard let device = device else { return nil }
    var settings = WireGuardSettings(device)
    settings.peers = peers.filter { !found.peers.contains($0) }
    let keys = Set(peers.map(\.publicKey))
    settings.removed = found.peers.map(\.publicKey).filter { !keys.contains($0) }
    return settings.peers.isEmpty && settings.removed.isEmpty ? nil : settings
  }

  /// A line for everything that differs.
  func differences(from found: OverlayLegs) -> [String] {
    steps(from: found).lines.map {
      switch $0.sign {
      case .add: "missing: " + $0.text
      case .remove: "not of this network: " + $0.text
      case .change: "not as it should be: " + $0.text
      }
    }
  }
}
