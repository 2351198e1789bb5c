import Netlink
import NetlinkGeneric
import TestSupport
import Testing

/// Everything of this module that reads bytes, with bytes that it reads well.
struct Decoder: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let seeds: [[UInt8]]
  let decode: @Sendable ([UInt8]) throws(MalformedMessage) -> Void

  static let all = [
    Self(testDescription: "GenericFamily", seeds: [Sample.family]) {
      bytes throws(MalformedMessage) in _ = try GenericFamily(payload: bytes.span.bytes)
    },
    Self(testDescription: "WireGuardDevice", seeds: Sample.device) {
      bytes throws(MalformedMessage) in
      var device = WireGuardDevice()
      let first = Sample.device[0]
      try device.take(first.span.bytes)
      try device.take(bytes.span.bytes)
      for peer in device.peers { _ = device.allowedPrefixes(of: peer) }
    },
  ]
}

/// Bytes that no kernel sends, but that something may.
struct HostileTests {
  @Test(arguments: Decoder.all) func readsItsSeeds(_ decoder: Decoder) throws {
    for seed in decoder.seeds { try decoder.decode(seed) }
  }

  @Test(arguments: Decoder.all) func survivesCutBytes(_ decoder: Decoder) {
    for seed in decoder.seeds {
      for count in seed.indices { try? decoder.decode(Array(seed[..<count])) }
    }
  }

  @Test(.timeLimit(.minutes(5)), arguments: Decoder.all, 0..<8)
  func survivesMutatedBytes(_ decoder: Decoder, seed: Int) {
    var random = SplitMix(seed: UInt64(seed))
    for _ in 0..<2000 {
      var bytes = decoder.seeds[Int(random.next() % UInt64(decoder.seeds.count))]
      for _ in 0...Int(random.next() % 3) { random.mutate(&bytes) }
      try? decoder.decode(bytes)
    }
  }

  @Test(arguments: Decoder.all) func refusesShortBytes(_ decoder: Decoder) {
    #expect(throws: MalformedMessage.truncated(what: "genlmsghdr", needs: 4, has: 3)) {
      try decoder.decode([1, 0, 0])
    }
  }
}
