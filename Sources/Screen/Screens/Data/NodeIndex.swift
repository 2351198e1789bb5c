import NetworkTypes
import NodeModel

/// A link by its places in a snapshot, in eight bytes.
struct LinkPlace: Hashable {
  var namespace: Int32
  var link: Int32
}

/// An interface of a pod by its places in a snapshot; nil for a pod without any.
struct PodPlace: Hashable {
  var pod: Int
  var interface: Int?
}

/// A row of the pods view.
enum PodRow: Hashable {
  case pod(PodPlace)
  /// A link of a namespace that no pod is known to have.
  case unnamed(LinkPlace)
}

/// What leads from one fact of a snapshot to another; it holds places, not values, so it stays
/// right when only counters change.
final class NodeIndex {
  private let snapshot: Snapshot
  private var namespacePlaces: [NamespaceID: Int] = [:]
  /// The pods that are the only owner of a namespace, or its first.
  private var podsByNamespace: [NamespaceID: Int] = [:]
  /// For both ends of every interface of a pod.
  private var podsByLink: [LinkID: PodPlace] = [:]

  init(_ snapshot: Snapshot) {
    self.snapshot = snapshot
    for (place, namespace) in snapshot.namespaces.enumerated() {
      namespacePlaces[namespace.id] = place
    }
    for (place, pod) in snapshot.pods.enumerated() {
      if !pod.hostNetwork, let netns = pod.netns, podsByNamespace[netns] == nil {
        podsByNamespace[netns] = place
      }
      for (number, interface) in pod.interfaces.enumerated() {
        // A macvlan stands on a link that is the node's own, whoever else uses it.
        let isShared = interface.link.flatMap { self.link($0)?.parent } == interface.hostLink
        for link in [interface.link, isShared ? nil : interface.hostLink].compactMap(\.self) {
          podsByLink[link] = PodPlace(pod: place, interface: number)
        }
      }
    }
  }

  /// Whether `other` has as many of everything, which is the least that a reading of counters
  /// promises.
  func fits(_ other: Snapshot) -> Bool {
    snapshot.namespaces.count == other.namespaces.count && snapshot.pods.count == other.pods.count
      && snapshot.tunnels.count == other.tunnels.count && snapshot.cni == other.cni
      && snapshot.namespaces.indices.allSatisfy {
        Self.shape(snapshot.namespaces, $0) == Self.shape(other.namespaces, $0)
      }
      && snapshot.pods.indices.allSatisfy {
        snapshot.pods[$0].interfaces.count == other.pods[$0].interfaces.count
      }
  }

  /// By its place: a copy of a namespace counts references to all of its tables.
  private static func shape(
    _ namespaces: [Namespace], _ place: Int
  ) -> (NamespaceID, links: Int?, neighbours: Int?, fdb: Int?, rules: Int?) {
    (
      namespaces[place].id, namespaces[place].links?.count, namespaces[place].neighbours?.count,
      namespaces[place].fdb?.count, namespaces[place].rules?.count
    )
  }

  func place(of namespace: NamespaceID) -> Int? { namespacePlaces[namespace] }

  func namespace(_ id: NamespaceID) -> Namespace? {
    namespacePlaces[id].map { snapshot.namespaces[$0] }
  }

  func link(_ id: LinkID) -> Link? { namespace(id.namespace)?.link(id.index) }

  func pod(of namespace: NamespaceID) -> Pod? {
    podsByNamespace[namespace].map { snapshot.pods[$0] }
  }

  /// The pod that one end of a link belongs to, or whose namespace the link is in.
  func pod(of link: LinkID) -> Pod? {
    if let place = podsByLink[link] { return snapshot.pods[place.pod] }
    return pod(of: link.namespace)
  }

  /// The interface that a link is an end of.
  func interface(of link: LinkID) -> Pod.Interface? {
    podsByLink[link].flatMap { place in
      place.interface.map { snapshot.pods[place.pod].interfaces[$0] }
    }
  }

  /// How people call a namespace: `host`, its pod, the name it is bound by, its number.
  func title(of namespace: NamespaceID) -> String {
    guard let place = namespacePlaces[namespace] else { return namespace.description }
    let value = snapshot.namespaces[place]
    if value.isHost { return "host" }
    return pod(of: namespace)?.title ?? Self.shortName(value)
  }

  /// The last part of the path where a namespace is bound, or its number.
  static func shortName(_ namespace: Namespace) -> String {
    if namespace.isHost { return "host" }
    guard let path = namespace.paths.first, let name = path.split(separator: "/").last else {
      return namespace.processes == 0 ? "pid-less \(namespace.id)" : namespace.id.description
    }
    return String(name)
  }

  /// The name of a link, with its namespace in front if that is not `from`.
  func name(of link: LinkID, from namespace: NamespaceID? = nil) -> String {
    let name = self.link(link)?.name ?? "if\(link.index)"
    if link.namespace == namespace { return name }
    if namespace == nil || self.namespace(link.namespace)?.isHost == true { return name }
    return "\(name) in \(title(of: link.namespace))"
  }

  // MARK: Rows

  lazy var links: [LinkPlace] = {
    var places: [LinkPlace] = []
    for (namespace, value) in snapshot.namespaces.enumerated() {
      for link in 0..<(value.links?.count ?? 0) {
        places.append(LinkPlace(namespace: Int32(namespace), link: Int32(link)))
      }
    }
    return places
  }()

  lazy var pods: [PodRow] = {
    var rows: [PodRow] = []
    for (place, pod) in snapshot.pods.enumerated() {
      if pod.interfaces.isEmpty { rows.append(.pod(PodPlace(pod: place, interface: nil))) }
      rows += pod.interfaces.indices.map { .pod(PodPlace(pod: place, interface: $0)) }
    }
    for id in summary.unnamedNamespaces {
      guard let place = namespacePlaces[id] else { continue }
      for (number, link) in (snapshot.namespaces[place].links ?? []).enumerated()
      where link.isInterface {
        rows.append(.unnamed(LinkPlace(namespace: Int32(place), link: Int32(number))))
      }
    }
    return rows
  }()

  lazy var neighbours: [NeighbourPlace] = NeighbourPlace.joined(snapshot)
  lazy var cniRows: [CNIRow] = snapshot.cni.map(CNIRows.rows) ?? []
  /// Of each tunnel whose tables were read.
  lazy var tunnelPaths: [LinkID: [TunnelPath]] = snapshot.tunnelPaths()
  lazy var linkTree = LinkTree(snapshot, links: links, index: self)
  lazy var summary = NodeSummary(snapshot, index: self)

  // MARK: Names of devices

  private var deviceNames: [Int: [Int32: String]] = [:]

  /// The names of the links of the namespace at a place, by index.
  func deviceNames(at place: Int) -> [Int32: String] {
    if let known = deviceNames[place] { return known }
    var names: [Int32: String] = [:]
    for link in snapshot.namespaces[place].links ?? [] { names[link.id.index] = link.name }
    deviceNames[place] = names
    return names
  }

  /// The place of each name of a link in the order of all names, from 2 on.
  lazy var deviceRanks: [String: UInt64] = {
    let names = Set(snapshot.namespaces.flatMap { ($0.links ?? []).map(\.name) })
    return Dictionary(uniqueKeysWithValues: zip(names.sorted(by: NaturalOrder.precedes), 2...))
  }()
}
