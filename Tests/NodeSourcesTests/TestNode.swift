import LinuxSystem
import TestSupport

@testable import NodeSources

/// A node made of files: a root, a `/proc` and the namespaces that paths lead to.
final class TestNode {
  let root: TemporaryFolder
  let proc: TemporaryFolder
  /// The inode number at a path; any other path leads to nothing.
  var namespaces: [String: UInt64] = [:]

  /// The node's own namespace, in which process 1 is.
  static let host: UInt64 = 4_026_531_840
  static let sandbox = String(repeating: "ab", count: 32)
  static let container = String(repeating: "cd", count: 32)
  static let uid = "6f2d9c1e-0b7a-4f0e-9d55-3f3e0d9b7a11"

  init() throws {
    root = try TemporaryFolder()
    proc = try TemporaryFolder()
    try process(1, cgroup: "/init.scope")
  }

  func process(_ pid: Int32, netns: UInt64 = TestNode.host, cgroup: String) throws {
    try proc.link("\(pid)/ns/net", to: "net:[\(netns)]")
    try proc.write("\(pid)/cgroup", "0::\(cgroup)\n")
  }

  /// An entry of libcni's cache as containerd makes it.
  func cache(
    _ namespace: String, _ name: String, uid: String? = TestNode.uid,
    sandbox: String = TestNode.sandbox, netns: String, network: String = "cbr0",
    address: String = "10.244.1.2/24"
  ) throws {
    let uid = uid.map { #",["K8S_POD_UID","\#($0)"]"# } ?? ""
    try root.write(
      "var/lib/cni/results/\(network)-\(sandbox)-eth0",
      """
      {"kind":"cniCacheV1","containerId":"\(sandbox)","ifName":"eth0","networkName":"\(network)",\
      "netns":"\(netns)","cniArgs":[["K8S_POD_NAMESPACE","\(namespace)"],\
      ["K8S_POD_NAME","\(name)"]\(uid)],"result":{"cniVersion":"1.0.0","interfaces":[\
      {"name":"cni0"},{"name":"veth1"},{"name":"eth0","sandbox":"\(netns)"}],\
      "ips":[{"interface":2,"address":"\(address)"}]}}
      """)
  }

  /// The bundle of a task of containerd.
  ///
  /// - Parameters:
  ///   - container: Its name; nil for the sandbox itself.
  ///   - netns: Empty for that of the node.
  func bundle(
    _ namespace: String, _ name: String, id: String, container: String? = nil,
    sandbox: String = TestNode.sandbox, netns: String, pid: Int32? = nil
  ) throws {
    let folder = "run/containerd/io.containerd.runtime.v2.task/k8s.io/\(id)"
    let key = "io.kubernetes.cri"
    let own = container.map { #","\#(key).container-name":"\#($0)""# } ?? ""
    let network = netns.isEmpty ? "" : #",{"type":"network","path":"\#(netns)"}"#
    try root.write(
      "\(folder)/config.json",
      """
      {"annotations":{"\(key).sandbox-id":"\(sandbox)","\(key).sandbox-name":"\(name)",\
      "\(key).sandbox-namespace":"\(namespace)","\(key).sandbox-uid":"\(TestNode.uid)"\(own)},\
      "linux":{"namespaces":[{"type":"pid"}\(network)]}}
      """)
    if let pid { try root.write("\(folder)/init.pid", "\(pid)") }
  }

  func read(hostNamespace: UInt64? = nil) -> PodFindings {
    var processes = ProcessTable(path: proc.path)
    processes.refresh()
    let namespaces = namespaces
    return PodReader(
      files: RootedFiles(root: root.path), hostNamespace: hostNamespace,
      namespaceAt: { namespaces[$0] }
    ).read(processes)
  }

  /// The one pod that lives.
  func pod() throws -> FoundPod {
    let live = read().pods.filter(\.isLive)
    guard live.count == 1 else { throw Unexpected(titles: live.map(\.title)) }
    return live[0]
  }

  struct Unexpected: Error {
    var titles: [String]
  }
}
