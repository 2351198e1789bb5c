import NetworkTypes
import NodeModel
import Screens
import TestSupport

/// Nodes as no kernel makes them: links that hang on themselves, pods of namespaces that are not
/// there, empty names, counters that run backwards.
enum RandomNode {
  static func data(_ random: inout SplitMix) -> ScreenData {
    var rates = RateTable()
    let first = snapshot(&random)
    let second = snapshot(&random)
    rates.update(first, at: 0)
    rates.update(second, at: 1_000_000)
    let sources: [DataSource] = [.live, .stale("why")]
    return ScreenData(
      snapshot: second, rates: rates, changes: SnapshotDiff.changes(from: first, to: second),
      now: Int64.random(in: .min ... .max, using: &random),
      source: sources.randomElement(using: &random) ?? .live)
  }

  static func snapshot(_ random: inout SplitMix) -> Snapshot {
    var snapshot = Snapshot(capturedAt: Int64.random(in: .min ... .max, using: &random))
    snapshot.node = Node(name: name(&random), kernel: name(&random))
    snapshot.namespaces = (0..<Int.random(in: 0...5, using: &random)).map { number in
      namespace(UInt64(number), &random)
    }
    snapshot.pods = (0..<Int.random(in: 0...9, using: &random)).map { _ in pod(&random) }
    snapshot.tunnels = (0..<Int.random(in: 0...3, using: &random)).map { _ in
      var tunnel = Tunnel(link: link(&random), kind: name(&random))
      tunnel.mtu = UInt32.random(in: 0 ... .max, using: &random)
      tunnel.overheadBytes = UInt32.random(in: 0 ... .max, using: &random)
      tunnel.underlay = link(&random)
      tunnel.remotes = [address(&random), address(&random)]
      return tunnel
    }
    snapshot.completeness = [
      Completeness(
        source: name(&random), status: Completeness.Status.allCases.randomElement(using: &random)!,
        detail: name(&random))
    ]
    return snapshot
  }

  private static func name(_ random: inout SplitMix) -> String {
    [
      "", "eth0", "veth123", "名前のとても長いもの", "a\u{301}\u{302}\u{303}", "x\u{1B}]0;title\u{7}",
      "\u{202E}dlrow",
      String(repeating: "n", count: 300), "tunl0", "lo", "-", "a b:c !d", "\n\n",
    ].randomElement(using: &random) ?? ""
  }

  private static func address(_ random: inout SplitMix) -> IPAddress {
    Bool.random(using: &random)
      ? IPAddress(ipv4: UInt32.random(in: 0 ... .max, using: &random))
      : IPAddress(high: random.next(), low: random.next(), family: .ipv6)
  }

  private static func link(_ random: inout SplitMix) -> LinkID {
    LinkID(
      NamespaceID(inode: UInt64.random(in: 0...6, using: &random)),
      Int32.random(in: 0...9, using: &random))
  }

  private static func namespace(_ inode: UInt64, _ random: inout SplitMix) -> Namespace {
    var namespace = Namespace(id: NamespaceID(inode: inode), isHost: inode == 0)
    if Bool.random(using: &random) { namespace.paths = [name(&random), "/run/netns/x"] }
    guard Int.random(in: 0..<5, using: &random) > 0 else { return namespace }
    let links = (1...Int32.random(in: 1...9, using: &random)).map { index in
      var link = Link(id: LinkID(namespace.id, index), name: name(&random))
      link.kind = name(&random)
      link.flags = LinkFlags(rawValue: UInt32.random(in: 0 ... .max, using: &random))
      link.operState = OperationalState(rawValue: UInt8.random(in: 0...9, using: &random))
      if Bool.random(using: &random) { link.master = self.link(&random) }
      if Bool.random(using: &random) { link.peer = self.link(&random) }
      if Bool.random(using: &random) { link.parent = self.link(&random) }
      let address = address(&random)
      link.addresses = [
        InterfaceAddress(
          address: address, prefixLength: UInt8.random(in: 0...address.family.bits, using: &random),
          flags: AddressFlags(rawValue: UInt32.random(in: 0...0xFFF, using: &random)))
      ]
      return link
    }
    namespace.links = links
    namespace.statistics = links.dropLast(Int.random(in: 0...1, using: &random)).map { _ in
      var statistics = LinkStatistics()
      statistics.rxBytes = random.next()
      statistics.txBytes = random.next() >> 40
      statistics.rxErrors = random.next()
      statistics.txErrors = random.next()
      return statistics
    }
    addTables(to: &namespace, &random)
    return namespace
  }

  private static func addTables(to namespace: inout Namespace, _ random: inout SplitMix) {
    var table = RouteTable()
    for _ in 0..<Int.random(in: 0...30, using: &random) {
      var record = RouteRecord()
      let address = address(&random)
      record.destinationHigh = address.high
      record.destinationLow = address.low
      record.code = address.family == .ipv6 ? RouteRecord.isIPv6 : 0
      if Bool.random(using: &random) { record.code |= RouteRecord.hasGateway }
      record.destinationLength = UInt8.random(in: 0...address.family.bits, using: &random)
      record.device = Int32.random(in: -3...9, using: &random)
      record.table = UInt32.random(in: 0 ... .max, using: &random)
      _ = record.pack(type: UInt8.random(in: 0...15, using: &random), scope: 0)
      guard Bool.random(using: &random) else {
        table.append(record)
        continue
      }
      var extra = RouteExtra()
      extra.flags = RouteFlags(rawValue: UInt32.random(in: 0 ... .max, using: &random))
      extra.nextHops = [
        RouteNextHop(gateway: address, device: 3, weight: 1, flags: .dead)
      ]
      table.append(record, extra: extra)
    }
    namespace.routes = table
    namespace.rules = (0..<Int.random(in: 0...4, using: &random)).map { _ in
      var rule = Rule(
        family: .ipv4, priority: UInt32.random(in: 0 ... .max, using: &random), table: 7,
        action: RuleAction(rawValue: UInt8.random(in: 0...9, using: &random)))
      rule.fwMark = UInt32.random(in: 0 ... .max, using: &random)
      return rule
    }
    namespace.neighbours = (0..<Int.random(in: 0...9, using: &random)).map { _ in
      Neighbour(
        address: address(&random), macAddress: MACAddress([2, 0, 0, 0, 0, 1]),
        device: Int32.random(in: 0...9, using: &random),
        state: NeighbourState(rawValue: UInt16.random(in: 0...0x100, using: &random)))
    }
    namespace.fdb = (0..<Int.random(in: 0...9, using: &random)).map { _ in
      var entry = FDBEntry(
        macAddress: MACAddress([2, 0, 0, 0, 0, UInt8.random(in: 0...3, using: &random)])!,
        device: Int32.random(in: 0...9, using: &random), state: .permanent, flags: [])
      if Bool.random(using: &random) { entry.bridge = 4 }
      if Bool.random(using: &random) { entry.remote = address(&random) }
      return entry
    }
  }

  private static func pod(_ random: inout SplitMix) -> Pod {
    var pod = Pod(namespace: Bool.random(using: &random) ? nil : name(&random), name: name(&random))
    pod.netns = Bool.random(using: &random) ? link(&random).namespace : nil
    pod.hostNetwork = Int.random(in: 0..<5, using: &random) == 0
    pod.interfaces = (0..<Int.random(in: 0...3, using: &random)).map { _ in
      Pod.Interface(
        name: name(&random), link: Bool.random(using: &random) ? link(&random) : nil,
        hostLink: Bool.random(using: &random) ? link(&random) : nil,
        addresses: [IPPrefix(address(&random), length: 24)])
    }
    return pod
  }
}
