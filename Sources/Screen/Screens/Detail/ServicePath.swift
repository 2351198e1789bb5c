import NodeModel

/// The rules that a packet to a service comes through, chain by chain.
struct ServicePath {
  private let table: FilterState.Table
  private let chains: [String: [String]]
  private var lines: [Detail.Field] = []
  private var seen: Set<String> = []

  /// More endpoints than a screen has lines for are cut off.
  private static let longest = 200

  /// A group for each table that has rules of it.
  static func all(_ service: Service, in filters: FilterState?) -> [Detail.Group] {
    (filters?.tables ?? []).compactMap { table in
      guard service.mode == "nftables" ? table.name == "kube-proxy" : table.name == "nat" else {
        return nil
      }
      var path = ServicePath(table)
      if service.mode == "nftables" { path.walkMaps(service) } else { path.walkChains(service) }
      guard !path.lines.isEmpty else { return nil }
      return Detail.Group("Rules in \(table.family) \(table.name)", path.lines)
    }
  }

  private init(_ table: FilterState.Table) {
    self.table = table
    chains = Dictionary(table.chains.map { ($0.name, $0.rules) }) { first, _ in first }
  }

  /// From the maps of addresses and node ports on.
  private mutating func walkMaps(_ service: Service) {
    let fronts =
      (service.clusterIPs + service.externalIPs + service.loadBalancerIPs).map {
        "\($0) . \(service.transport) . \(service.port ?? 0)"
      } + (service.nodePort.map { ["\(service.transport) . \($0)"] } ?? [])
    for set in table.sets where set.isMap {
      for element in set.elements
      where fronts.contains(where: { element.hasPrefix($0 + " ") }) {
        lines.append(Detail.Field(name: "@" + set.name, text: element))
        for chain in Self.targets(element) { walk(chain) }
      }
    }
  }

  /// From the rules with its name on.
  private mutating func walkChains(_ service: Service) {
    let marks = ["\"\(service.title)\"", "\"\(service.title) "]
    for front in ["KUBE-SERVICES", "KUBE-NODEPORTS"] {
      for rule in chains[front] ?? [] where marks.contains(where: { rule.contains($0) }) {
        lines.append(Detail.Field(name: front, text: Self.shortened(rule, front)))
        for chain in Self.targets(rule) { walk(chain) }
      }
    }
  }

  private mutating func walk(_ chain: String) {
    guard lines.count < Self.longest, seen.insert(chain).inserted, let rules = chains[chain] else {
      return
    }
    let common = ["KUBE-MARK-MASQ", "mark-for-masquerade", "reject-chain"]
    guard !common.contains(chain) else { return }
    for rule in rules {
      lines.append(Detail.Field(name: chain, text: Self.shortened(rule, chain)))
    }
    for rule in rules { for target in Self.targets(rule) { walk(target) } }
  }

  /// Without the name of the chain, which stands beside it.
  private static func shortened(_ rule: String, _ chain: String) -> String {
    rule.hasPrefix("-A \(chain) ") ? String(rule.dropFirst(4 + chain.count)) : rule
  }

  /// The chains that a line names behind `-j`, `-g`, `jump` or `goto`.
  private static func targets(_ line: String) -> [String] {
    let words = line.split(separator: " ")
    return zip(words, words.dropFirst()).compactMap { word, next in
      ["-j", "-g", "jump", "goto"].contains(word)
        ? String(next.hasSuffix(",") ? next.dropLast() : next) : nil
    }
  }
}
