import Netlink
import NetlinkRoute
import NetworkTypes
import NodeModel
import TestSupport

@testable import NodeCollector

/// The namespace of all links in these tests.
let convertNamespace = NamespaceID(inode: 4_026_531_840)

/// The payloads of a recording.
func recordedPayloads(_ name: String) throws -> [[UInt8]] {
  try Recording(named: name).messages.map(\.payload)
}

func recorded<Value: MessageDecodable>(_ name: String, as type: Value.Type) throws -> [Value] {
  try recordedPayloads(name).map { try Value(payload: $0.span.bytes) }
}

/// The recorded link with a name, converted.
func recordedLink(_ name: String) throws -> Link? {
  try recorded("6.12-links.hex", as: LinkMessage.self).first { $0.name == name }
    .map { LinkConversion.link($0, in: convertNamespace) }
}

/// The bytes of attributes, without a header before them.
func attributes(_ body: (inout MessageEncoder) -> Void) -> [UInt8] {
  var message = MessageEncoder(type: .newLink, flags: [])
  body(&message)
  return Array(message.bytes.dropFirst(MessageHeader.byteCount))
}

/// Routes of hand-made messages.
func routeTable(_ payloads: [UInt8]...) throws -> RouteTable {
  var table = RouteTable()
  for payload in payloads { try RouteConversion.append(payload.span.bytes, to: &table) }
  return table
}

/// Values of every shape that attributes of this family have, none of them zero.
let attributeShapes: [[UInt8]] = {
  let plain = [1, 2, 4, 8, 16, 6, 12, 20, 28, 32, 40, 200].map {
    [UInt8](repeating: 0x11, count: $0)
  }
  let nests: [[UInt8]] = [
    attributes { $0.attribute(1, UInt16(0x1111)) },
    attributes { $0.attribute(1, UInt8(1)) },
    attributes { $0.attribute(1, UInt32(0x1111_1111)) },
    attributes { $0.attribute(1, UInt64(0x1111_1111_1111_1111)) },
    attributes { $0.attribute(4, bytes: [UInt8](repeating: 0x11, count: 6)) },
    attributes { $0.nest(1) { $0.attribute(1, bytes: [UInt8](repeating: 0x11, count: 36)) } },
  ]
  // A segment routing header with one segment (RFC 8754), and the same behind its mode.
  let segments: [UInt8] = [59, 2, 4, 0, 0, 0, 0, 0] + [UInt8](repeating: 0x11, count: 16)
  // One next hop (struct rtnexthop).
  let hop: [UInt8] = [8, 0, 0, 0, 5, 0, 0, 0]
  return plain + nests + [segments, [1, 0, 0, 0] + segments, hop]
}()

/// What a probe of all attributes of a list found, by their numbers.
struct ProbeResult: Equatable {
  /// Those that no shape makes the decoder notice.
  var unnoticed: [UInt16] = []
  /// Those that the decoder notices and the conversion does not.
  var lost: [UInt16] = []
}

/// Finds for each attribute a value that changes the decoded message, and says where the
/// converted one stayed the same.
func probe<Message: Equatable, Converted: Equatable>(
  _ types: [UInt16], _ decode: (_ attribute: [UInt8]) throws -> Message,
  convert: (Message) -> Converted
) throws -> ProbeResult {
  let base = try decode([])
  var result = ProbeResult()
  for type in types {
    let changed = attributeShapes.compactMap { shape in
      try? decode(attributes { $0.attribute(type, bytes: shape) })
    }.filter { $0 != base }
    if changed.isEmpty { result.unnoticed.append(type) }
    if !changed.isEmpty && changed.allSatisfy({ convert($0) == convert(base) }) {
      result.lost.append(type)
    }
  }
  return result
}
