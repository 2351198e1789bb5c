import CNISpec
import Foundation
import LinuxSystem
import NetworkTypes
import TestSupport
import Testing

@testable import NodeSources

/// A node of files: pods are named from what container runtimes and kubelet leave behind.
struct PodReaderTests {
  private static let sandbox = String(repeating: "a1", count: 32)
  private static let container = String(repeating: "b2", count: 32)
  private static let uid = "6f2d9c1e-0b7a-4f0e-9d55-3f3e0d9b7a11"

  private let folder: TemporaryFolder
  /// What bound namespaces are, by path.
  private var namespaces: [String: UInt64] = [:]

  init() throws {
    folder = try TemporaryFolder()
    try folder.folder("proc")
  }

  private func read(host: UInt64 = 1) -> PodFindings {
    var processes = ProcessTable(path: "\(folder.path)/proc")
    processes.refresh()
    let namespaces = namespaces
    return PodReader(
      files: RootedFiles(root: folder.path), hostNamespace: host,
      namespaceAt: { namespaces[$0] }
    ).read(processes)
  }

  private func process(_ pid: Int, namespace: UInt64, cgroup: String) throws {
    try folder.link("proc/\(pid)/ns/net", to: "net:[\(namespace)]")
    try folder.write("proc/\(pid)/cgroup", "0::\(cgroup)\n")
  }

  private func cache(_ network: String, _ sandbox: String, pod: String, netns: String) throws {
    try folder.write(
      "var/lib/cni/results/\(network)-\(sandbox)-eth0",
      """
      {"kind":"cniCacheV1","containerId":"\(sandbox)","config":"e30=","ifName":"eth0",
       "networkName":"\(network)","netns":"\(netns)","cniArgs":[["K8S_POD_NAMESPACE","default"],
       ["K8S_POD_NAME","\(pod)"],["K8S_POD_UID","\(Self.uid)"]],"capabilityArgs":
       {"portMappings":[{"hostPort":8080,"containerPort":80,"protocol":"tcp"}]},
       "result":{"cniVersion":"1.0.0","interfaces":[{"name":"cni0"},{"name":"veth1"},
       {"name":"eth0","sandbox":"\(netns)"}],"ips":[{"interface":2,"address":"10.244.1.3/24"}]}}
      """)
  }

  @Test mutating func cacheNamesAPod() throws {
    namespaces["/var/run/netns/cni-1"] = 7
    try cache("my-net-with-dashes", Self.sandbox, pod: "web-0", netns: "/var/run/netns/cni-1")
    let pod = try #require(read().pods.first)
    #expect(pod.title == "default/web-0" && pod.uid == Self.uid && pod.netnsInode == 7)
    #expect(pod.sandboxID == Self.sandbox && pod.liveness == .live && !pod.hostNetwork)
    #expect(pod.interfaces.map(\.name) == ["eth0"])
    #expect(pod.interfaces.first?.network == "my-net-with-dashes")
    #expect(pod.interfaces.first?.addresses.map(\.description) == ["10.244.1.3/24"])
    #expect(pod.interfaces.first?.hostInterface == "veth1")
    #expect(pod.hostPorts.map(\.hostPort) == [8080])
    #expect(pod.sources == [.cniCache])
  }

  @Test func cgroupsAndLogsNameAPodWithoutAnyCache() throws {
    try folder.folder("var/log/pods/shop_cart-0_\(Self.uid)/cart")
    try folder.link(
      "var/log/containers/cart-0_shop_cart-\(Self.container).log",
      to: "/var/log/pods/shop_cart-0_\(Self.uid)/cart/0.log")
    let slice = "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod"
    try process(
      42, namespace: 11,
      cgroup: slice + Self.uid.replacingOccurrences(of: "-", with: "_")
        + ".slice/cri-containerd-\(Self.container).scope")
    let pod = try #require(read().pods.first)
    #expect(pod.title == "shop/cart-0" && pod.uid == Self.uid && pod.netnsInode == 11)
    #expect(pod.containers.map(\.name) == ["cart"] && pod.pids == [42])
    #expect(pod.sources == [.cgroup, .podLogs])
  }

