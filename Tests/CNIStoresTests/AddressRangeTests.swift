import CNIStores
import NetworkTypes
import Testing

/// A range from text, empty words for what is not given.
func range(
  _ subnet: String, _ start: String = "", _ end: String = "", gateway: String = ""
) throws -> AddressRange {
  try AddressRange(
    subnet: try #require(IPPrefix(subnet)), start: IPAddress(start), end: IPAddress(end),
    gateway: IPAddress(gateway))
}

struct AddressRangeTests {
  @Test(
    arguments: [
      ("10.1.2.0/24", "", "", "10.1.2.1-10.1.2.254", "10.1.2.1"),
      ("10.1.2.0/30", "", "", "10.1.2.1-10.1.2.2", "10.1.2.1"),
      ("10.1.2.0/24", "10.1.2.20", "10.1.2.50", "10.1.2.20-10.1.2.50", "10.1.2.1"),
      ("10.1.2.0/24", "", "10.1.2.255", "10.1.2.1-10.1.2.255", "10.1.2.1"),
      ("0.0.0.0/0", "", "", "0.0.0.1-255.255.255.254", "0.0.0.1"),
      (
        "2001:db8:1::/64", "", "", "2001:db8:1::1-2001:db8:1:0:ffff:ffff:ffff:ffff", "2001:db8:1::1"
      ),
      ("fd00::/126", "fd00::2", "", "fd00::2-fd00::3", "fd00::1"),
      ("::/96", "", "", "::1-::ffff:ffff", "::1"),
    ] as [(String, String, String, String, String)])
  func fillsInWhatIsNotGiven(
    subnet: String, start: String, end: String, text: String, gateway: String
  ) throws {
    let range = try range(subnet, start, end)
    #expect(range.description == text)
    #expect(range.gateway.goText == gateway)
  }

  @Test(
    arguments: [
      ("10.1.2.0/31", "", "", "Network 10.1.2.0/31 too small to allocate from"),
      ("fd00::/127", "", "", "Network fd00::/127 too small to allocate from"),
      (
        "10.1.2.3/24", "", "",
        "Network has host bits set. For a subnet mask of length 24 the network address is 10.1.2.0"
      ),
      ("10.1.2.0/24", "10.1.3.1", "", "RangeStart 10.1.3.1 not in network 10.1.2.0/24"),
      ("10.1.2.0/24", "fd00::1", "", "RangeStart fd00::1 not in network 10.1.2.0/24"),
      ("10.1.2.0/24", "", "10.1.3.1", "RangeEnd 10.1.3.1 not in network 10.1.2.0/24"),
      ("10.1.2.0/24", "10.1.2.9", "10.1.2.8", "RangeStart 10.1.2.9 not in network 10.1.2.0/24"),
      ("10.1.2.0/24", "10.1.2.255", "", "RangeEnd 10.1.2.254 not in network 10.1.2.0/24"),
    ] as [(String, String, String, String)])
  func refuses(subnet: String, start: String, end: String, message: String) {
    #expect { try range(subnet, start, end) } throws: { "\($0)" == message }
  }

  @Test func refusesSetsThatAreNone() throws {
    let four = try range("10.1.0.0/24")
    let inside = try range("10.1.0.0/24", "10.1.0.9", "10.1.0.9")
    let six = try range("fd00::/64")
    #expect(throws: AddressRangeError.emptySet) { try AddressRangeSet([]) }
    #expect(throws: AddressRangeError.mixedFamilies) { try AddressRangeSet([four, six]) }
    #expect(throws: AddressRangeError.overlap(four, inside)) {
      try AddressRangeSet([four, inside])
    }
    let one = try AddressRangeSet([four])
    #expect(one.overlaps(try AddressRangeSet([inside])))
    #expect(!one.overlaps(try AddressRangeSet([six])))
  }

  @Test func namesFilesAsGoDoes() throws {
    for (text, name) in [
      ("10.0.0.1", "10.0.0.1"), ("::ffff:10.0.0.1", "10.0.0.1"), ("::10.0.0.1", "::a00:1"),
      ("::1", "::1"), ("::", "::"), ("2001:DB8:0:0:1::", "2001:db8:0:0:1::"),
      ("64:ff9b::10.0.0.1", "64:ff9b::a00:1"),
    ] {
      #expect(try #require(IPAddress(text)).goText == name)
    }
  }
}

struct AddressWalkTests {
  private func walked(_ set: AddressRangeSet, after last: String = "") -> [String] {
    var walk = AddressWalk(set, after: IPAddress(last))
    var addresses: [String] = []
    while let address = walk.next() { addresses.append(address.description) }
    return addresses
  }

  @Test func goesOnceRoundAllRangesWithoutGateways() throws {
    let set = try AddressRangeSet([
      try range("10.0.0.0/29", "10.0.0.1", "10.0.0.3"),
      try range("10.0.1.0/29", "", "10.0.1.2", gateway: "10.0.1.6"),
    ])
    let all = ["10.0.0.2", "10.0.0.3", "10.0.1.1", "10.0.1.2"]
    #expect(walked(set) == all)
    #expect(walked(set, after: "10.9.9.9") == all)
    #expect(walked(set, after: "fd00::1") == all)
    #expect(walked(set, after: "10.0.0.2") == ["10.0.0.3", "10.0.1.1", "10.0.1.2", "10.0.0.2"])
    #expect(walked(set, after: "10.0.1.2") == all)
    // Also a gateway may be the last one that is noted.
    #expect(walked(set, after: "10.0.0.1") == all)
  }

  @Test(arguments: [
    ("10.0.0.0/22", 0), ("fd00::/64", 0), ("255.255.252.0/22", 1),
    ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:fc00/118", 2),
  ])
  func findsTheSameFreeAddressesInWindows(_ subnet: String, seed: Int) throws {
    let whole = try range(subnet)
    let set = try AddressRangeSet([whole])
    var random = Seeded(seed: UInt64(seed))
    let start = whole.first.number
    let used = (0..<1000).filter { _ in Int.random(in: 0..<20, using: &random) > 0 }.compactMap {
      IPAddress(number: start + UInt128($0), family: whole.first.family)
    }
    let last = IPAddress(number: start + 500, family: whole.first.family)
    var slow = AddressWalk(set, after: last)
    var fast = AddressWalk(set, after: last)
    let taken = Set(used)
    for _ in 0..<100 {
      var expected = slow.next()
      while let address = expected, taken.contains(address) { expected = slow.next() }
      #expect(fast.next(notIn: used) == expected)
      guard expected != nil else { break }
    }
  }

  @Test func passesWindowsThatAreFull() throws {
    let set = try AddressRangeSet([try range("10.0.0.0/14")])
    let used = (1...140_000).map { IPAddress(ipv4: 10 << 24 + UInt32($0)) }
    var walk = AddressWalk(set, after: nil)
    #expect(walk.next(notIn: used)?.description == "10.2.34.225")
    #expect(walk.next(notIn: used)?.description == "10.2.34.226")
  }

  @Test func endsWhereAllAreTaken() throws {
    let set = try AddressRangeSet([
      try range("10.0.0.0/29"), try range("255.255.255.248/29", "", "255.255.255.255"),
    ])
    let used = walked(set).compactMap { IPAddress($0) }
    for last in [nil] + used.map({ Optional($0) }) {
      var walk = AddressWalk(set, after: last)
      #expect(walk.next(notIn: used) == nil)
      #expect(walk.next() == nil)
    }
  }
}

/// Random numbers that are the same in every run (SplitMix64).
struct Seeded: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
    return word ^ word >> 31
  }
}
