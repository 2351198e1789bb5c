import Netlink
import NetlinkRoute
import TestSupport
import Testing

/// Options of a queueing discipline, as the kernel tells them and as nobody does.
struct TokenBucketTests {
  /// `tc qdisc add dev v0 root tbf rate 8mbit burst 100000 latency 25ms` (Linux 6.18, x86_64).
  static let options: [UInt8] =
    [40, 0, 1, 0] + [0, 1, 0, 0, 0, 0, 0, 0, 64, 66, 15, 0]  // tc_ratespec: 1000000 bytes
    + [UInt8](repeating: 0, count: 12) + [0x48, 0xE8, 1, 0, 0x5A, 0xD5, 0x17, 0, 0, 0, 0, 0]

  // A parameter: a view of a temporary value may outlive it.
  private func read(_ bytes: [UInt8]) throws -> TokenBucket? {
    try TokenBucket(options: bytes.span.bytes)
  }

  @Test func reads() throws {
    let bucket = try read(Self.options)
    #expect(bucket == TokenBucket(rate: 1_000_000, buffer: 0x17_D55A, limit: 125_000))
    let wide = Self.options + [12, 0, 4, 0, 0, 0, 0, 0, 2, 0, 0, 0]
    #expect(try read(wide)?.rate == 2 << 32)
    #expect(try read([]) == nil)
    #expect(try read([8, 0, 9, 0, 1, 2, 3, 4]) == nil)
  }

  @Test func refusesWhatIsCutOff() {
    #expect(throws: MalformedMessage.truncated(what: "tc_tbf_qopt", needs: 36, has: 4)) {
      _ = try read([8, 0, 1, 0, 1, 2, 3, 4])
    }
    for count in 0..<Self.options.count {
      _ = try? read(Array(Self.options[..<count]))
    }
  }

  @Test(arguments: 0..<8)
  func survivesMutatedBytes(_ seed: Int) {
    var random = SplitMix(seed: UInt64(seed))
    for _ in 0..<800 {
      var bytes = Self.options
      for _ in 0...Int(random.next() % 3) { random.mutate(&bytes) }
      _ = try? read(bytes)
    }
  }
}
