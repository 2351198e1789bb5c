import LinuxSystem
import NetworkTypes
import TestSupport
import Testing

@testable import NodeSources

struct SegmentFindingsTests {
  private let root: TemporaryFolder
  private let proc: TemporaryFolder

  init() throws {
    root = try TemporaryFolder()
    proc = try TemporaryFolder()
  }

  private func read() -> [String] {
    var processes = ProcessTable(path: proc.path)
    processes.refresh()
    return SegmentFindings(RootedFiles(root: root.path), processes).segments
      .map { "\($0.purpose.rawValue) \($0.prefix) \($0.source)" }
  }

  @Test func anEmptyNodeHasNone() { #expect(read().isEmpty) }

  @Test func readsManifests() throws {
    try root.write(
      "etc/kubernetes/manifests/kube-apiserver.yaml",
      """
      spec:
        containers:
        - command:
          - kube-apiserver
          - --service-cluster-ip-range=10.96.0.0/12,fd00:10::/112
      """)
    try root.write(
      "etc/kubernetes/manifests/kube-controller-manager.yaml",
      #"command: ["kube-controller-manager", "--cluster-cidr=10.244.0.0/16"]"#)
    try root.write("etc/kubernetes/manifests/broken.yaml", [0xFF, 0, 1])
    #expect(
      read() == [
        "service 10.96.0.0/12 kube-apiserver --service-cluster-ip-range",
        "service fd00:10::/112 kube-apiserver --service-cluster-ip-range",
        "pod 10.244.0.0/16 kube-controller-manager --cluster-cidr",
      ])
  }

  @Test func readsArgumentsOfProcesses() throws {
    for (pid, name, arguments) in [
      (7, "k3s-server", ["k3s", "server", "--cluster-cidr", "10.42.0.0/16", "--service-cidr"]),
      (
        8, "kube-proxy", ["kube-proxy", "--cluster-cidr=10.43.0.0/16", "--cluster-cidrs=1.0.0.0/8"]
      ),
      (9, "other", ["other", "--cluster-cidr=10.44.0.0/16"]),
    ] {
      try proc.link("\(pid)/ns/net", to: "net:[4026531840]")
      try proc.write("\(pid)/cgroup", "0::/\n")
      try proc.write("\(pid)/comm", "\(name)\n")
      try proc.write("\(pid)/cmdline", arguments.joined(separator: "\0") + "\0")
    }
    #expect(
      read() == [
        "pod 10.42.0.0/16 process k3s-server --cluster-cidr",
        "pod 10.43.0.0/16 process kube-proxy --cluster-cidr",
      ])
  }

  @Test func readsFlannelDockerAndPodman() throws {
    try root.write(
      "run/flannel/subnet.env",
      "FLANNEL_NETWORK=10.1.0.0/16,192.168.0.0/16\nFLANNEL_SUBNET=10.1.17.1/24\n"
        + "FLANNEL_IPV6_NETWORK=fc00::/48\n")
    try root.folder("etc/docker")
    try root.write(
      "etc/containers/networks/x.json",
      #"{"name":"x","subnets":[{"subnet":"10.89.0.0/24","gateway":"10.89.0.1"}]}"#)
    try root.write("etc/containers/networks/y.json", "{")
    #expect(
      read() == [
        "pod 10.1.0.0/16 /run/flannel/subnet.env", "pod 192.168.0.0/16 /run/flannel/subnet.env",
        "pod fc00::/48 /run/flannel/subnet.env", "other 172.17.0.0/16 Docker's default",
        "other 10.89.0.0/24 podman network x", "other 10.88.0.0/16 podman's default",
      ])
    try root.write(
      "etc/docker/daemon.json",
      #"{"bip":"10.5.0.1/24","default-address-pools":[{"base":"10.6.0.0/16","size":24}]}"#)
    #expect(read().contains("other 10.6.0.0/16 /etc/docker/daemon.json pools"))
    #expect(read().contains("other 10.5.0.1/24 /etc/docker/daemon.json bip"))
    #expect(!read().contains("other 172.17.0.0/16 Docker's default"))
  }

  @Test(arguments: 0..<100) func survivesAnyFile(_ seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for (name, text) in [
      ("etc/kubernetes/manifests/a.yaml", "- --cluster-cidr=10.0.0.0/8\n"),
      ("run/flannel/subnet.env", "FLANNEL_NETWORK=10.1.0.0/16\n"),
      (
        "etc/docker/daemon.json",
        #"{"bip":"10.5.0.1/24","default-address-pools":[{"base":"10.6.0.0/16"}]}"#
      ),
      ("etc/containers/networks/x.json", #"{"name":"x","subnets":[{"subnet":"10.89.0.0/24"}]}"#),
    ] {
      var bytes = Array(text.utf8)
      for _ in 0..<6 { random.mutate(&bytes) }
      try root.write(name, bytes)
    }
    #expect(read().count < 20)
  }
}
