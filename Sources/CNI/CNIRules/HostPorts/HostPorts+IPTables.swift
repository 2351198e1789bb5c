import CNIPlan
import CNISpec
import NetworkTypes

/// Ports of the node as the reference plugins make them with iptables.
struct HostPortChains {
  let rules: HostPortRules
  let family: AddressFamily
  let address: IPPrefix
  let table: IPTablesTable

  static let top = "CNI-HOSTPORT-DNAT"
  static let setMark = "CNI-HOSTPORT-SETMARK"
  static let masquerade = "CNI-HOSTPORT-MASQ"

  private var own: String { rules.owner.chain("DN-") }
  private var mark: String {
    let value = String(UInt32(1) << UInt32(min(rules.markBit, 31)), radix: 16)
    return "0x\(value)/0x\(value)"
  }

  /// Rules that all attachments share, by the chain that has to be there for them.
  private var shared: [(chain: String, rules: [String], atStart: [String])] {
    var shared: [(String, [String], [String])] = []
    if rules.masquerades, rules.externalMarkChain == nil {
      shared.append(
        (
          Self.setMark,
          [
            "-A \(Self.setMark) -m comment --comment \"CNI portfwd masquerade mark\" "
              + "-j MARK --set-xmark \(mark)"
          ], []
        ))
      shared.append(
        (
          Self.masquerade,
          ["-A \(Self.masquerade) -m mark --mark \(mark) -j MASQUERADE"],
          // Before what bridge and ptp add, which would take the packet first.
          [
            "-A POSTROUTING -m comment --comment \"CNI portfwd requiring masquerade\" "
              + "-j \(Self.masquerade)"
          ]
        ))
    }
    let entries = ["PREROUTING", "OUTPUT"].map {
      "-A \($0) -m addrtype --dst-type LOCAL -j \(Self.top)"
    }
    return shared + [(Self.top, entries, [])]
  }

  /// The rule that leads to the attachment's chain: one for each protocol and 15 ports.
  private var entries: [String] {
    let comment = rules.owner.iptablesComment("dnat ").quoted
    let conditions = (rules.conditions[family] ?? []).map { " \($0.quotedIfNeeded)" }.joined()
    return ["sctp", "tcp", "udp"].flatMap { word -> [String] in
      // Of both families, as the reference plugins do; the chain behind sorts it out.
      let ports = rules.mappings.filter { $0.protocol.rawValue == word }.map { "\($0.hostPort)" }
      return stride(from: 0, to: ports.count, by: 15).map { start in
        let list = ports[start..<min(start + 15, ports.count)].joined(separator: ",")
        return "-A \(Self.top) -p \(word) -m comment --comment \(comment) -m multiport "
          + "--dports \(list)\(conditions) -j \(own)"
      }
    }
  }

  private var translations: [String] {
    let target = family == .ipv4 ? "\(address.address)" : "[\(address.address)]"
    let markChain = rules.externalMarkChain ?? Self.setMark
    return rules.mappings(for: family).flatMap { mapping -> [String] in
      let host = mapping.hostIP.flatMap { $0.isUnspecified ? nil : family.text($0) }
      func rule(from source: String?, _ target: String) -> String {
        "-A \(own)" + (source.map { " -s \($0)" } ?? "") + (host.map { " -d \($0)" } ?? "")
          + " -p \(mapping.protocol) -m \(mapping.protocol) --dport \(mapping.hostPort) "
          + "-j \(target)"
      }
      var lines: [String] = []
      if rules.masquerades {
        if rules.masqueradesAll {
          lines.append(rule(from: nil, markChain))
        } else {
          lines.append(rule(from: "\(address.network)", markChain))
          if family == .ipv4 { lines.append(rule(from: "127.0.0.1/32", markChain)) }
        }
      }
      lines.append(
        rule(from: nil, "DNAT --to-destination \(target):\(mapping.containerPort)"))
      return lines
    }
  }

