import CNISpec
import CNIStores
import LinuxSystem
import NetworkTypes

/// A network that host-local gives out addresses of, as some configuration has it.
struct HostLocalNetwork: Hashable {
  var name: String
  /// The folder of its leases.
  var folder: String
  var ranges: [FoundNetwork.Range]
  var problems: [String]

  /// Nil for a plugin without host-local.
  ///
  /// - Parameters:
  ///   - capabilities: What the runtime passed: `ipRanges` come before those of the file.
  ///   - origin: The file that it is from, for messages.
  init?(
    _ plugin: NetworkConfiguration.Plugin, of network: String, capabilities: [JSONMember] = [],
    origin: String
  ) {
    guard plugin.ipamType == "host-local", let ipam = plugin.fields.value("ipam") else {
      return nil
    }
    self.init(ipam, of: network, capabilities: capabilities, origin: origin)
  }

  /// Nil for a name that no folder can have.
  init?(
    _ ipam: JSONValue, of network: String, capabilities: [JSONMember] = [], origin: String
  ) {
    guard CNINames.isValid(network) else { return nil }
    name = network
    let data = ipam["dataDir"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    folder = Self.normal("\(data ?? LeaseFolder.defaultDataFolder)/\(network)")
    ranges = []
    problems = []
    var sets = Self.lists(capabilities.last { $0.key == "ipRanges" }?.value)
    if ipam["subnet"] != nil { sets.append([ipam]) }
    sets += Self.lists(ipam["ranges"])
    for (set, entries) in sets.enumerated() {
      for entry in entries {
        do { ranges.append(FoundNetwork.Range(try Self.range(entry), set: set)) } catch {
          problems.append("\(origin): range set \(set): \(error)")
        }
      }
    }
  }

  /// A path without doubled and trailing slashes, so that one folder has one name.
  static func normal(_ path: String) -> String {
    "/" + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  private static func lists(_ value: JSONValue?) -> [[JSONValue]] {
    (value?.array ?? []).map { $0.array ?? [] }
  }

  private struct NoAddress: Error, CustomStringConvertible {
    var key: String
    var text: String
    var description: String { "\(key) is \(JSONValue.string(text)), not an address" }
  }

  private static func range(_ entry: JSONValue) throws -> AddressRange {
    func address(_ key: String) throws -> IPAddress? {
      guard let text = entry[key]?.string, !text.isEmpty else { return nil }
      guard let address = IPAddress(text) else { throw NoAddress(key: key, text: text) }
      return address
    }
    let text = entry["subnet"]?.string ?? ""
    guard let subnet = IPPrefix(text), text.contains("/") else {
      throw NoAddress(key: "subnet", text: text)
    }
    return try AddressRange(
      subnet: subnet, start: try address("rangeStart"), end: try address("rangeEnd"),
      gateway: try address("gateway"))
  }
}
