import CNISpec
import LinuxSystem
import NetworkTypes
import TestSupport
import Testing

@testable import NodeSources

struct IPAMFindingsTests {
  private let root: TemporaryFolder

  init() throws { root = try TemporaryFolder() }

  private func read(_ memory: IPAMMemory = IPAMMemory()) -> IPAMFindings {
    let files = RootedFiles(root: root.path)
    return IPAMFindings(files, cache: CNICacheReading(files, PodFiles()), memory: memory)
  }

  @Test func aNodeWithoutStoresHasNone() {
    let findings = read()
    #expect(findings.networks.isEmpty)
    #expect(findings.statuses.isEmpty)
  }

  @Test func readsAnotherDataFolderAndAllRangeSets() throws {
    try root.write(
      "etc/cni/net.d/10-a.conflist",
      """
      {"cniVersion":"1.0.0","name":"a","plugins":[{"type":"bridge","ipam":{"type":"host-local",
      "dataDir":"/data/leases/","ranges":[[{"subnet":"10.1.0.0/24","rangeStart":"10.1.0.10",
      "rangeEnd":"10.1.0.20"},{"subnet":"10.2.0.0/24","gateway":"10.2.0.254"}],
      [{"subnet":"fd00::/64"}],[{"subnet":"nonsense"}]]}}]}
      """)
    try root.write("data/leases/a/10.1.0.11", "abc\r\neth0")
    let memory = IPAMMemory()
    let network = try #require(read(memory).networks.first)
    #expect(network.path == "/data/leases/a")
    #expect(network.ranges.map(\.set) == [0, 0, 1])
    #expect(
      network.ranges.map { "\($0.first)-\($0.last)" } == [
        "10.1.0.10-10.1.0.20", "10.2.0.1-10.2.0.254", "fd00::1-fd00::ffff:ffff:ffff:ffff",
      ])
    #expect(network.ranges[1].gateway == IPAddress("10.2.0.254"))
    #expect(network.problems.count == 1)
    #expect(network.problems[0].contains("range set 2: subnet is \"nonsense\""))
    #expect(network.leases.map(\.content) == [.owner(containerID: "abc", ifname: "eth0")])
    #expect(memory.folders == ["/data/leases/a"], "is watched")
  }

  /// The configuration is gone, and its attachments are not.
  @Test func findsFoldersThroughTheCacheAndThroughFlannel() throws {
    let configuration = Base64.encode(
      Array(
        (#"{"cniVersion":"1.0.0","name":"b","plugins":[{"type":"ptp","ipam":{"type":"host-local","#
          + #""dataDir":"/run/b","subnet":"10.3.0.0/24"}}]}"#).utf8))
    try root.write(
      "var/lib/cni/results/b-xyz-eth0",
      #"{"kind":"cniCacheV1","containerId":"xyz","config":"\#(configuration)","ifName":"eth0","#
        + #""networkName":"b"}"#)
    try root.write(
      "var/lib/cni/flannel/abc",
      #"{"name":"cbr0","type":"bridge","ipam":{"type":"host-local","#
        + #""ranges":[[{"subnet":"10.244.1.0/24"}]]}}"#)
    try root.write("var/lib/cni/flannel/broken", "{")
    try root.write("var/lib/cni/networks/old/10.9.0.2", "dead\r\neth0")
    let networks = read().networks
    #expect(networks.map(\.name) == ["b", "cbr0", "old"])
    #expect(
      networks.map(\.path) == [
        "/run/b/b", "/var/lib/cni/networks/cbr0", "/var/lib/cni/networks/old",
      ])
    #expect(networks.map(\.ranges.count) == [1, 1, 0])
    #expect(networks[2].leases.count == 1)
  }

  /// Each costs its own row or line, and the others are read.
  @Test func badFilesStopNothing() throws {
    try root.write("var/lib/cni/networks/a/10.0.0.1", [0xFF, 0xFE])
    try root.write("var/lib/cni/networks/a/10.0.0.2", "")
    try root.write("var/lib/cni/networks/a/10.0.0.3", "abc\r\neth0")
    try root.write("var/lib/cni/networks/a/README", "x")
    try root.fifo("var/lib/cni/networks/a/10.0.0.4")
    try root.write("var/lib/cni/networks/file", "no folder")
    try root.write("var/lib/cni/networks/.hidden/10.0.0.3", "")
    let findings = read()
    let network = try #require(findings.networks.first)
    #expect(findings.networks.count == 1)
    #expect(network.leases.count == 4)
    #expect(network.problems.count == 1)
    let status = try #require(findings.statuses.first)
    #expect(status.status == .error)
    #expect(status.detail?.contains("and 1 more") == true)
  }

  @Test(arguments: 0..<100) func survivesAnyConfiguration(_ seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    var bytes = Array(
      """
      {"name":"a","type":"bridge","ipam":{"type":"host-local","dataDir":"/d","subnet":"10.1.0.0/24",
      "ranges":[[{"subnet":"10.1.0.0/24","rangeStart":"10.1.0.10","gateway":"10.1.0.1"}]]}}
      """.utf8)
    for _ in 0..<8 { random.mutate(&bytes) }
    try root.write("etc/cni/net.d/10-a.conf", bytes)
    try root.write("var/lib/cni/flannel/a", bytes)
    #expect(read().networks.count <= 2)
  }
}
