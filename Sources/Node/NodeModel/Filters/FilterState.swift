/// The rules of a namespace's firewall, as `nft` or `iptables-save` would write them.
public struct FilterState: Hashable, Sendable {
  public struct Chain: Hashable, Sendable {
    public var name: String
    /// Where a base chain is called; nil for one that only rules jump to.
    public var hook: String?
    public var type: String?
    public var priority: Int32?
    public var policy: String?
    /// Each as a line.
    public var rules: [String]

    public init(name: String, rules: [String] = []) {
      self.name = name
      self.rules = rules
    }
  }

  /// A set or a map that has a name.
  public struct NamedSet: Hashable, Sendable {
    public var name: String
    public var isMap: Bool
    public var elements: [String]

    public init(name: String, isMap: Bool, elements: [String]) {
      self.name = name
      self.isMap = isMap
      self.elements = elements
    }
  }

  public struct Table: Hashable, Sendable {
    /// `ip`, `ip6`, `inet`, `arp`, `bridge`, `netdev`.
    public var family: String
    public var name: String
    /// Who keeps it: `nftables`, `iptables-nft`, `iptables-legacy`.
    public var backend: String
    public var chains: [Chain] = []
    public var sets: [NamedSet] = []

    public init(family: String, name: String, backend: String) {
      self.family = family
      self.name = name
      self.backend = backend
    }
  }

  /// Of nf_tables: another one after each change.
  public var generation: UInt32
  public var tables: [Table]

  public init(generation: UInt32, tables: [Table] = []) {
    self.generation = generation
    self.tables = tables
  }
}

extension FilterState: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("generation", generation)
    sink.objects("tables", tables) { table, sink in
      sink.field("family", table.family)
      sink.field("name", table.name)
      sink.field("backend", table.backend)
      sink.objects("chains", table.chains) { $0.describe(to: &$1, names: names) }
      sink.objects("sets", table.sets) { set, sink in
        sink.field("name", set.name)
        sink.field("map", set.isMap)
        sink.field("elements", words: set.elements)
      }
    }
  }
}

extension FilterState.Chain: Described {
  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("name", name)
    sink.field("hook", hook)
    sink.field("type", type)
    sink.field("priority", priority)
    sink.field("policy", policy)
    sink.field("rules", words: rules)
  }
}

/// How full the table of tracked connections is.
public struct ConnectionCount: Hashable, Sendable, Described {
  /// `net.netfilter.nf_conntrack_count`.
  public var count: UInt64
  /// `net.netfilter.nf_conntrack_max`.
  public var max: UInt64

  public init(count: UInt64, max: UInt64) {
    self.count = count
    self.max = max
  }

  public func describe<Sink: FieldSink & ~Copyable>(to sink: inout Sink, names: DeviceNames) {
    sink.field("count", count)
    sink.field("max", max)
  }
}
