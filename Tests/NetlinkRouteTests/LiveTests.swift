import Glibc
import LinuxSystem
import Netlink
import NetlinkRoute
import NetworkTypes
import TestSupport
import Testing

/// This kernel, in namespaces of its own, against what `ip` and `bridge` see there.
@Suite(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct LiveTests {
  let buffer = ReceiveBuffer()

  /// A namespace with links that every kernel of ours has.
  private func prepare(_ space: borrowing TestNamespace) throws {
    try space.ip(
      """
      link set lo up
      link add v0 type veth peer name v1
      link add br0 type bridge
      link add vx0 type vxlan id 42 local 192.0.2.1 dstport 8472 nolearning
      link add link v0 name mv0 type macvlan mode bridge
      link add i0 type ifb
      tuntap add dev tap0 mode tap
      link set v1 master br0
      link set dev br0 up
      link set dev v0 up
      link set dev v1 up
      link set dev vx0 up
      address add 192.0.2.1/24 dev v0
      address add 2001:db8::1/64 dev v0 nodad
      """)
  }

  private func names(_ socket: inout NetlinkSocket) throws -> [Int32: String] {
    let links = try socket.dump(LinkDump(skipStatistics: true), buffer: buffer)
    #expect(links.isConsistent && links.malformed == [])
    return Dictionary(uniqueKeysWithValues: links.entries.map { ($0.index, $0.name) })
  }

  @Test func links() throws {
    try withNamespace { space in
      try prepare(space)
      var socket = try space.socket()
      let names = try names(&socket)
      let (links, printed) = try unchanged {
        try socket.dump(LinkDump(extendedMask: .virtualFunctions), buffer: buffer)
      } by: { links in
        links.entries.map { $0.members(names) }
      } show: {
        try space.json("ip -j -d link show").elements
      }
      #expect(links.entries.count == printed.count && printed.count >= 8)
      for (link, printed) in zip(links.entries, printed) {
        let differences = differences(
          printed, link.members(names), ignoring: ["linkinfo", "link_netnsid"])
        #expect(differences == [], "\(link.name)")
        #expect(link.unknown == [], "\(link.name)")
        #expect(link.info.kind == printed["linkinfo"]?["info_kind"]?.text)
        #expect(link.statistics != nil)
      }
      let ports = try socket.dump(LinkDump(master: index("br0", names)), buffer: buffer)
      #expect(ports.entries.map(\.name) == ["v1"])
      let tunnels = try socket.dump(LinkDump(kind: "vxlan"), buffer: buffer)
      #expect(tunnels.entries.map(\.name) == ["vx0"])
    }
  }

  private func index(_ name: String, _ names: [Int32: String]) -> Int32 {
    names.first { $0.value == name }?.key ?? 0
  }

  @Test func oneLink() throws {
    try withNamespace { space in
      try space.ip("link add br0 type bridge\nlink property add dev br0 altname the-first-bridge")
      var socket = try space.socket()
      for request in [
        LinkRequest(name: "br0"), LinkRequest(index: 2), LinkRequest(name: "the-first-bridge"),
      ] {
        let link = try socket.get(
          request.message(), answer: LinkRequest.answer, as: LinkMessage.self, buffer: buffer)
        #expect(link?.name == "br0" && link?.altNames == ["the-first-bridge"])
      }
      let error = #expect(throws: NetlinkError.self) {
        _ = try socket.get(
          LinkRequest(name: "nobody").message(), answer: LinkRequest.answer,
          as: LinkMessage.self, buffer: buffer)
      }
      #expect(error?.reason == .noSuchDevice)
    }
  }

  @Test func addresses() throws {
    try withNamespace { space in
      try prepare(space)
      try space.ip(
        """
        address add 192.0.2.7/24 dev v0 label v0:seven
        address add 10.1.0.1 peer 10.1.0.2/32 dev v0 scope link
        address add 2001:db8::9/64 dev v0 nodad valid_lft 500 preferred_lft 100
        """)
      var socket = try space.socket()
      let names = try names(&socket)
      let device = index("v0", names)
      let timers: Set = ["valid_life_time", "preferred_life_time"]
      let (addresses, shown) = try unchanged {
        try socket.dump(AddressDump(device: device), buffer: buffer).entries
      } by: { addresses in
        addresses.map { $0.members.filter { !timers.contains($0.key) } }
      } show: {
        try space.json("ip -j address show dev v0").elements.first?["addr_info"]
      }
      let printed = try #require(shown).elements
      #expect(addresses.count == printed.count && printed.count >= 5)
      for (address, printed) in zip(addresses, printed) {
        #expect(differences(printed, address.members, ignoring: timers.union(["tentative"])) == [])
      }
      let four = try socket.dump(AddressDump(family: .ipv4), buffer: buffer).entries
      #expect(four.allSatisfy { $0.family == 2 } && four.count == 4)
    }
  }

  @Test func routes() throws {
    try withNamespace { space in
      try prepare(space)
      try space.ip(
        """
        route add 10.0.0.0/8 via 192.0.2.2 metric 7 proto 80
        route add 10.1.0.0/16 nexthop via 192.0.2.2 weight 3 nexthop via 192.0.2.3
        route add blackhole 10.2.0.0/16
        route add 10.3.0.0/16 via 192.0.2.4 table 1000 mtu 1200
        route add 2001:db8:1::/48 via 2001:db8::2
        """)
      var socket = try space.socket()
      let names = try names(&socket)
      for (family, flag) in [(AddressFamily.ipv4, "-4"), (.ipv6, "-6")] {
        let (routes, printed) = try unchanged {
          try socket.dump(RouteDump(family: family), buffer: buffer).entries
        } by: { routes in
          routes.map { $0.members(names) }
        } show: {
          try space.json("ip -j -d \(flag) route show table all").elements
        }
        #expect(routes.count == printed.count && printed.count >= 5)
        for (route, printed) in zip(routes, printed) {
          let ignored: Set = route.priority == nil ? ["metric", "expires"] : ["expires"]
          #expect(differences(printed, route.members(names), ignoring: ignored) == [])
        }
      }
      let table = try socket.dump(RouteDump(family: .ipv4, table: 1000), buffer: buffer).entries
      #expect(table.map(\.destination) == [IPPrefix("10.3.0.0/16")])
      #expect(table.first?.metrics?.mtu == 1200)
      let through = RouteDump(family: .ipv4, device: index("v0", names), protocol: .felix)
      #expect(try socket.dump(through, buffer: buffer).entries.count == 1)
      for family in [AddressFamily.ipv4, .ipv6] {
        let error = #expect(throws: NetlinkError.self) {
          _ = try socket.dump(RouteDump(family: family, table: 4242), buffer: buffer)
        }
        #expect(error?.reason == .noSuchFile)
      }
      #expect(try socket.dump(RouteDump(family: nil, table: 4242), buffer: buffer).entries == [])
      let both = try socket.dump(RouteDump(family: nil), buffer: buffer).entries.map(\.family)
      #expect(both == both.sorted() && Set(both) == [2, 10])
    }
  }

  @Test func rulesAndNextHops() throws {
    try withNamespace { space in
      try prepare(space)
      try space.ip(
        """
        rule add from 10.0.0.0/8 fwmark 0x1/0xf table 100 priority 5
        rule add not to 10.0.0.0/8 iif v0 table 200 priority 6
        nexthop add id 1 via 192.0.2.2 dev v0
        nexthop add id 2 via 192.0.2.3 dev v0
        nexthop add id 3 group 1,3/2,4
        """)
      var socket = try space.socket()
      let names = try names(&socket)
      let rules = try socket.dump(RuleDump(family: .ipv4), buffer: buffer).entries
      let printedRules = try space.json("ip -j -d rule show").elements
      #expect(rules.count == printedRules.count && rules.count == 5)
      for (rule, printed) in zip(rules, printedRules) {
        #expect(differences(printed, rule.members) == [])
      }
      let nextHops = try socket.dump(NextHopDump(), buffer: buffer).entries
      let printedHops = try space.json("ip -j -d nexthop show").elements
      #expect(nextHops.count == 3 && printedHops.count == 3)
      for (nextHop, printed) in zip(nextHops, printedHops) {
        #expect(differences(printed, nextHop.members(names)) == [])
      }
    }
  }

  @Test func neighboursAndForwarding() throws {
    try withNamespace { space in
      try prepare(space)
      try space.ip(
        """
        neighbour add 192.0.2.9 lladdr 02:00:00:00:00:09 dev v0
        neighbour add 2001:db8::9 lladdr 02:00:00:00:00:0a dev v0 router
        neighbour add proxy 192.0.2.10 dev v0
        """)
      try space.run("bridge fdb append 00:00:00:00:00:00 dev vx0 dst 192.0.2.20")
      try space.run("bridge fdb append 00:00:00:00:00:00 dev vx0 dst 192.0.2.21 port 9999 vni 7")
      try space.run("bridge fdb add 02:00:00:00:00:0b dev v1 master static")
      var socket = try space.socket()
      let names = try names(&socket)
      let device = index("v0", names)
      let known = try socket.dump(NeighbourDump(family: .ipv4, device: device), buffer: buffer)
      #expect(
        known.entries.filter { $0.state == .permanent }.map(\.address)
          == [IPAddress("192.0.2.9")])
      let six = try socket.dump(NeighbourDump(family: .ipv6), buffer: buffer).entries
      #expect(six.contains { $0.flags.contains(.router) && $0.address == IPAddress("2001:db8::9") })
      let proxies = try socket.dump(NeighbourDump(proxy: true), buffer: buffer).entries
      #expect(proxies.map(\.address) == [IPAddress("192.0.2.10")])
      #expect(proxies.first?.flags.contains(.proxy) == true)

      let tunnel = FDBDump(device: index("vx0", names))
      let remotes = try socket.dump(tunnel, buffer: buffer).entries
      #expect(remotes.map(\.address) == [IPAddress("192.0.2.20"), IPAddress("192.0.2.21")])
      #expect(remotes.last?.port == 9999 && remotes.last?.vni == 7)
      let (all, printed) = try unchanged {
        try socket.dump(FDBDump(), buffer: buffer).entries.map { $0.fdbMembers(names) }
      } by: {
        $0
      } show: {
        try space.json("bridge -j -d fdb show").elements
      }
      #expect(all.count == printed.count && all.count > 5)
      for (entry, printed) in zip(all, printed) {
        #expect(differences(printed, entry) == [])
      }
      let bridge = FDBDump(bridge: index("br0", names))
      let learned = try socket.dump(bridge, buffer: buffer).entries
      #expect(learned.contains { $0.macAddress == MACAddress("02:00:00:00:00:0b") })
      #expect(!learned.contains { $0.device == index("vx0", names) })
    }
  }

  @Test func countersAndQdiscs() throws {
    try withNamespace { space in
      try prepare(space)
      var socket = try space.socket()
      let names = try names(&socket)
      let counters = try socket.dump(StatisticsDump(), buffer: buffer).entries
      #expect(Set(counters.map(\.index)) == Set(names.keys))
      let links = try socket.dump(LinkDump(), buffer: buffer).entries
      #expect(Set(links.map(\.index)) == Set(names.keys))
      let loop = try #require(links.first { $0.name == "lo" })
      #expect(counters.first { $0.index == loop.index }?.counters == loop.statistics)
      let qdiscs = try socket.dump(QdiscDump(), buffer: buffer).entries
      #expect(qdiscs.contains { $0.kind == "noqueue" && $0.device == index("v0", names) })
      let more = try socket.dump(QdiscDump(includesInvisible: true), buffer: buffer).entries
      #expect(more.count >= qdiscs.count)
    }
  }

  /// Asking for the number of a namespace does not give it one.
  @Test func namespaceNumbers() throws {
    try withNamespace { here in
      try withNamespace { there in
        var socket = try here.socket()
        let question = NamespaceIDRequest(fd: there.namespace.descriptor.rawValue).message()
        for _ in 0..<2 {
          let answer = try socket.get(
            question, answer: NamespaceIDRequest.answer, as: NamespaceIDMessage.self,
            buffer: buffer)
          #expect(answer?.id == -1)
        }
        #expect(try socket.dump(NamespaceIDDump(), buffer: buffer).entries == [])
        var pair = CreateLink("a", .veth(peer: "b"))
        pair.kind = .veth(peer: "b", peerNamespace: there.namespace.descriptor.rawValue)
        try socket.perform(pair.message(), buffer: buffer)
        // A dump of the links is what gives the other end's namespace a number.
        let links = try socket.dump(LinkDump(), buffer: buffer).entries
        let number = try #require(links.first { $0.name == "a" }?.linkNetnsID)
        let answer = try socket.get(
          question, answer: NamespaceIDRequest.answer, as: NamespaceIDMessage.self,
          buffer: buffer)
        #expect(answer?.id == number)
        #expect(try socket.dump(NamespaceIDDump(), buffer: buffer).entries.map(\.id) == [number])
      }
    }
  }
}
