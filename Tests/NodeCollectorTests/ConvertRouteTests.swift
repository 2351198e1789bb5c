import Netlink
import NetlinkRoute
import NetworkTypes
import NodeModel
import TestSupport
import Testing

@testable import NodeCollector

/// What routes become, by the short way and by the long one.
struct ConvertRouteTests {
  private func recordedRoutes(_ name: String) throws -> [Route] {
    var table = RouteTable()
    for payload in try recordedPayloads(name) {
      try RouteConversion.append(payload.span.bytes, to: &table)
    }
    return (0..<table.count).map { table[$0] }
  }

  private func route(_ prefix: String, in name: String) throws -> Route {
    try #require(try recordedRoutes(name).first { $0.destination.description == prefix })
  }

  @Test func simpleRouteHasNoExtra() throws {
    let table = try routeTable(
      routeHeader()
        + attributes {
          $0.attribute(1, bytes: [10, 1, 2, 0])
          $0.attribute(4, Int32(7))
          $0.attribute(5, bytes: [192, 0, 2, 1])
          $0.attribute(6, UInt32(20))
          $0.attribute(15, UInt32(1000))
        })
    let route = table[0]
    #expect(route.destination.description == "10.1.2.0/24")
    #expect(route.gateway?.description == "192.0.2.1")
    #expect(route.device == 7)
    #expect(route.priority == 20)
    #expect(route.table == 1000)
    #expect(route.protocol == .kernel)
    #expect(route.scope == .global)
    #expect(route.type == .unicast)
    #expect(route.extra == nil)
  }

  /// Whatever a simple route says, it says the same by the long way.
  @Test(arguments: ["6.12-routes4", "6.12-routes6", "6.18-routes4", "6.18-routes6"])
  func bothWaysAgree(_ name: String) throws {
    var simple = 0
    for payload in try recordedPayloads("\(name).hex") {
      // A type of service makes it a route with an extra.
      var other = payload
      other[3] = 8
      let (short, long) = (try routeTable(payload)[0], try routeTable(other)[0])
      guard short.extra == nil else { continue }
      simple += 1
      var plain = long
      plain.extra = nil
      #expect(plain == short)
      #expect(long.extra?.tos == 8)
    }
    #expect(name == "6.12-routes4" || simple > 0)
  }

  @Test func recordedRoutesHaveTheirExtras() throws {
    let metric = try route("198.51.100.0/24", in: "6.12-routes4.hex")
    #expect(metric.protocol == .bird)
    #expect(metric.priority == 50)
    #expect(metric.extra?.mtu == 1300)
    #expect(metric.extra?.source?.description == "192.0.2.1")
    let metrics = metric.extra?.attributes["metrics"]?.facts
    #expect(metrics?["advertisedMSSBytes"]?.number == 1200)
    #expect(metrics?["mtu"] == nil)

    let multipath = try route("198.51.101.0/24", in: "6.12-routes4.hex")
    #expect(multipath.device == nil)
    #expect(multipath.protocol == .felix)
    #expect(multipath.extra?.nextHops.map(\.weight) == [3, 5])
    #expect(multipath.extra?.nextHops.last?.flags == .onLink)
    #expect(multipath.extra?.nextHops.first?.gateway?.description == "192.0.2.253")

    let via = try route("198.51.104.0/24", in: "6.12-routes4.hex")
    #expect(via.gateway == nil)
    #expect(via.extra?.via?.description == "2001:db8::99")

    let tunnel = try route("198.51.105.0/24", in: "6.12-routes4.hex").extra?.attributes
    #expect(tunnel?["encapsulation"]?.facts?["type"]?.text == "ip")
    #expect(tunnel?["encapsulation"]?.facts?["destination"]?.text == "192.0.2.77")

    let object = try route("198.51.107.0/24", in: "6.12-routes4.hex")
    #expect(object.extra?.nextHopID == 10)
    #expect(try route("198.51.102.0/24", in: "6.12-routes4.hex").type == .blackhole)
    #expect(try route("2001:db8:6::/48", in: "6.12-routes6.hex").extra?.expiresSeconds == 999)
    let high = try route("2001:db8:1::/48", in: "6.12-routes6.hex").extra?.attributes
    #expect(high?["preference"]?.text == "high")
    let medium = try route("2001:db8:2::/48", in: "6.12-routes6.hex").extra
    #expect(medium?.attributes.isEmpty == true)
    #expect(medium?.nextHops.count == 2)
  }

  @Test func copiesInTheCacheAreLeftOut() throws {
    let table = try routeTable(routeHeader(flags: 0x200), routeHeader(), routeHeader(family: 28))
    #expect(table.count == 1)
    #expect(table[0].destination.description == "0.0.0.0/24")
  }

  @Test func numbersWithoutRoomKeepTheirValue() throws {
    let table = try routeTable(
      routeHeader(scope: 100, type: 1), routeHeader(scope: 0, type: 200),
      routeHeader(scope: 253, type: 11))
    #expect(table[0].scope == RouteScope(rawValue: 100))
    #expect(table[1].type == RouteType(rawValue: 200))
    #expect(table[2].scope == .link)
    #expect(table[2].type == RouteType(rawValue: 11))
    #expect(table[2].extra == nil)
  }

  @Test func addressOfTheOtherFamilyIsRefused() {
    let short = routeHeader(family: 10) + attributes { $0.attribute(1, bytes: [10, 0, 0, 0]) }
    #expect(throws: MalformedMessage.badAttribute(type: 1, expected: 16, actual: 4)) {
      try routeTable(short)
    }
    // By the long way too.
    let flagged =
      routeHeader(family: 2, flags: 0x10)
      + attributes { $0.attribute(1, bytes: [UInt8](repeating: 1, count: 16)) }
    #expect(throws: MalformedMessage.badAttribute(type: 1, expected: 4, actual: 16)) {
      try routeTable(flagged)
    }
  }

  @Test func lockedMTUIsSaid() throws {
    let table = try routeTable(
      routeHeader()
        + attributes { message in
          message.nest(8) {
            $0.attribute(1, UInt32(1 << 2))
            $0.attribute(2, UInt32(1400))
          }
        })
    #expect(table[0].extra?.mtu == 1400)
    #expect(table[0].extra?.attributes["mtuLocked"]?.flag == true)
  }

  @Test func tablesGrowAndKeepTheirOrder() throws {
    var table = RouteTable()
    let count = 70_000
    for number in 0..<count {
      var record = RouteRecord()
      record.destinationLow = UInt64(number)
      if number % 1000 == 0 {
        var extra = RouteExtra()
        extra.tos = UInt8(truncatingIfNeeded: number / 1000)
        table.append(record, extra: extra)
      } else {
        table.append(record)
      }
    }
    #expect(table.count == count)
    #expect(
      table.records.enumerated().allSatisfy { $0.element.destinationLow == UInt64($0.offset) })
    for number in stride(from: 0, to: count, by: 500) {
      let expected = number % 1000 == 0 ? UInt8(truncatingIfNeeded: number / 1000) : nil
      #expect(table.extra(at: number)?.tos == expected)
    }
    var doubled = table
    doubled.append(contentsOf: table)
    #expect(doubled.count == 2 * count)
    #expect(doubled.extra(at: count + 3000)?.tos == 3)
    #expect(table.count == count)
  }
}
