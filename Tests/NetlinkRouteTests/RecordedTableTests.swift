import Netlink
import NetlinkRoute
import NetworkTypes
import TestSupport
import Testing

/// What kernels said about addresses, routes, rules and neighbours, and what `ip` and `bridge`
/// printed of it in the same moment.
@Suite struct RecordedTableTests {
  @Test(arguments: recordedKernels)
  func addresses(_ kernel: String) throws {
    let link = try #require(try linkNames(kernel).first { $0.value == "d0" }).key
    let decoded = try decoded("\(kernel)-addresses.hex", as: AddressMessage.self)
      .filter { $0.index == link }
    let all = try printed("\(kernel)-addresses.json")
    let printed = try #require(all.first?["addr_info"]).elements
    #expect(decoded.count == printed.count && decoded.count >= 5)
    for (address, printed) in zip(decoded, printed) {
      #expect(differences(printed, address.members) == [])
      #expect(address.unknown == [])
    }
  }

  @Test(arguments: recordedKernels, ["routes4", "routes6"])
  func routes(_ kernel: String, table: String) throws {
    let names = try linkNames(kernel)
    let decoded = try decoded("\(kernel)-\(table).hex", as: RouteMessage.self)
    let printed = try printed("\(kernel)-\(table).json")
    #expect(decoded.count == printed.count && decoded.count >= 15)
    for (route, printed) in zip(decoded, printed) {
      // "nh_info" is another question of ip; a route that has expired in between is 0 or less.
      var ignored: Set = ["nh_info", "expires"]
      if route.family == 10 && route.priority == nil { ignored.insert("metric") }
      #expect(differences(printed, route.members(names), ignoring: ignored) == [])
      if let seconds = printed["expires"]?.integer {
        #expect(abs(seconds - Int(route.cache?.expires ?? 0) / 100) <= 1)
      }
      #expect(route.unknown == [])
    }
  }

  @Test(arguments: recordedKernels, ["rules", "rules6"])
  func rules(_ kernel: String, table: String) throws {
    let decoded = try decoded("\(kernel)-\(table).hex", as: RuleMessage.self)
    let printed = try printed("\(kernel)-\(table).json")
    #expect(decoded.count == printed.count && decoded.count >= 3)
    for (rule, printed) in zip(decoded, printed) {
      #expect(differences(printed, rule.members) == [])
      #expect(rule.unknown == [])
    }
  }

  /// `ip` leaves out what needs no resolution, and puts IPv4 first as the kernel does.
  @Test(arguments: recordedKernels)
  func neighbours(_ kernel: String) throws {
    let names = try linkNames(kernel)
    let decoded = try decoded("\(kernel)-neighbours.hex", as: NeighbourMessage.self)
      .filter { $0.state != .noARP && !$0.flags.contains(.proxy) }
    let printed = try printed("\(kernel)-neighbours.json")
    #expect(decoded.count == printed.count && decoded.count == 3)
    for (neighbour, printed) in zip(decoded, printed) {
      #expect(differences(printed, neighbour.members(names)) == [])
      #expect(neighbour.unknown == [] && neighbour.cache != nil)
    }
  }

  @Test(arguments: recordedKernels)
  func proxies(_ kernel: String) throws {
    let names = try linkNames(kernel)
    let decoded = try decoded("\(kernel)-proxies.hex", as: NeighbourMessage.self)
    let printed = try printed("\(kernel)-proxies.json")
    #expect(decoded.count == printed.count && decoded.count == 2)
    for (neighbour, printed) in zip(decoded, printed) {
      #expect(differences(printed, neighbour.members(names)) == [])
    }
  }

  @Test(arguments: recordedKernels)
  func forwardingEntries(_ kernel: String) throws {
    let names = try linkNames(kernel)
    let decoded = try decoded("\(kernel)-fdb.hex", as: NeighbourMessage.self)
    let printed = try printed("\(kernel)-fdb.json")
    #expect(decoded.count == printed.count && decoded.count >= 10)
    for (entry, printed) in zip(decoded, printed) {
      #expect(differences(printed, entry.fdbMembers(names)) == [])
      #expect(entry.unknown == [] && entry.isFDB)
    }
    let remote = try #require(decoded.first { $0.vni == 9 })
    #expect(remote.port == 8473 && remote.via != nil)
    #expect(remote.address == IPAddress("192.0.2.71"))
  }

  @Test(arguments: recordedKernels)
  func nextHops(_ kernel: String) throws {
    let names = try linkNames(kernel)
    let decoded = try decoded("\(kernel)-nexthops.hex", as: NextHopMessage.self)
    let printed = try printed("\(kernel)-nexthops.json")
    #expect(decoded.count == printed.count && decoded.count >= 5)
    for (nextHop, printed) in zip(decoded, printed) {
      #expect(differences(printed, nextHop.members(names)) == [])
      #expect(nextHop.unknown == [] && nextHop.resilient?.unknown ?? [] == [])
    }
  }

  @Test(arguments: recordedKernels)
  func qdiscs(_ kernel: String) throws {
    let names = try linkNames(kernel)
    let decoded = try decoded("\(kernel)-qdiscs.hex", as: QdiscMessage.self)
    let printed = try printed("\(kernel)-qdiscs.json")
    #expect(decoded.count == printed.count && decoded.count >= 5)
    for (qdisc, printed) in zip(decoded, printed) {
      let members: [String: JSON?] = [
        "kind": qdisc.kind.map(JSON.string), "dev": names[qdisc.device].map(JSON.string),
        "handle": .string(String(qdisc.handle >> 16, radix: 16) + ":"),
        "root": .bool(qdisc.parent == .max), "refcnt": JSON(qdisc.references),
        "parent": qdisc.parent == 0xFFFF_FFF1 ? "ffff:fff1" : nil,
      ]
      #expect(differences(printed, members, ignoring: ["options"]) == [])
      #expect(qdisc.unknown == [] && qdisc.statistics?.unknown == [])
    }
  }

  @Test(arguments: recordedKernels)
  func statistics(_ kernel: String) throws {
    let decoded = try decoded("\(kernel)-statistics.hex", as: StatisticsMessage.self)
    #expect(decoded.map(\.index) == decoded.map(\.index).sorted() && decoded.count == 8)
    #expect(decoded.allSatisfy { $0.counters?.rxOtherHostDropped == 0 && $0.unknown == [] })
  }
}
