import Netlink
import NetlinkRoute
import NetworkTypes
import NodeModel
import TestSupport
import Testing

@testable import NodeCollector

/// What recorded links of every kind become.
struct ConvertLinkTests {
  private func detail(_ name: String) throws -> Facts {
    try #require(try recordedLink(name)).detail
  }

  @Test func linkHasItsTypedFields() throws {
    let link = try #require(try recordedLink("v0"))
    #expect(link.id == LinkID(convertNamespace, 12))
    #expect(link.id.description == "link:4026531840/12")
    #expect(link.kind == "veth")
    #expect(link.hardwareType == .ethernet)
    #expect(link.flags.contains([.up, .lowerUp]))
    #expect(link.operState == .up)
    #expect(link.master == LinkID(convertNamespace, 13))
    #expect(link.broadcast?.description == "ff:ff:ff:ff:ff:ff")
    // They are joined when all namespaces are known.
    #expect(link.peer == nil)
    #expect(link.parent == nil)
    #expect(link.port["kind"]?.text == "bridge")
    #expect(link.port["state"]?.text == "listening")
    #expect(link.port["hairpin"]?.flag == true)
    #expect(link.port["forwardDelayTimerCentiseconds"]?.number == 858)
    #expect(link.port["designatedRoot"]?.text == "1000.4e:bb:17:c0:65:a7")
    #expect(link.attributes["qdisc"]?.text == "noqueue")
    #expect(link.attributes["carrierUpCount"]?.number == 1)
    #expect(link.attributes["maxMTU"]?.number == 65535)
  }

