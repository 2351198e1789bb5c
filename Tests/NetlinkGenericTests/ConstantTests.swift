import CLinux
import Netlink
import NetlinkGeneric
import Testing

/// The numbers of this module, against the headers of the machine that builds the tests.
struct ConstantTests {
  @Test func attributesAreThoseOfTheHeader() {
    #expect(
      ControlAttribute.allCases.map { Int($0.rawValue) }
        == [
          CTRL_ATTR_FAMILY_ID, CTRL_ATTR_FAMILY_NAME, CTRL_ATTR_VERSION, CTRL_ATTR_HDRSIZE,
          CTRL_ATTR_MAXATTR, CTRL_ATTR_OPS, CTRL_ATTR_MCAST_GROUPS,
        ].map { Int($0) })
    #expect(
      WireGuardAttribute.allCases.map { Int($0.rawValue) }
        == [
          WGDEVICE_A_IFINDEX, WGDEVICE_A_IFNAME, WGDEVICE_A_PRIVATE_KEY, WGDEVICE_A_PUBLIC_KEY,
          WGDEVICE_A_FLAGS, WGDEVICE_A_LISTEN_PORT, WGDEVICE_A_FWMARK, WGDEVICE_A_PEERS,
        ].map { Int($0.rawValue) })
    #expect(
      WireGuardPeerAttribute.allCases.map { Int($0.rawValue) }
        == [
          WGPEER_A_PUBLIC_KEY, WGPEER_A_PRESHARED_KEY, WGPEER_A_FLAGS, WGPEER_A_ENDPOINT,
          WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL, WGPEER_A_LAST_HANDSHAKE_TIME, WGPEER_A_RX_BYTES,
          WGPEER_A_TX_BYTES, WGPEER_A_ALLOWEDIPS, WGPEER_A_PROTOCOL_VERSION,
        ].map { Int($0.rawValue) })
    #expect(GenericFamilyDump.types.request.rawValue == UInt16(GENL_ID_CTRL))
    #expect(WG_CMD_GET_DEVICE.rawValue == 0)
    #expect(CTRL_CMD_GETFAMILY == 3)
    #expect(GenericFamily.wireGuard == WG_GENL_NAME)
    #expect(WGALLOWEDIP_A_IPADDR.rawValue == 2 && WGALLOWEDIP_A_CIDR_MASK.rawValue == 3)
  }
}
