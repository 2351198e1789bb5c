import Netlink
import NetlinkGeneric
import NetworkTypes
import Testing

struct WireGuardTests {
  private static func device() throws -> WireGuardDevice {
    var device = WireGuardDevice()
    for payload in Sample.device { try device.take(payload.span.bytes) }
    return device
  }

  @Test func readsADevice() throws {
    let device = try Self.device()
    #expect(device.index == 7)
    #expect(device.name == "wg0")
    #expect(device.publicKey == Sample.key(1))
    #expect(device.listenPort == 51820)
    #expect(device.fwMark == 32)
    #expect(device.unknown == [UnknownAttribute(type: 77, bytes: [5, 0])])
    #expect(device.peers.map(\.publicKey) == [Sample.key(2), Sample.key(3), Sample.key(4)])
    let peer = device.peers[0]
    #expect(peer.endpoint == WireGuardEndpoint(address: IPAddress("192.0.2.1")!, port: 51820))
    #expect(peer.keepaliveSeconds == 25)
    #expect(peer.lastHandshake == 1_800_000_000_000_005_000)
    #expect(peer.rxBytes == 10)
    #expect(peer.txBytes == .max)
    #expect(peer.unknown.map(\.type) == [78])
  }

  @Test func aPeerGoesOnInTheNextMessage() throws {
    let device = try Self.device()
    func prefixes(_ place: Int) -> [String] {
      device.allowedPrefixes(of: device.peers[place]).map(\.description)
    }
    #expect(prefixes(0) == ["10.1.0.0/16"])
    #expect(prefixes(1) == ["fd00::/64", "0.0.0.0/0", "10.3.0.0/24"])
    #expect(prefixes(2) == [])
    // What the first message said of it stays.
    #expect(device.peers[1].endpoint?.scope == 4)
    #expect(device.peers[1].endpoint?.address == IPAddress("fe80::1"))
  }

  @Test func noByteOfASecretKeyIsInTheValue() throws {
    let text = String(reflecting: try Self.device())
    #expect(!text.contains("90, 90"))
    let word = UInt64(0x5A5A_5A5A_5A5A_5A5A)
    #expect(!text.contains("\(word)"))
  }

  @Test func readsAFamily() throws {
    let payload = Sample.family
    let family = try GenericFamily(payload: payload.span.bytes)
    #expect(family.name == "wireguard")
    #expect(family.messageType.rawValue == 30)
    #expect(family.version == 1)
    #expect(family.unknown.map(\.type) == [99])
  }

  @Test func refusesAPrefixThatIsTooLong() {
    let payload = Sample.payload { message in
      message.nest(8) { peers in
        peers.nest(0) { peer in
          peer.nest(9) { list in
            list.nest(0) { prefix in
              prefix.attribute(2, IPAddress("10.0.0.0")!)
              prefix.attribute(3, UInt8(33))
            }
          }
        }
      }
    }
    var device = WireGuardDevice()
    #expect(
      throws: MalformedMessage.missing(what: "an allowed IP", attribute: "address or length")
    ) { try device.take(payload.span.bytes) }
  }

  @Test(arguments: [
    "KNhj9Gi4X/wxYrm5kLFQSIRgY6TcluRYcC4NaVgpFnc=", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "//////////////////////////////////////////8=",
  ]) func keysAreBase64(_ text: String) throws {
    #expect(try #require(PublicKey(text)).description == text)
  }

  @Test(arguments: [
    ("too short", "KNhj9Gi4X/wxYrm5kLFQSIRgY6TcluRYcC4NaVgpFn="),
    ("no padding", "KNhj9Gi4X/wxYrm5kLFQSIRgY6TcluRYcC4NaVgpFncc"),
    ("more than 32 bytes", "//////////////////////////////////////////9="),
    ("another character", "KNhj9Gi4X/wxYrm5kLFQSIRgY6TcluRYcC4NaVgpFn*="), ("empty", ""),
  ]) func refusesWhatIsNoKey(_ what: String, _ text: String) { #expect(PublicKey(text) == nil) }
}
