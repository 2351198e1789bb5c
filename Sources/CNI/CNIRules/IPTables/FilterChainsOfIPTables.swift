import CNISpec
import Glibc
import NetlinkFilter
import NetworkTypes

/// Rules that `iptables` made, taken away without it.
///
/// Those of iptables-nft are rules of nf_tables like others. Old tables are looked at only where
/// the kernel has them, and with their own programs.
extension RuleSession {
  /// A table, for changes that concern one chain and what leads there.
  ///
  /// Where the kernel tells that the chain is not there, as for a new attachment, nothing of it
  /// is: then the program that reads the table, and takes as long as the one that writes it, is
  /// not run.
  func table(_ name: String, of programs: IPTables, for chain: String) throws(CNIError)
    -> IPTablesTable
  {
    if programs.isOnNFTables {
      let family = FilterFamily(programs.family)
      if let isThere = try? hasChain(family, name, chain), !isThere { return IPTablesTable("") }
    }
    return try programs.table(name)
  }

  /// Takes chains away with all that leads to them.
  ///
  /// - Parameters:
  ///   - table: `nat` or `filter`.
  ///   - isMeant: Whether a chain is one of them.
  func removeChains(
    _ family: AddressFamily, _ table: String, where isMeant: (String) -> Bool
  ) throws(CNIError) {
    try change("take chains of iptables away") { batch in
      let wanted = FilterFamily(family)
      let all = try dump(FilterChainDump(family: wanted)).filter { $0.table == table }
      let chains = Set(all.map(\.name).filter(isMeant))
      guard !chains.isEmpty else { return }
      for rule in try dump(FilterRuleDump(family: wanted, table: table))
      where !chains.contains(rule.chain) && rule.leads(to: chains) {
        batch.delete(rule)
      }
      for chain in chains { batch.flushChain(wanted, table, chain) }
      for chain in chains { batch.deleteChain(wanted, table, chain) }
    }
    try editLegacy(family, table) { found in
      found.chains.filter(isMeant).sorted().flatMap { found.removing($0) }
    }
  }

  /// Edits an old table, if the kernel has it.
  func editLegacy(
    _ family: AddressFamily, _ table: String, _ body: (IPTablesTable) -> [String]
  ) throws(CNIError) {
    guard LegacyTables.names(family).contains(table),
      let programs = IPTables(family, legacy: true) ?? IPTables(family)
    else { return }
    try programs.apply(table, body(try programs.table(table)))
  }
}

extension FilterRule {
  /// Whether it jumps to one of the chains.
  func leads(to chains: Set<String>) -> Bool {
    expressions.contains { expression in
      guard case .immediate(.verdict(let verdict), _) = expression else { return false }
      switch verdict {
      case .jump(let chain), .goto(let chain): return chains.contains(chain)
      default: return false
      }
    }
  }

  /// The comment of iptables: kept by its own match, or as that of nft.
  var anyComment: String? {
    for case .xtMatch("comment", _, let info) in expressions {
      return String(decoding: info.prefix { $0 != 0 }, as: UTF8.self)
    }
    return comment
  }
}

/// The old tables that the kernel has loaded.
enum LegacyTables {
  static func names(_ family: AddressFamily) -> [String] {
    let name = family == .ipv4 ? "ip_tables_names" : "ip6_tables_names"
    guard let file = fopen("/proc/thread-self/net/\(name)", "re") else { return [] }
    defer { fclose(file) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = fread(&buffer, 1, buffer.count, file)
    return String(decoding: buffer[..<count], as: UTF8.self)
      .split(separator: "\n").map(String.init)
  }
}
