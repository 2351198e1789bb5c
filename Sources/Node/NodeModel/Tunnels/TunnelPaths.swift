import NetworkTypes

/// Finds the paths of the tunnels of one namespace, by joining its routes, neighbours and FDB.
public struct TunnelPaths {
  let namespace: Namespace
  /// By device and gateway; without a gateway the destination itself is asked for.
  private(set) var uses: [Int32: [IPAddress?: RouteUse]] = [:]
  /// The routes of each device that have no gateway.
  private(set) var onLink: [Int32: [IPPrefix]] = [:]
  /// All routes of WireGuard devices, to which a gateway is nothing.
  private var destinations: [Int32: [IPPrefix]] = [:]
  private var neighbours: [Int32: [Neighbour]] = [:]
  private var entries: [Int32: [FDBEntry]] = [:]

  /// Nil where one of the tables is not known.
  public init?(_ namespace: Namespace, tunnels: [Tunnel]) {
    guard let routes = namespace.routes, let neighbours = namespace.neighbours,
      let fdb = namespace.fdb
    else { return nil }
    self.namespace = namespace
    var devices: Set<Int32> = []
    for tunnel in tunnels where tunnel.link.namespace == namespace.id {
      devices.insert(tunnel.link.index)
      if tunnel.wireGuard != nil { destinations[tunnel.link.index] = [] }
      if let master = namespace.link(tunnel.link.index)?.master { devices.insert(master.index) }
    }
    guard !devices.isEmpty else { return }
    add(routes, devices)
    for neighbour in neighbours where devices.contains(neighbour.device) && !neighbour.isProxy {
      self.neighbours[neighbour.device, default: []].append(neighbour)
    }
    for entry in fdb where devices.contains(entry.device) {
      entries[entry.device, default: []].append(entry)
    }
  }

  /// Nil for a kind whose ends are not in these tables.
  public func paths(of tunnel: Tunnel) -> [TunnelPath]? {
    if let device = tunnel.wireGuard {
      return PeerTunnel(device, destinations: destinations[tunnel.link.index] ?? []).paths
    }
    guard let link = namespace.link(tunnel.link.index) else { return nil }
    if link.detail["external"]?.flag == true { return nil }
    switch tunnel.kind {
    case "vxlan": return FrameTunnel(link, self).paths
    case "ipip", "sit", "gre", "ip6tnl", "ip6gre", "vti", "vti6", "geneve":
      return pointToPoint(tunnel, link)
    default: return nil
    }
  }

  func neighbours(of device: Int32) -> [Neighbour] { neighbours[device] ?? [] }
  func entries(of device: Int32) -> [FDBEntry] { entries[device] ?? [] }

  /// A device with one end leads all routes there; one without leads each to its gateway.
  private func pointToPoint(_ tunnel: Tunnel, _ link: Link) -> [TunnelPath] {
    let own = uses[link.id.index] ?? [:]
    guard link.detail["remote"] == nil else {
      var all = RouteUse()
      for use in own.values {
        all.count += use.count
        all.destinations += use.destinations
      }
      all.destinations = Array(all.destinations.sorted().prefix(TunnelPath.mostDestinations))
      // What a bridge sends by it needs no route.
      let isRouted = link.master == nil && link.flags.contains(.up)
      return tunnel.remotes.map {
        TunnelPath(remote: $0, all, missing: isRouted && all.count == 0 ? [.route] : [])
      }
    }
    return own.compactMap { gateway, use in
      guard let gateway else { return nil }
      var path = TunnelPath(remote: gateway, use)
      path.gateway = gateway
      return path
    }.sorted { $0.remote ?? .unspecified(.ipv4) < $1.remote ?? .unspecified(.ipv4) }
  }

  // MARK: Routes

  private mutating func add(_ routes: RouteTable, _ devices: Set<Int32>) {
    for (position, record) in routes.records.enumerated() {
      // Those without a device have their next hops elsewhere.
      guard devices.contains(record.device) || record.device == 0 else { continue }
      let route = routes[position]
      // Local ones (table 255) are addresses of the device itself.
      guard route.type == .unicast, route.table != 255, !route.destination.address.isMulticast
      else { continue }
      if let device = route.device {
        guard devices.contains(device) else { continue }
        let gateway = route.extra?.via ?? route.gateway ?? nextHop(route.extra?.nextHopID)?.gateway
        add(route.destination, device, gateway)
      } else if let id = route.extra?.nextHopID, let hop = nextHop(id) {
        for hop in hop.group.isEmpty ? [hop] : hop.group.compactMap({ nextHop($0.id) }) {
          guard let device = hop.device, devices.contains(device) else { continue }
          add(route.destination, device, hop.gateway)
        }
      } else {
        for hop in route.extra?.nextHops ?? [] where devices.contains(hop.device) {
          add(route.destination, hop.device, hop.gateway)
        }
      }
    }
  }

  private mutating func add(_ destination: IPPrefix, _ device: Int32, _ gateway: IPAddress?) {
    let gateway = gateway.flatMap { $0.isUnspecified ? nil : $0 }
    uses[device, default: [:]][gateway, default: RouteUse()].add(destination)
    if gateway == nil { onLink[device, default: []].append(destination) }
    if destinations[device] != nil { destinations[device]?.append(destination) }
  }

  func nextHop(_ id: UInt32?) -> NextHop? {
    guard let id else { return nil }
    return namespace.nextHops?.first { $0.id == id }
  }
}

extension Snapshot {
  /// The paths of each tunnel; those of a tunnel whose tables are not known, or whose kind has
  /// none, are not in it.
  public func tunnelPaths() -> [LinkID: [TunnelPath]] {
    var paths: [LinkID: [TunnelPath]] = [:]
    for namespace in namespaces {
      let own = tunnels.filter { $0.link.namespace == namespace.id }
      guard !own.isEmpty, let joined = TunnelPaths(namespace, tunnels: own) else { continue }
      for tunnel in own { paths[tunnel.link] = joined.paths(of: tunnel) }
    }
    return paths
  }
}
