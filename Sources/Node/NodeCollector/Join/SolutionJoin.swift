import NodeModel

/// Recognises network solutions by several kinds of evidence at once: names can be configured,
/// and one that is gone leaves some of it behind.
enum SolutionJoin {
  /// - Parameters:
  ///   - programs: Names of processes in the node's own namespace (`/proc/PID/comm`).
  ///   - files: Those of `files` that are there.
  static func solutions(
    _ configurations: [CNIState.Configuration], host: Namespace?, programs: Set<String>,
    files: [String]
  ) -> [CNIState.Solution] {
    var found: [String: CNIState.Solution] = [:]
    func add(_ name: String, _ evidence: String, isActive: Bool = false) {
      found[name, default: CNIState.Solution(name: name)].evidence.append(evidence)
      if isActive { found[name]?.isActive = true }
    }
    for configuration in configurations {
      for type in configuration.plugins {
        guard let name = plugins[type] else { continue }
        add(name, "\(configuration.path) has \(type)", isActive: configuration.isActive)
      }
      let file = configuration.path.split(separator: "/").last.map(String.init) ?? ""
      if let name = configurationFiles.first(where: { file.contains($0.key) })?.value {
        add(name, configuration.path, isActive: configuration.isActive)
      }
    }
    for program in programs.sorted() {
      if let name = self.programs[program] { add(name, "process \(program)", isActive: true) }
    }
    for path in files.sorted() { if let name = self.files[path] { add(name, path) } }
    for link in host?.links ?? [] {
      guard let host, let name = NetworkSolution.ofLink(link, in: host) else { continue }
      add(name, "link \(link.name)")
    }
    return found.values.map(shortened).sorted {
      ($0.isActive ? 0 : 1, $0.name) < ($1.isActive ? 0 : 1, $1.name)
    }
  }

  /// A node has a link for each pod; three of them say as much as a thousand.
  private static func shortened(_ solution: CNIState.Solution) -> CNIState.Solution {
    var solution = solution
    let links = solution.evidence.filter { $0.hasPrefix("link ") }
    guard links.count > 3 else { return solution }
    solution.evidence.removeAll { $0.hasPrefix("link ") }
    solution.evidence += links.prefix(2) + ["\(links.count - 2) more links"]
    return solution
  }

  /// Types of plugins that one solution alone has.
  private static let plugins = [
    "flannel": "flannel", "calico": "calico", "cilium-cni": "cilium", "weave-net": "weave",
    "weave-ipam": "weave", "antrea": "antrea", "ovn-k8s-cni-overlay": "ovn-kubernetes",
    "kube-ovn": "kube-ovn", "aws-cni": "aws-vpc-cni", "egress-v4-cni": "aws-vpc-cni",
    "azure-vnet": "azure", "azure-ipam": "azure", "terway": "terway", "multus": "multus",
    "multus-shim": "multus", "gke": "gke", "kindnet": "kindnet", "cni-kindnet": "kindnet",
    "ovs": "openvswitch",
  ]

  /// Parts of names of configuration files, of solutions that use the reference plugins.
  private static let configurationFiles = [
    "kuberouter": "kube-router", "kindnet": "kindnet", "podman": "podman", "nerdctl": "nerdctl",
    "crio-bridge": "cri-o",
  ]

  /// Agents, by the name of the process, which has at most 15 bytes.
  private static let programs = [
    "flanneld": "flannel", "calico-node": "calico", "calico-typha": "calico",
    "cilium-agent": "cilium", "weaver": "weave", "kube-router": "kube-router",
    "antrea-agent": "antrea", "ovnkube": "ovn-kubernetes", "kube-ovn-daemon": "kube-ovn",
    "ovs-vswitchd": "openvswitch", "aws-k8s-agent": "aws-vpc-cni", "azure-cns": "azure",
    "terwayd": "terway", "kindnetd": "kindnet", "multus-daemon": "multus",
  ]

  /// Files and sockets that an agent makes.
  static let files = [
    "/run/flannel/subnet.env": "flannel", "/var/lib/calico/nodename": "calico",
    "/run/cilium/cilium.sock": "cilium", "/run/antrea/cni.sock": "antrea",
    "/run/openvswitch/db.sock": "openvswitch", "/run/aws-node/ipam.json": "aws-vpc-cni",
    "/run/azure-vnet.json": "azure", "/run/eni/eni.socket": "terway",
    "/var/lib/weave/weave-netdata.db": "weave", "/run/ovn-kubernetes/cni": "ovn-kubernetes",
  ]
}
