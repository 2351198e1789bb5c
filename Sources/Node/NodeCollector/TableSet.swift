/// Which tables of a namespace are meant: those to read, those that changed.
public struct TableSet: OptionSet, Hashable, Sendable {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let links = Self(rawValue: 1 << 0)
  public static let addresses = Self(rawValue: 1 << 1)
  public static let routes = Self(rawValue: 1 << 2)
  public static let rules = Self(rawValue: 1 << 3)
  public static let neighbours = Self(rawValue: 1 << 4)
  public static let fdb = Self(rawValue: 1 << 5)
  public static let nextHops = Self(rawValue: 1 << 6)
  public static let qdiscs = Self(rawValue: 1 << 7)

  /// Of the FDB only the entries of vxlan devices, which say where tunnels lead.
  ///
  /// The kernel gives them by themselves, twenty-five times cheaper than the FDB of a bridge with
  /// a thousand ports; and they do not change with each frame that a bridge learns from.
  public static let tunnelFDB = Self(rawValue: 1 << 8)

  /// The peers of WireGuard devices.
  public static let tunnelPeers = Self(rawValue: 1 << 9)

  /// Every table, each once: `fdb` has what `tunnelFDB` has.
  public static let all: Self = [
    .links, .addresses, .routes, .rules, .neighbours, .fdb, .nextHops, .qdiscs,
    .tunnelPeers,
  ]

  /// One at a time, in the order in which they are read.
  static let each: [(table: TableSet, name: String)] = [
    (.links, "links"), (.addresses, "addresses"), (.routes, "routes"), (.rules, "rules"),
    (.neighbours, "neighbours"), (.fdb, "fdb"), (.nextHops, "nextHops"), (.qdiscs, "qdiscs"),
    (.tunnelFDB, "tunnelFDB"), (.tunnelPeers, "tunnelPeers"),
  ]
}
