import CNICore
import CNIPlan
import CNISpec
import Netlink
import NetlinkRoute

/// What GC does for an overlay network: pairs of containers that are gone go, peers are brought up
/// to date, and with the last container the tunnel goes.
struct OverlayCollection {
  let configuration: OverlayConfiguration
  let sweep: Sweep
  private let node: KernelSession

  init(_ configuration: OverlayConfiguration, _ sweep: Sweep) throws(CNIError) {
    self.configuration = configuration
    self.sweep = sweep
    node = try KernelSession(buffer: ReceiveBuffer())
  }

  func run() throws(CNIError) {
    let change = try Addition(
      "overlay", sweep.call, sweep.context, on: node)
    try change.run { (change) throws(CNIError) in
      guard !change.isDryRun else { return try self.apply(change) }
      try change.openJournal()
      let lock = try NetworkLock(configuration.network)
      try lock.held { () throws(CNIError) in try self.apply(change) }
    }
  }

  private func apply(_ change: Addition) throws(CNIError) {
    let shared = configuration.shared
    try change.apply(leftPorts())
    guard try node.isUsed(shared) else {
      var plan = Plan()
      plan.add(.deleteUnusedTunnel(shared), in: .node)
      return try change.apply(plan)
    }
    let tunnel = OverlayTunnel(
      configuration: configuration, site: try OverlaySite(configuration, node))
    try change.apply(try OverlayState(tunnel, node).steps())
  }

  /// The ends of pairs whose containers are not listed any more.
  private func leftPorts() throws(CNIError) -> Plan {
    let valid = Set(sweep.valid.map { OverlayPort.alias(configuration.network, $0) })
    var plan = Plan()
    for link in try node.links() where link.info.kind == "veth" {
      guard let alias = link.alias, alias.hasPrefix(configuration.network + " "),
        !valid.contains(alias)
      else { continue }
      plan.add(.deleteLink(link.name), in: .node)
    }
    return plan
  }
}
