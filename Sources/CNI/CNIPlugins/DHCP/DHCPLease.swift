import CNISpec
import NetworkTypes

/// What a server gave: the acknowledgement, and when it ends.
struct DHCPLease: Hashable, Sendable {
  /// An hour, where a server names no time.
  static let defaultSeconds: UInt32 = 3600

  let message: DHCPMessage
  /// The server that gave it, in host order.
  let server: UInt32
  let address: IPPrefix
  /// When to ask that server again, when to ask any, and when it ends, in nanoseconds of the
  /// clock that goes on while the machine sleeps; nil for a lease without an end.
  let times: (renewal: Int64, rebinding: Int64, end: Int64)?

  /// Why an acknowledgement is no lease.
  enum Defect: Error, CustomStringConvertible {
    case noMask
    case noServer

    var description: String {
      switch self {
      case .noMask: "DHCP option Subnet Mask not found in DHCPACK"
      case .noServer: "DHCP option Server Identifier not found in DHCPACK"
      }
    }
  }

  /// - Parameter now: When the request was sent that the server answered.
  init(_ message: DHCPMessage, at now: Int64) throws(Defect) {
    guard let mask = message.number(.subnetMask), let length = Self.length(of: mask) else {
      throw .noMask
    }
    guard let server = message.number(.serverIdentifier) else { throw .noServer }
    self.message = message
    self.server = server
    address = IPPrefix(IPAddress(ipv4: message.yourAddress), length: length)
    let seconds = message.number(.leaseTime) ?? Self.defaultSeconds
    guard seconds != UInt32.max else {
      times = nil
      return
    }
    // Times that a server has in a wrong order are of no use.
    let rebinding = message.number(.rebindingTime).flatMap { $0 < seconds ? $0 : nil }
    let second = rebinding.map(Int64.init) ?? Int64(seconds) * 85 / 100
    let renewal = message.number(.renewalTime).flatMap { Int64($0) < second ? $0 : nil }
    let first = renewal.map(Int64.init) ?? min(Int64(seconds) / 2, second)
    let unit: Int64 = 1_000_000_000
    times = (now + first * unit, now + second * unit, now + Int64(seconds) * unit)
  }

  static func == (left: Self, right: Self) -> Bool {
    left.message == right.message && left.times?.end == right.times?.end
  }
  func hash(into hasher: inout Hasher) { hasher.combine(message) }

  var gateway: IPAddress? {
    guard let value = message[.router], value.count >= 4 else { return nil }
    return IPAddress(ipv4: value.word(0))
  }

  /// Nil for a mask with holes.
  private static func length(of mask: UInt32) -> UInt8? {
    let ones = (~mask).leadingZeroBitCount
    return mask == (ones == 0 ? 0 : UInt32.max << UInt32(32 - ones)) ? UInt8(ones) : nil
  }
}

// MARK: Routes

extension DHCPLease {
  /// The classless routes (option 121), which take the place of all others; else the static ones
  /// (33) and the default route through the router.
  var routes: [CNIResult.Route] {
    let classless = message[.classlessRoutes].map(Self.classless) ?? []
    guard classless.isEmpty else { return classless }
    var routes = message[.staticRoutes].map(Self.classful) ?? []
    if let gateway {
      routes.append(
        CNIResult.Route(IPPrefix(.unspecified(.ipv4), length: 0), gateway: gateway))
    }
    return routes
  }

  /// RFC 3442: a length, as many bytes of the destination as it needs, the router.
  private static func classless(_ value: [UInt8]) -> [CNIResult.Route] {
    var rest = value[...]
    var routes: [CNIResult.Route] = []
    while let length = rest.popFirst() {
      let count = (Int(length) + 7) / 8
      guard length <= 32, rest.count >= count + 4 else { return routes }
      var number: UInt32 = 0
      for index in 0..<4 {
        number = number << 8 | (index < count ? UInt32(rest.removeFirst()) : 0)
      }
      let router = Array(rest.prefix(4)).word(0)
      rest = rest.dropFirst(4)
      let destination = IPPrefix(IPAddress(ipv4: number), length: length).network
      var route = CNIResult.Route(destination, gateway: IPAddress(ipv4: router))
      // Without a router the destination is on the link (RT_SCOPE_LINK).
      if router == 0 { route.scope = Int64(RouteScope.link.rawValue) }
      routes.append(route)
    }
    return routes
  }

  /// RFC 2132: destination and router, four bytes each, with the mask of the address's class.
  private static func classful(_ value: [UInt8]) -> [CNIResult.Route] {
    stride(from: 0, to: value.count - value.count % 8, by: 8).map { offset in
      let destination = value.word(offset)
      let length: UInt8 = destination >> 31 == 0 ? 8 : destination >> 30 == 2 ? 16 : 24
      return CNIResult.Route(
        IPPrefix(IPAddress(ipv4: destination), length: length),
        gateway: IPAddress(ipv4: value.word(offset + 4)))
    }
  }

  /// The answer to ADD.
  ///
  /// - Parameter priority: Of the routes; 0 leaves it to the kernel.
  func result(priority: Int64) -> CNIResult {
    var result = CNIResult(
      ips: [CNIResult.Address(address, gateway: gateway)], routes: routes)
    if priority != 0 {
      for index in result.routes.indices { result.routes[index].priority = priority }
    }
    return result
  }
}

// MARK: Keeping

extension DHCPLease {
  /// For a file that is read again when the daemon was started anew.
  var json: JSONValue {
    var members = [JSONMember("message", .string(Base64.encode(message.bytes)))]
    if let times {
      members.append(JSONMember("renewal", .number("\(times.renewal)")))
      members.append(JSONMember("rebinding", .number("\(times.rebinding)")))
      members.append(JSONMember("end", .number("\(times.end)")))
    }
    return .object(members)
  }

  /// Nil for what `json` does not write.
  init?(json: JSONValue?) {
    guard let bytes = json?["message"]?.string.flatMap({ Base64.decode($0) }),
      let message = DHCPMessage(bytes), let server = message.number(.serverIdentifier),
      let mask = message.number(.subnetMask), let length = Self.length(of: mask)
    else { return nil }
    self.message = message
    self.server = server
    address = IPPrefix(IPAddress(ipv4: message.yourAddress), length: length)
    if let renewal = json?["renewal"]?.integer, let rebinding = json?["rebinding"]?.integer,
      let end = json?["end"]?.integer
    {
      times = (renewal, rebinding, end)
    } else {
      times = nil
    }
  }
}
