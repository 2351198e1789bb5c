import TestSupport
import Testing

/// `cnitop list pods` on a node of real namespaces.
@Suite(
  .serialized, .timeLimit(.minutes(20)),
  .enabled(if: canMakeNamespaces, Comment(rawValue: needsNamespaces)))
struct PodListTests {
  @Test func aPodWithBothEndsOfItsInterface() throws {
    let node = try PodNode()
    try node.namespace("cni-1", address: "10.244.1.2/24", hostInterface: "veth1")
    try node.cache(
      "default", "web-0", sandbox: PodNode.sandbox, netns: "cni-1", address: "10.244.1.2/24")
    let tasks = "run/containerd/io.containerd.runtime.v2.task/k8s.io"
    try node.shell(
      """
      mkdir -p \(tasks)/\(PodNode.container) var/log/pods/default_web-0_\(PodNode.uid)/web
      cat > \(tasks)/\(PodNode.container)/config.json <<end
      {"annotations":{"io.kubernetes.cri.sandbox-id":"\(PodNode.sandbox)",
       "io.kubernetes.cri.container-name":"web"},"linux":{"namespaces":[
       {"type":"network","path":"/proc/4242/ns/net"}]}}
      end
      """)
    let pods = try node.list("pods")
    try #require(pods.count == 1)
    let pod = pods[0]
    #expect(pod["namespace"] == "default" && pod["name"] == "web-0")
    #expect(pod["uid"] == .string(PodNode.uid) && pod["sandboxId"] == .string(PodNode.sandbox))
    #expect(pod["hostNetwork"] != true)
    #expect(pod["containers"]?.elements.map { $0["name"] } == ["web"])
    #expect(pod["sources"] == ["cniCache", "containerd"])
    let interfaces = pod["interfaces"]?.elements ?? []
    try #require(interfaces.count == 1)
    #expect(interfaces[0]["name"] == "eth0" && interfaces[0]["network"] == "pod-net")
    #expect(interfaces[0]["addresses"] == ["10.244.1.2/24"])
    let links = try node.list("links")
    let ends = ["link", "hostLink"].map { key in links.first { $0["id"] == interfaces[0][key] } }
    #expect(ends.map { $0?["name"] } == ["eth0", "veth1"])
  }

  @Test func neitherStaleEntriesNorNamelessNamespacesArePods() throws {
    let node = try PodNode()
    try node.namespace("cni-1", address: "10.244.1.2/24", hostInterface: "veth1")
    try node.namespace("cni-nameless", address: "10.244.1.3/24", hostInterface: "veth2")
    // A pod that was restarted, one that is gone, and a file that a mount left behind.
    try node.cache(
      "default", "web-0", sandbox: String(repeating: "0e", count: 32), netns: "cni-0",
      address: "10.244.1.9/24")
    try node.cache(
      "default", "web-0", sandbox: PodNode.sandbox, netns: "cni-1", address: "10.244.1.2/24")
    try node.cache(
      "default", "gone", sandbox: PodNode.container, netns: "cni-left", address: "10.244.1.8/24")
    try node.shell("> run/netns/cni-left")
    let pods = try node.list("pods")
    #expect(pods.map { $0["name"] } == ["web-0"])
    #expect(pods.first?["sandboxId"] == .string(PodNode.sandbox))
    #expect(!"\(pods)".contains("10.244.1.9"))
  }

  /// Calico names the end on the node after the pod; kubelet's log folder has the name.
  @Test func aHashNamesAPodThatNoFileTiesToItsNamespace() throws {
    let node = try PodNode()
    try node.namespace("cni-1", address: "10.244.1.2/24", hostInterface: "calice0906292e2")
    try node.shell("mkdir var/log/pods/default_pod1_\(PodNode.uid)")
    let pods = try node.list("pods")
    #expect(pods.map { $0["name"] } == ["pod1"] && pods.first?["namespace"] == "default")
    #expect(pods.first?["uid"] == .string(PodNode.uid))
    #expect(pods.first?["sources"] == ["nameHash"])
  }
}
