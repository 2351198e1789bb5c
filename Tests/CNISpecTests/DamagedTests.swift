import CNISpec
import TestSupport
import Testing

/// Documents that were changed at random are read or refused; they never trap.
struct DamagedTests {
  private static let documents = [
    #"""
    {"cniVersion":"1.1.0","interfaces":[{"name":"eth0","mac":"0a:58:0a:f4:01:02","mtu":1450,
    "sandbox":"/run/netns/a"}],"ips":[{"interface":0,"address":"10.1.0.5/16","gateway":"fd00::1"}],
    "routes":[{"dst":"::/0","gw":"10.1.0.1","mtu":1400,"table":254}],"dns":{"search":["\u0061"]}}
    """#,
    #"{"ip4":{"ip":"10.1.0.5/16","routes":[{"dst":"0.0.0.0/0"}]},"ip6":{"ip":"fd00::5/64"}}"#,
    #"{"name":"n","plugins":[{"type":"bridge","ipam":{"type":"host-local"}},{"type":"portmap"}]}"#,
    #"[{"hostPort":8080,"containerPort":80,"protocol":2},{"HostPort":-1e3,"hostIP":"\ud83d\ude00"}]"#,
  ]

  /// What a version can say comes back from its document.
  private func expectSame(_ result: CNIResult, after version: CNIVersion) {
    guard let document = try? result.json(version: version) else {
      #expect(version < CNIVersion(0, 3, 0))
      return
    }
    let back = try? CNIResult(parsing: document.bytes(indentation: 2))
    #expect(back?.version == "\(version)")
    guard version >= CNIVersion(0, 3, 0) else { return }
    #expect(back?.ips.map(\.address) == result.ips.map(\.address))
    #expect(back?.interfaces.map(\.name) == result.interfaces.map(\.name))
    #expect(back?.routes.map(\.destination) == result.routes.map(\.destination))
    #expect(back?.dns == result.dns)
  }

  @Test(arguments: documents)
  func neverTrap(_ document: String) {
    var numbers = SplitMix(seed: 9)
    func random(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &numbers) }
    let selection = JSONSelection(["dns", "name"], inside: ["ip4": JSONSelection(["routes"])])
    var (read, refused) = (0, 0)
    for _ in 0..<5000 {
      var bytes = Array(document.utf8)
      for _ in 0...random(3) {
        let position = random(bytes.count)
        switch random(4) {
        case 0: bytes[position] = UInt8(random(256))
        case 1: bytes.remove(at: position)
        case 2: bytes.insert(contentsOf: bytes[position...].prefix(8), at: position)
        default: bytes.removeLast(min(random(20), bytes.count - 1))
        }
      }
      if let value = try? JSONValue(parsing: bytes) {
        read += 1
        _ = try? CNIResult(value)
        if let network = try? NetworkConfiguration(parsing: bytes) {
          _ = network.problems
          for plugin in network.plugins {
            _ = try? network.configuration(of: plugin, capabilityArguments: value.object ?? [])
          }
        }
        if let result = try? CNIResult(value) {
          for version in CNIVersion.all { expectSame(result, after: version) }
        }
        if let configuration = try? PluginConfiguration(value) {
          _ = (try? configuration.ipamType, try? configuration.dns)
          _ = (try? configuration.prevResult, try? configuration.validAttachments)
        }
        _ = try? PluginCall(CNIEnvironment(command: .add), standardInput: bytes)
        _ = CNIError(value)
        _ = try? CNIPortMapping.list(value, path: "p")
        // What is read can be written, and read again as the same.
        #expect((try? JSONValue(parsing: Array(value.description.utf8))) == value)
      } else {
        refused += 1
      }
      _ = try? JSONValue(parsing: bytes, only: selection)
      _ = Base64.decode(String(decoding: bytes, as: UTF8.self))
    }
    #expect(read > 100 && refused > 100)
  }
}
