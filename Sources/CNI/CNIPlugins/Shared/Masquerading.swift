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
    plan.add(
      .addRules(try rules(call, addresses)), in: .node,
      undo: .deleteRules(.masquerade(MasqueradeRules(RuleOwner(call), []))))
    return plan
  }

  /// The rules go by their owner, whatever addresses they are for and whichever backend made them.
  func removal(_ call: PluginCall) -> Plan {
    var plan = Plan()
    guard isWanted else { return plan }
    plan.add(.deleteRules(.masquerade(MasqueradeRules(RuleOwner(call), []))), in: .node)
    return plan
  }

  func require(_ inspection: Inspection, _ addresses: [CNIResult.Address]) throws(CNIError) {
    guard isWanted else { return }
    try inspection.require(try rules(inspection.call, addresses))
  }

  func collect(_ sweep: Sweep) {
    guard isWanted else { return }
    sweep.attempt { () throws(CNIError) in
      try RuleSession().collectMasquerade(
        network: sweep.call.configuration.name, except: sweep.valid)
    }
  }
}

extension Inspection {
  /// Throws the differences between rules and what there is of them.
  func require(_ rules: AttachmentRules) throws(CNIError) {
    let differences = try RuleSession().differences(rules)
    guard let first = differences.first else { return }
    throw CNIError(.other, first, details: differences.dropFirst().joined(separator: "\n"))
  }
}
