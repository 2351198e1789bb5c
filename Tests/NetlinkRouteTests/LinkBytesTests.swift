import Netlink
import NetlinkRoute
import NetworkTypes
import TestSupport
import Testing

/// What no recorded kernel says of a link; bytes by `linux/if_link.h` and `linux/if_tunnel.h`.
struct LinkBytesTests {
  private func link(family: UInt8 = 0, _ text: String) throws -> LinkMessage {
    let header: [UInt8] = [family, 0, 1, 0, 7, 0, 0, 0, 0x43, 0x10, 1, 0, 0, 0, 0, 0]
    let whole = header + (try bytes(hex: text))
    return try LinkMessage(payload: whole.span.bytes)
  }

  /// A bridge tells of its port by the same message, with another meaning (`br_fill_ifinfo`).
  @Test func portOfABridge() throws {
    let message = try link(
      family: 7,
      """
      08 00 0a 00 05 00 00 00                          # IFLA_MASTER 5
      14 00 0c 80 05 00 01 00 03 00 00 00 06 00 02 00 20 00 00 00  # IFLA_PROTINFO: state 3, priority 32
      08 00 1a 00 04 00 02 00                          # IFLA_AF_SPEC: VLANs, not families
      """)
    guard case .bridge(let port) = message.info.port else {
      Issue.record("\(message.info)")
      return
    }
    #expect(port.state == .forwarding && port.priority == 32 && message.master == 5)
    #expect(message.inet == nil && message.unknown.map(\.type) == [26])
  }

  @Test func eventsThatSayWhereALinkWent() throws {
    let message = try link(
      """
      08 00 2c 00 04 00 00 00  # IFLA_EVENT: notify peers
      08 00 2d 00 02 00 00 00  # IFLA_NEW_NETNSID
      08 00 31 00 09 00 00 00  # IFLA_NEW_IFINDEX
      """)
    #expect(message.event?.word == "notifyPeers")
    #expect(message.newNetnsID == 2 && message.newIndex == 9)
    #expect(message.index == 7 && message.flags.contains(.up))
  }

  @Test func sixRD() throws {
    let message = try link(
      """
      3c 00 12 00 08 00 01 00 73 69 74 00              # IFLA_LINKINFO, IFLA_INFO_KIND "sit"
      30 00 02 00                                      # IFLA_INFO_DATA
      14 00 0b 00 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 00
      08 00 0c 00 c6 33 64 00                          # IFLA_IPTUN_6RD_RELAY_PREFIX
      06 00 0d 00 20 00 00 00                          # IFLA_IPTUN_6RD_PREFIXLEN 32
      06 00 08 00 00 01 00 00                          # IFLA_IPTUN_FLAGS of a sit, big-endian
      """)
    guard case .ipTunnel(let tunnel) = message.info.data else {
      Issue.record("\(message.info)")
      return
    }
    #expect(tunnel.sixRDPrefix == IPAddress("2001:db8::") && tunnel.sixRDPrefixLength == 32)
    #expect(tunnel.sixRDRelayPrefix == IPAddress("198.51.100.0"))
    #expect(tunnel.flags == 1)  // SIT_ISATAP
  }

  @Test func programsOnTheWay() throws {
    let message = try link(
      """
      1c 00 2b 00 05 00 02 00 04 00 00 00 08 00 05 00 0b 00 00 00  # XDP: multiple; driver's 11
      08 00 06 00 0c 00 00 00                                      # generic: 12
      14 00 37 80 08 00 01 00 01 00 00 00 08 00 02 00 01 00 00 00  # IFLA_PROTO_DOWN_REASON
      05 00 27 00 01 00 00 00                                      # IFLA_PROTO_DOWN
      """)
    #expect(message.xdp?.attached?.word == "multiple")
    #expect(message.xdp?.driverProgramID == 11 && message.xdp?.genericProgramID == 12)
    #expect(message.protocolDown == true && message.protocolDownReason?.value == 1)
  }

  /// Structures grow at their end: what is new is left, what is not there yet is nil.
  @Test(
    arguments: [(23, nil, nil), (24, 24, nil), (25, 24, 25), (30, 24, 25)]
      as [(Int, UInt64?, UInt64?)])
  func countersOfAnyAge(_ count: Int, noHandler: UInt64?, otherHost: UInt64?) throws {
    var bytes: [UInt8] = []
    for number in 1...count { bytes += [UInt8(number)] + [UInt8](repeating: 0, count: 7) }
    let counters = try LinkStatisticsMessage(bytes.span.bytes)
    #expect(counters.rxPackets == 1 && counters.txCompressed == 23)
    #expect(counters.rxNoHandler == noHandler && counters.rxOtherHostDropped == otherHost)
  }
}
