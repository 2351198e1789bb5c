import CNIPlan
public import CNISpec
import NetworkTypes

/// The firewall service firewalld: addresses of containers come into one of its zones.
///
/// What it is told holds until it is loaded again.
public enum Firewalld {
  private static let name = "org.fedoraproject.FirewallD1"

  /// Whether it runs; false where no bus does.
  public static func isRunning() throws(CNIError) -> Bool {
    try describing("cannot look for firewalld") { () throws(SystemBus.Failure) in
      guard var bus = try SystemBus.connect() else { return false }
      return try bus.call(SystemBus.bus("NameHasOwner", [name])) == .bool(true)
    }
  }

  /// Brings addresses into a zone; one that is there already is no failure.
  static func add(_ addresses: [IPAddress], zone: String) throws(CNIError) {
    try eachSource("add", addresses, zone, "addSource", tolerating: "ZONE_ALREADY_SET")
  }

  /// That they are not there, or that firewalld does not run, is no failure.
  static func remove(_ addresses: [IPAddress], zone: String) throws(CNIError) {
    guard try isRunning() else { return }
    try eachSource("remove", addresses, zone, "removeSource", tolerating: "UNKNOWN_SOURCE")
  }

  /// The addresses that are not in a zone.
  static func missing(_ addresses: [IPAddress], zone: String) throws(CNIError) -> [IPAddress] {
    try describing("cannot ask firewalld") { () throws(SystemBus.Failure) in
      guard var bus = try SystemBus.connect() else { return addresses }
      var missing: [IPAddress] = []
      for address in addresses {
        let found = try bus.call(call("querySource", zone, address))
        if found != .bool(true) { missing.append(address) }
      }
      return missing
    }
  }

  private static func eachSource(
    _ word: String, _ addresses: [IPAddress], _ zone: String, _ member: String,
    tolerating reason: String
  ) throws(CNIError) {
    let list = addresses.map { $0.family.text($0) }.joined(separator: ", ")
    try describing("failed to \(word) \(list) \(word == "add" ? "to" : "from") zone \(zone)") {
      () throws(SystemBus.Failure) in
      guard var bus = try SystemBus.connect() else { throw .closed }
      for address in addresses {
        do throws(SystemBus.Failure) { _ = try bus.call(call(member, zone, address)) } catch {
          // The reason is the first word of what firewalld says.
          guard case .error(_, let text) = error, text.hasPrefix(reason) else { throw error }
        }
      }
    }
  }

  private static func call(_ member: String, _ zone: String, _ address: IPAddress) -> BusCall {
    BusCall(
      destination: name, path: "/org/fedoraproject/FirewallD1", interface: "\(name).zone",
      member: member, arguments: [zone, address.family.text(address)])
  }

  private static func describing<Value>(
    _ what: String, _ body: () throws(SystemBus.Failure) -> Value
  ) throws(CNIError) -> Value {
    do { return try body() } catch { throw CNIError(.other, "\(what): \(error)") }
  }
}
