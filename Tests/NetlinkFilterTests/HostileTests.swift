import Netlink
import NetlinkFilter
import NetworkTypes
import TestSupport
import Testing

/// Everything of this module that reads bytes, with bytes that it reads well.
struct Decoder: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let seeds: [[UInt8]]
  let decode: @Sendable ([UInt8]) throws(MalformedMessage) -> Void

  init<Value: MessageDecodable>(_ type: Value.Type, _ seeds: [[UInt8]]) {
    testDescription = "\(type)"
    self.seeds = seeds
    decode = { bytes throws(MalformedMessage) in _ = try Value(payload: bytes.span.bytes) }
  }

  /// A rule, with all that is made of it.
  private init(texts seeds: [[UInt8]]) {
    testDescription = "texts of rules"
    self.seeds = seeds
    decode = { bytes throws(MalformedMessage) in
      let rule = try FilterRule(payload: bytes.span.bytes)
      _ = IPTablesText.text(of: rule)
      var texts = NFTablesText(FilterRuleset())
      _ = texts.text(of: rule)
    }
  }

  /// Matches and targets of iptables, with bytes of all lengths.
  static let extended: [FilterExpression] =
    matches.map { name, revision, count in
      .xtMatch(name: name, revision: revision, info: Array(repeating: 1, count: count))
    }
    + targets.map { name, revision, count in
      .xtTarget(name: name, revision: revision, info: Array(repeating: 1, count: count))
    }

  private static let matches: [(String, UInt32, Int)] = [
    ("comment", 0, 256), ("tcp", 0, 16), ("udp", 0, 16), ("multiport", 1, 48), ("addrtype", 1, 8),
    ("statistic", 0, 24), ("recent", 1, 232), ("mark", 1, 16), ("connmark", 1, 16),
    ("conntrack", 3, 168), ("set", 4, 48), ("limit", 0, 40), ("icmp", 0, 8), ("icmp6", 0, 8),
  ]

  private static let targets: [(String, UInt32, Int)] = [
    ("MARK", 2, 8), ("DNAT", 2, 48), ("SNAT", 0, 24), ("MASQUERADE", 0, 24), ("REDIRECT", 0, 24),
    ("REJECT", 0, 8), ("LOG", 0, 32), ("TCPMSS", 0, 8), ("CT", 2, 72), ("CONNMARK", 1, 16),
  ]

  /// What a batch sends is what the kernel would answer.
  private static func payloads(_ fill: (inout FilterBatch) -> Void) -> [[UInt8]] {
    var batch = FilterBatch()
    fill(&batch)
    return batch.requests.map { Array($0.message.bytes.dropFirst(16)) }
  }

  static let expressions: [FilterExpression] = [
    .meta(.transport, into: .first), .compare(.first, .equal, [6]),
    .payload(.transport, offset: 2, length: 2, into: .word(1)),
    .bitwise(from: .first, into: .first, mask: [1, 2, 3, 4], exclusiveOr: [0, 0, 0, 0]),
    .lookup(set: "m", key: .first, into: .first, isInverted: false),
    .nat(FilterNAT(isDestination: true, family: .ipv4, address: .first, port: .word(1))),
    .masquerade(.random), .connection(.state, direction: 0, into: .first),
    .fib(.addressType, .destination, into: .first), .counter(packets: 1, bytes: 2),
    .xtMatch(name: "comment", revision: 0, info: [1, 2, 3, 4]),
    .other(name: "log", data: [8, 0, 1, 0, 0, 0, 0, 1]), .verdict(.jump("c")),
  ]

  /// A UDP connection, from the kernel (Linux 6.18, x86_64).
  static let connection: [UInt8] =
    [2, 0, 0, 0]
    + [52, 0, 1, 128, 20, 0, 1, 128, 8, 0, 1, 0, 127, 0, 0, 1, 8, 0, 2, 0, 127, 0, 0, 1]
    + [
      28, 0, 2, 128, 5, 0, 1, 0, 17, 0, 0, 0, 6, 0, 2, 0, 156, 64, 0, 0, 6, 0, 3, 0, 20, 233, 0, 0,
    ]
    + [8, 0, 3, 0, 0, 0, 1, 136, 8, 0, 12, 0, 1, 2, 3, 4]

  static let all = [
    Self(FilterTable.self, payloads { $0.add(FilterTable(.inet, "t", comment: "x")) }),
    Self(
      FilterChain.self,
      payloads {
        $0.add(
          FilterChain(
            .inet, "t", "c", base: .init(type: "nat", hook: .postrouting, priority: 100),
            comment: "y"))
      }),
    Self(
      FilterRule.self,
      payloads { $0.add(FilterRule(.inet, "t", "c", expressions, comment: "a comment")) }),
    Self(
      FilterSet.self,
      payloads {
        $0.add(
          FilterSet(
            .ipv4, "t", "m", key: .concatenation(.ipProtocol, .port), data: .verdict))
      }),
    Self(
      FilterElements.self,
      payloads {
        $0.add(
          FilterElements(
            .ipv4, "t", "m",
            [
              FilterElement([1, 2, 3, 4], data: .verdict(.goto("c")), comment: "z"),
              FilterElement([5, 6, 7, 8], data: .value([9])),
            ]))
      }),
    Self(
      texts: payloads {
        $0.add(FilterRule(.ipv4, "t", "c", expressions + extended, comment: "a comment"))
        $0.add(FilterRule(.ipv6, "t", "c", extended + expressions))
        for expression in extended { $0.add(FilterRule(.ipv4, "t", "c", [expression])) }
      }),
    Self(
      FilterObject.self,
      [[2, 0, 0, 0, 6, 0, 1, 0, 116, 0, 0, 0, 8, 0, 3, 0, 0, 0, 0, 1, 8, 0, 4, 128, 1, 2, 3, 4]]),
    Self(
      FilterFlowTable.self,
      [
        [2, 0, 0, 0, 6, 0, 1, 0, 116, 0, 0, 0, 24, 0, 3, 128, 8, 0, 2, 0, 255, 255, 255, 1]
          + [12, 0, 3, 128, 7, 0, 1, 0, 108, 111, 0, 0]
      ]),
    Self(FilterGeneration.self, [[0, 0, 0, 0, 8, 0, 1, 0, 0, 0, 0, 7]]),
    Self(ConnectionMessage.self, [connection]),
  ]
}

