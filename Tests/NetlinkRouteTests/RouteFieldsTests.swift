import Netlink
import NetlinkRoute
import NetworkTypes
import TestSupport
import Testing

/// The flat reader has to say what the full one says.
struct RouteFieldsTests {
  @Test(arguments: recordedKernels, ["routes4", "routes6"])
  func agreesWithTheMessage(_ kernel: String, table: String) throws {
    var simple = 0
    for message in try Recording(named: "\(kernel)-\(table).hex").messages {
      let route = try RouteMessage(payload: message.payload.span.bytes)
      let fields = try RouteFields.read(message.payload.span.bytes)
      let family = try #require(fields.addressFamily)
      #expect(fields.family == route.family)
      #expect(fields.table == route.table)
      #expect(fields.priority == route.priority ?? 0)
      #expect(fields.hasPriority == (route.priority != nil))
      #expect(fields.device == route.device ?? 0)
      #expect(fields.protocol == route.protocol.rawValue)
      #expect(fields.scope == route.scope.rawValue && fields.type == route.type.rawValue)
      let destination = IPAddress(
        high: fields.destinationHigh, low: fields.destinationLow, family: family)
      #expect(IPPrefix(destination, length: fields.destinationLength) == route.destination)
      let gateway = IPAddress(high: fields.gatewayHigh, low: fields.gatewayLow, family: family)
      #expect((fields.hasGateway ? gateway : nil) == route.gateway)
      #expect(fields.isSimple == route.isSimple)
      if fields.isSimple { simple += 1 }
    }
    // The namespaces of 6.12 had a device that traps: flags on every IPv4 route.
    #expect(simple >= (kernel == "6.18" || table == "routes6" ? 2 : 0))
  }

  @Test(
    arguments: [
      ("expires", [8, 0, 15, 0, 254, 0, 0, 0] + [36, 0, 12, 0] + zeros(8) + [1] + zeros(23)),
      ("an error", [36, 0, 12, 0] + zeros(12) + [1] + zeros(19)),
      ("a high preference", [5, 0, 20, 0, 1, 0, 0, 0]),
      ("a source", [8, 0, 7, 0, 127, 0, 0, 1]),
      ("an attribute that nobody knows", [4, 0, 99, 0]),
    ] as [(String, [UInt8])])
  func leavesTheRestToTheMessage(_ what: String, attributes: [UInt8]) throws {
    let header = routeHeader(length: 0, maker: 4)
    #expect(try RouteFields.read(header.span.bytes).isSimple)
    let bytes = header + attributes
    #expect(try !RouteFields.read(bytes.span.bytes).isSimple)
  }

  @Test(arguments: 0..<12)
  func leavesHeadersToTheMessage(_ position: Int) throws {
    var header = routeHeader(length: 0, maker: 4)
    let isPlain = [1, 4, 5, 6, 7].contains(position)  // lengths and words that have a field
    header[position] = 77
    #expect(try RouteFields.read(header.span.bytes).isSimple == isPlain)
  }

  static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
}

extension RouteMessage {
  /// Whether a route has nothing but what `RouteFields` has.
  var isSimple: Bool {
    var rest = self
    rest.destinationAddress = nil
    rest.gateway = nil
    rest.device = nil
    rest.priority = nil
    rest.wideTable = nil
    if rest.preference == .medium { rest.preference = nil }
    if let cache = rest.cache, cache.expires == 0, cache.error == 0 { rest.cache = nil }
    let bytes: [UInt8] = [
      family, destinationLength, 0, 0, headerTable, self.protocol.rawValue,
      scope.rawValue, type.rawValue, 0, 0, 0, 0,
    ]
    return (try? RouteMessage(payload: bytes.span.bytes)) == rest
  }
}
