/// One network namespace of the node, with what the kernel keeps in it.
///
/// A table is nil where it could not be read, or was not asked for; `completeness` says which.
public struct Namespace: Sendable, Identifiable {
  public var id: NamespaceID
  /// Whether it is the node's own.
  public var isHost: Bool
  /// Where it is bound, sorted: `/run/netns/cni-…`; empty if only processes hold it.
  public var paths: [String]
  /// The number that the node's namespace has for it (`NETNSA_NSID`); nil without one.
  public var nsid: Int32?
  /// How many processes are in it; nil where `/proc` could not be read.
  public var processes: Int?

  /// Sorted by index.
  public var links: [Link]?
  /// The counters of `links`, in the same order.
  public var statistics: [LinkStatistics]
  /// In the order of the kernel.
  public var routes: RouteTable?
  /// IPv4 and then IPv6, in the order of the kernel, which is that of evaluation.
  public var rules: [Rule]?
  public var neighbours: [Neighbour]?
  public var fdb: [FDBEntry]?
  public var nextHops: [NextHop]?
  public var qdiscs: [Qdisc]?
  public var filters: FilterState?
  public var connections: ConnectionCount?

  public init(id: NamespaceID, isHost: Bool = false) {
    self.id = id
    self.isHost = isHost
    paths = []
    statistics = []
  }

  /// The link with an index, by binary search.
  public func link(_ index: Int32) -> Link? {
    guard let links, let position = position(of: index) else { return nil }
    return links[position]
  }

  /// The counters of the link with an index.
  public func statistics(_ index: Int32) -> LinkStatistics? {
    guard let position = position(of: index), position < statistics.count else { return nil }
    return statistics[position]
  }

  private func position(of index: Int32) -> Int? {
    guard let links else { return nil }
    var (low, high) = (0, links.count)
    while low < high {
      let middle = (low + high) / 2
      if links[middle].id.index < index { low = middle + 1 } else { high = middle }
    }
    return low < links.count && links[low].id.index == index ? low : nil
  }

  /// The name of a link, or `if7` where there is none with this index, as `ip` prints it.
  public func linkName(_ index: Int32) -> String { link(index)?.name ?? "if\(index)" }
}
