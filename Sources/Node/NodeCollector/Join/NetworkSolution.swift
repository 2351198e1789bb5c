import NetworkTypes
import NodeModel

/// Knows network solutions by the names and numbers that they give to links and routes.
enum NetworkSolution {
  /// The solution whose names a tunnel has, or nil.
  static func ofTunnel(_ link: Link, in namespace: Namespace) -> String? {
    for (prefix, solution) in prefixes where link.name.hasPrefix(prefix) { return solution }
    if link.name.hasPrefix("tun-"), link.name.utf8.count == 15 { return "kube-router" }
    if link.name == "tunl0" { return ofFallbackTunnel(link, in: namespace) }
    return nil
  }

  /// The solution whose names any link has, one for a pod too.
  static func ofLink(_ link: Link, in namespace: Namespace) -> String? {
    if let solution = ofTunnel(link, in: namespace) { return solution }
    for (prefix, digits, solution) in podPrefixes
    where link.name.hasPrefix(prefix) && link.name.utf8.count == prefix.utf8.count + digits {
      let rest = link.name.utf8.dropFirst(prefix.utf8.count)
      if rest.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) { return solution }
    }
    return others[link.name]
  }

  /// A prefix and so many hexadecimal digits: the node's ends of pods.
  private static let podPrefixes: [(String, Int, String)] = [
    ("lxc", 12, "cilium"), ("eni", 11, "aws-vpc-cni"), ("azv", 11, "azure"),
    ("gke", 11, "gke"), ("knet", 8, "kindnet"), ("vethwepl", 7, "weave"),
  ]

  /// Links of one name that are no tunnels.
  private static let others = [
    "weave": "weave", "ovs-system": "openvswitch", "br-int": "openvswitch",
    "kube-bridge": "kube-router", "kube-dummy-if": "kube-router",
    "ovn-k8s-mp0": "ovn-kubernetes", "ovn0": "kube-ovn", "azure0": "azure",
    "docker0": "docker",
  ]

  /// `tunl0` exists wherever the ipip module is loaded; it is Calico's where routes of Calico
  /// use it.
  private static func ofFallbackTunnel(_ link: Link, in namespace: Namespace) -> String? {
    guard let routes = namespace.routes else { return nil }
    let isCalico = routes.records.contains {
      $0.device == link.id.index
        && ($0.protocol == RouteProtocol.bird.rawValue
          || $0.protocol == RouteProtocol.felix.rawValue)
    }
    return isCalico ? "calico" : nil
  }

  /// The first match wins, so longer prefixes stand before those that they begin with.
  private static let prefixes: [(String, String)] = [
    ("flannel", "flannel"),
    ("vxlan.calico", "calico"), ("vxlan-v6.calico", "calico"), ("wireguard.cali", "calico"),
    ("wg-v6.cali", "calico"),
    ("cilium_", "cilium"),
    ("antrea-", "antrea"),
    ("genev_sys_", "openvswitch"), ("vxlan_sys_", "openvswitch"), ("gre_sys", "openvswitch"),
    ("vxlan-6784", "weave"),
    ("kube-tunnel", "kube-router"),
    ("vx-submariner", "submariner"),
    ("kilo", "kilo"),
    ("cnitop", "cnitop"),
  ]
}
