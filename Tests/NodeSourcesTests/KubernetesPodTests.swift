import TestSupport
import Testing

@testable import NodeSources

struct KubernetesPodTests {
  private static let path = "/var/run/netns/cni-1"
  private static let slice =
    "/kubepods.slice/kubepods-pod\(TestNode.uid.replacing("-", with: "_")).slice"

  @Test func joinsEverySourceOfAPod() throws {
    let node = try TestNode()
    node.namespaces = [Self.path: 77]
    try node.cache("default", "web-0", netns: Self.path)
    try node.bundle("default", "web-0", id: TestNode.sandbox, netns: Self.path, pid: 10)
    try node.bundle(
      "default", "web-0", id: TestNode.container, container: "web", netns: "/proc/10/ns/net",
      pid: 11)
    for (pid, id) in [(10, TestNode.sandbox), (11, TestNode.container), (12, TestNode.container)] {
      try node.process(Int32(pid), netns: 77, cgroup: "\(Self.slice)/cri-containerd-\(id).scope")
    }
    let pod = try node.pod()
    #expect(pod.title == "default/web-0" && pod.uid == TestNode.uid)
    #expect(pod.sandboxID == TestNode.sandbox)
    #expect(pod.netnsPath == Self.path && pod.netnsInode == 77 && !pod.hostNetwork)
    #expect(pod.pids == [10, 11, 12])
    #expect(pod.containers.map(\.name) == ["web"] && pod.containers[0].pid == 11)
    #expect(pod.interfaces.map(\.name) == ["eth0"])
    #expect(pod.interfaces[0].hostInterface == "veth1" && pod.interfaces[0].network == "cbr0")
    #expect(pod.interfaces[0].addresses.map { "\($0)" } == ["10.244.1.2/24"])
    #expect(pod.sources == [.cniCache, .containerd, .cgroup])
  }

  @Test func aRestartedPodIsItsLaterSandbox() throws {
    let node = try TestNode()
    let old = String(repeating: "0e", count: 32)
    node.namespaces = [Self.path: 77]
    try node.cache(
      "default", "web-0", sandbox: old, netns: "/var/run/netns/cni-0", address: "10.244.1.9/24")
    try node.cache("default", "web-0", netns: Self.path)
    try node.process(
      11, netns: 77, cgroup: "\(Self.slice)/cri-containerd-\(TestNode.container).scope")
    let pods = node.read().pods
    #expect(pods.map(\.sandboxID) == [old, TestNode.sandbox])
    #expect(pods.map(\.liveness) == [.stale, .live])
    #expect(pods.map(\.pids) == [[], [11]])
    #expect(try node.pod().interfaces[0].addresses.map { "\($0)" } == ["10.244.1.2/24"])
  }

  @Test func namesRepeatInOtherNamespaces() throws {
    let node = try TestNode()
    let other = String(repeating: "1f", count: 32)
    node.namespaces = [Self.path: 77, "/var/run/netns/cni-2": 78]
    try node.cache("blue", "web-0", uid: nil, netns: Self.path)
    try node.cache("green", "web-0", uid: nil, sandbox: other, netns: "/var/run/netns/cni-2")
    let pods = node.read().pods
    #expect(pods.map(\.title) == ["blue/web-0", "green/web-0"])
    #expect(pods.map(\.netnsInode) == [77, 78])
  }

