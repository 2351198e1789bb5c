import CNISpec
import LinuxSystem

/// What a plugin and the daemon say to each other: a document in one line each way.
enum DHCPProtocol {
  static let defaultSocket = "/run/cni/dhcp.sock"
  /// The longest line in bytes.
  static let limit = 1 << 20

  /// A call as the daemon gets it.
  static func request(_ call: PluginCall) -> [UInt8] {
    let environment = call.environment
    return line(
      .object([
        JSONMember("command", .string(call.command.rawValue)),
        JSONMember("containerID", .string(call.containerID)),
        JSONMember("netns", .string(call.netns ?? "")),
        JSONMember("ifname", .string(call.ifname)),
        JSONMember("arguments", .string(environment.argumentText)),
        JSONMember("configuration", call.configuration.document),
      ]))
  }

  /// Reads a request; the variables are checked as if they came from a runtime.
  static func call(_ line: [UInt8]) throws(CNIError) -> PluginCall {
    let document: JSONValue
    do { document = try JSONValue(parsing: line) } catch { throw CNIError(.decoding, "\(error)") }
    let names = [
      "CNI_COMMAND": "command", "CNI_CONTAINERID": "containerID", "CNI_NETNS": "netns",
      "CNI_IFNAME": "ifname", "CNI_ARGS": "arguments",
    ]
    let environment = try CNIEnvironment { variable in
      // The daemon calls no other plugins.
      variable == "CNI_PATH" ? "/" : names[variable].flatMap { document[$0]?.string }
    }
    guard let configuration = document["configuration"] else {
      throw CNIError(.decoding, "configuration is missing")
    }
    return PluginCall(environment, try PluginConfiguration(configuration))
  }

  static func answer(_ result: CNIResult?) throws(CNIError) -> [UInt8] {
    line(.object([JSONMember("result", try result?.json(version: .latest) ?? .object([]))]))
  }

  static func answer(_ error: CNIError) -> [UInt8] {
    line(.object([JSONMember("error", error.json(version: nil))]))
  }

  private static func line(_ document: JSONValue) -> [UInt8] {
    document.bytes() + [UInt8(ascii: "\n")]
  }

  /// Where the daemon of a configuration listens.
  static func socketPath(_ configuration: PluginConfiguration) throws(CNIError) -> String {
    let ipam = try configuration.ipam
    do throws(CNIDecodingError) {
      return try ipam?.parsed("daemonSocketPath", expected: "a path") { $0 } ?? defaultSocket
    } catch { throw CNIError(error) }
  }

  /// Asks the daemon, and waits for as long as it takes.
  static func ask(_ call: PluginCall) throws(CNIError) -> JSONValue {
    let path = try socketPath(call.configuration)
    var bytes: [UInt8] = []
    let socket: OwnedDescriptor
    do { socket = try UnixSocket.connect(path) } catch {
      throw CNIError(
        call.command == .status ? .notAvailable : .other,
        "error dialing DHCP daemon: dial unix \(path): \(error)")
    }
    do throws(SystemCallError) {
      try UnixSocket.send(request(call), on: socket)
      while let part = try UnixSocket.receive(on: socket), !part.isEmpty, bytes.count <= limit {
        bytes += part
      }
    } catch { throw CNIError(.other, "error calling DHCP daemon at \(path): \(error)") }
    guard let document = try? JSONValue(parsing: bytes), document.object != nil else {
      throw CNIError(
        .other, "error calling DHCP daemon at \(path): it gave no answer that cnitop knows",
        details: "the daemon of another program may be listening there")
    }
    if let failure = document["error"] {
      throw CNIError(failure) ?? CNIError(.other, "error calling DHCP daemon: \(failure)")
    }
    return document["result"] ?? .object([])
  }
}
