import LinuxSystem
public import Netlink

/// All rules of nf_tables in one network namespace, as they were at one moment.
public struct FilterRuleset: Sendable {
  /// Of the rules that this is (`NFTA_GEN_ID`).
  public var generation: UInt32 = 0
  /// False if the rules changed each time while they were read: then parts may be missing, or
  /// not belong together.
  public var isConsistent = true
  /// What could not be decoded.
  public var malformed: [MalformedMessage] = []
  /// In the order of the kernel; likewise all others.
  public var tables: [FilterTable] = []
  public var chains: [FilterChain] = []
  public var sets: [FilterSet] = []
  /// The elements of each set, in the order of `sets`.
  public var elements: [[FilterElement]] = []
  public var objects: [FilterObject] = []
  public var flowTables: [FilterFlowTable] = []
  /// The rules of each chain, in the order of `chains`.
  public var rules: [[FilterRule]] = []

  public init() {}

  public var isEmpty: Bool { tables.isEmpty }
}

/// The name of a chain or a set with the table that it is in.
public struct FilterName: Hashable, Sendable {
  public var family: FilterFamily
  public var table: String
  public var name: String

  public init(_ family: FilterFamily, _ table: String, _ name: String) {
    self.family = family
    self.table = table
    self.name = name
  }
}

extension FilterChain { public var id: FilterName { FilterName(family, table, name) } }
extension FilterSet { public var id: FilterName { FilterName(family, table, name) } }

extension NetlinkSocket {
  /// Reads all rules of the namespace that the socket is in.
  ///
  /// They are read in several dumps, so the generation is compared before and after: if it is
  /// another one, all is read again, up to `attempts` times, and marked if that did not help.
  /// `EPERM` without CAP_NET_ADMIN in the user namespace that owns the network namespace.
  public mutating func filterRuleset(
    buffer: ReceiveBuffer, attempts: Int = 4
  ) throws(NetlinkError) -> FilterRuleset {
    var ruleset = FilterRuleset()
    for attempt in 1...max(attempts, 1) {
      let before = try filterGeneration(buffer: buffer)
      let isLast = attempt >= attempts
      do throws(NetlinkError) {
        ruleset = try readFilterRuleset(buffer: buffer)
      } catch {
        // A set that went away meanwhile.
        guard error.reason == .noSuchFile, !isLast else { throw error }
        continue
      }
      ruleset.generation = before
      if try filterGeneration(buffer: buffer) == before, ruleset.isConsistent { return ruleset }
    }
    ruleset.isConsistent = false
    return ruleset
  }

  private mutating func readFilterRuleset(buffer: ReceiveBuffer) throws(NetlinkError)
    -> FilterRuleset
  {
    var ruleset = FilterRuleset()
    ruleset.tables = try take(FilterTableDump(), into: &ruleset, buffer: buffer)
    guard !ruleset.tables.isEmpty else { return ruleset }
    ruleset.chains = try take(FilterChainDump(), into: &ruleset, buffer: buffer)
    ruleset.sets = try take(FilterSetDump(), into: &ruleset, buffer: buffer)
    ruleset.elements.reserveCapacity(ruleset.sets.count)
    for set in ruleset.sets {
      let dump = FilterElementDump(set.family, set.table, set.name)
      let parts = try take(dump, into: &ruleset, buffer: buffer)
      ruleset.elements.append(parts.count == 1 ? parts[0].elements : parts.flatMap(\.elements))
    }
    ruleset.objects = try take(FilterObjectDump(), into: &ruleset, buffer: buffer)
    ruleset.flowTables = try take(FilterFlowTableDump(), into: &ruleset, buffer: buffer)
    ruleset.add(try take(FilterRuleDump(), into: &ruleset, buffer: buffer))
    return ruleset
  }

  private mutating func take<Request: DumpRequest>(
    _ request: Request, into ruleset: inout FilterRuleset, buffer: ReceiveBuffer
  ) throws(NetlinkError) -> [Request.Entry] {
    // Once: whoever reads all rules reads them all again if they changed.
    let table = try dump(request, buffer: buffer, attempts: 1)
    ruleset.malformed += table.malformed
    if !table.isConsistent { ruleset.isConsistent = false }
    return table.entries
  }
}

extension FilterRuleset {
  /// Gives each chain its rules; the kernel tells them chain by chain.
  mutating func add(_ entries: [FilterRule]) {
    rules = Array(repeating: [], count: chains.count)
    var places: [FilterName: Int] = [:]
    for (place, chain) in chains.enumerated() { places[chain.id] = place }
    var start = 0
    while start < entries.count {
      let first = entries[start]
      var end = start + 1
      while end < entries.count, entries[end].chain == first.chain,
        entries[end].table == first.table, entries[end].family == first.family
      {
        end += 1
      }
      // A chain that came after the chains were read: the generation is another one then.
      if let place = places[FilterName(first.family, first.table, first.chain)] {
        rules[place] += entries[start..<end]
      }
      start = end
    }
  }
}
