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

  var nodeAddresses: [IPAddress]
  var links = 0
  var linksDown = 0
  var forwardings: Int?
  var namespacesWithoutPods: [NamespaceID] = []
  /// Those of them that have an interface, so that somebody uses them.
  var unnamedNamespaces: [NamespaceID] = []
  var solutions: [Solution]
  var segments: [AddressSegment]
  var problems: [Problem]

  init(_ snapshot: Snapshot, index: NodeIndex) {
    nodeAddresses = snapshot.nodeAddresses
    for namespace in snapshot.namespaces {
      links += namespace.links?.count ?? 0
      forwardings = Self.sum(forwardings, namespace.fdb?.count)
      if !namespace.isHost, index.pod(of: namespace.id) == nil {
        namespacesWithoutPods.append(namespace.id)
        if (namespace.links ?? []).contains(where: \.isInterface) {
          unnamedNamespaces.append(namespace.id)
        }
      }
    }
    solutions = SolutionNames.solutions(in: snapshot.host?.links ?? [])
    segments = AddressSegment.segments(of: snapshot, index: index)
    problems = Problem.problems(of: snapshot, index: index)
    linksDown = problems.count { $0.kind == .link }
  }

  private static func sum(_ one: Int?, _ other: Int?) -> Int? {
    guard let other else { return one }
    return (one ?? 0) + other
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
