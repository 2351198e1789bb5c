import Netlink
import NetlinkRoute
import TestSupport

/// The recordings of a kernel, decoded.
func decoded<Value: MessageDecodable>(_ name: String, as type: Value.Type) throws -> [Value] {
  try Recording(named: name).messages.map { try Value(payload: $0.payload.span.bytes) }
}

/// The kernels whose words are recorded.
let recordedKernels = ["6.12", "6.18"]

/// What `ip` printed, without what it prints as text only because of this machine.
func printed(_ name: String) throws -> [JSON] {
  try JSON(contentsOf: tests + "/NetlinkRouteTests/Fixtures/" + name).elements
}

/// The names of links by their index, of a recording.
func linkNames(_ kernel: String) throws -> [Int32: String] {
  Dictionary(
    uniqueKeysWithValues: try decoded("\(kernel)-links.hex", as: LinkMessage.self)
      .map { ($0.index, $0.name) })
}

/// The differences between what was printed and what was decoded, in words.
///
/// - Parameter ignoring: Keys that say nothing about the message.
func differences(_ printed: JSON, _ decoded: [String: JSON?], ignoring: Set<String> = [])
  -> [String]
{
  printed.members.keys.sorted().filter { !ignoring.contains($0) }.compactMap { key in
    let expected = printed.members[key]
    guard let value = decoded[key] else {
      return "\(key): printed \(expected!), not in the comparison"
    }
    if key == "flags", let expected {
      // M-DOWN is what ip finds out about the link below.
      return value == .array(expected.elements.filter { $0 != "M-DOWN" }) ? nil : "flags"
    }
    return value == expected ? nil : "\(key): printed \(expected!), decoded \(value as Any)"
  }
}
