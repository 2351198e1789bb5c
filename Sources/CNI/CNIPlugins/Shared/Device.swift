import CNICore
import CNIPlan
import CNISpec
import NetlinkRoute
import NetworkTypes

/// The one interface that a plugin makes in a container.
struct Device {
  var link: NewLink
  /// Where it is made: on the node where a link of the node is its parent.
  var place: Place
  /// Settings of the interface that are 1, with `%` for its name.
  var settings: [String] = []
  var addressManager: String?
  /// Addresses that plugins before gave to the attachment, where no section asks for others.
  var inherited: CNIResult?
  /// Whether the address plugin's words about the resolver stay, where the configuration has none.
  var keepsDNS = false
}

/// A plugin that makes one interface and gives it addresses.
protocol DevicePlugin: AddressingPlugin {
  /// The interface that a configuration asks for.
  ///
  /// - Parameter session: The namespaces, to look at a parent.
  func device(_ call: PluginCall, _ session: (Place) -> KernelSession) throws(CNIError) -> Device
}

extension DevicePlugin {
  public func add(_ call: PluginCall, _ context: PluginContext) throws(CNIError) -> CNIResult {
    let addition = try Addition(type, call, context)
    let device = try device(call) { addition.session($0) }
    if try addition.container.link(call.ifname) != nil {
      throw CNIError(
        .other,
        "failed to create \(type): interface \(JSONValue.string(call.ifname)) already exists")
    }
    return try addition.run { (addition) throws(CNIError) in
      try DeviceAddition(device: device, addition: addition).run()
    }
  }

  public func check(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let inspection = try Inspection(call, context)
    let device = try device(call) { inspection.session($0) }
    try inspection.checkAddressManagement(device.addressManager)
    let result = try inspection.previousResult()
    let found = try inspection.requireInterface(result, kind: device.link.kind.word)
    try inspection.requireKind(device.link.kind, parentIn: device.place, of: found)
    try inspection.requireAddresses(result, on: found)
  }

  public func delete(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let removal = try Removal(type, call, context)
    // The parent may be gone, so nothing but the section of the addresses is looked at.
    removal.releaseAddresses(try call.configuration.ipamType)
    var plan = Plan()
    plan.add(.deleteLink(call.ifname), in: .container)
    removal.apply(plan)
    try removal.finish()
  }
}

/// One ADD of a plugin that makes one interface.
struct DeviceAddition {
  let device: Device
  let addition: Addition
  private var call: PluginCall { addition.call }

  func run() throws(CNIError) -> CNIResult {
    try make()
    var result = CNIResult()
    if let manager = device.addressManager {
      let given = try addition.requestAddresses(manager)
      result = CNIResult(ips: given.ips, routes: given.routes, dns: given.dns)
      try configure(&result)
    } else if let inherited = device.inherited {
      result = inherited
      try configure(&result)
    } else {
      var plan = Plan()
      plan.add(.setLink(call.ifname, LinkSettings(isUp: true)), in: .container)
      try addition.apply(plan)
    }
    let link = try addition.made(call.ifname, in: .container)
    result.interfaces = [
      CNIResult.Interface(
        name: call.ifname, mac: link.macAddress.map { "\($0)" }, sandbox: call.netns,
        mtu: link.mtu)
    ]
    let dns = try call.configuration.dns
    if !device.keepsDNS || !dns.isEmpty { result.dns = dns }
    return result
  }

  /// Makes the interface, from the node under a name of its own: kernels before Linux 6.13 refuse
  /// the name of a link that the node has, though the new one is to be in the container.
  private func make() throws(CNIError) {
    var plan = Plan()
    guard device.place == .node else {
      plan.add(.createLink(device.link), in: .container, undo: .deleteLink(call.ifname))
      try addition.apply(plan)
      return
    }
    var link = device.link
    link.name = RandomName.veth()
    link.place = .container
    // It is made on one side and is there on the other.
    plan.add(.createLink(link), in: .node, undo: .deleteLink(link.name), at: .container)
    try addition.apply(plan)
    let made = try addition.made(link.name, in: .container)
    var settings = LinkSettings()
    settings.name = call.ifname
    var renaming = Plan()
    renaming.add(
      .setLink(link.name, settings), in: .container,
      undo: .deleteLink(call.ifname, index: made.index))
    try addition.apply(renaming)
  }

