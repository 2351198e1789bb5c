import Netlink
import NetlinkRoute
import TestSupport
import Testing

/// Everything of this module that reads bytes, with bytes that it reads well.
struct Decoder: CustomTestStringConvertible, Sendable {
  let testDescription: String
  private let recordings: [String]
  let decode: @Sendable ([UInt8]) throws(MalformedMessage) -> Void

  init<Value: MessageDecodable>(_ type: Value.Type, _ recordings: String...) {
    testDescription = "\(type)"
    self.recordings = recordings
    decode = { bytes throws(MalformedMessage) in _ = try Value(payload: bytes.span.bytes) }
  }

  init(
    _ name: String, _ recordings: String...,
    decode: @escaping @Sendable ([UInt8]) throws(MalformedMessage) -> Void
  ) {
    testDescription = name
    self.recordings = recordings
    self.decode = decode
  }

  /// The messages of each of its recordings, none of which may be missing.
  func seeds() throws -> [[UInt8]] {
    try recordings.flatMap { try Recording(named: $0).messages.map(\.payload) }
  }

  static let all = [
    Self(LinkMessage.self, "6.12-links.hex", "6.18-links.hex"),
    Self(AddressMessage.self, "6.12-addresses.hex"),
    Self(RouteMessage.self, "6.12-routes4.hex", "6.18-routes6.hex"),
    Self("RouteFields", "6.12-routes4.hex", "6.18-routes6.hex") {
      bytes throws(MalformedMessage) in _ = try RouteFields.read(bytes.span.bytes)
    },
    Self("LinkFields", "6.12-links.hex", "6.18-links.hex") {
      bytes throws(MalformedMessage) in _ = try LinkFields.read(bytes.span.bytes) { _ in }
    },
    Self("NeighbourFields", "6.12-neighbours.hex", "6.12-fdb.hex") {
      bytes throws(MalformedMessage) in _ = try NeighbourFields.read(bytes.span.bytes)
    },
    Self(RuleMessage.self, "6.12-rules.hex", "6.12-rules6.hex"),
    Self(NeighbourMessage.self, "6.12-neighbours.hex", "6.12-fdb.hex"),
    Self(NextHopMessage.self, "6.12-nexthops.hex"),
    Self(QdiscMessage.self, "6.12-qdiscs.hex"),
    Self(StatisticsMessage.self, "6.12-statistics.hex"),
    Self(NamespaceIDMessage.self, "6.18-namespaces.hex"),
  ]
}

/// Bytes that no kernel sends, but that something may.
struct HostileTests {
  @Test(arguments: Decoder.all)
  func hasSeedsThatItReads(_ decoder: Decoder) throws {
    let seeds = try decoder.seeds()
    #expect(!seeds.isEmpty)
    for seed in seeds { try decoder.decode(seed) }
  }

  /// Every message, cut at every place: an error or a shorter message, never a trap.
  @Test(arguments: Decoder.all)
  func survivesCutBytes(_ decoder: Decoder) throws {
    for seed in try decoder.seeds().prefix(12) {
      for count in stride(from: 0, to: min(seed.count, 400), by: 3) {
        try? decoder.decode(Array(seed[..<count]))
      }
    }
  }

  /// Bytes flipped, numbers replaced by awkward ones, parts doubled and left out.
  ///
  /// Numbers come from a seed, so a failure comes again.
  @Test(.timeLimit(.minutes(20)), arguments: Decoder.all, 0..<8)
  func survivesMutatedBytes(_ decoder: Decoder, seed: Int) throws {
    let seeds = try decoder.seeds()
    try #require(!seeds.isEmpty)
    var random = SplitMix(seed: UInt64(seed))
    for round in 0..<800 {
      var bytes = seeds[round % seeds.count]
      for _ in 0...Int(random.next() % 3) { random.mutate(&bytes) }
      try? decoder.decode(bytes)
    }
  }

  static let header = routeHeader(maker: 4)

