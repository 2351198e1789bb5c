import CNISpec
import NetworkTypes
import Testing

/// One result as a document of each version, word for word.
struct CNIResultWritingTests {
  private static let text = #"""
    {"cniVersion":"1.1.0",
    "interfaces":[{"name":"cni0","mac":"00:11:22:33:44:55"},
    {"name":"eth0","mac":"99:88:77:66:55:44","mtu":1450,"sandbox":"/run/netns/a","socketPath":"/s",
    "pciID":"0000:00:1f.6"}],
    "ips":[{"interface":1,"address":"10.1.0.5/16","gateway":"10.1.0.1"},
    {"interface":1,"address":"10.2.0.5/16"},{"interface":1,"address":"fd00:1::5/64"}],
    "routes":[{"dst":"0.0.0.0/0","gw":"10.1.0.1","mtu":1400,"advmss":1360,"priority":100,"table":254,
    "scope":0},{"dst":"::/0"}],
    "dns":{"nameservers":["10.1.0.1"],"domain":"d","search":["s"],"options":["o"]},"more":[null]}
    """#.split(separator: "\n").joined()

  private static let dns =
    #""dns":{"nameservers":["10.1.0.1"],"domain":"d","search":["s"],"options":["o"]}"#
  private static let old = #"""
    "ip4":{"ip":"10.1.0.5/16","gateway":"10.1.0.1","routes":[{"dst":"0.0.0.0/0","gw":"10.1.0.1"}]},
    "ip6":{"ip":"fd00:1::5/64","routes":[{"dst":"::/0"}]},
    """#.split(separator: "\n").joined()
  private static let interfaces = #"""
    "interfaces":[{"name":"cni0","mac":"00:11:22:33:44:55"},
    {"name":"eth0","mac":"99:88:77:66:55:44","sandbox":"/run/netns/a"}],
    """#.split(separator: "\n").joined()
  private static let routes = #""routes":[{"dst":"0.0.0.0/0","gw":"10.1.0.1"},{"dst":"::/0"}],"#
  private static let families = #"""
    "ips":[{"version":"4","interface":1,"address":"10.1.0.5/16","gateway":"10.1.0.1"},
    {"version":"4","interface":1,"address":"10.2.0.5/16"},
    {"version":"6","interface":1,"address":"fd00:1::5/64"}],
    """#.split(separator: "\n").joined()
  private static let plain = #"""
    "ips":[{"interface":1,"address":"10.1.0.5/16","gateway":"10.1.0.1"},
    {"interface":1,"address":"10.2.0.5/16"},{"interface":1,"address":"fd00:1::5/64"}],
    """#.split(separator: "\n").joined()

  private static func document(_ version: String) -> String {
    switch version {
    case "0.1.0", "0.2.0": #"{"cniVersion":"\#(version)",\#(old)\#(dns),"more":[null]}"#
    case "1.0.0":
      #"{"cniVersion":"1.0.0",\#(interfaces)\#(plain)\#(routes)\#(dns),"more":[null]}"#
    case "1.1.0": text
    default:
      #"{"cniVersion":"\#(version)",\#(interfaces)\#(families)\#(routes)\#(dns),"more":[null]}"#
    }
  }

  private func parse(_ text: String) throws -> CNIResult {
    try CNIResult(parsing: Array(text.utf8))
  }

  @Test(arguments: CNIVersion.all)
  func writes(_ version: CNIVersion) throws {
    let result = try parse(Self.text)
    #expect(try result.json(version: version).description == Self.document("\(version)"))
  }

  /// From each version to each other: nothing is lost that both have.
  @Test(arguments: CNIVersion.all, CNIVersion.all)
  func converts(from: CNIVersion, to: CNIVersion) throws {
    let between = try parse(Self.document("\(from)")).json(version: to)
    if from < CNIVersion(0, 3, 0), to >= CNIVersion(0, 3, 0) {
      let result = try CNIResult(between)
      #expect(result.ips.map { "\($0.address)" } == ["10.1.0.5/16", "fd00:1::5/64"])
      #expect(result.routes.map { "\($0.destination)" } == ["0.0.0.0/0", "::/0"])
      #expect(result.interfaces.isEmpty && result.dns.options == ["o"])
    } else if from >= to {
      #expect(between.description == Self.document("\(to)"))
    } else {
      // A later version has no more than the earlier one said.
      #expect(try CNIResult(between).json(version: from).description == Self.document("\(from)"))
    }
  }

  @Test func leavesOutWhatIsEmpty() throws {
    let empty = CNIResult()
    let texts = try CNIVersion.all.dropFirst(2).map { try empty.json(version: $0).description }
    #expect(
      texts == [
        #"{"cniVersion":"0.3.0","dns":{}}"#, #"{"cniVersion":"0.3.1","dns":{}}"#,
        #"{"cniVersion":"0.4.0","dns":{}}"#, #"{"cniVersion":"1.0.0"}"#, #"{"cniVersion":"1.1.0"}"#,
      ])
    #expect(throws: CNIError(.other, "cannot convert: no valid IP addresses")) {
      try empty.json(version: CNIVersion(0, 2, 0))
    }
  }

  @Test func isMadeByHand() throws {
    let prefix = try #require(IPPrefix("10.0.0.2/24"))
    let result = CNIResult(
      interfaces: [.init(name: "eth0", mac: "02:00:00:00:00:01", sandbox: "/run/netns/a")],
      ips: [.init(prefix, gateway: IPAddress("10.0.0.1"), interface: 0)],
      routes: [.init(try #require(IPPrefix("0.0.0.0/0")))])
    #expect(
      try result.json(version: .latest).description
        == #"{"cniVersion":"1.1.0","interfaces":[{"name":"eth0","mac":"02:00:00:00:00:01","#
        + #""sandbox":"/run/netns/a"}],"ips":[{"interface":0,"address":"10.0.0.2/24","#
        + #""gateway":"10.0.0.1"}],"routes":[{"dst":"0.0.0.0/0"}]}"#)
  }
}
