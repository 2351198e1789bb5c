import NetworkTypes
import NodeModel

/// The namespace that a row of a list is from, with the names that its numbers have there.
struct ListContext: Sendable {
  var netns: NamespaceID?
  /// The pod that has the namespace; nil for the node's own and for one without a known pod.
  var pod: String?
  /// The pod, `host`, the name that the namespace is bound to, or its id: for a person.
  var place: String
  var names: DeviceNames
  var links: LinkNames

  /// Writes the fields that say where a row is from.
  func describe(to writer: inout DocumentWriter) {
    writer.field("netns", netns)
    writer.field("pod", pod)
  }
}

/// The names of all links of a node, with their places.
struct LinkNames: Sendable {
  private var names: [LinkID: String] = [:]
  private var places: [NamespaceID: String] = [:]

  init() {}

  init(_ snapshot: Snapshot, places: [NamespaceID: String]) {
    self.places = places
    for namespace in snapshot.namespaces {
      for link in namespace.links ?? [] { names[link.id] = link.name }
    }
  }

  func name(_ id: LinkID) -> String { names[id] ?? "if\(id.index)" }

  /// The name as seen from a namespace: `eth0`, or `eth0 in default/web` for one elsewhere.
  func name(_ id: LinkID, from netns: NamespaceID?) -> String {
    if id.namespace == netns { return name(id) }
    return "\(name(id)) in \(places[id.namespace] ?? id.namespace.description)"
  }
}

extension Snapshot {
  /// The contexts of the namespaces, in their order.
  func listContexts() -> [ListContext] {
    var owners: [NamespaceID: String] = [:]
    for pod in pods where !pod.hostNetwork {
      if let netns = pod.netns, owners[netns] == nil { owners[netns] = pod.title }
    }
    var places: [NamespaceID: String] = [:]
    for namespace in namespaces {
      places[namespace.id] =
        namespace.isHost ? "host" : owners[namespace.id] ?? namespace.boundName
    }
    let links = LinkNames(self, places: places)
    return namespaces.map { namespace in
      ListContext(
        netns: namespace.id, pod: namespace.isHost ? nil : owners[namespace.id],
        place: places[namespace.id] ?? "", names: DeviceNames(namespace), links: links)
    }
  }
}

extension Namespace {
  /// The last part of the first path that it is bound to, or its id.
  fileprivate var boundName: String {
    paths.min()?.split(separator: "/").last.map { String($0) } ?? id.description
  }
}
