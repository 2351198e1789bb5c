/// A port that a component of Kubernetes or of a network solution has by default.
public struct WellKnownPort: Hashable, Sendable {
  public var ports: ClosedRange<UInt16>
  /// `tcp`, `udp`.
  public var protocols: [String]
  /// `kubernetes`, or the name of the solution.
  public var owner: String
  public var purpose: String
  /// Programs that have it, by their names of at most 15 bytes.
  public var programs: Set<String>
  /// Whether a node of Kubernetes does not work where another program has it.
  public var isVital: Bool
  /// Whether others use the number so often that only the program tells.
  public var isCommon: Bool
  /// The setting that moved it here: `--secure-port in /etc/kubernetes/manifests/…`; nil for a
  /// default.
  public var source: String?

  /// Numbers with the protocols that they are used with.
  struct Place {
    var ports: ClosedRange<UInt16>
    var protocols: [String]

    static func tcp(_ port: UInt16) -> Place { .tcp(port...port) }
    static func tcp(_ ports: ClosedRange<UInt16>) -> Place {
      Place(ports: ports, protocols: ["tcp"])
    }
    static func udp(_ port: UInt16) -> Place { .udp(port...port) }
    static func udp(_ ports: ClosedRange<UInt16>) -> Place {
      Place(ports: ports, protocols: ["udp"])
    }
    static func both(_ port: UInt16) -> Place {
      Place(ports: port...port, protocols: ["tcp", "udp"])
    }
  }

  init(
    _ place: Place, _ owner: String, _ purpose: String, _ programs: Set<String>,
    isVital: Bool = false, isCommon: Bool = false
  ) {
    ports = place.ports
    protocols = place.protocols
    self.owner = owner
    self.purpose = purpose
    self.programs = programs
    self.isVital = isVital
    self.isCommon = isCommon
  }

  /// For a person: `kubernetes: API server`.
  public var title: String { "\(owner): \(purpose)" + (source.map { " (\($0))" } ?? "") }
}

extension WellKnownPort {
  /// Distributions that are one process.
  static let wholes: Set<String> = [
    "k3s", "k3s-server", "k3s-agent", "rke2", "k0s", "kubelite", "hyperkube", "microk8s",
  ]

  private static func or(_ programs: String...) -> Set<String> { wholes.union(programs) }

  /// Of Kubernetes: "Ports and Protocols" of its reference, the constants of
  /// `pkg/cluster/ports`, and what kubeadm, k3s and RKE2 add.
  public static let kubernetes: [WellKnownPort] = [
    WellKnownPort(
      .tcp(6443), "kubernetes", "API server", or("kube-apiserver", "haproxy", "nginx", "envoy"),
      isVital: true),
    WellKnownPort(
      .tcp(6444), "kubernetes", "API server behind the agent's proxy", or("kube-apiserver")),
    WellKnownPort(.tcp(2379), "kubernetes", "etcd clients", or("etcd", "kine"), isVital: true),
    WellKnownPort(.tcp(2380), "kubernetes", "etcd peers", or("etcd"), isVital: true),
    WellKnownPort(.tcp(2381...2382), "kubernetes", "etcd metrics", or("etcd")),
    WellKnownPort(.tcp(10250), "kubernetes", "kubelet API", or("kubelet"), isVital: true),
    WellKnownPort(.tcp(10255), "kubernetes", "kubelet API, read only", or("kubelet")),
    WellKnownPort(.tcp(10248), "kubernetes", "kubelet health", or("kubelet"), isVital: true),
    WellKnownPort(.tcp(10249), "kubernetes", "kube-proxy metrics", or("kube-proxy"), isVital: true),
    WellKnownPort(
      .tcp(10256), "kubernetes", "kube-proxy health", or("kube-proxy", "cilium-agent"),
      isVital: true),
    WellKnownPort(
      .tcp(10257), "kubernetes", "controller manager", or("kube-controller"), isVital: true),
    WellKnownPort(
      .tcp(10258), "kubernetes", "cloud controller manager",
      or("cloud-controlle", "aws-cloud-contr", "azure-cloud-con")),
    WellKnownPort(.tcp(10259), "kubernetes", "scheduler", or("kube-scheduler"), isVital: true),
    WellKnownPort(.tcp(9345), "kubernetes", "RKE2 supervisor", ["rke2"]),
    WellKnownPort(.tcp(10010), "kubernetes", "containerd streams", or("containerd")),
    WellKnownPort(
      .tcp(8132...8134), "kubernetes", "konnectivity", or("proxy-server", "proxy-agent")),
    WellKnownPort(
      .both(53), "kubernetes", "DNS", ["coredns", "node-cache", "kube-dns"],
      isCommon: true),
    WellKnownPort(.tcp(9153), "kubernetes", "DNS metrics", ["coredns"]),
    WellKnownPort(.tcp(9253), "kubernetes", "DNS cache metrics", ["node-cache"]),
    WellKnownPort(.tcp(9353), "kubernetes", "DNS cache setup metrics", ["node-cache"]),
    WellKnownPort(
      .tcp(8080), "kubernetes", "DNS health", ["coredns", "node-cache"], isCommon: true),
    WellKnownPort(.tcp(8181), "kubernetes", "DNS readiness", ["coredns"], isCommon: true),
    WellKnownPort(.tcp(9100), "kubernetes", "node exporter", ["node_exporter"], isCommon: true),
  ]

  /// Of controllers that take requests from outside; their numbers are everybody's.
  public static let ingress: [WellKnownPort] = {
    let controllers: [(owner: String, program: String)] = [
      ("ingress-nginx", "nginx-ingress-c"), ("ingress-nginx", "nginx-ingress"),
      ("traefik", "traefik"), ("contour", "contour"), ("kong", "kong"), ("apisix", "apisix"),
      ("haproxy-ingress", "haproxy-ingress"), ("istio", "pilot-agent"),
    ]
    var known = controllers.map {
      WellKnownPort(.tcp(1...65535), $0.owner, "ingress", [$0.program], isCommon: true)
    }
    for program in ["nginx", "haproxy", "envoy", "caddy"] {
      for port: UInt16 in [80, 443, 8080, 8443] {
        known.append(
          WellKnownPort(.tcp(port), program, "web server or ingress", [program], isCommon: true))
      }
    }
    return known
  }()
}
