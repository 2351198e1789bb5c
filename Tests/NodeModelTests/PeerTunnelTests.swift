import NetworkTypes
import Testing

@testable import NodeModel

/// Which peers of WireGuard get what routes lead into the device.
struct PeerTunnelTests {
  private static func key(_ byte: UInt8) -> PublicKey {
    PublicKey([UInt8](repeating: byte, count: 32).span.bytes)!
  }

  private static func paths(_ peers: [(endpoint: String?, allowed: [String])], routes: [String])
    -> [TunnelPath]
  {
    var device = WireGuard()
    for (number, peer) in peers.enumerated() {
      let start = device.allowedPrefixes.count
      device.allowedPrefixes += peer.allowed.compactMap { IPPrefix($0) }
      var own = WireGuard.Peer(
        key(UInt8(number + 1)), allowed: start..<device.allowedPrefixes.count)
      own.endpoint = peer.endpoint.flatMap { IPAddress($0) }
      device.peers.append(own)
    }
    return PeerTunnel(device, destinations: routes.compactMap { IPPrefix($0) }).paths
  }

  @Test func eachRouteIsOfThePeerWithTheLongestPrefix() {
    let paths = Self.paths(
      [("192.0.2.1", ["10.0.0.0/8"]), ("192.0.2.2", ["10.2.0.0/16", "fd00::/64"])],
      routes: ["10.1.0.0/16", "10.2.3.0/24", "fd00::/80"])
    #expect(
      paths.map(\.destinations) == [
        [IPPrefix("10.1.0.0/16")!], [IPPrefix("10.2.3.0/24")!, IPPrefix("fd00::/80")!],
      ])
    #expect(paths.allSatisfy { $0.missing.isEmpty })
  }

  @Test func aRouteAroundThePrefixIsEnough() {
    let paths = Self.paths([("192.0.2.1", ["10.1.0.0/16"])], routes: ["0.0.0.0/0"])
    #expect(paths.map(\.missing) == [[]])
  }

  @Test func whatIsMissingIsSaid() {
    let paths = Self.paths(
      [(nil, ["10.1.0.0/16"]), ("192.0.2.2", ["10.2.0.0/16"]), ("192.0.2.3", [])],
      routes: ["10.1.0.0/16", "172.16.0.0/12"])
    #expect(paths.map(\.missing) == [[.endpoint], [.route], [.route], [.peer]])
    #expect(paths.last?.destinations == [IPPrefix("172.16.0.0/12")!])
  }

  @Test func manyAreCountedAndFewAreKept() {
    let paths = Self.paths(
      [("192.0.2.1", ["10.0.0.0/8"])], routes: (0..<100).map { "10.\($0).0.0/16" })
    #expect(paths.first?.routes == 100)
    #expect(paths.first?.destinations.count == TunnelPath.mostDestinations)
  }
}
