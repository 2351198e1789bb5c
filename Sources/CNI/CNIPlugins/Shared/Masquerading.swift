import CNICore
import CNIPlan
import CNIRules
import CNISpec
import NetworkTypes

/// The keys `ipMasq` and `ipMasqBackend`: what leaves the container for outside its subnet gets
/// the address of the node.
struct Masquerading {
  let isWanted: Bool
  private let backendWord: String?

  init(_ keys: Keys) throws(CNIError) {
    isWanted = try keys.bool("ipMasq")
    backendWord = try keys.text("ipMasqBackend")
  }

  private func rules(_ call: PluginCall, _ addresses: [CNIResult.Address]) throws(CNIError)
    -> AttachmentRules
  {
    .masquerade(
      MasqueradeRules(
        RuleOwner(call), addresses.map(\.address),
        backend: try RuleBackend.chosen(backendWord, key: "ipMasqBackend")))
  }

  func steps(_ call: PluginCall, _ addresses: [CNIResult.Address]) throws(CNIError) -> Plan {
    var plan = Plan()
    guard isWanted else { return plan }
    let own = MasqueradeRules(RuleOwner(call), addresses.map(\.address))
    plan.add(
      .addRules(try rules(call, addresses)), in: .node, undo: .deleteRules(.masquerade(own)))
    return plan
  }

  /// The rules go, whichever backend made them: with a result only those of the attachment's own
  /// addresses, as other interfaces of the container share a chain of iptables; without one all
  /// of the container.
  func removal(_ call: PluginCall) -> Plan {
    var plan = Plan()
    guard isWanted else { return plan }
    // A result that cannot be read is no reason to leave rules behind.
    let result = (try? call.configuration.prevResult) ?? CNIResult()
    let own = result.ips.filter { result.interface(of: $0).map { $0.name == call.ifname } ?? true }
    let rules = MasqueradeRules(RuleOwner(call), own.map(\.address))
    plan.add(.deleteRules(.masquerade(rules)), in: .node)
    return plan
  }

  func require(_ inspection: Inspection, _ addresses: [CNIResult.Address]) throws(CNIError) {
    guard isWanted else { return }
    try inspection.require(try rules(inspection.call, addresses))
  }

  func collect(_ sweep: Sweep) {
    if isWanted { sweep.collectRules(.masquerade) }
  }
}