  @Test(
    arguments: [
      ("no bytes at all", [], .truncated(what: "rtmsg", needs: 12, has: 0)),
      ("half a header", [2, 24, 0, 0], .truncated(what: "rtmsg", needs: 12, has: 4)),
      (
        "an attribute of no length", header + [0, 0, 1, 0],
        .badLength(what: "attribute 1", length: 0, available: 4)
      ),
      (
        "an attribute longer than the message", header + [12, 0, 1, 0, 10, 0, 0, 0],
        .badLength(what: "attribute 1", length: 12, available: 8)
      ),
      (
        "half an attribute header", header + [8, 0],
        .truncated(what: "attribute header", needs: 4, has: 2)
      ),
      (
        "a number that is too short", header + [6, 0, 4, 0, 1, 2, 0, 0],
        .badAttribute(type: 4, expected: 4, actual: 2)
      ),
      (
        "an address of five bytes", header + [9, 0, 5, 0, 1, 2, 3, 4, 5, 0, 0, 0],
        .badAttribute(type: 5, expected: 16, actual: 5)
      ),
      (
        "a list inside that is longer than what holds it",
        header + [12, 0, 8, 0, 16, 0, 2, 0, 1, 2, 3, 4],
        .badLength(what: "attribute 2", length: 16, available: 8)
      ),
      (
        "a next hop of no length", header + [12, 0, 9, 0, 0, 0, 0, 0, 1, 0, 0, 0],
        .badLength(what: "rtnexthop", length: 0, available: 8)
      ),
      (
        "a next hop longer than the list", header + [12, 0, 9, 0, 99, 0, 0, 0, 1, 0, 0, 0],
        .badLength(what: "rtnexthop", length: 99, available: 8)
      ),
      (
        "half a next hop", header + [8, 0, 9, 0, 8, 0, 0, 0],
        .truncated(what: "rtnexthop", needs: 8, has: 4)
      ),
      (
        "segments that end in the middle",
        header + [16, 0, 22, 0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 0] + [6, 0, 21, 0, 5, 0, 0, 0],
        .truncated(what: "ipv6_sr_hdr", needs: 12, has: 8)
      ),
    ] as [(String, [UInt8], MalformedMessage)])
  func refuses(_ what: String, bytes: [UInt8], with expected: MalformedMessage) {
    #expect(throws: expected) { try RouteMessage(payload: bytes.span.bytes) }
  }

  /// The kind may come behind the data, or not at all.
  @Test func readsTheDataOfAKindThatComesLater() throws {
    let header = [UInt8](repeating: 0, count: 16)
    let kind: [UInt8] = [8, 0, 1, 0] + Array("vrf".utf8) + [0]
    let data: [UInt8] = [12, 0, 2, 0, 8, 0, 1, 0, 232, 3, 0, 0]
    for list in [kind + data, data + kind] {
      let bytes = header + [UInt8(list.count + 4), 0, 18, 0] + list
      let link = try LinkMessage(payload: bytes.span.bytes)
      guard case .vrf(let vrf) = link.info.data else {
        Issue.record("\(link.info)")
        continue
      }
      #expect(vrf.table == 1000)
    }
    let bytes = header + [UInt8(data.count + 4), 0, 18, 0] + data
    let link = try LinkMessage(payload: bytes.span.bytes)
    guard case .unknown(let unknown) = link.info.data else {
      Issue.record("\(link.info)")
      return
    }
    #expect(unknown.kind == nil)
    #expect(unknown.bytes == [8, 0, 1, 0, 232, 3, 0, 0])
    #expect(unknown.attributes == [UnknownAttribute(type: 1, bytes: [232, 3, 0, 0])])
  }

  @Test func keepsWhatItDoesNotKnow() throws {
    let tail: [UInt8] = [7, 0, 0xE7, 0x83, 1, 2, 3, 0]
    let bytes = Self.header + tail
    let route = try RouteMessage(payload: bytes.span.bytes)
    #expect(route.unknown == [UnknownAttribute(type: 999, flags: .nested, bytes: [1, 2, 3])])
  }
}
