import Netlink
import NetlinkDiag
import NetworkTypes
import TestSupport
import Testing

/// Bytes that no kernel sends, but that something may.
struct HostileTests {
  /// A listener on [::]:179 with a signed peer (Linux 6.18, x86_64; the key is overwritten).
  static let seed: [UInt8] = {
    var bytes: [UInt8] = [10, 10, 0, 0, 0, 179, 0, 0] + Array(repeating: 0, count: 64)
    func attribute(_ type: UInt8, _ value: [UInt8]) {
      let length = value.count + 4
      bytes += [UInt8(length & 0xFF), UInt8(length >> 8), type, 0] + value
      bytes += Array(repeating: 0, count: aligned(length) - length)
    }
    attribute(2, Array(repeating: 1, count: 232))
    attribute(4, Array("cubic\0".utf8))
    attribute(7, Array(repeating: 2, count: 36))
    attribute(11, [0])
    attribute(15, [1, 0, 0, 0])
    attribute(18, [2, 32, 6, 0, 192, 0, 2, 1] + Array(repeating: 0x53, count: 92))
    attribute(21, [1, 0, 0, 0, 0, 0, 0, 0])
    attribute(8, [3])
    return bytes
  }()

  @Test func readsTheSeed() throws {
    let socket = try SocketMessage(payload: Self.seed.span.bytes)
    #expect(socket.state == .listen)
    #expect(socket.localPort == 179)
    #expect(socket.congestion == "cubic")
    #expect(socket.signedPeers == [IPPrefix("192.0.2.1/32")])
    #expect(socket.unknown.map(\.type) == [8])
    // No byte of the key is anywhere in the value.
    #expect(!String(reflecting: socket).contains("83, 83"))
  }

  @Test func survivesCutBytes() {
    for count in 0..<Self.seed.count {
      let bytes = Array(Self.seed[..<count])
      _ = try? SocketMessage(payload: bytes.span.bytes)
    }
  }

  @Test(.timeLimit(.minutes(5)), arguments: 0..<8)
  func survivesMutatedBytes(_ seed: Int) {
    var random = SplitMix(seed: UInt64(seed))
    for _ in 0..<2000 {
      var bytes = Self.seed
      for _ in 0...Int(random.next() % 3) { random.mutate(&bytes) }
      _ = try? SocketMessage(payload: bytes.span.bytes)
    }
  }

  @Test func refusesShortBytes() {
    let bytes: [UInt8] = [2, 1, 0]
    #expect(throws: MalformedMessage.truncated(what: "inet_diag_msg", needs: 72, has: 3)) {
      try SocketMessage(payload: bytes.span.bytes)
    }
  }
}
