import NodeModel

/// How full networks were since the program was started.
struct AllocationHistory {
  struct Sample: Hashable {
    /// In microseconds since 1970.
    var at: Int64
    var used: UInt64
  }

  /// By the path of the store; the newest sample last, and only where the number changed.
  private(set) var samples: [String: [Sample]] = [:]

  /// How many samples of a network are kept.
  static let longest = 240

  mutating func note(_ snapshot: Snapshot) {
    guard let networks = snapshot.ipam?.networks else { return }
    for network in networks {
      let used = network.ranges.isEmpty ? UInt64(network.leases.count) : network.used
      var known = samples[network.path] ?? []
      guard known.last?.used != used else { continue }
      known.append(Sample(at: snapshot.capturedAt, used: used))
      if known.count > Self.longest {
        // The first one stays: the trend is since the start.
        known.remove(at: 1)
      }
      samples[network.path] = known
    }
  }

  /// Seconds until the fullest set of ranges has no free address if it goes on as since the start;
  /// nil where nothing grows.
  func exhaustion(of network: IPAMState.Network, now: Int64) -> Int64? {
    guard let samples = samples[network.path], let first = samples.first,
      let last = samples.last, last.used > first.used, let free = network.freeOfTightestSet
    else { return nil }
    let seconds = Double(max(now, last.at) - first.at) / 1_000_000
    guard seconds > 0 else { return nil }
    // A container takes an address of each set.
    let sets = Double(max(Set(network.ranges.map(\.set)).count, 1))
    let perSecond = Double(last.used - first.used) / sets / seconds
    let left = Double(free) / perSecond
    return left < 1e9 ? Int64(left) : nil
  }

  func values(of network: IPAMState.Network) -> [Double] {
    (samples[network.path] ?? []).map { Double($0.used) }
  }
}
