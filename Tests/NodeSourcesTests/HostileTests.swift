import LinuxSystem
import TestSupport
import Testing

@testable import NodeSources

/// Files that nobody meant to be read by this program: each costs its own facts and a line.
struct HostileTests {
  private static let tasks = "run/containerd/io.containerd.runtime.v2.task/k8s.io"
  private static let store = "run/containers/storage/overlay-containers"
  private static let docker = "var/lib/docker/containers"

  /// Where each runtime's file is, for an id.
  private static func places(_ id: String) -> [String] {
    [
      "\(tasks)/\(id)/config.json", "\(store)/\(id)/userdata/config.json",
      "\(docker)/\(id)/config.v2.json", "var/lib/cni/results/\(id)",
    ]
  }

  @Test func oneBrokenFileCostsNoOther() throws {
    let node = try TestNode()
    node.namespaces = ["/var/run/netns/cni-1": 77]
    try node.cache("default", "web-0", netns: "/var/run/netns/cni-1")
    for place in Self.places("a-empty") { try node.root.write(place, []) }
    for place in Self.places("b-binary") { try node.root.write(place, [0xFF, 0, 0x80, 0x7B]) }
    for place in Self.places("c-huge") {
      try node.root.write(place, [UInt8](repeating: 32, count: 5 << 20))
    }
    for place in Self.places("d-folder") { try node.root.folder(place) }
    for place in Self.places("e-fifo") {
      try node.root.folder(place.split(separator: "/").dropLast().joined(separator: "/"))
      try node.root.fifo(place)
    }
    for place in Self.places("f-loop") { try node.root.link(place, to: "/\(place)") }
    let deep = String(repeating: "[", count: 100_000)
    for place in Self.places("g-deep") {
      try node.root.write(place, #"{"annotations":\#(deep)"#)
    }
    try node.root.write("\(Self.tasks)/h-file", "")
    try node.root.link("var/log/pods", to: "pods")
    try node.root.fifo("var/log/containers")

    let findings = node.read()
    #expect(findings.pods.map(\.title) == ["default/web-0"])
    let problems = findings.statuses.filter { $0.status == .error }
    let sources = Set(problems.map(\.source))
    for folder in [Self.tasks, Self.store, Self.docker, "var/lib/cni/results"] {
      #expect(sources.contains { "file:/\(folder)".hasPrefix($0) }, "\(folder)")
    }
    #expect(sources.contains("file:/var/log/pods") && sources.contains("file:/var/log/containers"))
    #expect(problems.allSatisfy { $0.detail?.contains("cannot read /") == true })
  }

  /// A pod that fails again and again leaves an entry of each sandbox.
  @Test func tenThousandEntriesOfOneName() throws {
    let node = try TestNode()
    for index in 0..<10_000 {
      let id = String(index, radix: 16)
      let sandbox = String(repeating: "0", count: 64 - id.count) + id
      try node.cache("default", "web-0", sandbox: sandbox, netns: "/var/run/netns/cni-\(index)")
    }
    node.namespaces = ["/var/run/netns/cni-7777": 77]
    let (findings, duration) = processorTime { node.read() }
    #expect(findings.pods.count == 10_000)
    #expect(findings.pods.filter(\.isLive).map(\.netnsInode) == [77])
    // Quadratic work takes minutes here.
    #expect(duration < .seconds(60))
  }

  @Test func bytesThatWereChangedNeverTrap() throws {
    var random = SplitMix(seed: 7)
    let bundle = Array(
      #"""
      {"annotations":{"io.kubernetes.cri.sandbox-id":"a","io.kubernetes.cri-o.Labels":"{\"a\":1}",
      "io.kubernetes.cri-o.CNIResult":"{\"ips\":[{\"address\":\"10.0.0.1/8\"}]}"},
      "linux":{"namespaces":[{"type":"network","path":"/proc/9/ns/net"}]}}
      """#.utf8)
    let docker = Array(
      #"""
      {"State":{"Running":true,"Pid":-99999999999},"Config":{"Labels":{"a":"b"}},"Name":"/x",
      "NetworkSettings":{"Networks":{"a":{"IPAddress":"::1","IPPrefixLen":129}},
      "Ports":{"99999/tcp":[{"HostPort":"-1"}],"/":[{}],"1/":[{"HostPort":"1"}]}},"ID":"x"}
      """#.utf8)
    let cgroup = Array(
      "4:a:/kubepods/pod\(TestNode.uid)/\(TestNode.sandbox)/docker-\(TestNode.container).scope".utf8
    )
    var read = 0
    for _ in 0..<20_000 {
      if let parsed = try? OCIBundle(parsing: Self.changed(bundle, &random)) {
        _ = Containerd.fragment(parsed, namespace: "n", id: "i", pid: 1)
        _ = ContainersStorage.fragment(parsed, id: "i")
        read += 1
      }
      if let value = try? Docker.parse(Self.changed(docker, &random)) {
        _ = Docker.fragment(value, id: "i")
        read += 1
      }
      Self.changed(cgroup, &random).withUnsafeBytes { bytes in
        if CgroupContainer(bytes) != nil { read += 1 }
      }
    }
    #expect(read > 1000)
  }

  private static func changed(
    _ bytes: [UInt8], _ random: inout SplitMix
  ) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
      let position = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[position] = UInt8.random(in: .min ... .max, using: &random)
      case 1: bytes.removeSubrange(position...)
      case 2: bytes.remove(at: position)
      default: bytes.insert(contentsOf: bytes[position...].prefix(20), at: position)
      }
    }
    return bytes
  }
}
