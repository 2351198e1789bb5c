import CNISpec
import CNIStores
import NetworkTypes

/// What host-local is told: where it keeps its leases, and what it gives out.
struct HostLocalConfiguration {
  /// The folder of the network's leases.
  let folder: String
  /// A container gets one address of each.
  let sets: [AddressRangeSet]
  /// The addresses that were asked for, each once.
  let requested: [IPAddress]
  let routes: [CNIResult.Route]
  /// A file in the form of resolv.conf(5).
  let resolverPath: String?

  init(_ call: PluginCall) throws(CNIError) {
    let ipam = try AddressTexts.section(call.configuration)
    folder = try Self.folder(call.configuration)
    requested = try Self.requested(call)
    sets = try Self.sets(call.configuration, ipam)
    routes = try AddressTexts.routes(ipam)
    do throws(CNIDecodingError) {
      resolverPath = try ipam.parsed("resolvConf", expected: "a path") { $0 }
    } catch { throw CNIError(error) }
  }

  /// Where the leases of a network are: all that DEL and GC have to know.
  static func folder(_ configuration: PluginConfiguration) throws(CNIError) -> String {
    var data: String?
    do throws(CNIDecodingError) {
      data = try configuration.fields.object("ipam")?.parsed("dataDir", expected: "a path") { $0 }
    } catch { throw CNIError(error) }
    return "\(data ?? LeaseFolder.defaultDataFolder)/\(configuration.name)"
  }

  /// From `CNI_ARGS`, from `args` and from the capability `ips`; a prefix length is of no meaning.
  private static func requested(_ call: PluginCall) throws(CNIError) -> [IPAddress] {
    var addresses: [IPAddress] = []
    let arguments = try call.arguments
    try arguments.requireKnown(["IP"])
    if let text = arguments["IP"], !text.isEmpty {
      guard let prefix = IPPrefix(text) else {
        throw CNIError(
          .other,
          "ARGS: error parsing value of pair \(JSONValue.string("IP=\(text)")): "
            + "invalid IP address \(text)")
      }
      addresses.append(prefix.address.unmapped)
    }
    let lists = try AddressTexts.requested(call.configuration)
    for text in lists.arguments + lists.runtime {
      guard !text.isEmpty else {
        throw CNIError(.other, "cannot understand ip: IP <nil> not v4 nor v6")
      }
      guard let prefix = IPPrefix(text) else {
        throw CNIError(.other, "invalid IP address \(text)")
      }
      addresses.append(prefix.address.unmapped)
    }
    var seen: Set<IPAddress> = []
    return addresses.filter { seen.insert($0).inserted }
  }
}

// MARK: Ranges

extension HostLocalConfiguration {
  /// Those of the capability `ipRanges`, then the one range of the old form, then `ranges`.
  private static func sets(
    _ configuration: PluginConfiguration, _ ipam: JSONFields
  ) throws(CNIError) -> [AddressRangeSet] {
    var written: [[JSONFields]] = []
    if let runtime = try configuration.runtimeConfig {
      written += try lists(runtime, "ipRanges")
    }
    if ipam.value("subnet") != nil { written.append([ipam]) }
    written += try lists(ipam, "ranges")
    guard !written.isEmpty else { throw CNIError(.other, "no IP ranges specified") }

    var sets: [AddressRangeSet] = []
    for (index, entries) in written.enumerated() {
      var ranges: [AddressRange] = []
      do {
        for entry in entries { ranges.append(try range(entry)) }
        sets.append(try AddressRangeSet(ranges))
      } catch let error as AddressRangeError {
        throw CNIError(.other, "invalid range set \(index): \(error)")
      } catch let error as MissingSubnet {
        throw CNIError(.other, "invalid range set \(index): \(error)")
      } catch let error as CNIError { throw error } catch {
        throw CNIError(.decoding, "\(error)")
      }
    }
    try AddressTexts.requireRoom(for: sets.map(\.family), configuration)
    for (index, set) in sets.enumerated() {
      if let other = sets[(index + 1)...].firstIndex(where: set.overlaps) {
        throw CNIError(.other, "range set \(index) overlaps with \(other)")
      }
    }
    return sets
  }

  private struct MissingSubnet: Error, CustomStringConvertible {
    var description: String { "IP <nil> not v4 nor v6" }
  }

  private static func lists(
    _ fields: JSONFields, _ key: String
  ) throws(CNIError) -> [[JSONFields]] {
    do throws(CNIDecodingError) {
      var lists: [[JSONFields]] = []
      for (index, value) in try fields.array(key).enumerated() {
        let path = "\(fields.name(key))[\(index)]"
        guard let entries = value.array else {
          throw CNIDecodingError.unexpected(
            key: path, value: "\(value)", expected: "an array of ranges")
        }
        var list: [JSONFields] = []
        for (position, entry) in entries.enumerated() {
          list.append(try JSONFields(entry, path: "\(path)[\(position)]"))
        }
        lists.append(list)
      }
      return lists
    } catch { throw CNIError(error) }
  }

  private static func range(_ fields: JSONFields) throws -> AddressRange {
    func address(_ key: String) throws -> IPAddress? {
      guard let text = try fields.string(key), !text.isEmpty else { return nil }
      guard let address = IPAddress(text) else {
        throw CNIError(
          .other, "invalid IP address: \(text)", details: "\(fields.name(key)) is no address")
      }
      return address
    }
    let text: String?
    do { text = try fields.string("subnet") } catch { throw CNIError(error) }
    guard let text else { throw MissingSubnet() }
    guard let subnet = AddressTexts.prefix(text) else {
      throw CNIError(
        .other, "invalid CIDR address: \(text)", details: "\(fields.name("subnet")) is no subnet")
    }
    guard subnet.address.unmapped == subnet.address else {
      throw CNIError(.other, "IPNet IP and Mask version mismatch")
    }
    return try AddressRange(
      subnet: subnet, start: try address("rangeStart"), end: try address("rangeEnd"),
      gateway: try address("gateway"))
  }
}
