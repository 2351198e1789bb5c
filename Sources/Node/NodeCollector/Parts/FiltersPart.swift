import NodeModel
import NodeSources

/// The part `filters`: the rules of every namespace as lines, and how many connections it tracks.
final class FiltersPart: PartReader {
  var part: SnapshotParts { .filters }
  var interval: Int64 { 10_000_000 }
  var folders: [String] { [] }
  var followsNode: Bool { false }

  func read(_ context: PartContext) -> PartReading {
    let entrances = Dictionary(
      uniqueKeysWithValues: context.entrances.map { ($0.key.inode, $0.value) })
    let (firewalls, statuses) = FirewallReader.read(entrances)
    var filters: [UInt64: FilterState] = [:]
    var counts: [UInt64: ConnectionCount] = [:]
    for (inode, firewall) in firewalls {
      filters[inode] = firewall.ruleset.map { FilterState($0) }
      if let count = firewall.connections, let limit = firewall.connectionLimit {
        counts[inode] = ConnectionCount(count: count, max: limit)
      }
    }
    return PartReading(statuses) { [filters, counts] snapshot in
      for place in snapshot.namespaces.indices {
        let inode = snapshot.namespaces[place].id.inode
        snapshot.namespaces[place].filters = filters[inode]
        snapshot.namespaces[place].connections = counts[inode]
      }
    }
  }
}