  @Test func bridgeKeepsTheUnitsOfTheKernel() throws {
    let bridge = try detail("br0")
    #expect(bridge["helloTimeCentiseconds"]?.number == 200)
    #expect(bridge["ageingTimeCentiseconds"]?.number == 20000)
    #expect(bridge["stpState"]?.text == "kernel")
    #expect(bridge["vlanProtocol"]?.text == "802.1Q")
    #expect(bridge["vlanFiltering"]?.flag == true)
    #expect(bridge["multicastRouter"]?.text == "learn")
    #expect(bridge["callsIP6Tables"]?.flag == false)
    #expect(
      bridge["optionsKnown"]?.list?.map(\.text)
        == ["noLinkLocalLearning", "multicastVLANSnooping", "mstp"])
    // No querier: its addresses are unspecified.
    #expect(bridge["querierState"] == nil)
  }

  @Test func bondAndVLANHaveWords() throws {
    let bond = try detail("bond1")
    #expect(bond["mode"]?.text == "active-backup")
    #expect(bond["arpTargets"]?.list?.map(\.text) == ["192.0.2.1", "192.0.2.2"])
    #expect(bond["arpValidate"]?.text == "all")
    #expect(bond["primary"]?.number == 6)
    #expect(bond["activePort"] == nil)
    let aggregator = try detail("bond0")["aggregator"]?.facts
    #expect(aggregator?["partnerKey"]?.number == 1)
    let vlan = try detail("d0.100")
    #expect(vlan["id"]?.number == 100)
    #expect(vlan["protocol"]?.text == "802.1ad")
    #expect(vlan["flags"]?.list?.map(\.text) == ["gvrp"])
    let egress = vlan["egressPriorities"]?.list?.compactMap(\.facts)
    #expect(egress?.map { $0["from"]?.number } == [1, 3])
    #expect(egress?.map { $0["to"]?.number } == [2, 4])
  }

  @Test func tunnelsHaveTheKeysThatJoinsRead() throws {
    let group = try detail("vx0")
    #expect(group["id"]?.number == 42)
    #expect(group["group"]?.text == "239.1.1.1")
    #expect(group["remote"] == nil)
    #expect(group["local"]?.text == "192.0.2.1")
    #expect(group["port"]?.number == 8472)
    #expect(group["device"]?.number == 2)
    #expect(group["external"]?.flag == false)
    #expect(group["portRange"]?.facts?["high"]?.number == 2000)
    let remote = try detail("vx1")
    #expect(remote["remote"]?.text == "2001:db8::1")
    #expect(remote["ttlInherit"]?.flag == true)
    #expect(remote["ttl"] == nil)
    #expect(remote["flowLabel"]?.number == 0x12345)
    #expect(try detail("vx2")["external"]?.flag == true)
    #expect(try detail("gnv0")["dontFragment"]?.text == "set")

    let gre = try detail("gr0")
    #expect(gre["inputFlags"]?.list?.map(\.text) == ["checksum", "key"])
    #expect(gre["inputKey"]?.number == 99)
    #expect(gre["ttl"]?.number == 64)
    #expect(gre["ttlInherit"] == nil)
    // Flags without a key: the number in the message means nothing.
    #expect(try detail("gr3")["outputKey"] == nil)
    #expect(try detail("gr4")["remote"] == nil)
    #expect(try detail("gr4")["external"]?.flag == true)
    #expect(try detail("er1")["erspanDirection"]?.text == "egress")
    #expect(try detail("ipip1")["ttlInherit"]?.flag == true)
    #expect(try detail("ipip1")["encapsulationDestinationPort"]?.number == 5555)
    #expect(try detail("vtisix")["outputKey"]?.number == 7)
    #expect(try detail("xf0")["interfaceId"]?.number == 9)
    #expect(try detail("bu0")["port"]?.number == 6635)
  }

  @Test func tunnelJoinFindsTheRecordedTunnels() throws {
    var namespace = Namespace(id: convertNamespace, isHost: true)
    namespace.links = try recorded("6.12-links.hex", as: LinkMessage.self)
      .map { LinkConversion.link($0, in: convertNamespace) }
    let links = try #require(namespace.links)
    func tunnel(_ name: String) throws -> Tunnel {
      let link = try #require(links.first { $0.name == name })
      return try #require(TunnelJoin.tunnels(of: [namespace]).first { $0.link == link.id })
    }
    #expect(try tunnel("vx0").identifier == 42)
    #expect(try tunnel("vx0").remotes == [IPAddress(ipv4: 0xEF01_0101)])
    #expect(try tunnel("vx2").identifier == nil)
    #expect(try tunnel("gr0").identifier == 99)
    #expect(try tunnel("gr0").overheadBytes == 32)
    #expect(try tunnel("xf0").identifier == 9)
    #expect(try tunnel("bu0").port == 6635)
  }

  @Test func otherKindsHaveTheirWords() throws {
    #expect(try detail("mv1")["mode"]?.text == "source")
    #expect(try detail("mv1")["addresses"]?.list?.count == 2)
    #expect(try detail("iv0")["mode"]?.text == "l3s")
    #expect(try detail("tap7")["type"]?.text == "tap")
    #expect(try detail("tun7")["owner"]?.number == 4_000_000)
    #expect(try detail("kp0")["primary"]?.flag == true)
    #expect(try detail("ms0")["sci"]?.text == "1122334455667788")
    #expect(try detail("ms0")["cipherSuite"]?.text == "gcmAES128")
    #expect(try detail("hsr0")["protocol"]?.text == "hsr")
    #expect(try detail("vrf0")["table"]?.number == 1000)
    #expect(try detail("v1").isEmpty)
  }

  @Test func functionsOfADeviceAreAList() throws {
    let link = try #require(try recordedLink("ns1"))
    let functions = try #require(link.attributes["virtualFunctions"]?.list).compactMap(\.facts)
    #expect(functions.map { $0["number"]?.number } == [0, 1])
    #expect(functions[0]["vlanProtocol"]?.text == "802.1Q")
    #expect(functions[1]["vlanProtocol"] == nil)
    #expect(functions[1]["maxRateMegabits"]?.number == 1000)
    #expect(link.attributes["physPortName"]?.text == "p1")
  }

  @Test func unknownKindsKeepTheirBytes() throws {
    let payload =
      [UInt8](repeating: 0, count: 16)
      + attributes { message in
        message.nest(18) { info in
          info.attribute(1, "newkind")
          info.nest(2) { $0.attribute(7, UInt16(0xABCD).bigEndian) }
        }
        message.attribute(999, bytes: [1, 2])
      }
    let link = LinkConversion.link(
      try LinkMessage(payload: payload.span.bytes), in: convertNamespace)
    #expect(link.kind == "newkind")
    #expect(link.detail["raw"]?.text == "06000700abcd0000")
    let attribute = link.detail["rawAttributes"]?.list?.first?.facts
    #expect(attribute?["type"]?.number == 7)
    #expect(attribute?["bytes"]?.text == "abcd")
    let unknown = link.attributes["unknownAttributes"]?.list?.first?.facts
    #expect(unknown?["type"]?.number == 999)
    #expect(unknown?["bytes"]?.text == "0102")
  }

  @Test func noKeyIsThereTwice() throws {
    for kernel in ["6.12", "6.18"] {
      for message in try recorded("\(kernel)-links.hex", as: LinkMessage.self) {
        let link = LinkConversion.link(message, in: convertNamespace)
        for facts in [link.attributes, link.detail, link.port] {
          let keys = facts.fields.map(\.key)
          #expect(Set(keys).count == keys.count, "\(link.name)")
        }
      }
    }
  }

  @Test(
    arguments: [
      ("nothing", nil, nil, nil),
      ("index 0", 0, nil, nil),
      ("the link itself", 5, nil, nil),
      ("another link here", 6, nil, LinkReference(index: 6, nsid: nil)),
      ("the same index elsewhere", 5, 3, LinkReference(index: 5, nsid: 3)),
      ("a namespace without a number", 6, -1, LinkReference(index: 6, nsid: -1)),
      ("a negative index", -7, nil, LinkReference(index: -7, nsid: nil)),
    ] as [(String, Int32?, Int32?, LinkReference?)])
  func refersTo(_ what: String, index: Int32?, nsid: Int32?, expected: LinkReference?) {
    var message = LinkMessage(index: 5)
    message.link = index
    message.linkNetnsID = nsid
    #expect(LinkConversion.reference(message) == expected)
  }

  @Test func vxlanSaysTheLinkBelowInItsDetail() throws {
    let messages = try recorded("6.12-links.hex", as: LinkMessage.self)
    let message = try #require(messages.first { $0.name == "vx0" })
    #expect(LinkConversion.reference(message) == nil)
    #expect(message.info.data?.facts["device"]?.number == 2)
    let free = try #require(messages.first { $0.name == "vx2" })
    #expect(LinkConversion.reference(free) == nil)
  }

  @Test func statisticsAreTheWholeStructure() throws {
    let bytes = (0..<25).flatMap { number in withUnsafeBytes(of: UInt64(number + 1)) { Array($0) } }
    let message = try LinkStatisticsMessage(bytes.span.bytes)
    let statistics = LinkStatistics(message)
    let values = Mirror(reflecting: statistics).children.compactMap { $0.value as? UInt64 }
    #expect(values.sorted() == Array(1...24))
    #expect(statistics.rxNoHandler == 24)
    #expect(statistics.rxCRCErrors == 13)
    #expect(LinkConversion.statistics(bytes.span.bytes) == statistics)
  }

  @Test func statisticsOfAnOldKernelAreShorter() throws {
    let bytes = (0..<23).flatMap { number in withUnsafeBytes(of: UInt64(number + 1)) { Array($0) } }
    let statistics = LinkConversion.statistics(bytes.span.bytes)
    #expect(statistics == LinkStatistics(try LinkStatisticsMessage(bytes.span.bytes)))
    #expect(statistics.txCompressed == 23 && statistics.rxNoHandler == 0)
    #expect(LinkConversion.statistics([UInt8]().span.bytes) == LinkStatistics())
  }

  /// A link whose details are left in its bytes is the link that has them spelled out.
  @Test(arguments: ["6.12", "6.18"])
  func simpleLinksAreWhatTheirMessagesSay(_ kernel: String) throws {
    var simple = 0
    var scratch: [UInt8] = []
    for payload in try recordedPayloads("\(kernel)-links.hex") {
      let fields = try LinkFields.read(payload.span.bytes) { _ in }
      guard fields.isSimple else { continue }
      simple += 1
      let message = try LinkMessage(payload: payload.span.bytes)
      let link = LinkConversion.link(
        fields, in: convertNamespace,
        source: LinkBytes(payload.span.bytes, scratch: &scratch))
      #expect(link == LinkConversion.link(message, in: convertNamespace))
      #expect(LinkConversion.reference(fields) == LinkConversion.reference(message))
      #expect(!link.attributes.isEmpty)
    }
    #expect(simple > 5)
  }

  @Test func positionIsFoundFromAnyStart() {
    let links = (0..<100).map { Link(id: LinkID(convertNamespace, Int32($0 * 3 - 30)), name: "") }
    for start in [Int.min, -1, 0, 1, 50, 99, 100, Int.max] {
      for (position, link) in links.enumerated() {
        #expect(LinkConversion.position(of: link.id.index, in: links, near: start) == position)
      }
      for absent in [Int32.min, -31, 1, 1000, Int32.max] {
        #expect(LinkConversion.position(of: absent, in: links, near: start) == links.count)
      }
      #expect(LinkConversion.position(of: 0, in: [], near: start) == 0)
    }
  }
}
