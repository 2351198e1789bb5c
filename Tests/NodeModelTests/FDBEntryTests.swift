import NetworkTypes
import NodeModel
import Testing

/// An entry is packed; what is put in has to come out, in any order, and nothing else.
struct FDBEntryTests {
  private static func entry() throws -> FDBEntry {
    FDBEntry(
      macAddress: try #require(MACAddress("02:42:ac:11:00:fe")), device: 7,
      state: NeighbourState(rawValue: 0x80), flags: NeighbourFlags(rawValue: 2))
  }

  /// Each field with a way to set it, and one to read it as text.
  private static let fields: [(String, @Sendable (inout FDBEntry, Bool) -> Void)] = [
    ("bridge", { $0.bridge = $1 ? 0 : nil }), ("vlan", { $0.vlan = $1 ? 4094 : nil }),
    ("remote", { $0.remote = $1 ? IPAddress(ipv4: 0x0A00_0001) : nil }),
    ("remote6", { $0.remote = $1 ? IPAddress(high: 1, low: 2, family: .ipv6) : nil }),
    ("port", { $0.port = $1 ? 8472 : nil }), ("vni", { $0.vni = $1 ? 0 : nil }),
    ("sourceVNI", { $0.sourceVNI = $1 ? 9 : nil }), ("via", { $0.via = $1 ? 3 : nil }),
    ("nextHopGroup", { $0.nextHopGroup = $1 ? 10 : nil }),
    ("protocol", { $0.protocol = $1 ? RouteProtocol(rawValue: 0) : nil }),
    ("usedSeconds", { $0.usedSeconds = $1 ? 0 : nil }),
    ("updatedSeconds", { $0.updatedSeconds = $1 ? 12 : nil }),
    ("linkNSID", { $0.linkNSID = $1 ? 0 : nil }),
    (
      "macAddress",
      { $0.macAddress = MACAddress(ethernet: $1 ? 0x0605_0403_0201 : 0xFE00_11AC_4202) }
    ),
  ]

  private func values(_ entry: FDBEntry) -> [String] {
    let optional: [Any?] = [
      entry.bridge, entry.vlan, entry.remote, entry.port, entry.vni, entry.sourceVNI, entry.via,
      entry.nextHopGroup, entry.protocol, entry.usedSeconds, entry.updatedSeconds, entry.linkNSID,
    ]
    return optional.map { $0.map { "\($0)" } ?? "nil" } + ["\(entry.macAddress)"]
  }

  @Test func ofALongAddressTheFirstSixBytesAreKept() throws {
    let entry = FDBEntry(
      macAddress: try #require(MACAddress(Array(1...20))), device: 7,
      state: NeighbourState(rawValue: 0x80), flags: [])
    #expect("\(entry.macAddress)" == "01:02:03:04:05:06")
  }

  @Test func isSmall() { #expect(MemoryLayout<FDBEntry>.stride == 80) }

  @Test func startsWithNothingElse() throws {
    let entry = try Self.entry()
    #expect(values(entry) == Array(repeating: "nil", count: 12) + ["02:42:ac:11:00:fe"])
    #expect(entry.device == 7 && entry.state.rawValue == 0x80 && entry.flags.rawValue == 2)
  }

  @Test(arguments: fields.indices)
  func eachFieldIsItsOwn(_ position: Int) throws {
    let (name, set) = Self.fields[position]
    let plain = try Self.entry()
    var entry = plain
    set(&entry, true)
    // One value became another one, and nil is not zero.
    #expect(zip(values(entry), values(plain)).count { $0 != $1 } == 1, "\(name)")
    #expect(entry != plain)
    #expect(entry.isAlike(plain) == ["usedSeconds", "updatedSeconds"].contains(name))
    set(&entry, false)
    #expect(entry == plain && entry.hashValue == plain.hashValue, "\(name)")
  }

  @Test func allFieldsStandTogether() throws {
    var forwards = try Self.entry()
    for (name, set) in Self.fields where name != "remote" { set(&forwards, true) }
    var backwards = try Self.entry()
    for (name, set) in Self.fields.reversed() where name != "remote" { set(&backwards, true) }
    #expect(forwards == backwards)
    #expect(
      values(forwards) == [
        "0", "4094", "::1:0:0:0:2", "8472", "0", "9", "3", "10", "\(RouteProtocol(rawValue: 0))",
        "0", "12", "0", "01:02:03:04:05:06",
      ])
  }
}
