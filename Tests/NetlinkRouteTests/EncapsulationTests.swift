import Netlink
import NetlinkRoute
import NetworkTypes
import TestSupport
import Testing

/// Tunnels of routes that no recorded kernel has; bytes by `linux/lwtunnel.h`,
/// `linux/mpls_iptunnel.h`, `linux/seg6_iptunnel.h` and `linux/seg6_local.h`.
struct EncapsulationTests {
  /// A route with an encapsulation: the data, and behind it the type, as the kernel sends them.
  private func encapsulation(_ type: UInt8, _ data: String) throws -> Encapsulation? {
    let data = try bytes(hex: data)
    let header = routeHeader(maker: 4)
    let whole =
      header + [UInt8(data.count + 4), 0, 22, 0x80] + data + [6, 0, 21, 0, type, 0, 0, 0]
    return try RouteMessage(payload: whole.span.bytes).encapsulation
  }

  @Test func mpls() throws {
    // ip route add … encap mpls 100/200 ttl 9
    let found = try encapsulation(
      1,
      """
      0c 00 01 00 00 06 40 00 00 0c 81 00  # MPLS_IPTUNNEL_DST: 100, and 200 with the last bit
      05 00 02 00 09 00 00 00              # MPLS_IPTUNNEL_TTL
      """)
    guard case .mpls(let tunnel) = found else {
      Issue.record("\(found as Any)")
      return
    }
    #expect(tunnel.labels == [100, 200] && tunnel.ttl == 9 && tunnel.unknown == [])
  }

  @Test func ip6() throws {
    // ip route add … encap ip6 id 7 dst 2001:db8::1 hoplimit 3
    let found = try encapsulation(
      4,
      """
      0c 00 01 00 00 00 00 00 00 00 00 07                          # LWTUNNEL_IP6_ID
      14 00 02 00 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01  # LWTUNNEL_IP6_DST
      05 00 04 00 03 00 00 00                                      # LWTUNNEL_IP6_HOPLIMIT
      06 00 06 00 00 04 00 00                                      # LWTUNNEL_IP6_FLAGS
      """)
    guard case .ip6(let tunnel) = found else {
      Issue.record("\(found as Any)")
      return
    }
    #expect(tunnel.id == 7 && tunnel.destination == IPAddress("2001:db8::1") && tunnel.ttl == 3)
    #expect(tunnel.flags == 4 && tunnel.source == nil)
  }

  @Test func bpf() throws {
    let found = try encapsulation(
      6,
      """
      14 00 01 00 08 00 01 00 05 00 00 00 08 00 02 00 61 62 63 00  # LWT_BPF_IN: fd, name "abc"
      08 00 04 00 40 00 00 00                                      # LWT_BPF_XMIT_HEADROOM
      """)
    guard case .bpf(let programs) = found else {
      Issue.record("\(found as Any)")
      return
    }
    #expect(programs.input == "abc" && programs.output == nil && programs.headroom == 64)
  }

  @Test func xfrm() throws {
    let found = try encapsulation(10, "08 00 01 00 09 00 00 00 08 00 02 00 03 00 00 00")
    guard case .xfrm(let interface) = found else {
      Issue.record("\(found as Any)")
      return
    }
    #expect(interface.id == 9 && interface.link == 3)
  }

  @Test func keepsTypesThatItDoesNotKnow() throws {
    #expect(
      try encapsulation(77, "05 00 01 00 09 00 00 00")
        == .unknown(EncapsulationType(rawValue: 77), bytes: [5, 0, 1, 0, 9, 0, 0, 0]))
    // A type without data, as for a tunnel that says all by its type.
    let bytes = routeHeader(maker: 4) + [6, 0, 21, 0, 9, 0, 0, 0]
    #expect(
      try RouteMessage(payload: bytes.span.bytes).encapsulation
        == .unknown(EncapsulationType(rawValue: 9), bytes: []))
  }

  /// The labels of an MPLS route are four bytes, and no IPv4 address.
  @Test func leavesRoutesOfOtherFamiliesAlone() throws {
    let bytes = routeHeader(family: 28, length: 20, maker: 4) + [8, 0, 1, 0, 0, 6, 0x41, 0]
    let route = try RouteMessage(payload: bytes.span.bytes)
    #expect(route.addressFamily == nil && route.destination == nil)
    #expect(route.unknown == [UnknownAttribute(type: 1, bytes: [0, 6, 0x41, 0])])
    #expect(try !RouteFields.read(bytes.span.bytes).isSimple)
  }
}
