/// A port of the node that the runtime asked for: an entry of `portMappings`.
public struct CNIPortMapping: Hashable, Sendable {
  public var hostPort: UInt16
  public var containerPort: UInt16
  /// In lower case: `tcp`, `udp`, `sctp`.
  public var `protocol`: String
  /// The address of the node that it is limited to; nil for all.
  public var hostIP: String?

  public init(hostPort: UInt16, containerPort: UInt16, protocol: String, hostIP: String?) {
    self.hostPort = hostPort
    self.containerPort = containerPort
    self.protocol = `protocol`
    self.hostIP = hostIP
  }

  /// Reads a list; entries without a port of the node ask for none and are left out.
  public static func list(_ value: JSONValue, path: String) throws(CNIDecodingError) -> [Self] {
    guard let entries = value.array else {
      throw .unexpected(path, value, expected: "an array")
    }
    var mappings: [Self] = []
    for (index, entry) in entries.enumerated() {
      let fields = try JSONFields(entry, path: "\(path)[\(index)]")
      let hostPort = try fields.integer("hostPort", as: UInt16.self) ?? 0
      let containerPort = try fields.integer("containerPort", as: UInt16.self) ?? 0
      // CRI-O writes the number of the protocol in CRI: 0 TCP, 1 UDP, 2 SCTP.
      let name =
        switch fields.value("protocol") {
        case .string(let text): text.isEmpty ? "tcp" : text.lowercased()
        case .number(let text): ["0": "tcp", "1": "udp", "2": "sctp"][text] ?? text
        case nil: "tcp"
        case .some(let other):
          throw .unexpected("\(fields.path).protocol", other, expected: "a string")
        }
      let address = try fields.parsed("hostIP", expected: "a string") { $0 }
      guard hostPort != 0 else { continue }
      mappings.append(
        Self(
          hostPort: hostPort, containerPort: containerPort, protocol: name, hostIP: address))
    }
    return mappings
  }
}
