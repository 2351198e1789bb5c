import CNISpec
import Foundation
import TestSupport
import Testing

@testable import NodeSources

struct RuntimeTests {
  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures")
  private static let sandbox = "739273bca37c1244e80188669c64ae97fe01bb18e313feb26bbd200ae7c65269"
  private static let container = String(repeating: "a", count: 64)

  private func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: Self.fixtures.appending(path: name)))
  }

  @Test func containerdWithASandboxAndAContainer() throws {
    let node = try TestNode()
    let path = "/var/run/netns/cni-2b0cf5d3-7d4e-8a12-5b65-1f0e5a7c9d31"
    node.namespaces = [path: 77]
    let tasks = "run/containerd/io.containerd.runtime.v2.task/k8s.io"
    try node.root.write(
      "\(tasks)/\(Self.sandbox)/config.json", bytes("containerd/sandbox.config.json"))
    try node.root.write("\(tasks)/\(Self.sandbox)/init.pid", "4242")
    try node.root.write(
      "\(tasks)/\(Self.container)/config.json", bytes("containerd/container.config.json"))
    try node.process(4242, netns: 77, cgroup: "/x/cri-containerd-\(Self.sandbox).scope")
    let pod = try node.pod()
    #expect(pod.title == "default/web-0" && pod.uid == TestNode.uid)
    #expect(pod.netnsPath == path && pod.netnsInode == 77 && pod.pids == [4242])
    #expect(pod.containers == [FoundPod.Container(name: "web", id: Self.container, pid: nil)])
  }

  @Test func crioWithItsUserData() throws {
    let node = try TestNode()
    let path = "/var/run/netns/5e3f6f5e-7b1e-4a0e-9a55-0d7c3c1f2b77"
    node.namespaces = [path: 77]
    let store = "containers/storage/overlay-containers"
    let config = try bytes("crio/sandbox.config.json")
    try node.root.write("run/\(store)/\(Self.sandbox)/userdata/config.json", config)
    try node.root.write("run/\(store)/\(Self.sandbox)/userdata/pidfile", "50")
    // The copy that outlives a reboot, of this pod and of one from before.
    try node.root.write("var/lib/\(store)/\(Self.sandbox)/userdata/config.json", config)
    try node.root.write(
      "var/lib/\(store)/\(Self.container)/userdata/config.json",
      #"{"annotations":{"io.container.manager":"cri-o","io.kubernetes.pod.name":"gone"},"#
        + #""linux":{"namespaces":[]}}"#)
    try node.root.write("var/lib/\(store)/containers.json", "[]")
    try node.root.write("var/lib/\(store)/containers.lock", "")
    try node.process(50, netns: 77, cgroup: "/x/crio-\(Self.sandbox).scope")
    let pod = try node.pod()
    #expect(pod.title == "default/web-0" && pod.uid == TestNode.uid && pod.sources[0] == .crio)
    #expect(pod.interfaces.map(\.hostInterface) == ["veth1f2a"] && pod.containers.isEmpty)
    #expect(pod.interfaces[0].addresses.map { "\($0)" } == ["10.85.0.7/16"])
    let findings = node.read()
    #expect(findings.pods.first { $0.name == "gone" }?.liveness == .stale)
    let own = findings.statuses.filter { $0.source.contains("overlay") }
    #expect(own.count == 2 && own.allSatisfy { $0.status == .ok })
  }

  @Test func podmanNamesItsContainersInAList() throws {
    let node = try TestNode()
    let store = "containers/storage/overlay-containers"
    try node.root.write(
      "var/lib/\(store)/containers.json", #"[{"id":"\#(Self.container)","names":["db","x"]}]"#)
    try node.root.write(
      "run/\(store)/\(Self.container)/userdata/config.json",
      #"{"linux":{"namespaces":[{"type":"network","path":"/run/netns/netns-1"}]}}"#)
    node.namespaces = ["/run/netns/netns-1": 77]
    let pod = try node.pod()
    #expect(pod.title == "db" && pod.namespace == nil && pod.sources == [.podman])
    #expect(pod.containers.map(\.name) == ["db"])
  }

  @Test func dockerWithAndWithoutLabelsOfKubernetes() throws {
    let node = try TestNode()
    node.namespaces = ["/var/run/docker/netns/739273bca37c": 77]
    func docker(_ id: String, _ name: String, labels: String, key: String, rest: String) throws {
      try node.root.write(
        "var/lib/docker/containers/\(id)/config.v2.json",
        #"{"State":{"Running":true,"Pid":\#(rest)},"ID":"\#(id)","Config":{"Labels":{\#(labels)}},"#
          + #""Name":"/\#(name)","NetworkSettings":{"SandboxKey":"\#(key)","Networks":{"bridge":"#
          + #"{"IPAddress":"172.17.0.2","IPPrefixLen":16}},"Ports":{"80/tcp":"#
          + #"[{"HostIp":"0.0.0.0","HostPort":"8080"}],"53/udp":null}}}"#)
    }
    let names = #""io.kubernetes.pod.name":"web-0","io.kubernetes.pod.namespace":"default""#
    try docker(
      Self.sandbox, "k8s_POD_web-0", labels: names + #","io.kubernetes.docker.type":"podsandbox""#,
      key: "/var/run/docker/netns/739273bca37c", rest: "60")
    try docker(
      Self.container, "k8s_web_web-0",
      labels: names + #","io.kubernetes.sandbox.id":"\#(Self.sandbox)","#
        + #""io.kubernetes.container.name":"web""#, key: "", rest: "61")
    let plain = String(repeating: "b", count: 64)
    try docker(plain, "tools", labels: "", key: "/var/run/docker/netns/default", rest: "62")
    try node.root.write(
      "var/lib/docker/containers/stopped/config.v2.json", #"{"State":{"Running":false}}"#)
    for (pid, id, netns) in [
      (60, Self.sandbox, 77), (61, Self.container, 77), (62, plain, TestNode.host),
    ] as [(Int32, String, UInt64)] {
      try node.process(pid, netns: netns, cgroup: "/system.slice/docker-\(id).scope")
    }
    let pods = node.read().pods
    #expect(pods.map(\.title) == ["default/web-0", "tools"])
    #expect(pods[0].containers.map(\.name) == ["web"] && pods[0].netnsInode == 77)
    #expect(
      pods[0].hostPorts == [
        CNIPortMapping(hostPort: 8080, containerPort: 80, protocol: "tcp", hostIP: "0.0.0.0")
      ])
    #expect(pods[1].hostNetwork && pods[1].liveness == .live)
  }

  /// `ctr` and nerdctl put containerd's namespace before the id that they give to CNI.
  @Test func containersOfCtrHaveTheNameOfTheirTask() throws {
    let node = try TestNode()
    try node.cache("", "", uid: nil, sandbox: "default-box1", netns: "/proc/70/ns/net")
    try node.root.write(
      "run/containerd/io.containerd.runtime.v2.task/default/box1/config.json",
      #"{"linux":{"namespaces":[{"type":"network"}]}}"#)
    try node.root.write(
      "run/containerd/io.containerd.runtime.v2.task/default/box1/init.pid", "70")
    try node.process(70, netns: 79, cgroup: "/default/box1")
    let pod = try node.pod()
    #expect(pod.title == "box1" && pod.netnsInode == 79)
    #expect(pod.sources == [.cniCache, .containerd] && pod.interfaces.map(\.name) == ["eth0"])
  }

  @Test func containersThatNothingNamesHaveTheStartOfTheirID() throws {
    let node = try TestNode()
    try node.process(80, netns: 80, cgroup: "/system.slice/docker-\(Self.sandbox).scope")
    // One that only its cgroup tells of, in the node's network, may be our own.
    try node.process(81, cgroup: "/system.slice/docker-\(Self.container).scope")
    #expect(try node.pod().title == "739273bca37c")
  }
}
