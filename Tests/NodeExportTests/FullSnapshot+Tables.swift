import NetworkTypes
import NodeModel

extension FullSnapshot {
  static func record(
    _ destination: String, gateway: String? = nil, device: Int32 = 2, table: UInt32 = 254,
    protocol: RouteProtocol = .kernel, scope: RouteScope = .global, type: RouteType = .unicast,
    priority: UInt32? = nil
  ) -> RouteRecord {
    let destination = prefix(destination)
    var record = RouteRecord()
    record.destinationHigh = destination.address.high
    record.destinationLow = destination.address.low
    record.destinationLength = destination.length
    if destination.address.family == .ipv6 { record.code |= RouteRecord.isIPv6 }
    if let gateway = gateway.map(ip) {
      record.code |= RouteRecord.hasGateway
      record.gatewayHigh = gateway.high
      record.gatewayLow = gateway.low
    }
    record.device = device
    record.table = table
    record.protocol = `protocol`.rawValue
    if let priority {
      record.code |= RouteRecord.hasPriority
      record.priority = priority
    }
    _ = record.pack(type: type.rawValue, scope: scope.rawValue)
    return record
  }

  static var routes: RouteTable {
    var table = RouteTable()
    table.append(record("0.0.0.0/0", gateway: "192.0.2.1", protocol: .static, priority: 100))
    table.append(record("192.0.2.0/24", scope: .link))
    table.append(record("10.0.0.0/8", device: 0, type: .blackhole))
    var extra = RouteExtra()
    extra.flags = [.onLink, .linkDown]
    extra.source = ip("192.0.2.10")
    extra.from = prefix("2001:db8::/32")
    extra.tos = 16
    extra.via = ip("fe80::2")
    extra.nextHopID = 7
    extra.mtu = 1400
    extra.expiresSeconds = 30
    extra.attributes.set("preference", "high")
    table.append(record("198.51.100.0/24", table: 1000), extra: extra)
    var multipath = RouteExtra()
    multipath.rawScope = 77
    multipath.nextHops = [
      RouteNextHop(gateway: ip("192.0.2.2"), device: 2, weight: 1, flags: .onLink),
      RouteNextHop(gateway: nil, device: 99, weight: 3, flags: []),
    ]
    multipath.nextHops[0].attributes.set("ttlPropagate", true)
    table.append(record("203.0.113.0/24", device: 0), extra: multipath)
    table.append(record("10.1.0.0/16", gateway: "192.0.2.7", device: 99, protocol: .felix))
    table.append(record("::/0", gateway: "fe80::1", priority: 1024))
    table.append(record("2001:db8::/64", device: 7, priority: 256))
    return table
  }

  static var rules: [Rule] {
    var rule = Rule(family: .ipv4, priority: 100, table: 1000, action: .toTable)
    rule.from = prefix("10.244.0.0/16")
    rule.to = prefix("10.96.0.0/12")
    rule.iif = "eth0"
    rule.oif = "gone0"
    rule.fwMark = 0x4000
    rule.fwMask = 0xC000
    rule.attributes.set("tos", 16)
    return [rule, Rule(family: .ipv6, priority: 0, table: 255, action: .toTable)]
  }

  static var neighbours: [Neighbour] {
    var entry = Neighbour(
      address: ip("192.0.2.1"), macAddress: mac, device: 5, state: .reachable, flags: .router)
    entry.protocol = .bird
    entry.confirmedSeconds = 1
    entry.usedSeconds = 2
    entry.updatedSeconds = 3
    entry.probes = 4
    return [
      entry,
      Neighbour(
        address: ip("192.0.2.99"), macAddress: nil, device: 0, state: .none, flags: .proxy,
        isProxy: true),
    ]
  }

  static var fdb: [FDBEntry] {
    var entry = FDBEntry(
      macAddress: mac, device: 5, state: NeighbourState(rawValue: 0xC0), flags: .`self`)
    entry.bridge = 9
    entry.vlan = 10
    entry.remote = ip("192.0.2.20")
    entry.port = 8472
    entry.vni = 1
    entry.sourceVNI = 2
    entry.via = 2
    entry.nextHopGroup = 7
    entry.protocol = .bird
    entry.usedSeconds = 1
    entry.updatedSeconds = 2
    entry.linkNSID = 0
    return [
      entry,
      FDBEntry(
        macAddress: MACAddress([0, 0, 0, 0, 0, 0])!, device: 5, state: .noARP, flags: .master),
    ]
  }

  static var nextHops: [NextHop] {
    var single = NextHop(id: 7)
    single.family = .ipv4
    single.gateway = ip("192.0.2.1")
    single.device = 2
    single.protocol = .static
    single.attributes.set("fdb", true)
    var group = NextHop(id: 3)
    group.group = [NextHop.Member(id: 7, weight: 2)]
    return [single, group]
  }
}
