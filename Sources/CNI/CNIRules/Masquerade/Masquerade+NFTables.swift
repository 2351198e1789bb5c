import CNIPlan
import CNISpec
import NetlinkFilter
import NetworkTypes

/// Masquerading in a table of its own, as the reference plugins make it: a rule for each address,
/// whose comment names the attachment.
enum MasqueradeTable {
  static let family = FilterFamily.inet
  static let table = "cni_plugins_masquerade"
  static let checks = "masq_checks"
  static let after = "postrouting"

  /// The rules of the base chain.
  static var base: [FilterRule] {
    let returns: [[FilterExpression]] = [AddressFamily.ipv4, .ipv6].map { family in
      .family(family) + .destination(.equal, family.multicast) + [.verdict(.return)]
    }
    return (returns + [[.verdict(.goto(checks))]]).map { FilterRule(family, table, after, $0) }
  }

  static func rules(_ rules: MasqueradeRules) -> [FilterRule] {
    rules.addresses.map { prefix in
      let family = prefix.address.family
      return FilterRule(
        self.family, table, checks,
        .family(family) + .source(prefix.address) + .destination(.notEqual, prefix.network)
          + [.masquerade([])],
        comment: rules.owner.comment)
    }
  }
}

extension RuleSession {
  func addNFTables(_ rules: MasqueradeRules) throws(CNIError) {
    typealias Table = MasqueradeTable
    try change("masquerade \(rules.owner.containerID)") { batch in
      let found = try dump(FilterRuleDump(family: Table.family, table: Table.table))
      batch.add(
        FilterTable(
          Table.family, Table.table,
          comment: "Masquerading for plugins from github.com/containernetworking/plugins"))
      batch.add(
        FilterChain(
          Table.family, Table.table, Table.checks,
          comment: "Masquerade traffic from certain IPs to any (non-multicast) IP outside their "
            + "subnet"))
      batch.add(
        FilterChain(
          Table.family, Table.table, Table.after,
          base: .init(type: "nat", hook: .postrouting, priority: FilterPriority.sourceNAT)))
      let base = found.filter { $0.chain == Table.after }
      if base.map(\.expressions) != Table.base.map(\.expressions) {
        batch.flushChain(Table.family, Table.table, Table.after)
        for rule in Table.base { batch.add(rule) }
      }
      for rule in found where rule.isOwned(by: rules.owner) { batch.delete(rule) }
      for rule in Table.rules(rules) { batch.add(rule) }
    }
  }

  func differencesNFTables(_ rules: MasqueradeRules) throws(CNIError) -> [String] {
    typealias Table = MasqueradeTable
    let found: [FilterRule]
    do { found = try dump(FilterRuleDump(family: Table.family, table: Table.table)) } catch {
      throw CNIError(.other, "cannot read the rules of masquerading: \(error)")
    }
    var differences: [String] = []
    let base = found.filter { $0.chain == Table.after }.map(\.expressions)
    for rule in Table.base where !base.contains(rule.expressions) {
      differences.append("chain \(Table.after) of table inet \(Table.table) lacks a rule")
    }
    let own = found.filter { $0.isOwned(by: rules.owner) }.map(\.expressions)
    for (rule, prefix) in zip(Table.rules(rules), rules.addresses)
    where !own.contains(rule.expressions) {
      differences.append("the rule that masquerades \(prefix.address) is missing")
    }
    return differences
  }

  func deleteNFTables(_ rules: MasqueradeRules) throws(CNIError) {
    try deleteMasquerade { $0.isOwned(by: rules.owner) }
  }

  /// Takes away the rules that `isStale` picks of those that have an owner.
  func deleteMasquerade(_ isStale: (FilterRule) -> Bool) throws(CNIError) {
    typealias Table = MasqueradeTable
    try change("take masquerading away") { batch in
      let found = try dump(
        FilterRuleDump(family: Table.family, table: Table.table, chain: Table.checks))
      for rule in found where isStale(rule) { batch.delete(rule) }
    }
  }
}

extension FilterRule {
  func isOwned(by owner: RuleOwner) -> Bool { comment?.hasPrefix(owner.commentStart) ?? false }
}
