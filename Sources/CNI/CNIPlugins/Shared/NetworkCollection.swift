import CNICore
import CNIPlan
import CNISpec
import Netlink
import NetlinkRoute

/// What GC does for a network whose containers share something on the node: pairs of containers
/// that are gone go, and with the last container goes what they share.
struct NetworkCollection {
  let shared: SharedTunnel
  let sweep: Sweep
  private let node: KernelSession

  init(_ shared: SharedTunnel, _ sweep: Sweep) throws(CNIError) {
    self.shared = shared
    self.sweep = sweep
    node = try KernelSession(buffer: ReceiveBuffer())
  }

  /// - Parameter renewal: What brings that up to date which is still used.
  func run(_ renewal: (KernelSession) throws(CNIError) -> Plan) throws(CNIError) {
    let change = try Addition(
      sweep.call.configuration.type, sweep.call, sweep.context, on: node)
    try change.run { (change) throws(CNIError) in
      guard !change.isDryRun else { return try self.apply(renewal, by: change) }
      try change.openJournal()
      let lock = try NetworkLock(shared.network)
      try lock.held { () throws(CNIError) in try self.apply(renewal, by: change) }
    }
  }

  private func apply(
    _ renewal: (KernelSession) throws(CNIError) -> Plan, by change: Addition
  ) throws(CNIError) {
    try change.apply(leftPorts())
    guard try node.isUsed(shared) else {
      var plan = Plan()
      plan.add(.deleteUnusedTunnel(shared), in: .node)
      return try change.apply(plan)
    }
    try change.apply(try renewal(node))
  }

  /// The ends of pairs whose containers are not listed any more.
  private func leftPorts() throws(CNIError) -> Plan {
    let valid = Set(sweep.valid.map { OverlayPort.alias(shared.network, $0) })
    var plan = Plan()
    for link in try node.links() where link.info.kind == "veth" {
      guard let alias = link.alias, alias.hasPrefix(shared.network + " "), !valid.contains(alias)
      else { continue }
      plan.add(.deleteLink(link.name), in: .node)
    }
    return plan
  }
}

/// The node's end of a container's pair, whose alias says whose it is.
enum OverlayPort {
  /// In at most the 255 bytes that an alias may have.
  static func alias(_ call: PluginCall) -> String {
    alias(call.configuration.name, .init(containerID: call.containerID, ifname: call.ifname))
  }

  static func alias(_ network: String, _ attachment: PluginConfiguration.Attachment) -> String {
    String(
      decoding: "\(network) \(attachment.ifname) \(attachment.containerID)".utf8.prefix(255),
      as: UTF8.self)
  }

  static func mark(_ call: PluginCall) -> LinkSettings {
    var settings = LinkSettings()
    settings.alias = alias(call)
    return settings
  }

  /// Takes the pair of a container away, and what is masqueraded of it.
  static func remove(_ removal: Removal) {
    let call = removal.call
    var plan = Plan()
    plan.add(.deleteLink(call.ifname), in: .container)
    // The namespace may be gone, and its end of the pair not yet.
    removal.attempt { () throws(CNIError) in
      let alias = alias(call)
      for link in try removal.node.links() where link.alias == alias && link.info.kind == "veth" {
        plan.add(.deleteLink(link.name), in: .node)
      }
    }
    removal.attempt { () throws(CNIError) in
      plan = plan + (try Masquerading(Keys(call.configuration)).removal(call))
    }
    removal.apply(plan)
  }
}
