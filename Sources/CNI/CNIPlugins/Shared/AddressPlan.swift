import CNICore
import CNIPlan
import CNISpec
import NetworkTypes

/// How the interface of a container gets its addresses and routes.
struct AddressPlan {
  let result: CNIResult
  let device: String

  /// The steps in the container, from an interface that is down to one that can be used.
  ///
  /// - Parameter container: Whose settings are read, so that only those change that have to.
  func steps(_ container: KernelSession) throws(CNIError) -> Plan {
    var plan = Plan()
    if result.ips.contains(where: { $0.address.address.family == .ipv6 }) {
      try enableIPv6(container, &plan)
    }
    for entry in result.ips {
      if let owner = result.interface(of: entry), owner.name != device {
        throw CNIError(
          .other,
          "failed to add IP addr \(entry.address) to \(JSONValue.string(device)): "
            + "invalid interface index")
      }
      plan.add(.addAddress(NewAddress(entry.address, on: device)), in: .container)
    }
    plan.add(.setLink(device, LinkSettings(isUp: true)), in: .container)
    if gateway(.ipv6) != nil { plan.add(.settleAddresses(device: device), in: .container) }
    for route in result.routes { plan.add(.addRoute(try newRoute(route)), in: .container) }
    return plan
  }

  private func enableIPv6(_ container: KernelSession, _ plan: inout Plan) throws(CNIError) {
    for name in ["lo", device] {
      let key = "net/ipv6/conf/\(name)/disable_ipv6"
      // The interface does not exist yet in a dry run, and IPv6 does not in some kernels.
      guard let value = try? container.sysctl(key), value != "0" else { continue }
      // What belongs to the interface goes away with it.
      plan.add(
        .setSysctl(key, "0", optional: false), in: .container,
        undo: name == "lo" ? .setSysctl(key, value) : nil)
    }
    plan.add(
      .setSysctl("net/ipv6/conf/\(device)/keep_addr_on_down", "1", optional: true),
      in: .container)
  }

  /// The first gateway of a family, which routes without one go by.
  private func gateway(_ family: AddressFamily) -> IPAddress? {
    result.ips.lazy.compactMap(\.gateway).first { $0.family == family }
  }

  func newRoute(_ route: CNIResult.Route) throws(CNIError) -> NewRoute {
    var new = NewRoute(
      route.destination,
      via: route.gateway ?? gateway(route.destination.address.family), on: device)
    new.table = try Self.number(route.table, "table")
    if new.table == 0 { new.table = nil }
    new.priority = try Self.number(route.priority, "priority")
    if new.priority == 0 { new.priority = nil }
    if let scope = route.scope {
      guard let number = UInt8(exactly: scope) else { throw Self.invalid("scope", scope) }
      new.scope = RouteScope(rawValue: number)
      // The kernel refuses a gateway on the link itself.
      if new.scope == .link, route.gateway == nil { new.gateway = nil }
    }
    new.mtu = route.mtu == 0 ? nil : route.mtu
    new.advertisedMSS = route.advertisedMSS == 0 ? nil : route.advertisedMSS
    new.mayHaveSiblings = true
    return new
  }

  private static func number(_ value: Int64?, _ key: String) throws(CNIError) -> UInt32? {
    guard let value else { return nil }
    guard let number = UInt32(exactly: value) else { throw invalid(key, value) }
    return number
  }

  private static func invalid(_ key: String, _ value: Int64) -> CNIError {
    CNIError(.other, "a route has \(key) \(value), which is out of range")
  }
}

/// Forwarding between interfaces, which gateways need.
enum Forwarding {
  static func key(_ family: AddressFamily) -> String {
    family == .ipv4 ? "net/ipv4/ip_forward" : "net/ipv6/conf/all/forwarding"
  }

  /// Steps for the node; others need it too, so nothing takes it back.
  static func steps(_ families: [AddressFamily]) -> Plan {
    var plan = Plan()
    for family in families {
      plan.add(.setSysctl(key(family), "1", optional: false), in: .node)
    }
    return plan
  }

  static func require(_ families: [AddressFamily], _ node: KernelSession) throws(CNIError) {
    for family in families {
      guard let value = try? node.sysctl(key(family)) else { continue }
      guard value != "0" else {
        throw CNIError(.other, "forwarding is off on the node: \(key(family)) is 0")
      }
    }
  }
}

/// Names for the node's end of a pair, which nobody else chooses.
enum RandomName {
  /// `veth` and eight digits, as NetworkManager leaves alone.
  static func veth() -> String {
    var generator = SystemRandomNumberGenerator()
    let digits = String(UInt32.random(in: 0...UInt32.max, using: &generator), radix: 16)
    return "veth" + String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// What the names of a network's ends begin with, where they have to be told from others'.
  static func prefix(of network: String) -> String {
    let digits = String(StableHash.of(network) & 0xF_FFFF, radix: 16)
    return "ov" + String(repeating: "0", count: 5 - digits.count) + digits
  }

  /// The node's end of a pair of a network: the prefix and eight digits.
  static func end(of network: String) -> String { prefix(of: network) + veth().dropFirst(4) }

  /// A local address of one device.
  static func macAddress() -> MACAddress? {
    var generator = SystemRandomNumberGenerator()
    var bytes = (0..<6).map { _ in UInt8.random(in: 0...255, using: &generator) }
    bytes[0] = bytes[0] & 0xFC | 0x02
    return MACAddress(bytes)
  }
}
