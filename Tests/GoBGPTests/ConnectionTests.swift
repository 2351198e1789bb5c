import Glibc
import LinuxSystem
import NIOCore
import TestSupport
import Testing

@testable import GoBGP

/// Servers that are none, or that say something else than they should.
@Suite struct ConnectionTests {
  /// A connection to a server that says `bytes` once it was asked something, and then closes its
  /// side or does not.
  private func connection(
    _ bytes: [UInt8], closes: Bool = true, milliseconds: Int = 20_000
  ) throws -> GRPCConnection {
    var ends: [CInt] = [-1, -1]
    try #require(socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &ends) == 0)
    let client = OwnedDescriptor(adopting: ends[0])
    let server = ends[1]
    _ = try Thread(name: "server") {
      defer { close(server) }
      waitForRequest(server)
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes {
          send(server, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
        }
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
      }
      if closes { shutdown(server, CInt(SHUT_WR)) }
      // What is closed with unread bytes in it is reset, and the other side would lose the answer.
      var one: UInt8 = 0
      while read(server, &one, 1) > 0 {}
    }
    return try GRPCConnection(client, milliseconds: milliseconds)
  }

  @Test func readsARecordedAnswer() throws {
    let connection = try connection(AnswerTests.bytes("response.bin"))
    let messages = try connection.call("/apipb.GobgpApi/ListPeer", [])
    #expect(messages.count > 20)
    for message in messages {
      let answer: Gobgp_ListPeerResponse = try GoBGPDaemon.decode(message)
      #expect(!answer.peer.state.neighborAddress.isEmpty)
    }
  }

  @Test func aServiceThatIsNotThere() throws {
    let name = "response-unimplemented-v4-call-to-v3-server.bin"
    let connection = try connection(AnswerTests.bytes(name))
    #expect { try connection.call("/api.GoBgpService/ListPeer", []) } throws: { error in
      (error as? GoBGPError)?.isUnimplemented == true
    }
  }

  @Test func aServerThatDoesNotAnswer() throws {
    let connection = try connection([], closes: false, milliseconds: 50)
    #expect(throws: GoBGPError.timedOut) { try connection.call("/a/b", []) }
  }

  @Test func whatIsNoServer() throws {
    for text in ["", "HTTP/1.1 400 Bad Request\r\n\r\n", "BIRD 2.0.12 ready.\n", "\0\0\0\0\0"] {
      let connection = try connection(Array(text.utf8))
      #expect(throws: GoBGPError.self, "\(text)") { try connection.call("/a/b", []) }
    }
  }

  /// Cut off anywhere and with wrong bytes anywhere: an error or a value, and never a wait.
  @Test func damagedAnswers() throws {
    let whole = try AnswerTests.bytes("response.bin")
    var random = SplitMix(seed: 5)
    for round in 0..<300 {
      var bytes = Array(whole.prefix(Int.random(in: 0...whole.count, using: &random)))
      if round % 2 == 0 {
        for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
          bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
            in: 0...255, using: &random)
        }
      }
      let connection = try connection(bytes)
      do throws(GoBGPError) {
        for message in try connection.call("/apipb.GobgpApi/ListPeer", []) {
          let _: Gobgp_ListPeerResponse? = try? GoBGPDaemon.decode(message)
        }
      } catch { #expect(error != .timedOut, "round \(round)") }
    }
  }

  @Test func connectionsLeaveNoDescriptorsBehind() throws {
    let before = entries("/proc/self/fd").count
    for _ in 0..<50 {
      let connection = try connection([])
      _ = try? connection.call("/a/b", [])
    }
    // Closing is done by the thread of the connections.
    #expect(eventually { entries("/proc/self/fd").count <= before + 8 })
  }
}

/// Reads the preface of HTTP/2 and frames up to the one that ends a request; or up to the end.
private func waitForRequest(_ socket: CInt) {
  func take(_ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let more = bytes.withUnsafeMutableBytes { read(socket, $0.baseAddress! + done, count - done) }
      guard more > 0 else { return nil }
      done += more
    }
    return bytes
  }
  guard take(24) != nil else { return }
  while let head = take(9) {
    guard take(head[..<3].reduce(0) { $0 << 8 | Int($1) }) != nil else { return }
    if head[3] == 0, head[4] & 1 != 0 { return }  // DATA with END_STREAM
  }
}
