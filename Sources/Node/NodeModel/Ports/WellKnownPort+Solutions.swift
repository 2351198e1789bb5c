extension WellKnownPort {
  private static let calicoAgents: Set<String> = ["calico-node", "calico-felix", "felix"]

  /// Of network solutions: their references, and the defaults in their sources.
  public static let solutions: [WellKnownPort] = [
    WellKnownPort(
      .tcp(179), "bgp", "sessions",
      ["bird", "bird6", "bgpd", "gobgpd", "calico-bird", "cilium-agent", "kube-router", "speaker"]),
    WellKnownPort(.udp(3784...3785), "bgp", "BFD", ["bfdd", "bird", "cilium-agent"]),
    WellKnownPort(.udp(4784), "bgp", "BFD, multihop", ["bfdd", "bird", "cilium-agent"]),
    WellKnownPort(
      .tcp(50051), "bgp", "gobgp API", ["gobgpd", "kube-router", "cilium-agent"], isCommon: true),

    WellKnownPort(.udp(4789), "vxlan", "tunnels", []),
    WellKnownPort(.udp(8472), "vxlan", "tunnels of flannel, cilium, k3s", []),
    WellKnownPort(.udp(6081), "geneve", "tunnels", []),
    WellKnownPort(.udp(51820...51821), "wireguard", "tunnels of calico, flannel, antrea", []),
    WellKnownPort(.udp(51871), "cilium", "wireguard", []),
    WellKnownPort(.udp(5555), "kube-router", "FoU tunnels", []),
    WellKnownPort(.udp(8285), "flannel", "udp backend", ["flanneld"]),
    WellKnownPort(
      .udp(500), "ipsec", "key exchange", ["charon", "charon-systemd", "pluto", "racoon"]),
    WellKnownPort(
      .udp(4500), "ipsec", "key exchange behind NAT",
      ["charon", "charon-systemd", "pluto", "racoon"]),

    WellKnownPort(.tcp(9099), "calico", "felix health", calicoAgents),
    WellKnownPort(.tcp(9091), "calico", "felix metrics", calicoAgents, isCommon: true),
    WellKnownPort(.tcp(5473), "calico", "typha", ["calico-typha"]),
    WellKnownPort(.tcp(9098), "calico", "typha health", ["calico-typha"]),
    WellKnownPort(.tcp(9093), "calico", "typha metrics", ["calico-typha"], isCommon: true),
    WellKnownPort(
      .tcp(9094), "calico", "controllers' metrics", ["kube-controller"], isCommon: true),

    WellKnownPort(
      .tcp(4240), "cilium", "health of the cluster", ["cilium-health-r", "cilium-agent"]),
    WellKnownPort(.tcp(4244), "cilium", "hubble", ["cilium-agent"]),
    WellKnownPort(.tcp(4245), "cilium", "hubble relay", ["hubble-relay"]),
    WellKnownPort(.tcp(4250), "cilium", "mutual authentication", ["cilium-agent"]),
    WellKnownPort(.tcp(9234), "cilium", "operator API", ["cilium-operator"]),
    WellKnownPort(.tcp(9878), "cilium", "envoy health", ["cilium-envoy", "cilium-envoy-st"]),
    WellKnownPort(.tcp(9879), "cilium", "agent health", ["cilium-agent"]),
    WellKnownPort(.tcp(9890), "cilium", "agent gops", ["cilium-agent"]),
    WellKnownPort(.tcp(9891), "cilium", "operator gops", ["cilium-operator"]),
    WellKnownPort(.tcp(9901), "cilium", "envoy administration", ["cilium-envoy"], isCommon: true),
    WellKnownPort(.tcp(9962), "cilium", "agent metrics", ["cilium-agent"]),
    WellKnownPort(.tcp(9963), "cilium", "operator metrics", ["cilium-operator"]),
    WellKnownPort(.tcp(9964), "cilium", "envoy metrics", ["cilium-envoy", "cilium-agent"]),

    WellKnownPort(.both(6783), "weave", "control and sleeve", ["weaver"]),
    WellKnownPort(.both(6784), "weave", "fast datapath and status", ["weaver"]),
    WellKnownPort(.tcp(6781...6782), "weave", "metrics", ["weaver", "weave-npc"]),

    WellKnownPort(.tcp(20244), "kube-router", "health", ["kube-router"]),
    WellKnownPort(.tcp(8080), "kube-router", "metrics", ["kube-router"], isCommon: true),

    WellKnownPort(.tcp(10349), "antrea", "controller", ["antrea-controll"]),
    WellKnownPort(.tcp(10350), "antrea", "agent", ["antrea-agent"]),
    WellKnownPort(.both(10351), "antrea", "members of the cluster", ["antrea-agent"]),
    WellKnownPort(.tcp(6640), "openvswitch", "OVSDB", ["ovsdb-server"]),
    WellKnownPort(.tcp(6641...6642), "ovn", "databases", ["ovsdb-server"]),
    WellKnownPort(.tcp(6643...6644), "ovn", "databases, raft", ["ovsdb-server"]),

    WellKnownPort(.tcp(61678), "aws-vpc-cni", "metrics", ["aws-k8s-agent"]),
    WellKnownPort(.tcp(61679), "aws-vpc-cni", "introspection", ["aws-k8s-agent"]),
    WellKnownPort(.tcp(50051), "aws-vpc-cni", "agent API", ["aws-k8s-agent"], isCommon: true),

    WellKnownPort(.tcp(7472), "metallb", "metrics", ["speaker", "controller"]),
    WellKnownPort(.both(7946), "metallb", "members of the cluster", ["speaker"]),
    WellKnownPort(.both(7946), "docker", "members of the swarm", ["dockerd"]),
    WellKnownPort(.tcp(2377), "docker", "swarm", ["dockerd"]),
  ]

  public static let all = kubernetes + solutions + ingress
}
