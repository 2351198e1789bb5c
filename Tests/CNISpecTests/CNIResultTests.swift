import CNISpec
import Foundation
import NetworkTypes
import Testing

struct CNIResultTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures")

  private func result(_ version: String) throws -> CNIResult {
    let file = Self.folder.appending(path: "result-\(version).json")
    return try CNIResult(parsing: Array(try Data(contentsOf: file)))
  }

  private func parse(_ text: String) throws(CNIDecodingError) -> CNIResult {
    try CNIResult(parsing: Array(text.utf8))
  }

  @Test func readsTheOldestForm() throws {
    let result = try result("0.2.0")
    #expect(result.interfaces.isEmpty)
    #expect(result.ips.map { "\($0.address)" } == ["10.1.0.5/16", "fd00:1::5/64"])
    #expect(result.ips.map { $0.gateway.map { "\($0)" } } == ["10.1.0.1", "fd00:1::1"])
    #expect(result.routes.map { "\($0.destination)" } == ["0.0.0.0/0", "::/0"])
    #expect(result.dns.domain == "example.org")
    #expect(result.dns.nameservers == ["10.1.0.1"])
    #expect(result.unknown.isEmpty && result.ips.allSatisfy { $0.unknown.isEmpty })
  }

  @Test func readsTheFormWithFamilies() throws {
    let result = try result("0.4.0")
    #expect(result.interfaces.map(\.name) == ["cni0", "veth3243", "eth0"])
    #expect(result.interfaces[2].sandbox == "/var/run/netns/blue")
    #expect(result.interfaces[2].macAddress == MACAddress("99:88:77:66:55:44"))
    #expect(result.ips.map { result.interface(of: $0)?.name } == ["eth0", "eth0"])
    #expect(result.ips[1].gateway == nil)
    #expect(result.ips.allSatisfy { $0.unknown.isEmpty })
  }

  @Test func readsOneZero() throws {
    let result = try result("1.0.0")
    #expect(result.version == "1.0.0")
    #expect(result.ips.map { "\($0.address)" } == ["10.1.0.5/16"])
    #expect(result.dns == CNIResult.DNS())
  }

  @Test func readsOneOneAndKeepsWhatItDoesNotKnow() throws {
    let result = try result("1.1.0")
    let interface = try #require(result.interfaces.first)
    #expect(interface.mtu == 1450)
    #expect(interface.socketPath == "/run/vhost.sock")
    #expect(interface.pciID == "0000:00:1f.6")
    let route = try #require(result.routes.first)
    #expect(route.mtu == 1400 && route.advertisedMSS == 1360)
    #expect(route.priority == 100 && route.table == 254 && route.scope == 0)
    #expect(result.ips[0].unknown == [JSONMember("later", .array([.number("1"), .null]))])
    #expect(result.unknown.map(\.key) == ["org.example/more"])
    #expect(result.unknown[0].value["kept"] == .number("18446744073709551616"))
  }

  @Test func takesAnyVersionThatLooksTheSame() throws {
    #expect(try parse(#"{"cniVersion":"9.0.0","ips":[{"address":"::1/128"}]}"#).ips.count == 1)
    #expect(try parse("{}").version == "0.1.0")
    #expect(try parse(#"{"ips":null,"interfaces":null,"dns":null}"#).ips.isEmpty)
  }

  @Test(
    arguments: [
      ("a list", "[]", "document is [], not an object"),
      ("a version that is a number", #"{"cniVersion":1}"#, "cniVersion is 1, not a string"),
      ("addresses that are an object", #"{"ips":{}}"#, "ips is {}, not an array"),
      ("an address that is a word", #"{"ips":["x"]}"#, "ips[0] is \"x\", not an object"),
      (
        "a wrong address", #"{"ips":[{"address":"10.1.2.3/33"}]}"#,
        "ips[0].address is \"10.1.2.3/33\", not an address with a prefix length"
      ),
      ("no address", #"{"ips":[{}]}"#, "ips[0].address is missing"),
      (
        "a wrong gateway", #"{"ips":[{"address":"10.1.2.3/8","gateway":"x"}]}"#,
        "ips[0].gateway is \"x\", not an address"
      ),
      (
        "a huge MTU", #"{"interfaces":[{"name":"a","mtu":99999999999999999999}]}"#,
        "interfaces[0].mtu is 99999999999999999999, not an integer from 0 to 4294967295"
      ),
      (
        "a fraction", #"{"ips":[{"address":"10.1.2.3/8","interface":1.5}]}"#,
        "ips[0].interface is 1.5, not an integer from -9223372036854775808 to "
          + "9223372036854775807"
      ),
      (
        "a route of the old form", #"{"ip4":{"ip":"10.1.2.3/8","routes":[{"dst":7}]}}"#,
        "ip4.routes[0].dst is 7, not a string"
      ),
      (
        "a name server that is an object", #"{"dns":{"nameservers":[{}]}}"#,
        "dns.nameservers[0] is {}, not a string"
      ),
      ("an interface without a name", #"{"interfaces":[{}]}"#, "interfaces[0].name is missing"),
    ] as [(String, String, String)])
  func namesWhatIsWrong(_ what: String, text: String, message: String) {
    #expect { try parse(text) } throws: { "\($0)" == message }
  }

  @Test func cutsLongValuesInErrors() {
    let text = #"{"cniVersion":["\#(String(repeating: "x", count: 10_000))"]}"#
    #expect { try parse(text) } throws: { "\($0)".count < 150 }
  }

  @Test func aKeyInAnotherCaseIsNotKeptTwice() throws {
    let result = try parse(#"{"CniVersion":"1.0.0","IPs":[{"Address":"10.1.2.3/8"}],"Other":1}"#)
    #expect(result.unknown.map(\.key) == ["Other"])
    #expect(result.ips[0].unknown.isEmpty)
  }

  @Test func anIndexOfNoInterfaceIsNone() throws {
    for index in ["-1", "5", "9223372036854775807"] {
      let result = try parse(#"{"ips":[{"address":"10.1.2.3/8","interface":\#(index)}]}"#)
      #expect(result.interface(of: result.ips[0]) == nil)
    }
  }
}