  @Test func entriesThatOutlivedTheMachineAreStale() throws {
    let node = try TestNode()
    try node.cache("default", "web-0", netns: Self.path)
    // The process id was given to a service since.
    try node.cache(
      "default", "web-1", uid: nil, sandbox: TestNode.container, netns: "/proc/40/ns/net")
    try node.process(40, cgroup: "/system.slice/sshd.service")
    // The oldest form does not even say which namespace it was.
    let id = String(repeating: "9a", count: 32)
    try node.root.write(
      "var/lib/cni/results/old-net-\(id)-eth0",
      #"{"cniVersion":"0.2.0","ip4":{"ip":"10.1.0.5/16"}}"#)
    #expect(node.read().pods.map(\.liveness) == [.stale, .stale, .stale])
    #expect(node.read().pods.map(\.name) == ["web-0", "web-1", "9a9a9a9a9a9a"])
  }

  @Test func anOldEntryLivesWithItsProcess() throws {
    let node = try TestNode()
    try node.root.write(
      "var/lib/cni/cache/results/my-net-1-\(TestNode.sandbox)-net1",
      #"{"cniVersion":"0.2.0","ip4":{"ip":"10.1.0.5/16"}}"#)
    try node.process(
      20, netns: 77, cgroup: "/kubepods/burstable/pod\(TestNode.uid)/\(TestNode.sandbox)")
    try node.root.folder("var/log/pods/kube-system_dns-x_\(TestNode.uid)")
    let pod = try node.pod()
    #expect(pod.title == "kube-system/dns-x" && pod.netnsInode == 77)
    #expect(pod.interfaces.map(\.name) == ["net1"])
    #expect(pod.interfaces[0].network == "my-net-1")
    #expect(pod.sources == [.cniCache, .cgroup, .podLogs])
  }

  @Test func podsOfTheNodesNetworkByBundle() throws {
    let node = try TestNode()
    try node.bundle("kube-system", "proxy", id: TestNode.sandbox, netns: "", pid: 10)
    try node.process(10, cgroup: "/kubepods/pod\(TestNode.uid)/\(TestNode.sandbox)")
    let pod = try node.pod()
    #expect(pod.hostNetwork && pod.netnsInode == TestNode.host && pod.liveness == .live)
    #expect(pod.title == "kube-system/proxy" && pod.netnsPath == nil)
  }

  @Test func podsOfTheNodesNetworkByLogs() throws {
    let node = try TestNode()
    let pause = String(repeating: "77", count: 32)
    let uid = String(repeating: "5", count: 32)  // of a static pod: a hash of its file
    try node.root.folder("var/log/pods/kube-system_etcd-node1_\(uid)")
    try node.root.link(
      "var/log/containers/etcd-node1_kube-system_etcd-main-\(TestNode.container).log",
      to: "/var/log/pods/kube-system_etcd-node1_\(uid)/etcd-main/0.log")
    try node.process(30, cgroup: "/kubepods/burstable/pod\(uid)/\(pause)")
    try node.process(31, cgroup: "/kubepods/burstable/pod\(uid)/\(TestNode.container)")
    let pod = try node.pod()
    #expect(pod.title == "kube-system/etcd-node1" && pod.uid == uid && pod.hostNetwork)
    #expect(pod.containers.map(\.name) == ["etcd-main"] && pod.sandboxID == pause)
    #expect(pod.sources == [.cgroup, .podLogs])
  }

  @Test func withoutTheNodesNamespaceItsFilesSayWhoUsesIt() throws {
    let node = try TestNode()
    try node.proc.remove("1")
    try node.bundle("kube-system", "proxy", id: TestNode.sandbox, netns: "", pid: 10)
    try node.process(10, cgroup: "/kubepods/pod\(TestNode.uid)/\(TestNode.sandbox)")
    #expect(try node.pod().hostNetwork)
  }

  /// kind runs nodes in containers: the cgroups of its pods are inside that of a container.
  @Test func kindNodesAreContainersWithPodsInside() throws {
    let node = try TestNode()
    let outer = "/docker/\(String(repeating: "ee", count: 32))"
    node.namespaces = [Self.path: 78]
    try node.cache("default", "web-0", netns: Self.path)
    try node.process(100, netns: 77, cgroup: "\(outer)/init.scope")
    try node.process(
      101, netns: 78,
      cgroup: "\(outer)/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-pod"
        + "\(TestNode.uid.replacing("-", with: "_")).slice/cri-containerd-\(TestNode.container)"
        + ".scope")
    let pods = node.read().pods.filter(\.isLive)
    #expect(pods.map(\.title) == ["default/web-0", "eeeeeeeeeeee"])
    #expect(pods.map(\.pids) == [[101], [100]])
  }

  @Test func otherContainerdsAreReadToo() throws {
    for state in [
      "run/k3s/containerd", "run/rke2/containerd", "run/k0s/containerd",
      "var/snap/microk8s/common/run/containerd",
    ] {
      let node = try TestNode()
      node.namespaces = [Self.path: 77]
      try node.root.write(
        "\(state)/io.containerd.runtime.v2.task/k8s.io/\(TestNode.sandbox)/config.json",
        """
        {"annotations":{"io.kubernetes.cri.sandbox-id":"\(TestNode.sandbox)",\
        "io.kubernetes.cri.sandbox-name":"p","io.kubernetes.cri.sandbox-namespace":"n"},\
        "linux":{"namespaces":[{"type":"network","path":"\(Self.path)"}]}}
        """)
      #expect(try node.pod().title == "n/p", "\(state)")
    }
  }
}