  /// The changes that make what is missing; the attachment's own chain is made anew.
  var lines: [String] {
    var lines = shared.flatMap { table.creating($0.chain) }
    for part in shared {
      lines += table.adding(part.rules) + table.adding(part.atStart, atStart: true)
    }
    lines += table.references(to: own).map { $0.replacingStart("-A ", with: "-D ") }
    lines += table.chains.contains(own) ? ["-F \(own)"] : ["-N \(own)"]
    return lines + translations + entries
  }

  var missing: [String] {
    let fixed = shared.flatMap { $0.rules + $0.atStart }
    // Conditions come back in the words of their match, which only iptables knows.
    let hasConditions = rules.conditions[family]?.isEmpty == false
    var missing = table.missing(fixed + translations + (hasConditions ? [] : entries))
    if hasConditions, table.references(to: own).isEmpty {
      missing.append("no rule leads to chain \(own)")
    }
    return missing
  }

  /// Whoever has a port already that is asked for.
  func conflict() -> (mapping: HostPortRules.Mapping, holder: String)? {
    for mapping in rules.mappings(for: family) {
      let host = mapping.hostIP.flatMap { $0.isUnspecified ? nil : family.text($0) }
      let match =
        "-p \(mapping.protocol) -m \(mapping.protocol) --dport \(mapping.hostPort) -j DNAT"
      for rule in table.rules where rule.hasPrefix("-A CNI-DN-") && rule.contains(match) {
        let chain = String(rule.dropFirst(3).prefix { $0 != " " })
        let words = rule.split(separator: " ")
        let other = words.firstIndex(of: "-d").map { String(words[$0 + 1]) }
        guard chain != own, host == nil || other == nil || host == other,
          let entry = table.references(to: chain).first,
          !entry.contains("id: \(rules.owner.containerID.quotedInside)")
        else { continue }
        return (mapping, Self.containerID(in: entry) ?? chain)
      }
    }
    return nil
  }

  /// The container that the comment of a rule names.
  static func containerID(in rule: String) -> String? { value(of: "id", in: rule) }
  static func network(in rule: String) -> String? { value(of: "name", in: rule) }

  private static func value(of key: String, in rule: String) -> String? {
    let parts = rule.split(separator: "\\\"", omittingEmptySubsequences: false)
    guard let index = parts.firstIndex(where: { $0.hasSuffix("\(key): ") }),
      index + 1 < parts.count
    else { return nil }
    return String(parts[index + 1])
  }
}

extension String {
  /// In quotes, inside of what is in quotes.
  fileprivate var quotedInside: String { "\\\"\(self)\\\"" }
}

extension RuleSession {
  func add(_ rules: HostPortRules) throws(CNIError) {
    guard rules.backend == .iptables else {
      try addNFTables(rules)
      return
    }
    for address in rules.addresses {
      let programs = try IPTables.required(address.address.family)
      let chains = HostPortChains(
        rules: rules, family: address.address.family, address: address,
        table: try programs.table("nat"))
      if let (mapping, holder) = chains.conflict() {
        throw CNIError(
          .other,
          "host port \(mapping.hostPort)/\(mapping.protocol) is mapped to container \(holder) "
            + "already",
          details: "detach that container, or run garbage collection if it is gone")
      }
      try programs.apply("nat", chains.lines)
    }
  }

  func differences(_ rules: HostPortRules) throws(CNIError) -> [String] {
    guard rules.backend == .iptables else { return try differencesNFTables(rules) }
    var differences: [String] = []
    for address in rules.addresses {
      let table = try IPTables.required(address.address.family).table("nat")
      differences +=
        HostPortChains(
          rules: rules, family: address.address.family, address: address, table: table
        ).missing
    }
    return differences
  }

  func delete(_ rules: HostPortRules) throws(CNIError) {
    try deleteNFTables(rules)
    // Old reference plugins had a second chain.
    let chains = [rules.owner.chain("DN-"), rules.owner.chain("SN-")]
    for family in [AddressFamily.ipv4, .ipv6] {
      try removeChains(family, "nat") { chains.contains($0) }
    }
  }
}
