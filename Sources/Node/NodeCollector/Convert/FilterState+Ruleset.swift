import NetlinkFilter
import NetworkTypes
import NodeModel

extension FilterState {
  /// The rules as lines: those of iptables as `iptables-save` writes them, all others as `nft`.
  init(_ ruleset: FilterRuleset) {
    self.init(generation: ruleset.generation)
    var texts = NFTablesText(ruleset)
    for table in ruleset.tables {
      let places = ruleset.chains.indices.filter {
        ruleset.chains[$0].family == table.family && ruleset.chains[$0].table == table.name
      }
      let lines = Self.iptables(ruleset, table, places)
      var new = Table(
        family: table.family.word, name: table.name,
        backend: lines == nil ? "nftables" : "iptables-nft")
      for (position, place) in places.enumerated() {
        var chain = Chain(ruleset.chains[place])
        chain.rules = lines?[position] ?? ruleset.rules[place].map { texts.text(of: $0) }
        new.chains.append(chain)
      }
      for (place, set) in ruleset.sets.enumerated()
      where set.family == table.family && set.table == table.name
        && !set.flags.contains(.anonymous)
      {
        new.sets.append(
          NamedSet(name: set.name, isMap: set.data != nil, elements: ruleset.elementTexts(place)))
      }
      tables.append(new)
    }
  }

  /// The lines of each chain, where all rules of a table are ones of iptables.
  private static func iptables(
    _ ruleset: FilterRuleset, _ table: FilterTable, _ places: [Int]
  ) -> [[String]]? {
    guard table.family == .ipv4 || table.family == .ipv6,
      ["filter", "nat", "mangle", "raw", "security"].contains(table.name)
    else { return nil }
    let builtIn: Set = ["INPUT", "FORWARD", "OUTPUT", "PREROUTING", "POSTROUTING"]
    var all: [[String]] = []
    for place in places {
      let chain = ruleset.chains[place]
      if chain.base != nil, !builtIn.contains(chain.name) { return nil }
      var lines: [String] = []
      for rule in ruleset.rules[place] {
        guard let line = IPTablesText.text(of: rule) else { return nil }
        lines.append(line)
      }
      all.append(lines)
    }
    return all
  }
}

extension FilterState.Chain {
  init(_ chain: FilterChain) {
    self.init(name: chain.name)
    guard let base = chain.base else { return }
    hook =
      chain.family == .netdev ? (base.hook.rawValue == 0 ? "ingress" : "egress") : base.hook.word
    type = base.type
    priority = base.priority
    policy = base.policy == 0 ? "drop" : base.policy == 1 ? "accept" : "unknown:\(base.policy)"
  }
}
