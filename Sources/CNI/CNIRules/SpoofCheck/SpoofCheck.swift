import CNIPlan
import CNISpec
import NetlinkFilter
import NetworkTypes

/// Only nf_tables can look at frames of a port; the names are those of the reference plugins.
private enum SpoofTable {
  static let family = FilterFamily.bridge
  static let name = "nat"
  static let before = "PREROUTING"

  /// The rules of the attachment's own chains, and the one that leads to them.
  static func rules(_ rules: SpoofCheckRules) -> (jump: FilterRule, own: [FilterRule]) {
    let addressChain = "\(rules.chain)-mac"
    func rule(_ chain: String, _ expressions: [FilterExpression]) -> FilterRule {
      FilterRule(family, name, chain, expressions, comment: rules.comment)
    }
    let address: [FilterExpression] = [
      .payload(.link, offset: 6, length: 6, into: .first),
      .compare(.first, .equal, rules.macAddress?.bytes ?? []), .verdict(.return),
    ]
    return (
      rule(before, .inputDevice(rules.device) + [.verdict(.jump(rules.chain))]),
      [
        rule(rules.chain, [.verdict(.jump(addressChain))]), rule(addressChain, address),
        rule(addressChain, [.verdict(.drop)]),
      ]
    )
  }
}

extension RuleSession {
  func add(_ rules: SpoofCheckRules) throws(CNIError) {
    guard rules.macAddress != nil, !rules.device.isEmpty else {
      throw CNIError(.other, "macspoofchk needs a device and an address")
    }
    let (jump, own) = SpoofTable.rules(rules)
    try change("check the source addresses of \(rules.device)") { batch in
      let found = try dump(
        FilterRuleDump(
          family: SpoofTable.family, table: SpoofTable.name, chain: SpoofTable.before))
      batch.add(FilterTable(SpoofTable.family, SpoofTable.name))
      batch.add(
        FilterChain(
          SpoofTable.family, SpoofTable.name, SpoofTable.before,
          base: .init(type: "filter", hook: .prerouting, priority: -300)))
      for chain in [rules.chain, "\(rules.chain)-mac"] {
        // The names have no network in them; the comment tells garbage collection.
        batch.add(
          FilterChain(
            SpoofTable.family, SpoofTable.name, chain, comment: rules.owner.comment))
        batch.flushChain(SpoofTable.family, SpoofTable.name, chain)
      }
      for rule in own { batch.add(rule) }
      for rule in found where rule.comment == rules.comment { batch.delete(rule) }
      batch.add(jump)
    }
  }

  func differences(_ rules: SpoofCheckRules) throws(CNIError) -> [String] {
    let found: [FilterRule]
    do {
      found = try dump(FilterRuleDump(family: SpoofTable.family, table: SpoofTable.name))
    } catch {
      throw CNIError(.other, "cannot read the rules of macspoofchk: \(error)")
    }
    let (jump, own) = SpoofTable.rules(rules)
    return ([jump] + own).filter { wanted in
      !found.contains { $0.chain == wanted.chain && $0.expressions == wanted.expressions }
    }.map { "chain \($0.chain) of table bridge \(SpoofTable.name) lacks a rule of macspoofchk" }
  }

  func delete(_ rules: SpoofCheckRules) throws(CNIError) {
    try deleteSpoofCheck { $0.name == rules.chain || $0.name == "\(rules.chain)-mac" }
  }

  /// Takes away the chains that `isStale` picks, with what leads to them.
  func deleteSpoofCheck(_ isStale: (FilterChain) -> Bool) throws(CNIError) {
    try change("take macspoofchk away") { batch in
      let chains = try dump(FilterChainDump(family: SpoofTable.family))
        .filter { $0.table == SpoofTable.name && isStale($0) }.map(\.name)
      guard !chains.isEmpty else { return }
      let rules = try dump(FilterRuleDump(family: SpoofTable.family, table: SpoofTable.name))
      for rule in rules where !chains.contains(rule.chain) && rule.leads(to: Set(chains)) {
        batch.delete(rule)
      }
      for chain in chains { batch.flushChain(SpoofTable.family, SpoofTable.name, chain) }
      for chain in chains { batch.deleteChain(SpoofTable.family, SpoofTable.name, chain) }
    }
  }
}
