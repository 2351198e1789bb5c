import CNICore
import CNIPlan
import CNISpec
import NetworkTypes

/// The tunnel of an overlay network as it should be on this node.
struct OverlayTunnel {
  let configuration: OverlayConfiguration
  let site: OverlaySite

  var name: String { configuration.device }

  /// The device; it learns nothing and floods nothing, for all that it has to know is entered.
  var link: NewLink {
    var link = NewLink(name, .tunnel(kind))
    link.mtu = site.mtu
    if configuration.kind.isEthernet {
      link.macAddress = macAddress(of: site.local, site.macAddress)
    }
    return link
  }

  private var kind: TunnelKind {
    let (id, port) = (configuration.id, configuration.port)
    switch configuration.kind {
    case .vxlan: return .vxlan(id: id, local: site.local, port: port)
    case .geneve: return .geneve(port: port)
    case .gre: return .gre(key: id, local: site.local)
    case .ipip: return .ipip(local: site.local)
    }
  }

  /// What the node itself sends from to pods of other nodes, and what they have as gateway.
  var addresses: [IPPrefix] {
    [AddressFamily.ipv4, .ipv6].compactMap { Self.end(of: site.subnets, $0) }
      .map { IPPrefix($0, length: $0.family.bits) }
  }

  /// The first address of the first subnet of a family, which no pod gets.
  private static func end(of subnets: [IPPrefix], _ family: AddressFamily) -> IPAddress? {
    subnets.first { $0.address.family == family }?.address
  }

  /// The hardware address of a node's tunnel: it follows from the network and the node, so that
  /// nobody has to be told it.
  func macAddress(of node: IPAddress, _ configured: MACAddress?) -> MACAddress? {
    if let configured { return configured }
    let hash = StableHash.of(configuration.network + "@\(node)")
    var bytes = (0..<6).map { UInt8(truncatingIfNeeded: hash >> ($0 * 8)) }
    bytes[0] = bytes[0] & 0xFC | 0x02
    return MACAddress(bytes)
  }

  // MARK: What leads to peers

  /// Everything that leads to the peers.
  var legs: OverlayLegs {
    var legs = OverlayLegs()
    for peer in site.peers { add(peer, to: &legs) }
    return legs
  }

  private func add(_ peer: OverlayPeer, to legs: inout OverlayLegs) {
    let macAddress = macAddress(of: peer.address, peer.macAddress)
    for family in [AddressFamily.ipv4, .ipv6] {
      let subnets = peer.subnets.filter { $0.address.family == family }
      guard let end = Self.end(of: subnets, family) else { continue }
      for subnet in subnets { legs.routes.append(route(to: subnet, by: end, of: peer)) }
      switch configuration.kind {
      case .vxlan, .geneve:
        if let macAddress { legs.neighbours.append(NewNeighbour(end, at: macAddress, on: name)) }
      case .gre:
        if let remote = MACAddress(peer.address.networkOrder) {
          legs.neighbours.append(NewNeighbour(end, at: remote, on: name))
        }
      case .ipip: break
      }
    }
    if configuration.kind == .vxlan, let macAddress {
      legs.forwardings.append(NewForwarding(macAddress, to: peer.address, on: name))
    }
  }

  private func route(to subnet: IPPrefix, by end: IPAddress, of peer: OverlayPeer) -> NewRoute {
    var route = NewRoute(subnet, via: end, on: name)
    route.origin = .cnitop
    route.isOnLink = true
    switch configuration.kind {
    case .vxlan, .gre: break
    case .geneve:
      route.encapsulation = RouteTunnel(
        id: UInt64(configuration.id), from: site.local, to: peer.address)
    case .ipip: route.gateway = peer.address
    }
    return route
  }
}

/// A hash that is the same on every node and in every version.
enum StableHash {
  /// FNV-1a.
  static func of(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }
}
