import NetlinkFilter
import NetworkTypes

/// The chains of one table of iptables, whichever backend it is in.
struct ProxyTable {
  private(set) var chains: [String: [ServiceRule]] = [:]

  init() {}

  init(_ ruleset: FilterRuleset, _ family: FilterFamily, _ table: String) {
    for (place, chain) in ruleset.chains.enumerated()
    where chain.family == family && chain.table == table && chain.name.hasPrefix("KUBE-") {
      chains[chain.name] = ruleset.rules[place].map { ServiceRule($0) }
    }
  }

  subscript(_ chain: String) -> [ServiceRule] { chains[chain] ?? [] }

  mutating func add(chain: String) { if chains[chain] == nil { chains[chain] = [] } }
  mutating func add(_ rule: ServiceRule, to chain: String) {
    chains[chain, default: []].append(rule)
  }

  /// Chains that a rule of another one leads to.
  var targets: Set<String> {
    var targets: Set<String> = []
    for (name, rules) in chains {
      for rule in rules { if let target = rule.target, target != name { targets.insert(target) } }
    }
    return targets
  }
}
