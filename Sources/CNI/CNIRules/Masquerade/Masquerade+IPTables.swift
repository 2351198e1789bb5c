import CNIPlan
import CNISpec
import NetlinkFilter
import NetworkTypes

/// Masquerading as the reference plugins make it with iptables: a chain for each container, and
/// in POSTROUTING a rule for each address that leads there.
enum MasqueradeChain {
  static func lines(_ rules: MasqueradeRules, _ family: AddressFamily, in table: IPTablesTable)
    -> [String]
  {
    let chain = rules.owner.chain()
    return table.creating(chain) + table.adding(wanted(rules, family))
  }

  /// The rules, each as `iptables-save` writes it.
  static func wanted(_ rules: MasqueradeRules, _ family: AddressFamily) -> [String] {
    let chain = rules.owner.chain()
    let comment = "-m comment --comment \(rules.owner.iptablesComment().quoted)"
    return rules.addresses.filter { $0.address.family == family }.flatMap { prefix in
      [
        "-A \(chain) -d \(prefix.network) \(comment) -j ACCEPT",
        "-A \(chain) ! -d \(family.multicast) \(comment) -j MASQUERADE",
        "-A POSTROUTING -s \(family.text(prefix.address)) \(comment) -j \(chain)",
      ]
    }
  }
}

extension MasqueradeRules {
  var families: [AddressFamily] {
    [.ipv4, .ipv6].filter { family in addresses.contains { $0.address.family == family } }
  }
}

extension RuleSession {
  func add(_ rules: MasqueradeRules) throws(CNIError) {
    guard rules.backend == .iptables else {
      try addNFTables(rules)
      return
    }
    for family in rules.families {
      let programs = try IPTables.required(family)
      let table = try table("nat", of: programs, for: rules.owner.chain())
      let lines = MasqueradeChain.lines(rules, family, in: table)
      try programs.apply("nat", lines)
    }
  }

  func differences(_ rules: MasqueradeRules) throws(CNIError) -> [String] {
    guard rules.backend == .iptables else { return try differencesNFTables(rules) }
    var differences: [String] = []
    for family in rules.families {
      let table = try IPTables.required(family).table("nat")
      differences += table.missing(MasqueradeChain.wanted(rules, family))
    }
    return differences
  }

  func delete(_ rules: MasqueradeRules) throws(CNIError) {
    try deleteNFTables(rules)
    let chain = rules.owner.chain()
    // Another interface of the container in the same network has rules in the same chain.
    let families = rules.addresses.isEmpty ? [.ipv4, .ipv6] : rules.families
    for family in families {
      let own = rules.addresses.filter { $0.address.family == family }.map(\.address)
      try deleteReferences(family, to: chain, from: own)
    }
  }

  /// Takes the rules of some addresses away that lead to a chain, and with the last also the
  /// chain; without addresses, all.
  private func deleteReferences(
    _ family: AddressFamily, to chain: String, from addresses: [IPAddress]
  ) throws(CNIError) {
    var isShared = false
    let wanted = FilterFamily(family)
    let sources = Set(addresses.map(\.networkOrder))
    try change("take masquerading away") { batch in
      isShared = false
      guard !addresses.isEmpty, try hasChain(wanted, "nat", chain) else { return }
      let references = try dump(
        FilterRuleDump(family: wanted, table: "nat", chain: "POSTROUTING")
      ).filter { $0.leads(to: [chain]) }
      let own = references.filter { rule in
        rule.expressions.contains { expression in
          if case .compare(_, .equal, let bytes) = expression {
            sources.contains(bytes)
          } else {
            false
          }
        }
      }
      isShared = own.count < references.count
      if isShared { for rule in own { batch.delete(rule) } }
    }
    if isShared { return }
    try editLegacy(family, "nat") { table in
      let own = addresses.map { "-A POSTROUTING -s \(family.text($0)) " }
      let others = table.references(to: chain).filter { rule in
        !own.contains { rule.hasPrefix($0) }
      }
      isShared = !addresses.isEmpty && !others.isEmpty
      guard isShared else { return [] }
      return table.deleting(
        table.references(to: chain).filter { rule in own.contains { rule.hasPrefix($0) } })
    }
    if isShared { return }
    try removeChains(family, "nat") { $0 == chain }
  }
}

extension IPTables {
  /// The programs, or an error that says what to do.
  static func required(_ family: AddressFamily) throws(CNIError) -> IPTables {
    guard let programs = IPTables(family) else {
      let name = family == .ipv4 ? "iptables" : "ip6tables"
      throw CNIError(
        .other,
        "failed to locate iptables: neither \(name)-save nor \(name)-restore is installed; the "
          + "backend nftables needs no program")
    }
    return programs
  }
}

extension IPTablesTable {
  /// What is not there of rules that should be, in words.
  func missing(_ wanted: [String]) -> [String] {
    let present = Set(rules)
    return wanted.filter { !present.contains($0) }.map { "the rule \($0.dropFirst(3)) is missing" }
  }
}
