import Canvas
import NetworkTypes
import NodeModel
import Screens
import TestSupport
import Testing

struct LargeTests {
  /// A table of routes as a full view of the Internet has them, in no order.
  static func routes(_ count: Int, hasIPv6: Bool = false) -> RouteTable {
    var table = RouteTable()
    var random = SplitMix(seed: 7)
    for number in 0..<count {
      var record = RouteRecord()
      if hasIPv6, number >= count / 2 {
        record.code |= RouteRecord.isIPv6
        record.destinationHigh = 0x2001_0DB8 << 32 | UInt64(random.next() & 0xFF)
        record.destinationLow = random.next()
        record.destinationLength = 128
      } else {
        record.destinationLow = UInt64(UInt32(truncatingIfNeeded: random.next()) & 0xFFFF_FF00)
        record.destinationLength = 24
      }
      record.gatewayLow = 0x0A00_0001 + UInt64(number % 7)
      record.code |= RouteRecord.hasGateway | RouteRecord.hasPriority
      record.priority = UInt32(truncatingIfNeeded: random.next()) % 1000
      record.table = 254
      record.device = Int32(2 + number % 3)
      record.protocol = number % 2 == 0 ? 12 : 186
      _ = record.pack(type: 1, scope: 0)
      table.append(record)
    }
    return table
  }

  static func data(_ routes: RouteTable) -> ScreenData {
    var snapshot = SampleNode.snapshot(second: 3)
    snapshot.namespaces[0].routes = routes
    return ScreenData(snapshot: snapshot)
  }

  /// Works until nothing is left to do, in slices, and draws in between.
  static func finish(_ driver: inout Driver, rows: Int = 50_000) -> (
    slices: Int, words: Set<String>
  ) {
    var slices = 0
    var words: Set<String> = []
    while driver.state.work(rows: rows, data: driver.data) {
      slices += 1
      if slices % 5 == 0 {
        let screen = driver.screen()
        if screen.contains("sorting") { words.insert("sorting") }
        if screen.contains("filtering") { words.insert("filtering") }
      }
    }
    return (slices, words)
  }

  @Test func sortsAMillionRoutesInSlices() {
    var driver = Driver(.routes, data: Self.data(Self.routes(1_000_000)), columns: 120)
    #expect(driver.screen().contains("1/1000000"))
    let clock = ContinuousClock()
    var result = (slices: 0, words: Set<String>())
    let first = driver.selectedLine()
    driver.type("s")
    #expect(driver.state.isWorking)
    #expect(driver.selectedLine() == first, "the old order stays until the new one is ready")
    let time = clock.measure { result = Self.finish(&driver) }
    print("1,000,000 routes sorted by destination in \(result.slices) slices, \(time)")
    #expect(result.slices > 20)
    #expect(result.words.contains("sorting"))
    let column = driver.destinations()
    #expect(column.count > 10)
    #expect(column == column.sorted())
    driver.type("jjjS")
    _ = Self.finish(&driver)
    let reversed = driver.destinations()
    #expect(reversed == reversed.sorted(by: >))
  }

  @Test func filtersAMillionRoutesInSlices() {
    var driver = Driver(.routes, data: Self.data(Self.routes(1_000_000)), columns: 120)
    driver.type("/proto:bgp dev:eth1 10.0.0.3")
    let clock = ContinuousClock()
    var result = (slices: 0, words: Set<String>())
    let time = clock.measure { result = Self.finish(&driver) }
    print("1,000,000 routes filtered in \(result.slices) slices, \(time)")
    #expect(result.words.contains("filtering"))
    // Every second route is of BGP, every third on eth1, every seventh by this gateway.
    let wanted = (0..<1_000_000).count { $0 % 2 == 1 && $0 % 3 == 1 && $0 % 7 == 2 }
    let screen = driver.screen()
    #expect(screen.contains("1/\(wanted)"))
    #expect(!screen.contains("bird"))
  }

  @Test(arguments: [
    "via", "dev", "table", "proto", "scope", "metric", "flags", "type", "pod", "to",
  ])
  func sortsMixedRoutesByEveryColumn(_ column: String) {
    var driver = Driver(.routes, data: Self.data(Self.routes(60_000, hasIPv6: true)), columns: 200)
    driver.type(":sort \(column) desc")
    driver.press(.enter)
    #expect(driver.state.isWorking)
    let result = Self.finish(&driver, rows: 5000)
    #expect(result.slices > 10)
    #expect(driver.screen().contains("1/60000"))
    driver.type("G")
    #expect(driver.screen().contains("60000/60000"))
    if column == "to" {
      #expect(driver.selectedLine().hasPrefix("0."), "the lowest IPv4 address is the last")
    }
  }

  @Test func drawsAThousandPodsQuickly() {
    let data = LargeTests.pods(1000)
    var (driver, first) = processorTime { Driver(.pods, data: data, columns: 160, rows: 50) }
    let (_, again) = processorTime { for _ in 0..<20 { _ = driver.surface() } }
    driver.type("3")
    let (_, links) = processorTime { for _ in 0..<20 { _ = driver.surface() } }
    print("1,000 pods: first \(first), again \(again / 20), links \(links / 20)")
    #expect(driver.screen().contains("1/3001"))
    // Debug builds on a busy machine too; release builds are fifty times faster.
    #expect(again / 20 < .milliseconds(500))
  }

  static func pods(_ count: Int) -> ScreenData {
    var snapshot = Snapshot()
    let host = NamespaceID(inode: 1)
    var node = Namespace(id: host, isHost: true)
    var links = [SampleNode.link(host, 1, "cni0", kind: "bridge", mtu: 1500)]
    var namespaces: [Namespace] = []
    for number in 0..<count {
      let id = NamespaceID(inode: UInt64(number + 10))
      var namespace = Namespace(id: id)
      var far = SampleNode.link(host, Int32(number + 10), "veth\(number)", kind: "veth", mtu: 1500)
      far.master = LinkID(host, 1)
      far.peer = LinkID(id, 2)
      links.append(far)
      var near = SampleNode.link(
        id, 2, "eth0", kind: "veth", mtu: 1500,
        addresses: ["10.\(number / 250).\(number % 250).2/24"])
      near.peer = far.id
      namespace.links = [SampleNode.link(id, 1, "lo", mtu: 65536), near]
      namespace.statistics = [LinkStatistics(), SampleNode.statistics(number, 1)]
      namespaces.append(namespace)
      var pod = Pod(namespace: "default", name: "pod-\(number)")
      pod.netns = id
      pod.interfaces = [Pod.Interface(name: "eth0", link: near.id, hostLink: far.id)]
      snapshot.pods.append(pod)
    }
    node.links = links
    node.statistics = links.map { _ in LinkStatistics() }
    snapshot.namespaces = [node] + namespaces
    return ScreenData(snapshot: snapshot)
  }
}

extension Driver {
  /// The numbers of the destinations on the screen, from top to bottom.
  fileprivate mutating func destinations() -> [UInt64] {
    screen().split(separator: "\n").compactMap { line in
      line.split(separator: " ").first.flatMap { IPPrefix($0) }?.address.low
    }
  }
}
