import Glibc
import LinuxSystem
import Netlink
import NetlinkRoute
import NetworkTypes
import TestSupport
import Testing

/// What this package asks the kernel to change, seen with the kernel's and `ip`'s eyes.
@Suite(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct ChangeTests {
  let buffer = ReceiveBuffer()

  @Test func makesLinks() throws {
    try withNamespace { space in
      var socket = try space.socket()
      var bridge = CreateLink("br0", .bridge())
      bridge.isUp = true
      bridge.index = 50
      bridge.macAddress = MACAddress("02:00:00:00:00:50")
      try socket.perform(bridge.message(), buffer: buffer)
      var pair = CreateLink("v0", .veth(peer: "v1"))
      pair.master = 50
      pair.mtu = 1400
      pair.index = 51
      try socket.perform(pair.message(), buffer: buffer)
      let local = IPAddress("192.0.2.1")
      try socket.perform(
        CreateLink("vx0", .vxlan(id: 9, local: local, port: 8472, learning: false)).message(),
        buffer: buffer)
      try socket.perform(
        CreateLink("vx6", .vxlan(id: 9, remote: IPAddress("2001:db8::1"))).message(),
        buffer: buffer)
      // Not above v0, whose frames the bridge takes.
      var below = CreateLink("i0", .ifb)
      below.index = 52
      try socket.perform(below.message(), buffer: buffer)
      var upper = CreateLink("mv0", .macvlan(.private))
      upper.parent = 52
      try socket.perform(upper.message(), buffer: buffer)

      let links = try socket.dump(LinkDump(), buffer: buffer).entries
      #expect(Set(links.map(\.name)) == ["lo", "br0", "v0", "v1", "vx0", "vx6", "mv0", "i0"])
      let port = try #require(links.first { $0.name == "v0" })
      #expect(port.index == 51 && port.master == 50 && port.mtu == 1400)
      #expect(port.info.kind == "veth" && port.info.portKind == "bridge")
      let made = try #require(links.first { $0.name == "br0" })
      #expect(made.flags.contains(.up) && made.macAddress == bridge.macAddress)
      guard case .vxlan(let tunnel) = links.first(where: { $0.name == "vx0" })?.info.data,
        case .macvlan(let mode) = links.first(where: { $0.name == "mv0" })?.info.data
      else {
        Issue.record("\(links)")
        return
      }
      #expect(tunnel.id == 9 && tunnel.port == 8472 && tunnel.local == local)
      #expect(tunnel.learning == false)
      #expect(mode.mode == .private)

      var change = ChangeLink(index: 51)
      change.isUp = true
      change.name = "renamed"
      change.mtu = 1300
      change.macAddress = MACAddress("02:00:00:00:00:51")
      change.master = 0
      try socket.perform(change.message(), buffer: buffer)
      let changed = try socket.get(
        LinkRequest(index: 51).message(), answer: LinkRequest.answer, as: LinkMessage.self,
        buffer: buffer)
      #expect(changed?.name == "renamed" && changed?.mtu == 1300 && changed?.master == nil)
      #expect(changed?.flags.contains(.up) == true && changed?.macAddress == change.macAddress)
      try socket.perform(DeleteLink(index: 51).message(), buffer: buffer)
      let rest = try socket.dump(LinkDump(), buffer: buffer).entries.map(\.name)
      #expect(Set(rest) == ["lo", "br0", "vx0", "vx6", "i0", "mv0"])
    }
  }

  @Test func movesLinks() throws {
    try withNamespace { here in
      try withNamespace { there in
        var socket = try here.socket()
        var other = try there.socket()
        try socket.perform(CreateLink("b0", .bridge()).message(), buffer: buffer)
        let made = try socket.get(
          LinkRequest(name: "b0").message(), answer: LinkRequest.answer, as: LinkMessage.self,
          buffer: buffer)
        // Bridges stay where they are (NETIF_F_NETNS_LOCAL), and the kernel says why.
        var move = ChangeLink(index: try #require(made).index)
        move.namespace = there.namespace.descriptor.rawValue
        #expect(made?.isNamespaceImmutable != false)
        #expect(throws: NetlinkError.self) {
          try socket.perform(move.message(), buffer: buffer)
        }
        var pair = CreateLink("v0", .veth(peer: "v1"))
        pair.index = 77
        try socket.perform(pair.message(), buffer: buffer)
        move.index = 77
        try socket.perform(move.message(), buffer: buffer)
        let names = try other.dump(LinkDump(), buffer: buffer).entries.map(\.name)
        #expect(names == ["lo", "v0"])
      }
    }
  }

  @Test func fillsTables() throws {
    try withNamespace { space in
      var socket = try space.socket()
      var pair = CreateLink("v0", .veth(peer: "v1"))
      pair.index = 9
      pair.isUp = true
      try socket.perform(pair.message(), buffer: buffer)
      var address = ChangeAddress(.add, try #require(IPPrefix("192.0.2.1/24")), on: 9)
      address.broadcast = IPAddress("192.0.2.255")
      try socket.perform(address.message(), buffer: buffer)
      var six = ChangeAddress(.add, try #require(IPPrefix("2001:db8::1/64")), on: 9)
      six.flags = AddressFlags(rawValue: 0x02)  // IFA_F_NODAD
      try socket.perform(six.message(), buffer: buffer)

      var route = ChangeRoute(.add, try #require(IPPrefix("10.0.0.0/8")))
      route.gateway = IPAddress("192.0.2.2")
      route.device = 9
      route.priority = 5
      route.table = 1000
      route.protocol = .bird
      route.preferredSource = IPAddress("192.0.2.1")
      try socket.perform(route.message(), buffer: buffer)
      var paths = ChangeRoute(.add, try #require(IPPrefix("10.1.0.0/16")))
      paths.nextHops = [
        .init(gateway: IPAddress("192.0.2.3"), device: 9, weight: 4),
        .init(gateway: IPAddress("2001:db8::3"), device: 9),
      ]
      try socket.perform(paths.message(), buffer: buffer)
      var crossed = ChangeRoute(.add, try #require(IPPrefix("10.2.0.0/16")))
      crossed.gateway = IPAddress("2001:db8::2")
      crossed.device = 9
      try socket.perform(crossed.message(), buffer: buffer)

      let routes = try socket.dump(RouteDump(family: .ipv4), buffer: buffer).entries
      let made = try #require(routes.first { $0.table == 1000 })
      #expect(made.destination == route.destination && made.gateway == route.gateway)
      #expect(made.priority == 5 && made.protocol == .bird && made.device == 9)
      #expect(made.preferredSource == route.preferredSource)
      let both = try #require(routes.first { $0.destination == paths.destination })
      #expect(both.nextHops.map(\.weight) == [4, 1])
      #expect(both.nextHops.first?.gateway == IPAddress("192.0.2.3"))
      #expect(both.nextHops.last?.via?.address == IPAddress("2001:db8::3"))
      let over = try #require(routes.first { $0.destination == crossed.destination })
      #expect(over.via?.address == crossed.gateway)

      route.change = .delete
      try socket.perform(route.message(), buffer: buffer)
      let error = #expect(throws: NetlinkError.self) {
        try socket.perform(route.message(), buffer: buffer)
      }
      #expect(error?.reason == .noSuchProcess)
      address.change = .delete
      try socket.perform(address.message(), buffer: buffer)
      #expect(try socket.dump(AddressDump(family: .ipv4), buffer: buffer).entries == [])
    }
  }

  @Test func fillsRulesAndNeighbours() throws {
    try withNamespace { space in
      var socket = try space.socket()
      var tunnel = CreateLink("vx0", .vxlan(id: 9, local: IPAddress("192.0.2.1")))
      tunnel.index = 9
      tunnel.isUp = true
      try socket.perform(tunnel.message(), buffer: buffer)

      var rule = ChangeRule(.add, .ipv4, priority: 7, table: 5000)
      rule.from = IPPrefix("10.0.0.0/8")
      rule.to = IPPrefix("10.1.0.0/16")
      rule.inputDevice = "v9"
      rule.fwMark = 3
      rule.fwMask = 0xF
      try socket.perform(rule.message(), buffer: buffer)
      let rules = try socket.dump(RuleDump(family: .ipv4), buffer: buffer).entries
      let made = try #require(rules.first { $0.priority == 7 })
      #expect(made.table == 5000 && made.source == rule.from && made.destination == rule.to)
      #expect(made.inputDevice == "v9" && made.fwMark == 3 && made.fwMask == 0xF)
      rule.change = .delete
      try socket.perform(rule.message(), buffer: buffer)
      #expect(try socket.dump(RuleDump(family: .ipv4), buffer: buffer).entries.count == 3)

      let mac = try #require(MACAddress("02:00:00:00:00:09"))
      let end = try #require(IPAddress("192.0.2.9"))
      try socket.perform(
        ChangeNeighbour(.add, neighbour: end, mac, on: 9).message(), buffer: buffer)
      let neighbours = try socket.dump(NeighbourDump(family: .ipv4), buffer: buffer).entries
      #expect(neighbours.contains { $0.address == end && $0.macAddress == mac })
      let all = try #require(MACAddress("00:00:00:00:00:00"))
      for remote in ["192.0.2.10", "192.0.2.11"] {
        var entry = ChangeNeighbour(
          .add, fdb: all, remote: IPAddress(remote), flags: .self, on: 9)
        entry.vni = 8
        entry.port = 4000
        try socket.perform(entry.message(), buffer: buffer)
      }
      let entries = try socket.dump(FDBDump(device: 9), buffer: buffer).entries
      #expect(entries.map(\.address) == [IPAddress("192.0.2.10"), IPAddress("192.0.2.11")])
      #expect(entries.allSatisfy { $0.vni == 8 && $0.port == 4000 })
    }
  }
}
