public import CNICore
import CNIPlan
public import CNISpec
import Netlink
import NetlinkRoute
import NetworkTypes

/// Limits what a container sends and gets, at the node's end of its pair.
///
/// A link limits only what leaves by it, so what the container sends goes through a link of its
/// own (`ifb`) first.
public struct BandwidthPlugin: Plugin {
  public let type = "bandwidth"
  public var versions: [CNIVersion] { Array(CNIVersion.all.dropFirst(2)) }  // since 0.3.0

  public init() {}

  public func add(_ call: PluginCall, _ context: PluginContext) throws(CNIError) -> CNIResult {
    let bandwidth = try BandwidthConfiguration(call)
    guard var result = try call.configuration.prevResult else {
      throw CNIError(.other, "must be called as chained plugin")
    }
    guard !bandwidth.isEmpty else { return result }
    let addition = try Addition(type, call, context)
    let host =
      addition.isDryRun
      ? try plannedHostLink(result) : try hostLink(call, result, addition.node, addition.container)
    let (owner, middle) = (RuleOwner(call), deviceName(call))
    // Taking back what this call does must not take what an earlier one did.
    try requireUnlimited(host, middle, addition.node)
    try addition.run { (addition) throws(CNIError) in
      var plan = Plan()
      if let ingress = bandwidth.ingress {
        plan.add(.limitRate(ingress.limit(host.name)), in: .node, undo: .removeLimits(host.name))
      }
      if let egress = bandwidth.egress {
        var link = NewLink(middle, .ifb)
        link.mtu = host.mtu
        link.isUp = true
        plan.add(.createLink(link), in: .node, undo: .deleteLink(middle))
        // Its name tells no network; garbage collection needs one.
        var settings = LinkSettings()
        settings.alias = owner.comment
        plan.add(.setLink(middle, settings), in: .node)
        plan.add(
          .redirectIngress(from: host.name, to: middle), in: .node,
          undo: .removeLimits(host.name))
        plan.add(.limitRate(egress.limit(middle)), in: .node)
      }
      try addition.apply(plan)
      if bandwidth.egress != nil {
        let made = try addition.made(middle, in: .node)
        result.interfaces.append(
          CNIResult.Interface(name: middle, mac: made.macAddress.map { "\($0)" }))
      }
    }
    return result
  }

  public func check(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let bandwidth = try BandwidthConfiguration(call)
    guard let result = try call.configuration.prevResult else {
      throw CNIError(.other, "must be called as a chained plugin")
    }
    let inspection = try Inspection(call, context)
    let host = try hostLink(call, result, inspection.node, inspection.container)
    if let ingress = bandwidth.ingress {
      try requireLimit(ingress.limit(host.name), host, inspection.node)
    }
    guard let egress = bandwidth.egress else { return }
    let middle = deviceName(call)
    guard let link = try inspection.node.link(middle) else {
      throw CNIError(.other, "get ifb device: Link not found")
    }
    try requireLimit(egress.limit(middle), link, inspection.node)
    let kinds = try inspection.node.qdiscs(host.index).map(\.kind)
    guard kinds.contains("ingress") else {
      throw CNIError(.other, "what \(host.name) gets does not go through \(middle)")
    }
  }

  private func requireUnlimited(
    _ host: FoundLink, _ middle: String, _ node: KernelSession
  ) throws(CNIError) {
    for qdisc in try node.qdiscs(host.index) {
      guard let kind = qdisc.kind, ["tbf", "ingress"].contains(kind) else { continue }
      throw CNIError(.other, "create qdisc: \(host.name) has a qdisc \(kind) already")
    }
    guard try node.link(middle) == nil else {
      throw CNIError(.other, "adding link: \(middle) exists already")
    }
  }

  private func requireLimit(
    _ limit: RateLimit, _ link: FoundLink, _ node: KernelSession
  ) throws(CNIError) {
    guard let qdisc = try node.qdiscs(link.index).first(where: { $0.kind == "tbf" }),
      let options = qdisc.options,
      let bucket = (try? TokenBucket(options: options.span.bytes)) ?? nil
    else { throw CNIError(.other, "Failed to find qdisc tbf of \(link.name)") }
    guard bucket.rate == limit.rate else { throw CNIError(.other, "Rate doesn't match") }
    guard bucket.limit == limit.queueBytes else { throw CNIError(.other, "Limit doesn't match") }
    guard bucket.buffer == limit.bufferTicks else {
      throw CNIError(.other, "Buffer doesn't match")
    }
  }

  public func delete(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let removal = try Removal(type, call, context)
    var plan = Plan()
    // The limits of the pair go with it.
    plan.add(.deleteLink(deviceName(call)), in: .node)
    removal.apply(plan)
    try removal.finish()
  }

  public func garbageCollect(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    let sweep = try Sweep(type, call, context)
    let stale = StaleComments(network: call.configuration.name, except: sweep.valid)
    sweep.attempt { () throws(CNIError) in
      let node = try KernelSession(buffer: ReceiveBuffer())
      for link in try node.links() where link.info.kind == "ifb" && stale.contains(link.alias) {
        try node.remove(link: link.name)
      }
    }
    try sweep.finish()
  }

  public func status(_ call: PluginCall, _ context: PluginContext) throws(CNIError) {
    _ = try BandwidthConfiguration(call)
  }

  // MARK: Links

  /// `bwp` and digits of a hash, as the reference plugin names it.
  private func deviceName(_ call: PluginCall) -> String {
    "bwp" + SHA512.digits(call.configuration.name + call.containerID, count: 12)
  }

  /// The node's end of a pair that is not made yet: what a result names before the container's.
  private func plannedHostLink(_ result: CNIResult) throws(CNIError) -> FoundLink {
    let inside = result.interfaces.firstIndex { !($0.sandbox?.isEmpty ?? true) }
    guard let inside, inside > 0 else {
      throw CNIError(.other, "no veth peer of container interface found in host ns")
    }
    return FoundLink(index: 0, name: result.interfaces[inside - 1].name)
  }

  /// The node's end of the container's pair, which has to be in the result.
  private func hostLink(
    _ call: PluginCall, _ result: CNIResult, _ node: KernelSession, _ container: KernelSession
  ) throws(CNIError) -> FoundLink {
    guard !result.interfaces.isEmpty else { throw CNIError(.other, "no interfaces provided") }
    let inside = try container.link(call.ifname)
    guard let inside, inside.kind == "veth", let index = inside.link, index > 0 else {
      throw CNIError(.other, "container interface \(call.ifname) has no veth peer")
    }
    guard let host = try node.link(index: index) else {
      throw CNIError(.other, "veth peer with index \(index) is not in host ns")
    }
    let isListed = result.interfaces.contains {
      $0.name == host.name && $0.sandbox?.isEmpty ?? true
    }
    guard isListed else {
      throw CNIError(.other, "no veth peer of container interface found in host ns")
    }
    return host
  }
}
