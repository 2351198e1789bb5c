import Netlink
import NetlinkRoute
import NetworkTypes
import NodeModel
import TestSupport
import Testing

@testable import NodeCollector

/// What addresses, rules, neighbours, FDB entries, next hops and queueing disciplines become.
struct ConvertTableTests {
  @Test func addressesHaveTheirOtherEnd() throws {
    let messages = try recorded("6.12-addresses.hex", as: AddressMessage.self)
    let addresses = messages.compactMap(AddressConversion.address)
    #expect(addresses.count == messages.count)
    func address(_ text: String) throws -> InterfaceAddress {
      try #require(addresses.first { $0.address.description == text })
    }
    #expect(try address("192.0.2.1").peer == nil)
    #expect(try address("10.0.0.1").peer?.description == "10.0.0.2")
    #expect(try address("10.0.0.1").scope == .link)
    #expect(try address("2001:db8::5").peer?.description == "2001:db8::6")
    #expect(try address("2001:db8::5").validSeconds == 1000)
    #expect(try address("192.0.2.10").label == "d0:ten")
    #expect(try address("192.0.2.10").flags.words(for: .ipv4).contains("noPrefixRoute"))
    #expect(try address("::1").origin == 1)
    let header: [UInt8] = [2, 24, 0, 0, 1, 0, 0, 0]
    let none = try AddressMessage(payload: header.span.bytes)
    #expect(AddressConversion.address(none) == nil)
  }

  @Test func rulesKeepWhatTheyMatch() throws {
    let rules = try recorded("6.12-rules.hex", as: RuleMessage.self)
      .compactMap(RuleConversion.rule)
    func rule(_ priority: UInt32) throws -> Rule {
      try #require(rules.first { $0.priority == priority })
    }
    #expect(rules.map(\.priority) == rules.map(\.priority).sorted())
    #expect(try rule(0).table == RouteTableID.local)
    #expect(try rule(0).attributes["protocol"]?.text == "kernel")
    let prefixes = try rule(100)
    #expect(prefixes.from?.description == "192.0.2.0/24")
    #expect(prefixes.to?.description == "198.51.100.0/24")
    #expect(prefixes.iif == "d0")
    #expect(prefixes.attributes["suppressPrefixLength"]?.number == 8)
    #expect(try rule(200).action == .goto)
    #expect(try rule(200).attributes["goto"]?.number == 32766)
    let ports = try rule(300).attributes
    #expect(ports["flags"]?.list?.map(\.text) == ["invert"])
    #expect(ports["sourcePorts"]?.facts?["low"]?.number == 100)
    #expect(ports["users"]?.facts?["high"]?.number == 2000)
    #expect(ports["suppressPrefixLength"] == nil)
    #expect(try rule(400).attributes["tos"]?.number == 16)
    #expect(try rule(1000).attributes["l3MasterDevice"]?.flag == true)
    let header = [128] + [UInt8](repeating: 0, count: 11)
    let multicast = try RuleMessage(payload: header.span.bytes)
    #expect(RuleConversion.rule(multicast) == nil)
  }

  @Test func neighboursOfAllStatesAreKept() throws {
    let messages = try recorded("6.12-neighbours.hex", as: NeighbourMessage.self)
    let neighbours = messages.compactMap {
      NeighbourConversion.neighbour($0, isProxy: false)
    }
    #expect(neighbours.count == messages.count)
    #expect(neighbours.contains { $0.state == .noARP })
    let router = try #require(neighbours.first { $0.flags.contains(.router) })
    #expect(router.address.description == "2001:db8::50")
    #expect(router.macAddress?.description == "02:00:00:00:00:52")
    #expect(neighbours.allSatisfy { $0.usedSeconds != nil && !$0.isProxy })
    let proxies = try recorded("6.12-proxies.hex", as: NeighbourMessage.self)
      .compactMap { NeighbourConversion.neighbour($0, isProxy: true) }
    #expect(proxies.map(\.address.description) == ["192.0.2.60", "2001:db8::60"])
    #expect(proxies.allSatisfy { $0.isProxy })
    #expect(proxies.allSatisfy { $0.macAddress == nil })
  }

  @Test func entriesSayWhereFramesGo() throws {
    let messages = try recorded("6.12-fdb.hex", as: NeighbourMessage.self)
    let entries = try messages.compactMap { try NeighbourConversion.fdbEntry($0) }
    #expect(entries.count == messages.count)
    #expect(messages.allSatisfy { NeighbourConversion.neighbour($0, isProxy: false) == nil })
    let learned = try #require(entries.first { $0.macAddress.description == "02:00:00:00:00:70" })
    #expect(learned.device == 12)
    #expect(learned.bridge == 13)
    #expect(learned.vlan == 7)
    let own = entries.filter { $0.macAddress.description == "4e:bb:17:c0:65:a7" }
    #expect(own.allSatisfy { $0.state == .permanent })
  }

