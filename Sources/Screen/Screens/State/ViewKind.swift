import NodeModel

/// The views, in the order of their numbers.
public enum ViewKind: String, CaseIterable, Hashable, Sendable {
  case overview, pods, links, routes, neighbours, tunnels, bgp, events

  /// The key that shows it: 1 for the first.
  public var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }

  /// As tabs and breadcrumbs write it.
  public var title: String {
    self == .bgp ? "BGP" : rawValue.prefix(1).uppercased() + rawValue.dropFirst()
  }

  /// The parts of the snapshot that it shows.
  var parts: SnapshotParts {
    switch self {
    case .bgp: .bgp
    default: []
    }
  }

  /// Whether it is a table with a selected row.
  var isTable: Bool { self != .overview }

  /// The view at a distance, around the end.
  func next(by distance: Int) -> ViewKind {
    let all = Self.allCases
    let place = (number - 1 + distance) % all.count
    return all[place < 0 ? place + all.count : place]
  }
}
