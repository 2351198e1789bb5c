import CNIPlan
import CNISpec
import NetlinkFilter
import NetworkTypes

extension RuleSession {
  func addNFTables(_ rules: HostPortRules) throws(CNIError) {
    for address in rules.addresses {
      try change("map ports of the node to \(rules.owner.containerID)") { batch in
        let state = try hostPorts(address.address.family)
        try prepare(state, in: &batch)
        remove(state.own(rules.owner), state, in: &batch)
        for rule in state.conditionalRules(rules.owner) { batch.delete(rule) }
        try fill(rules, address.address, state, in: &batch)
      }
      let conditional = ConditionalPorts(rules: rules, address: address.address)
      if !conditional.conditions.isEmpty { try conditional.add() }
    }
  }

  /// Table, chains, sets and the rules that look up in them, as far as they are missing.
  private func prepare(_ state: HostPortState, in batch: inout FilterBatch) throws {
    let table = state.table
    batch.add(FilterTable(table.family, HostPortTable.name, comment: "CNI portmap plugin"))
    for chain in table.chains { batch.add(chain) }
    for set in table.sets { batch.add(set) }
    for (chain, wanted) in table.fixedRules {
      let found = state.rules.filter { $0.chain == chain }.map(\.expressions)
      guard found != wanted.map(\.expressions) else { continue }
      batch.flushChain(table.family, HostPortTable.name, chain)
      for rule in wanted { batch.add(rule) }
    }
    for rule in table.lookups
    where !state.rules.contains(where: {
      $0.chain == rule.chain && $0.expressions == rule.expressions
    }) { batch.add(rule) }
  }

  private func fill(
    _ rules: HostPortRules, _ address: IPAddress, _ state: HostPortState,
    in batch: inout FilterBatch
  ) throws(CNIError) {
    let table = state.table
    let own = Set(state.own(rules.owner).map(\.element.key))
    var taken = Set(state.elements.values.joined().map(\.key)).subtracting(own)
    // With conditions, one port may lead to several containers.
    let isConditional = rules.conditions[address.family]?.isEmpty == false
    for mapping in isConditional ? [] : rules.mappings(for: address.family) {
      if let holder = state.holder(of: mapping, besides: rules.owner) {
        throw CNIError(
          .other,
          "host port \(mapping.hostPort)/\(mapping.protocol) is mapped to container "
            + "\(holder) already",
          details: "detach that container, or run garbage collection if it is gone")
      }
      let (map, element) = table.element(mapping, to: address, comment: rules.owner.comment)
      // Another network of this container has it: the first one stays, as with other backends.
      guard taken.insert(element.key).inserted else { continue }
      batch.add(FilterElements(table.family, HostPortTable.name, map, [element]))
    }
    for (set, element) in table.masqueradeElements(rules, address)
    where taken.insert(element.key).inserted {
      batch.add(FilterElements(table.family, HostPortTable.name, set, [element]))
    }
  }

  private func remove(
    _ elements: [(set: String, element: FilterElement)], _ state: HostPortState,
    in batch: inout FilterBatch
  ) {
    for (set, element) in elements {
      batch.delete(FilterElements(state.table.family, HostPortTable.name, set, [element]))
    }
  }

  // MARK: Checking

  func differencesNFTables(_ rules: HostPortRules) throws(CNIError) -> [String] {
    var differences: [String] = []
    for address in rules.addresses {
      let state = try hostPorts(address.address.family)
      let table = state.table
      let fixed = table.fixedRules.flatMap(\.rules) + table.lookups
      for rule in fixed
      where !state.rules.contains(where: {
        $0.chain == rule.chain && $0.expressions == rule.expressions
      }) {
        differences.append(
          "chain \(rule.chain) of table \(table.family) \(HostPortTable.name) lacks a rule")
      }
      let conditional = ConditionalPorts(rules: rules, address: address.address)
      let isConditional = !conditional.conditions.isEmpty
      if isConditional {
        differences += conditional.missing(in: state).map {
          "host port \($0.hostPort)/\($0.protocol) does not lead to \(address.address) under conditions"
        }
      }
      for mapping in isConditional ? [] : rules.mappings(for: address.address.family) {
        let (map, wanted) = table.element(mapping, to: address.address, comment: "")
        let found = state.elements[map]?.first { $0.key == wanted.key }
        let holder = found?.comment.flatMap { RuleOwner.containerID(inComment: $0) }
        if found?.data != wanted.data, holder != rules.owner.containerID {
          differences.append(
            "host port \(mapping.hostPort)/\(mapping.protocol) does not lead to "
              + "\(address.address) port \(mapping.containerPort)")
        }
      }
      for (set, wanted) in table.masqueradeElements(rules, address.address)
      where state.elements[set]?.contains(where: { $0.key == wanted.key }) != true {
        differences.append("set \(set) lacks the element of \(address.address)")
      }
    }
    return differences
  }

  // MARK: Taking away

  func deleteNFTables(_ rules: HostPortRules) throws(CNIError) {
    try deleteHostPorts { state in
      (
        state.own(rules.owner),
        state.foreignRules(rules.owner.containerID) + state.conditionalRules(rules.owner)
      )
    }
  }

  /// Takes away what `pick` finds in the table of each family.
  func deleteHostPorts(
    _ pick: (HostPortState) -> (elements: [(set: String, element: FilterElement)], [FilterRule])
  ) throws(CNIError) {
    for family in [AddressFamily.ipv4, .ipv6] {
      try change("take ports of the node away") { batch in
        let state = try hostPorts(family)
        let (elements, rules) = pick(state)
        remove(elements, state, in: &batch)
        for rule in rules { batch.delete(rule) }
      }
    }
  }
}
