import NetworkTypes

/// The paths of a WireGuard device: a route leads into it, and the peer whose allowed prefix is the
/// longest for the destination gets the packet.
struct PeerTunnel {
  private let device: WireGuard
  private let destinations: [IPPrefix]

  init(_ device: WireGuard, destinations: [IPPrefix]) {
    self.device = device
    self.destinations = destinations
  }

  /// A path for each peer, in the order of the kernel, and one for routes that no peer may have.
  var paths: [TunnelPath] {
    let routes = PrefixSet(destinations)
    var owners: [IPPrefix: Int] = [:]
    for (place, peer) in device.peers.enumerated() {
      for prefix in device.allowedPrefixes(of: peer) { owners[prefix.network] = place }
    }
    let allowed = PrefixSet(owners.keys)
    var uses = Array(repeating: RouteUse(), count: device.peers.count)
    var orphans = RouteUse()
    for destination in destinations {
      if let prefix = allowed.longest(around: destination), let place = owners[prefix] {
        uses[place].add(destination)
      } else if !allowed.hasMember(in: destination), !destination.address.isLinkLocal {
        orphans.add(destination)
      }
    }
    var paths = device.peers.enumerated().map { place, peer in
      var missing: [TunnelPath.Leg] = []
      let isRouted =
        uses[place].count > 0
        || device.allowedPrefixes(of: peer).contains { routes.longest(around: $0.network) != nil }
      if !isRouted { missing.append(.route) }
      if peer.endpoint == nil { missing.append(.endpoint) }
      var path = TunnelPath(remote: peer.endpoint, uses[place], missing: missing)
      path.publicKey = peer.publicKey
      return path
    }
    if orphans.count > 0 { paths.append(TunnelPath(orphans, missing: [.peer])) }
    return paths
  }
}

/// Prefixes, to find those around another one by a look-up for each length that there is.
struct PrefixSet {
  private var prefixes: Set<IPPrefix>
  /// Longest first.
  private let lengths: [AddressFamily: [UInt8]]
  /// The first addresses, sorted.
  private let starts: [IPAddress]

  init(_ list: some Sequence<IPPrefix>) {
    prefixes = Set(list.lazy.map(\.network))
    var lengths: [AddressFamily: Set<UInt8>] = [:]
    for prefix in prefixes { lengths[prefix.address.family, default: []].insert(prefix.length) }
    self.lengths = lengths.mapValues { $0.sorted(by: >) }
    starts = prefixes.map(\.address).sorted()
  }

  /// The longest one that has all of another.
  func longest(around other: IPPrefix) -> IPPrefix? {
    for length in lengths[other.address.family] ?? [] where length <= other.length {
      let prefix = IPPrefix(other.address.masked(to: length), length: length)
      if prefixes.contains(prefix) { return prefix }
    }
    return nil
  }

  /// Whether one starts inside of another.
  func hasMember(in other: IPPrefix) -> Bool {
    let first = other.network.address
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] < first { low = middle + 1 } else { high = middle }
    }
    return low < starts.count && other.contains(starts[low])
  }
}