  private func configure(_ result: inout CNIResult) throws(CNIError) {
    for index in result.ips.indices { result.ips[index].interface = 0 }
    result.interfaces = [CNIResult.Interface(name: call.ifname, sandbox: call.netns)]
    var plan = Plan()
    for setting in device.settings {
      let parts = setting.split(separator: "%", omittingEmptySubsequences: false)
      let key = parts.joined(separator: call.ifname)
      plan.add(.setSysctl(key, "1", optional: true), in: .container)
    }
    let addresses = AddressPlan(result: result, device: call.ifname)
    try addition.apply(plan + addresses.steps(addition.container))
  }
}

extension Inspection {
  /// What a link of a kind has beyond others is as it was made.
  func requireKind(_ kind: NewLink.Kind, parentIn place: Place, of found: FoundLink)
    throws(CNIError)
  {
    guard let message = try container.linkMessage(found.index) else {
      throw CNIError(.other, "interface \(found.name) not found in the container")
    }
    func require(_ what: String, _ value: String?, _ expected: String) throws(CNIError) {
      guard value == expected else {
        throw CNIError(
          .other,
          "container \(kind.word) \(what) \(value ?? "unknown") does not match "
            + "expected value: \(expected)")
      }
    }
    switch (kind, message.info.data) {
    case (.macvlan(let mode, let parent, _), .macvlan(let data)):
      try require("mode", data.mode.map { "\($0)" }, mode.rawValue)
      try requireParent(parent, in: place, found)
    case (.ipvlan(let mode, let parent), .ipvlan(let data)):
      try require("mode", data.mode.map { "\($0)" }, mode.rawValue)
      try requireParent(parent, in: place, found)
    case (.vlan(let id, let parent), .vlan(let data)):
      try require("ID", data.id.map { "\($0)" }, "\(id)")
      try requireParent(parent, in: place, found)
    default: break
    }
  }

  private func requireParent(_ name: String, in place: Place, _ found: FoundLink) throws(CNIError) {
    guard let parent = try session(place).link(name) else {
      throw CNIError(.other, "failed to lookup master \(JSONValue.string(name)): Link not found")
    }
    guard found.link == parent.index else {
      throw CNIError(.other, "interface \(found.name) is not above \(name)")
    }
  }
}

/// The link of the node, or of the container, that an interface is made on.
struct Parent {
  let name: String
  let mtu: UInt32
  let place: Place

  /// - Parameters:
  ///   - name: The key `master`; nil for the link of the default route.
  init(_ name: String?, inContainer: Bool, _ session: (Place) -> KernelSession) throws(CNIError) {
    place = inContainer ? .container : .node
    let session = session(place)
    let chosen: String
    if let name { chosen = name } else { chosen = try Self.ofDefaultRoute(session) }
    guard let link = try session.link(chosen) else {
      throw CNIError(.other, "failed to lookup master \(JSONValue.string(chosen)): Link not found")
    }
    self.name = chosen
    mtu = link.mtu ?? 0
  }

  /// Refuses an MTU that is larger than the parent's.
  ///
  /// - Returns: Nil for 0, which takes over the parent's.
  func checked(_ keys: Keys) throws(CNIError) -> UInt32? {
    let value = try keys.integer("mtu", as: Int64.self) ?? 0
    guard value >= 0, value <= Int64(mtu) else {
      throw CNIError(.other, "invalid MTU \(value), must be [0, master MTU(\(mtu))]")
    }
    return value == 0 ? nil : UInt32(value)
  }

  private static func ofDefaultRoute(_ session: KernelSession) throws(CNIError) -> String {
    for family in [AddressFamily.ipv4, .ipv6] {
      let found = try session.routes(family).first {
        $0.destinationLength == 0 && $0.type == .unicast && $0.table == RouteTableID.main
          && ($0.device ?? $0.nextHops.first?.device) != nil
      }
      guard let index = found?.device ?? found?.nextHops.first?.device else { continue }
      if let link = try session.link(index: index) { return link.name }
    }
    throw CNIError(.other, "no default route interface found")
  }
}
