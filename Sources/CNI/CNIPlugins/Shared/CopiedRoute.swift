import CNIPlan
import NetlinkRoute
import NetworkTypes

extension NewRoute {
  /// A route that is there, for a table: with its way, its source and what it says of packets.
  ///
  /// - Parameter table: Nil for the main one.
  init(copying route: RouteMessage, on device: String, table: UInt32?) {
    // A default route has no destination.
    let everywhere = IPPrefix(.unspecified(route.family == 2 ? .ipv4 : .ipv6), length: 0)
    self.init(route.destination ?? everywhere, via: route.gateway, on: device)
    self.table = table
    source = route.preferredSource
    priority = route.priority
    mtu = route.metrics?.mtu
    advertisedMSS = route.metrics?.advertisedMSS
    mayExist = true
  }
}
