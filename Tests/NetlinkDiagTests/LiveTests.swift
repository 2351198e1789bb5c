import LinuxSystem
import Netlink
import NetlinkDiag
import NetworkTypes
import TestSupport
import Testing

extension TestSocket {
  /// Of its descriptor; a use of the value, which ends behind the last one.
  fileprivate var number: CInt { descriptor.rawValue }
}

/// Sockets of a namespace, compared with what `ss` prints of them.
@Suite(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct LiveTests {
  let buffer = ReceiveBuffer()

  /// A line of `ss -H -tunaieO`.
  struct Line {
    var words: [Substring]
    init(_ line: Substring) { words = line.split(separator: " ") }

    /// The value of `KEY:VALUE`.
    subscript(key: String) -> Substring? {
      words.first { $0.hasPrefix(key + ":") }?.dropFirst(key.utf8.count + 1)
    }
    func number(_ key: String) -> UInt64? { self[key].flatMap { UInt64($0) } }
    var state: String { String(words[1]) }
    /// `ADDRESS:PORT` without brackets and zones.
    func end(_ index: Int) -> (address: IPAddress?, port: UInt16) {
      let parts = words[index].split(separator: ":").last.map(String.init) ?? ""
      let address =
        words[index].dropLast(parts.utf8.count + 1)
        .filter { $0 != "[" && $0 != "]" }.split(separator: "%").first.map(String.init) ?? ""
      return (address == "*" ? .unspecified(.ipv6) : IPAddress(address), UInt16(parts) ?? 0)
    }
  }

  static let states: [SocketState: String] = [
    .established: "ESTAB", .listen: "LISTEN", .close: "UNCONN", .synSent: "SYN-SENT",
    .timeWait: "TIME-WAIT",
  ]

  private func sockets(
    of space: borrowing TestNamespace,
    extensions: SocketExtensions = [.info, .congestion, .memory],
    port: UInt16? = nil, states: SocketStates = .all
  ) throws -> [SocketMessage] {
    var socket = try space.socket(.socketDiagnosis)
    var found: [SocketMessage] = []
    for family in [AddressFamily.ipv4, .ipv6] {
      for transport in [SocketProtocol.tcp, .udp] {
        let dump = SocketDump(
          family, transport, states: states, extensions: extensions, port: port)
        let table = try socket.dump(dump, buffer: buffer)
        #expect(table.malformed.isEmpty)
        found += table.entries
      }
    }
    return found
  }

  @Test func saysWhatSSSays() throws {
    try withNamespace { space in
      try space.ip("link set lo up")
      let four = try TestSocket.listener(space, "127.0.0.1", 179)
      let six = try TestSocket.listener(space, "::", 1179)
      let datagrams = try TestSocket.listener(space, "127.0.0.1", 53, .datagram)
      let datagrams6 = try TestSocket.listener(space, "::1", 547, .datagram)
      let client = try TestSocket(space, .ipv4)
      try client.connect(to: "127.0.0.1", 179)
      for _ in 0..<3 { try client.send(7) }
      let mapped = try TestSocket(space, .ipv4)
      try mapped.connect(to: "127.0.0.1", 1179)
      let talker = try TestSocket(space, .ipv4, .datagram)
      try talker.connect(to: "127.0.0.1", 53)
      try talker.send(1)

      let found = try sockets(of: space)
      let lines = try space.run("ss -H -tunaieO").split(separator: "\n").map(Line.init)
      #expect(lines.count == found.count)
      #expect(found.count >= 9)
      for socket in found {
        // In hexadecimal, without leading zeros.
        let cookie = String(socket.cookie, radix: 16)
        let line = try #require(lines.first { $0["sk"] == Substring(cookie) }, "\(socket)")
        #expect(line.state == Self.states[socket.state])
        #expect(line.number("ino") ?? 0 == UInt64(socket.inode))
        #expect(line.number("uid") ?? 0 == UInt64(socket.uid))
        #expect(UInt32(line.words[2]) == socket.receiveQueue)
        #expect(UInt32(line.words[3]) == socket.sendQueue)
        let (local, remote) = (line.end(4), line.end(5))
        #expect(local.address?.unmapped == socket.localAddress.unmapped)
        #expect(local.port == socket.localPort)
        #expect(remote.port == socket.remotePort)
        if socket.remotePort != 0 {
          #expect(remote.address?.unmapped == socket.remoteAddress.unmapped)
        }
        #expect(line["v6only"].map { $0 != "0" } ?? false == socket.isIPv6Only ?? false)
        guard socket.state == .established, let tcp = socket.tcp else { continue }
        #expect(line.words.contains(Substring(socket.congestion ?? "?")))
        #expect(line.number("mss") == UInt64(tcp.sendMSS))
        #expect(line.number("pmtu") == UInt64(tcp.pathMTU))
        #expect(line.number("cwnd") == UInt64(tcp.congestionWindow))
        #expect(line.number("bytes_acked") ?? 0 == tcp.bytesAcked)
        #expect(line.number("bytes_received") ?? 0 == tcp.bytesReceived)
        #expect(line.number("bytes_sent") ?? 0 == tcp.bytesSent)
        #expect(line.number("segs_out") ?? 0 == tcp.segmentsOut.map(UInt64.init))
        #expect(line.number("segs_in") ?? 0 == tcp.segmentsIn.map(UInt64.init))
      }
      #expect(found.contains { $0.tcp?.bytesReceived == 3 })
      #expect(found.contains { $0.drops == 0 && $0.localPort == 53 })
      for held in [four.number, six.number, datagrams.number, datagrams6.number] {
        #expect(held >= 0)
      }
      for held in [client.number, mapped.number, talker.number] { #expect(held >= 0) }
    }
  }

  @Test func filtersInTheKernel() throws {
    try withNamespace { space in
      try space.ip("link set lo up")
      let wanted = try TestSocket.listener(space, "127.0.0.1", 179)
      let other = try TestSocket.listener(space, "127.0.0.1", 1179)
      let client = try TestSocket(space, .ipv4)
      try client.connect(to: "127.0.0.1", 179)
      let another = try TestSocket(space, .ipv4)
      try another.connect(to: "127.0.0.1", 1179)
      let found = try sockets(of: space, extensions: [], port: 179)
      #expect(found.count == 3)
      #expect(found.allSatisfy { $0.localPort == 179 || $0.remotePort == 179 })
      #expect(found.allSatisfy { $0.tcp == nil })
      let listeners = try sockets(of: space, extensions: [], states: .listen)
      #expect(listeners.map(\.localPort).sorted() == [179, 1179])
      for held in [wanted.number, other.number, client.number, another.number] {
        #expect(held >= 0)
      }
    }
  }
}
