import LinuxSystem
import Netlink
import NetlinkFilter
import NetworkTypes
import TestSupport
import Testing

/// Connections that the kernel tracks, made with packets over the loopback device.
@Suite(.enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct ConnectionTests {
  let buffer = ReceiveBuffer()

  private func prepare(_ space: borrowing TestNamespace) throws {
    try space.ip("link set lo up\naddress add 2001:db8::1/128 dev lo nodad")
    try space.run(
      "nft -f -",
      input: """
        table inet t {
          chain c { type filter hook output priority 0; ct state new accept; }
        }
        """)
    // Nobody listens: an entry stays for as long as one that had no answer does.
    try space.run(
      "python3 -",
      input: """
        import socket
        for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "2001:db8::1")):
          receiver = socket.socket(family, socket.SOCK_DGRAM)
          receiver.bind((host, 5353))
          for port in (5353, 5353, 5354):
            sender = socket.socket(family, socket.SOCK_DGRAM)
            sender.sendto(b"x", (host, port))
        """)
  }

  @Test func forgetsThoseOfAPort() throws {
    try withNamespace { space in
      try prepare(space)
      var socket = try space.socket(.netfilter)
      let before = try socket.dump(ConnectionDump(), buffer: buffer)
      #expect(before.malformed == [])
      let first = try #require(
        before.entries.first {
          $0.original?.destination == IPAddress("127.0.0.1")
            && $0.original?.destinationPort == 5353
        })
      #expect(first.original?.transport == 17 && first.reply?.sourcePort == 5353)
      #expect(first.original?.source == first.reply?.destination)
      for family in [AddressFamily.ipv4, .ipv6] {
        let count = try socket.forgetConnections(family, buffer: buffer) {
          $0.original?.transport == 17 && $0.original?.destinationPort == 5353
        }
        #expect(count == 2)
      }
      let after = try socket.dump(ConnectionDump(), buffer: buffer).entries
      #expect(after.contains { $0.original?.destinationPort == 5354 })
      #expect(!after.contains { $0.original?.destinationPort == 5353 })
      // Twice is no failure.
      try socket.perform(FilterBatch(), buffer: buffer)
      let error = #expect(throws: NetlinkError.self) {
        try socket.perform(first.deletion(), buffer: buffer)
      }
      #expect(error?.reason == .noSuchFile)
    }
  }
}
