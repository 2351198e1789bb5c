import ArgumentParser
import CNIRuntime
import CNISpec
import NetworkTypes

/// What an operator asks for an attachment: addresses, ports and other capabilities.
struct AttachmentOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "An address that the container is to get. Repeatable.", valueName: "address"))
  var ip: [String] = []

  @Option(help: ArgumentHelp("The link-layer address of the interface.", valueName: "address"))
  var mac: String?

  @Option(
    help: ArgumentHelp(
      "A port of the node that leads to one of the container: 8080:80, 53:53/udp, "
        + "192.0.2.1:8080:80. Repeatable.", valueName: "port"))
  var port: [String] = []

  @Option(
    help: ArgumentHelp(
      "Another capability with its value as JSON: bandwidth={\"ingressRate\":1000000}. "
        + "Repeatable.", valueName: "key=json"))
  var capability: [String] = []

  func validate() throws {
    for text in ip where IPPrefix(text) == nil {
      throw ValidationError("--ip \(text): it is no address, and none with a prefix length")
    }
    if let mac, MACAddress(mac)?.byteCount != 6 {
      throw ValidationError("--mac \(mac): it is no Ethernet address, as 02:00:5e:00:53:01 is")
    }
    for text in port where Self.mapping(text) == nil {
      throw ValidationError("--port \(text): it is not of the form [ADDRESS:]PORT:PORT[/PROTOCOL]")
    }
    for text in capability { _ = try Self.member(text) }
  }

  /// Adds what is asked for to an attachment, as the plugins of the network take it.
  ///
  /// Addresses go by the capabilities `ips` and `mac` where a plugin declares them, else by
  /// `CNI_ARGS`; what no plugin would look at is refused.
  func add(to attachment: inout CNIRuntime.Attachment, _ network: NetworkConfiguration) throws {
    let declared = Set(network.plugins.flatMap(\.capabilities))
    var arguments: [CNIArguments.Argument] = []
    if !ip.isEmpty {
      if declared.contains("ips") {
        attachment.capabilityArguments.append(JSONMember("ips", .array(ip.map { .string($0) })))
      } else {
        arguments.append(CNIArguments.Argument(key: "IP", value: ip.joined(separator: ",")))
      }
    }
    if let mac {
      if declared.contains("mac") {
        attachment.capabilityArguments.append(JSONMember("mac", .string(mac)))
      } else {
        arguments.append(CNIArguments.Argument(key: "MAC", value: mac))
      }
    }
    if !port.isEmpty {
      attachment.capabilityArguments.append(
        JSONMember("portMappings", .array(port.compactMap(Self.mapping))))
    }
    for text in capability { attachment.capabilityArguments.append(try Self.member(text)) }
    for key in attachment.capabilityArguments.map(\.key) where !declared.contains(key) {
      let known = declared.sorted().joined(separator: ", ")
      throw CommandFailure(
        "no plugin of network \(network.name) has the capability \(key)"
          + (known.isEmpty ? ", nor any other" : "; there are: \(known)"), ExitStatus.findings)
    }
    if !arguments.isEmpty {
      // Every plugin of the chain gets them, also those that do not know these.
      attachment.arguments = CNIArguments(
        [CNIArguments.Argument(key: "IgnoreUnknown", value: "1")] + arguments)
    }
  }

  /// An entry of `portMappings`.
  static func mapping(_ text: String) -> JSONValue? {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts.count == 2 ? parts[1].lowercased() : "tcp"
    guard ["tcp", "udp", "sctp"].contains(name) else { return nil }
    var numbers = parts[0].split(separator: ":", omittingEmptySubsequences: false)
    guard numbers.count >= 2, let inner = UInt16(numbers.removeLast()), inner > 0,
      let outer = UInt16(numbers.removeLast()), outer > 0
    else { return nil }
    var members = [
      JSONMember("hostPort", .number("\(outer)")),
      JSONMember("containerPort", .number("\(inner)")), JSONMember("protocol", .string(name)),
    ]
    if !numbers.isEmpty {
      var address = numbers.joined(separator: ":")
      if address.hasPrefix("["), address.hasSuffix("]") {
        address = String(address.dropFirst().dropLast())
      }
      guard IPAddress(address) != nil else { return nil }
      members.append(JSONMember("hostIP", .string(address)))
    }
    return .object(members)
  }

  private static func member(_ text: String) throws -> JSONMember {
    guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
      throw ValidationError("--capability \(text): it is not of the form KEY=JSON")
    }
    let value = text[text.index(after: sign)...]
    do {
      return JSONMember(
        String(text[..<sign]), try JSONValue(parsing: Array(value.utf8)))
    } catch {
      throw ValidationError("--capability \(text): \(error)")
    }
  }
}
