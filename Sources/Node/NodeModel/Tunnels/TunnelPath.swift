public import NetworkTypes

/// One way through a tunnel, from the routes that lead into it to the end that packets are sent
/// to, with what is missing on it.
public struct TunnelPath: Hashable, Sendable {
  /// What has to be there for packets to arrive.
  public enum Leg: String, Hashable, Sendable, CaseIterable {
    /// A route into the tunnel that goes by `gateway`, or to what a peer may have.
    case route
    /// The link-layer address of `gateway` inside of the tunnel.
    case neighbour
    /// The end that has `macAddress`, in the FDB of the device.
    case fdb
    /// A peer of WireGuard that may have the destination.
    case peer
    /// The address that a peer is reached at.
    case endpoint
  }

  /// The end of the tunnel; nil where it is missing, or found by flooding.
  public var remote: IPAddress?
  /// The address inside of the tunnel that routes go by.
  public var gateway: IPAddress?
  /// Of the gateway.
  public var macAddress: MACAddress?
  /// Of the peer of WireGuard.
  public var publicKey: PublicKey?
  /// How many routes lead here.
  public var routes: Int
  /// Of the first of these routes, at most `mostDestinations`.
  public var destinations: [IPPrefix]
  /// In the order of `Leg`.
  public var missing: [Leg]

  public static let mostDestinations = 16

  init(remote: IPAddress? = nil, _ use: RouteUse = RouteUse(), missing: [Leg] = []) {
    self.remote = remote
    routes = use.count
    destinations = use.destinations
    self.missing = missing
  }
}

/// The routes that go one way.
struct RouteUse {
  var count = 0
  var destinations: [IPPrefix] = []

  mutating func add(_ destination: IPPrefix) {
    count += 1
    if destinations.count < TunnelPath.mostDestinations { destinations.append(destination) }
  }
}