  /// The short way says what the long one says, of each recorded entry.
  @Test(arguments: ["6.12", "6.18"])
  func bothWaysAgree(_ kernel: String) throws {
    for (name, isProxy) in [("neighbours", false), ("proxies", true)] {
      let payloads = try recordedPayloads("\(kernel)-\(name).hex")
      var short: [Neighbour] = []
      for payload in payloads {
        try NeighbourConversion.append(payload.span.bytes, isProxy: isProxy, to: &short)
      }
      let long = try recorded("\(kernel)-\(name).hex", as: NeighbourMessage.self)
        .compactMap { NeighbourConversion.neighbour($0, isProxy: isProxy) }
      #expect(short == long)
      #expect(short.count == payloads.count)
    }
    var short: [FDBEntry] = []
    for payload in try recordedPayloads("\(kernel)-fdb.hex") {
      try NeighbourConversion.append(payload.span.bytes, to: &short)
    }
    let long = try recorded("\(kernel)-fdb.hex", as: NeighbourMessage.self)
      .compactMap { try NeighbourConversion.fdbEntry($0) }
    #expect(short == long)
    #expect(!short.isEmpty)
  }

  @Test func remoteEntriesHaveTheirTunnel() throws {
    let header: [UInt8] = [7, 0, 0, 0, 9, 0, 0, 0, 0x80, 0, 0x02, 0]
    let payload =
      header
      + attributes {
        $0.attribute(2, bytes: [2, 0, 0, 0, 0, 1])
        $0.attribute(1, bytes: [198, 18, 0, 1])
        $0.attribute(6, UInt16(8472).bigEndian)
        $0.attribute(7, UInt32(42))
        $0.attribute(8, Int32(3))
        $0.attribute(10, Int32(4))
        $0.attribute(11, UInt32(43))
        $0.attribute(13, UInt32(77))
        $0.attribute(15, UInt32(2))
      }
    let entry = try #require(
      try NeighbourConversion.fdbEntry(try NeighbourMessage(payload: payload.span.bytes)))
    #expect(entry.remote?.description == "198.18.0.1")
    #expect(entry.port == 8472)
    #expect(entry.vni == 42)
    #expect(entry.via == 3)
    #expect(entry.linkNSID == 4)
    #expect(entry.sourceVNI == 43)
    #expect(entry.nextHopGroup == 77)
    #expect(entry.flags.words == ["self", "locked"])
    #expect(entry.state == .permanent)
    var entries: [FDBEntry] = []
    try NeighbourConversion.append(payload.span.bytes, to: &entries)
    #expect(entries == [entry])
  }

  @Test func nextHopsHaveTheirMembers() throws {
    let hops = try recorded("6.12-nexthops.hex", as: NextHopMessage.self)
      .map(NextHopConversion.nextHop)
    func hop(_ id: UInt32) throws -> NextHop { try #require(hops.first { $0.id == id }) }
    #expect(try hop(1).gateway?.description == "192.0.2.254")
    #expect(try hop(1).family == .ipv4)
    #expect(try hop(1).device == 2)
    #expect(try hop(3).attributes["blackhole"]?.flag == true)
    #expect(try hop(10).group.map(\.id) == [1, 2])
    #expect(try hop(10).group.map(\.weight) == [5, 200])
    #expect(try hop(10).attributes["groupType"]?.text == "multipath")
    #expect(try hop(10).family == nil)
    let table = try hop(11).attributes["resilient"]?.facts
    #expect(table?["buckets"]?.number == 32)
    #expect(table?["idleTimerCentiseconds"]?.number == 6000)
    #expect(try hop(12).attributes["fdb"]?.flag == true)
  }

  @Test func qdiscsHaveTheHandlesOfTC() throws {
    let qdiscs = try recorded("6.12-qdiscs.hex", as: QdiscMessage.self)
      .map(QdiscConversion.qdisc)
    let own = qdiscs.filter { $0.device == 2 }
    #expect(own.map(\.kind) == ["htb", "clsact"])
    #expect(own.map(\.handle) == ["1:", "ffff:"])
    #expect(own.map(\.parent) == ["root", "clsact"])
  }

  @Test(
    arguments: [
      (0, "0:"), (0x8001_0000, "8001:"), (0x0001_000A, "1:a"), (0x0000_0001, "0:1"),
      (UInt32.max, "ffff:ffff"),
    ] as [(UInt32, String)])
  func handleIsHexadecimal(_ number: UInt32, _ text: String) {
    #expect(QdiscConversion.handle(number) == text)
  }
}