  @Test func podsOfTheNodesNetworkAreListed() throws {
    try folder.folder("var/log/pods/kube-system_proxy_\(Self.uid)/proxy")
    try process(43, namespace: 1, cgroup: "/kubepods/besteffort/pod\(Self.uid)/\(Self.container)")
    let pod = try #require(read().pods.first)
    #expect(pod.title == "kube-system/proxy" && pod.hostNetwork)
  }

  @Test(arguments: [
    ("empty", ""), ("no JSON", "\u{0}\u{1}garbage"), ("a list", "[]"), ("a number", "1e999999"),
    ("deep", String(repeating: "[", count: 100_000)), ("cut", #"{"kind":"cniCacheV1","net"#),
    ("wrong types", #"{"kind":"cniCacheV1","containerId":7,"cniArgs":{},"result":[]}"#),
  ])
  func badCacheFilesCostALine(_ what: String, text: String) throws {
    try folder.write("var/lib/cni/results/cbr0-x-eth0", text)
    try folder.fifo("var/lib/cni/results/fifo")
    try folder.folder("var/lib/cni/results/folder")
    try folder.link("var/lib/cni/results/loop", to: "loop")
    let findings = read()
    #expect(findings.pods.isEmpty)
    let line = try #require(findings.statuses.first { $0.source == "file:/var/lib/cni/results" })
    #expect(line.status == .error)
    // The first one is named, and the others are counted: the file, the FIFO, folder and loop.
    #expect(line.detail?.contains("/var/lib/cni/results/cbr0-x-eth0") == true, "\(line)")
    #expect(line.detail?.hasSuffix("(and 3 more)") == true, "\(line)")
  }

  @Test mutating func damagedCacheFilesNeverTrap() throws {
    namespaces["/run/netns/a"] = 7
    try cache("cbr0", Self.sandbox, pod: "web-0", netns: "/run/netns/a")
    let path = "var/lib/cni/results/cbr0-\(Self.sandbox)-eth0"
    let good = Array(try Data(contentsOf: URL(filePath: "\(folder.path)/\(path)")))
    var random = SplitMix(seed: 42)
    for _ in 0..<2000 {
      var bytes = good
      for _ in 0..<3 {
        let position = Int.random(in: bytes.indices, using: &random)
        bytes[position] = UInt8(truncatingIfNeeded: random.next())
      }
      try folder.write(path, bytes)
      _ = read()
    }
  }
}

/// The processes of a node, from a folder that looks like `/proc`.
struct ProcessTableTests {
  @Test func countsProcessesByNamespace() throws {
    let folder = try TemporaryFolder()
    for (pid, namespace) in [(1, 100), (20, 100), (21, 200)] {
      try folder.link("\(pid)/ns/net", to: "net:[\(namespace)]")
      try folder.write("\(pid)/cgroup", "0::/\n")
    }
    try folder.folder("self")
    try folder.folder("sys/net")
    var table = ProcessTable(path: folder.path)
    table.refresh()
    #expect(table.status.status == .ok)
    #expect(table.namespaces[100]?.count == 2 && table.namespaces[100]?.firstPID == 1)
    #expect(table.namespaces[200]?.count == 1 && table.initNamespace == 100)
    // It moved, and was told to have.
    try FileManager.default.removeItem(atPath: "\(folder.path)/21/ns/net")
    try folder.link("21/ns/net", to: "net:[300]")
    table.refresh()
    table.refresh(rereading: [21])
    #expect(table.namespace(of: 21) == 300)
  }

  @Test(arguments: [
    ("net:[4026531840]", UInt64(4_026_531_840)), ("net:[x]", 0), ("mnt:[5]", 0),
    ("net:[99999999999999999999999]", 0),
  ])
  func readsWhatALinkSays(_ text: String, _ inode: UInt64) throws {
    let folder = try TemporaryFolder()
    try folder.link("7/ns/net", to: text)
    var table = ProcessTable(path: folder.path)
    table.refresh()
    #expect(table.process(7)?.namespace ?? 0 == inode)
  }
}
