import NodeModel

/// The views, in the order of their keys and tabs.
public enum ViewKind: String, CaseIterable, Hashable, Sendable {
  case overview, pods, links, routes, neighbours, tunnels, services, ports, events

  /// The key that shows it: 1 to 9, then 0; nil for those behind, which Tab and names show.
  public var key: Character? { Self.key(at: place) }

  /// Its place among all, from 0 on.
  private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }

  static func key(at place: Int) -> Character? {
    (0..<10).contains(place) ? Character("\((place + 1) % 10)") : nil
  }

  /// As tabs and breadcrumbs write it.
  public var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

  /// As tabs write it where the titles of all have no room.
  var shortTitle: String {
    switch self {
    case .overview: "Over"
    case .routes: "Rts"
    case .neighbours: "Neigh"
    case .tunnels: "Tun"
    case .services: "Svc"
    case .events: "Evt"
    case .pods, .links, .ports: title
    }
  }

  /// The parts of the snapshot that it shows.
  var parts: SnapshotParts {
    switch self {
    case .services: [.services, .filters]
    case .ports: .ports
    default: []
    }
  }

  /// Whether it is a table with a selected row.
  var isTable: Bool { self != .overview }

  /// The view at a distance, around the end.
  func next(by distance: Int) -> ViewKind {
    let all = Self.allCases
    let other = (place + distance) % all.count
    return all[other < 0 ? other + all.count : other]
  }
}