/// Bytes that no kernel sends, but that something may.
struct HostileTests {
  @Test(arguments: Decoder.all)
  func hasSeedsThatItReads(_ decoder: Decoder) throws {
    #expect(!decoder.seeds.isEmpty)
    for seed in decoder.seeds { try decoder.decode(seed) }
  }

  /// Every message, cut at every place: an error or a shorter message, never a trap.
  @Test(arguments: Decoder.all)
  func survivesCutBytes(_ decoder: Decoder) {
    for seed in decoder.seeds {
      for count in 0..<seed.count { try? decoder.decode(Array(seed[..<count])) }
    }
  }

  /// Numbers come from a seed, so a failure comes again.
  @Test(.timeLimit(.minutes(20)), arguments: Decoder.all, 0..<8)
  func survivesMutatedBytes(_ decoder: Decoder, seed: Int) throws {
    try #require(!decoder.seeds.isEmpty)
    var random = SplitMix(seed: UInt64(seed))
    for round in 0..<800 {
      var bytes = decoder.seeds[round % decoder.seeds.count]
      for _ in 0...Int(random.next() % 3) { random.mutate(&bytes) }
      try? decoder.decode(bytes)
    }
  }

  @Test(
    arguments: [
      ("no bytes at all", [], .truncated(what: "nfgenmsg", needs: 4, has: 0)),
      ("half a header", [2, 0], .truncated(what: "nfgenmsg", needs: 4, has: 2)),
      (
        "an attribute of no length", [2, 0, 0, 0, 0, 0, 1, 0],
        .badLength(what: "attribute 1", length: 0, available: 4)
      ),
      (
        "a handle that is too short", [2, 0, 0, 0, 8, 0, 3, 0, 0, 0, 0, 1],
        .badAttribute(type: 3, expected: 8, actual: 4)
      ),
      (
        "an expression whose data ends in the middle",
        [2, 0, 0, 0, 24, 0, 4, 128, 20, 0, 1, 128, 9, 0, 1, 0]
          + [109, 101, 116, 97, 0, 0, 0, 0, 6, 0, 2, 0],
        .badLength(what: "attribute 2", length: 6, available: 4)
      ),
    ] as [(String, [UInt8], MalformedMessage)])
  func refuses(_ what: String, bytes: [UInt8], with expected: MalformedMessage) {
    #expect(throws: expected) { try FilterRule(payload: bytes.span.bytes) }
  }

  /// What this module does not know goes through it unchanged.
  @Test func keepsWhatItDoesNotKnow() throws {
    let data: [UInt8] = [8, 0, 1, 0, 0, 0, 0, 9]
    var batch = FilterBatch()
    batch.add(
      FilterRule(
        .inet, "t", "c",
        [.other(name: "tomorrow", data: data), .other(name: "meta", data: data)]))
    let payload = Array(batch.requests[0].message.bytes.dropFirst(16))
    let rule = try FilterRule(payload: payload.span.bytes)
    #expect(
      rule.expressions == [
        .other(name: "tomorrow", data: data), .other(name: "meta", data: data),
      ])
    let tail: [UInt8] = [7, 0, 0xE7, 0x83, 1, 2, 3, 0]
    let long = payload + tail
    let longer = try FilterRule(payload: long.span.bytes)
    #expect(longer.unknown == [UnknownAttribute(type: 999, flags: .nested, bytes: [1, 2, 3])])
  }

  @Test(
    arguments: [
      ("nothing", [], nil), ("half a header", [0], nil), ("shorter than it says", [0, 9, 65], nil),
      ("another type before it", [1, 1, 9, 0, 2, 65, 0], "A"), ("no NUL", [0, 1, 66], "B"),
      ("empty", [0, 0], ""),
    ] as [(String, [UInt8], String?)])
  func readsComments(_ what: String, bytes: [UInt8], expected: String?) {
    #expect(FilterUserData(bytes: bytes).comment(of: .rule) == expected)
  }

  @Test func cutsCommentsThatAreTooLong() {
    let data = FilterUserData(comment: String(repeating: "x", count: 999), of: .rule)
    #expect(data.bytes.count == 257)
    #expect(data.comment(of: .rule)?.count == 254)
  }
}
