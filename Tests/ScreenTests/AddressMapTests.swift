import Canvas
import NetworkTypes
import NodeModel
import TestSupport
import Testing

@testable import Screens

struct AddressMapTests {
  private static func range(_ subnet: String, _ first: String, _ last: String) -> IPAMState.Range {
    IPAMState.Range(
      set: 0, subnet: IPPrefix(subnet)!, first: IPAddress(first)!, last: IPAddress(last)!)
  }

  /// Each cell is what a look at each of its addresses says, for ranges and zooms at random.
  @Test(arguments: 0..<200) func eachCellIsWhatItsAddressesAre(_ seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let length = Int.random(in: 20...30, using: &random)
    let base = IPPrefix("10.32.0.0/\(length)")!
    let size = UInt128(1) << UInt128(32 - length)
    let start = base.address.number + .random(in: 0..<size, using: &random)
    let end = UInt128.random(in: start...(base.address.number + size - 1), using: &random)
    var range = IPAMState.Range(
      set: 0, subnet: base, first: IPAddress(number: start, family: .ipv4)!,
      last: IPAddress(number: end, family: .ipv4)!)
    range.gateway = nil
    let states: [LeaseEvidence] = [
      LeaseEvidence(), LeaseEvidence(owner: .nobody), LeaseEvidence(owner: .running("pod a")),
      LeaseEvidence(isYoung: true),
    ]
    let leases = (0..<Int.random(in: 0..<60, using: &random)).map { _ in
      IPAMState.Lease(
        address: IPAddress(
          number: base.address.number + .random(in: 0..<size, using: &random), family: .ipv4)!,
        evidence: states.randomElement(using: &random)!)
    }
    let limit = Int.random(in: 1...300, using: &random)
    let zoom = Int.random(in: 0...4, using: &random)
    let centre = leases.randomElement(using: &random)?.address
    let map = AddressMap(range, leases: leases, limit: limit, zoom: zoom, centre: centre)
    #expect(map.cells.count <= limit)
    #expect(!map.cells.isEmpty)
    if let centre, range.contains(centre) { #expect(map.place(of: centre) != nil) }
    var seen = 0
    for (place, cell) in map.cells.enumerated() {
      let first = map.address(of: place).number
      let own = leases.filter {
        range.contains($0.address) && $0.address.number >= first
          && $0.address.number - first < UInt128(1) << UInt128(map.shift)
      }
      seen += own.count
      #expect(cell.taken == UInt64(own.count))
      #expect(cell.kind == own.map { AddressMap.Kind($0.state) }.max() ?? .free)
      #expect(first % (UInt128(1) << UInt128(map.shift)) == 0, "a cell is a prefix")
    }
    if !map.isPart { #expect(seen == leases.count { range.contains($0.address) }) }
  }

  @Test func showsLargeAndSmallRanges() {
    let small = AddressMap(
      Self.range("10.0.0.0/24", "10.0.0.1", "10.0.0.254"), leases: [], limit: 256)
    #expect(small.shift == 0)
    #expect(small.cells.count == 254)
    let large = AddressMap(
      Self.range("10.0.0.0/8", "10.0.0.1", "10.255.255.254"), leases: [], limit: 128)
    #expect(large.shift == 17)
    #expect(large.unit == "a /15")
    let huge = AddressMap(
      Self.range("::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), leases: [], limit: 128)
    #expect(huge.unit == "a /7")
    let zoomed = AddressMap(
      Self.range("fd00::/64", "fd00::1", "fd00::ffff:ffff:ffff:ffff"), leases: [], limit: 128,
      zoom: 200, centre: IPAddress("fd00::abcd"))
    #expect(zoomed.shift == 0)
    #expect(zoomed.isPart)
    #expect(zoomed.place(of: IPAddress("fd00::abcd")!) != nil)
  }

  /// Whatever the terminal can show, kinds are told apart.
  @Test(arguments: [Glyphs.unicode, .ascii]) func eachKindHasASign(_ glyphs: Glyphs) {
    #expect(Set(AddressMap.Kind.allCases.map { $0.sign(glyphs) }).count == 6)
  }

  @Test func zoomsAndTellsWhatIsSelected() {
    var driver = Driver(.ipam, columns: 80, rows: 24)
    driver.press(.character("j"))
    let whole = driver.screen()
    #expect(whole.contains("cell 1 address"))
    #expect(whole.contains("10.244.1.7 default/web-0"))
    driver.press(.end)
    #expect(driver.screen().contains("cell a /"))
    for _ in 0..<70 { driver.press(.character("z")) }
    #expect(driver.screen().contains("cell 1 address, part"))
    for _ in 0..<70 { driver.press(.character("Z")) }
    #expect(!driver.screen().contains("part"))
  }

  @Test func onlyFaults() {
    var driver = Driver(.ipam, columns: 100, rows: 30)
    driver.press(.character("!"))
    let rows = driver.screen().split(separator: "\n").filter { $0.contains("10.244.1.2") }
    #expect(driver.screen().contains("leaked"))
    #expect(!rows.contains { $0.contains("inUse") })
  }

  @Test func drawsOnATerminalWithoutUnicode() {
    var driver = Driver(.ipam, columns: 80, rows: 24)
    driver.glyphs = .ascii
    let text = driver.screen()
    #expect(text.contains("L"))
    #expect(
      text.split(separator: "\n").contains { $0.contains("####") && $0.contains("10.244.1.") })
  }
}

struct AllocationHistoryTests {
  @Test func tellsWhenANetworkIsFull() throws {
    var history = AllocationHistory()
    var network = SampleNode.ipam(0).networks[0]
    let used = network.used
    var snapshot = Snapshot(capturedAt: 0)
    snapshot.ipam = IPAMState(networks: [network])
    history.note(snapshot)
    history.note(snapshot)
    #expect(history.samples[network.path]?.count == 1)
    #expect(history.exhaustion(of: network, now: 10_000_000) == nil, "nothing grows")
    network = SampleNode.ipam(10).networks[0]
    #expect(network.used == used + 10)
    snapshot.capturedAt = 10_000_000
    snapshot.ipam = IPAMState(networks: [network])
    history.note(snapshot)
    #expect(
      history.exhaustion(of: network, now: 10_000_000)
        == Int64(try #require(network.freeOfTightestSet)))
    #expect(history.values(of: network) == [Double(used), Double(used + 10)])
  }

  @Test func staysSmall() {
    var history = AllocationHistory()
    for second in 0..<1000 {
      var snapshot = Snapshot(capturedAt: Int64(second))
      var network = IPAMState.Network(name: "n", store: "host-local", path: "/n")
      network.leases = Array(
        repeating: IPAMState.Lease(address: IPAddress("10.0.0.1")!), count: second % 7)
      snapshot.ipam = IPAMState(networks: [network])
      history.note(snapshot)
    }
    #expect(history.samples["/n"]?.count == AllocationHistory.longest)
    #expect(history.samples["/n"]?.first?.at == 0)
  }
}
