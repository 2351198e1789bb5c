import NetworkTypes

/// The paths of a vxlan device: a route goes by a gateway, a neighbour says which link-layer
/// address that has, and the FDB to which end frames for it are sent.
struct FrameTunnel {
  private let device: Int32
  /// Whether its frames come from a bridge.
  private let isBridged: Bool
  private let gateways: [IPAddress: RouteUse]
  private let onLink: [IPPrefix]
  private var neighbours: [Neighbour] = []
  /// The ends of each link-layer address, without those of groups.
  private var ends: [MACAddress: [IPAddress]] = [:]
  /// The ends that get what is for nobody known.
  private var flooded: [IPAddress] = []
  private let tables: TunnelPaths

  init(_ link: Link, _ tables: TunnelPaths) {
    self.tables = tables
    device = link.id.index
    let master = link.master.flatMap { tables.namespace.link($0.index) }
    isBridged = master?.kind == "bridge"
    let upper = isBridged ? master?.id.index ?? device : device
    var gateways: [IPAddress: RouteUse] = [:]
    for (gateway, use) in tables.uses[upper] ?? [:] {
      if let gateway { gateways[gateway] = use }
    }
    self.gateways = gateways
    onLink = tables.onLink[upper] ?? []
    neighbours = tables.neighbours(of: upper).filter {
      $0.state != .noARP && !$0.address.isMulticast
    }
    for name in ["remote", "group"] {
      if let end = link.detail[name]?.text.flatMap({ IPAddress($0) }), !end.isUnspecified {
        flooded.append(end)
      }
    }
    for entry in tables.entries(of: device) { add(entry) }
  }

  private mutating func add(_ entry: FDBEntry) {
    let hop = tables.nextHop(entry.nextHopGroup)
    let members = hop?.group.compactMap { tables.nextHop($0.id)?.gateway } ?? []
    let remotes =
      [entry.remote, hop?.gateway].compactMap { $0 }.filter { !$0.isUnspecified } + members
    guard !remotes.isEmpty else { return }
    if entry.macAddress.isZero {
      flooded += remotes
    } else if !entry.macAddress.isMulticast {
      ends[entry.macAddress, default: []] += remotes
    }
  }

  var paths: [TunnelPath] {
    var paths = isBridged ? [] : routedPaths
    if isBridged {
      for (address, remotes) in ends {
        let owners = neighbours.filter { $0.macAddress == address }
        for remote in remotes {
          if owners.isEmpty { paths.append(path(remote, address)) }
          paths += owners.map { path(remote, address, $0.address, gateways[$0.address]) }
        }
      }
    }
    let known = Set(paths.compactMap(\.remote))
    paths += Set(flooded).subtracting(known).map { TunnelPath(remote: $0) }
    return paths.sorted { Self.order($0) < Self.order($1) }
  }

  private static func order(_ path: TunnelPath) -> (IPAddress, IPAddress) {
    let none = IPAddress.unspecified(.ipv4)
    return (path.remote ?? none, path.gateway ?? none)
  }

  private func path(
    _ remote: IPAddress?, _ address: MACAddress?, _ gateway: IPAddress? = nil,
    _ use: RouteUse? = nil, missing: [TunnelPath.Leg] = []
  ) -> TunnelPath {
    var path = TunnelPath(remote: remote, use ?? RouteUse(), missing: missing)
    path.macAddress = address
    path.gateway = gateway
    return path
  }

  /// Where the node itself routes into the tunnel.
  ///
  /// A device that floods asks for what it does not know; one that does not has to be told each
  /// of the three.
  private var routedPaths: [TunnelPath] {
    let isTold = flooded.isEmpty
    var paths: [TunnelPath] = []
    var lost: [IPAddress] = []
    var used: Set<MACAddress> = []
    let byAddress = Dictionary(neighbours.map { ($0.address, $0) }) { first, _ in first }
    for gateway in Set(gateways.keys).union(neighbours.map(\.address)) {
      let use = gateways[gateway]
      let neighbour = byAddress[gateway]
      guard let address = neighbour?.macAddress, neighbour?.state != .failed else {
        if isTold || neighbour?.state == .failed, use != nil {
          lost.append(gateway)
        } else if use != nil {
          paths.append(path(nil, nil, gateway, use))
        }
        continue
      }
      used.insert(address)
      let isRouted = use != nil || onLink.contains { $0.contains(gateway) }
      let remotes: [IPAddress?] = ends[address] ?? [nil]
      for remote in remotes {
        var missing: [TunnelPath.Leg] = isRouted ? [] : [.route]
        if remote == nil && isTold { missing.append(.fdb) }
        paths.append(path(remote, address, gateway, use, missing: missing))
      }
    }
    return paths + unjoined(lost, ends.filter { !used.contains($0.key) }, isTold)
  }

  /// Gateways whose link-layer address is not known, and ends whose gateway is not: where there is
  /// one of each, they are one path.
  private func unjoined(
    _ lost: [IPAddress], _ free: [MACAddress: [IPAddress]], _ isTold: Bool
  ) -> [TunnelPath] {
    if let gateway = lost.first, lost.count == 1, let (address, remotes) = free.first,
      free.count == 1
    {
      return remotes.map {
        path($0, address, gateway, gateways[gateway], missing: [.neighbour])
      }
    }
    return lost.map {
      path(nil, nil, $0, gateways[$0], missing: isTold ? [.neighbour, .fdb] : [.neighbour])
    }
      + free.flatMap { address, remotes in
        remotes.map { path($0, address, missing: isTold ? [.route, .neighbour] : []) }
      }
  }
}
