import NetworkTypes
import NodeModel

/// What the overview and the header count, made once for each shape of the node.
struct NodeSummary {
  /// A network solution that its links give away.
  struct Solution: Hashable {
    var name: String
    /// The names of links that say so.
    var evidence: [String]
  }

  /// An IP network with the addresses that were seen in it.
  struct Segment: Hashable {
    var prefix: IPPrefix
    var addresses: Int
    /// A link of the node in it; nil if only pods are.
    var link: String?
    /// Whether each address stands alone with its full length, so the network is a guess.
    var isGuess: Bool
  }

  var nodeAddresses: [IPAddress]
  var links = 0
  var linksDown = 0
  var routes: Int?
  var neighbours: Int?
  var forwardings: Int?
  var namespacesWithoutPods: [NamespaceID] = []
  var solutions: [Solution]
  var segments: [Segment]
  var problems: [Problem]

  init(_ snapshot: Snapshot, index: NodeIndex) {
    nodeAddresses = snapshot.nodeAddresses
    for namespace in snapshot.namespaces {
      links += namespace.links?.count ?? 0
      routes = Self.sum(routes, namespace.routes?.count)
      neighbours = Self.sum(neighbours, namespace.neighbours?.count)
      forwardings = Self.sum(forwardings, namespace.fdb?.count)
      if !namespace.isHost, index.pod(of: namespace.id) == nil {
        namespacesWithoutPods.append(namespace.id)
      }
    }
    solutions = SolutionNames.solutions(in: snapshot.host?.links ?? [])
    segments = Self.segments(snapshot)
    problems = Problem.problems(of: snapshot, index: index)
    linksDown = problems.count { $0.kind == .link }
  }

  private static func sum(_ one: Int?, _ other: Int?) -> Int? {
    guard let other else { return one }
    return (one ?? 0) + other
  }

  private static func segments(_ snapshot: Snapshot) -> [Segment] {
    var found: [IPPrefix: Segment] = [:]
    for namespace in snapshot.namespaces {
      for link in namespace.links ?? [] where !link.flags.contains(.loopback) {
        for address in link.addresses where !address.address.isLinkLocal {
          let isSingle = address.prefixLength == address.address.family.bits
          // Pods with single addresses would be a segment each: they are counted in the
          // network that they are most often taken from.
          let length = isSingle ? (address.address.family == .ipv4 ? 24 : 64) : address.prefixLength
          let prefix = IPPrefix(address.address, length: length).network
          var segment =
            found[prefix]
            ?? Segment(prefix: prefix, addresses: 0, link: nil, isGuess: true)
          segment.addresses += 1
          if !isSingle { segment.isGuess = false }
          if namespace.isHost, segment.link == nil { segment.link = link.name }
          found[prefix] = segment
        }
      }
    }
    return found.values.sorted {
      ($0.prefix.address.family.bits, $1.addresses, $0.prefix.address)
        < ($1.prefix.address.family.bits, $0.addresses, $1.prefix.address)
    }
  }
}

/// The names that network solutions give to their links on a node.
enum SolutionNames {
  /// A name, or the beginning of names if it ends with `*`.
  private static let patterns: [(solution: String, names: [String])] = [
    ("flannel", ["flannel*"]),
    ("calico", ["cali*", "vxlan.calico", "wireguard.cali", "wg-v6.cali"]),
    ("cilium", ["cilium_*", "lxc_health"]),
    ("antrea", ["antrea-*"]),
    ("kube-router", ["kube-bridge", "kube-dummy-if", "kube-tunnel*"]),
    ("weave", ["weave", "vxlan-6784", "vethwe*"]),
    ("ovn-kubernetes", ["ovn-k8s-*", "genev_sys_*"]),
    ("kube-ovn", ["ovn0"]),
    ("kube-proxy ipvs", ["kube-ipvs0"]),
    ("node-local dns", ["nodelocaldns"]),
    ("aws vpc cni", ["eni*"]),
    ("cni bridge", ["cni0", "cnio0"]),
    ("docker", ["docker0", "docker_gwbridge"]),
    ("podman", ["podman*", "cni-podman*"]),
    ("libvirt", ["virbr*"]),
    ("tailscale", ["tailscale*"]),
  ]

  static func solutions(in links: [Link]) -> [NodeSummary.Solution] {
    patterns.compactMap { solution, names in
      let evidence = links.map(\.name).filter { name in
        names.contains { pattern in
          pattern.last == "*"
            ? name.hasPrefix(pattern.dropLast()) : name == pattern
        }
      }
      return evidence.isEmpty ? nil : NodeSummary.Solution(name: solution, evidence: evidence)
    }
  }
}
