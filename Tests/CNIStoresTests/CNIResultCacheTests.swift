import CNISpec
import CNIStores
import Foundation
import LinuxSystem
import NetworkTypes
import TestSupport
import Testing

struct CNIResultCacheTests {
  private static let id = "739273bca37c1244e80188669c64ae97fe01bb18e313feb26bbd200ae7c65269"
  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures/results")

  private func entry(_ text: String, _ name: String = "net-id-eth0") throws -> CNICacheEntry {
    try CNICacheEntry(parsing: Array(text.utf8), fileName: name)
  }

  @Test func readsWhatTheReferencePluginsMade() throws {
    let name = "cbr0-\(Self.id)-eth0"
    let data = try Data(contentsOf: Self.fixtures.appending(path: name))
    // The content counts, so a misleading name changes nothing.
    let entry = try CNICacheEntry(parsing: Array(data), fileName: "x-y-z")
    #expect(entry.format == .cachedInfo)
    #expect(entry.network == "cbr0" && entry.containerID == Self.id && entry.ifname == "eth0")
    #expect(entry.netns == "/var/run/netns/nd-pod1")
    #expect(entry.pod.namespace == "default" && entry.pod.name == "pod1")
    #expect(entry.pod.uid == "00000000-0000-4000-8000-000000000001")
    #expect(entry.pod.sandboxID == Self.id)
    #expect(entry.configuration?.plugins.map(\.type) == ["flannel", "portmap"])
    #expect(entry.result?.ips.map { "\($0.address)" } == ["10.244.1.2/24"])
    #expect(entry.result?.interfaces.map(\.name) == ["cni0", "vethbcd66fbd", "eth0"])
    #expect(entry.problems.isEmpty)
  }

  @Test func readsABareResultWithTheNamesOfItsFile() throws {
    let text = #"""
      {"cniVersion":"0.3.1","interfaces":[{"name":"eth0","sandbox":"/run/netns/a"}],
       "ips":[{"version":"4","interface":0,"address":"10.0.0.2/24"}]}
      """#
    let entry = try entry(text, "my-net-\(Self.id)-net-1")
    #expect(entry.format == .bareResult)
    #expect(entry.network == "my-net" && entry.containerID == Self.id && entry.ifname == "net-1")
    #expect(entry.netns == "/run/netns/a")
    let short = try self.entry(text, "my-net-box1-eth0")
    #expect(short.network == "my-net" && short.containerID == "box1" && short.ifname == "eth0")
    let none = try self.entry(text, "box1-eth0")
    #expect(none.network == nil && none.containerID == nil && none.ifname == nil)
  }

  @Test func keepsTheRestWhereAPartIsBroken() throws {
    let entry = try entry(
      #"""
      {"kind":"cniCacheV1","containerId":"c","networkName":"n","ifName":"eth0","config":"!",
       "cniArgs":[["K8S_POD_NAME"]],"capabilityArgs":{"portMappings":{}},
       "result":{"ips":[{"address":7}]}}
      """#)
    #expect(entry.containerID == "c" && entry.network == "n" && entry.result == nil)
    #expect(
      entry.problems == [
        "cniArgs[0] is [\"K8S_POD_NAME\"], not a pair of strings",
        "result.ips[0].address is 7, not a string",
        "capabilityArgs.portMappings is {}, not an array",
        "config is 1 bytes, not base64",
      ])
  }

  @Test func readsHostPortsAsContainerdWritesThem() throws {
    let entry = try entry(
      #"""
      {"kind":"cniCacheV1","containerId":"c","capabilityArgs":{"portMappings":[
       {"HostPort":8080,"ContainerPort":80,"Protocol":"tcp","HostIP":""}]}}
      """#)
    #expect(
      entry.portMappings == [
        CNIPortMapping(hostPort: 8080, containerPort: 80, protocol: "tcp", hostIP: nil)
      ])
  }

  @Test(
    arguments: [
      ("empty", "", "not JSON at byte 0: nothing but blanks"),
      (
        "cut off", #"{"kind":"cniCacheV1","conta"#,
        "not JSON at byte 21: a string that does not end"
      ),
      ("a list", "[]", "document is [], not an object"),
      (
        "a later format", #"{"kind":"cniCacheV9"}"#,
        #"kind is "cniCacheV9", not "cniCacheV1""#
      ),
      ("a kind that is no string", #"{"kind":1}"#, "kind is 1, not a string"),
      ("something else", "{}", "kind is missing"),
      ("a wrong type", #"{"kind":"cniCacheV1","netns":[]}"#, "netns is [], not a string"),
    ] as [(String, String, String)])
  func refuses(_ what: String, text: String, message: String) {
    #expect { try entry(text) } throws: { "\($0)" == message }
  }

  @Test func readsBothFoldersAndNamesEachBrokenFile() throws {
    let root = try TemporaryFolder()
    for file in try FileManager.default.contentsOfDirectory(atPath: Self.fixtures.path()) {
      try root.write(
        "var/lib/cni/results/\(file)",
        Array(try Data(contentsOf: Self.fixtures.appending(path: file))))
    }
    try root.write("var/lib/cni/results/a-empty-eth0", [])
    try root.write("var/lib/cni/results/b-binary-eth0", [0xFF, 0, 0x80])
    try root.write("var/lib/cni/results/c-huge-eth0", [UInt8](repeating: 32, count: 2 << 20))
    try root.folder("var/lib/cni/results/d-folder-eth0")
    try root.fifo("var/lib/cni/results/e-fifo-eth0")
    try root.link("var/lib/cni/results/f-loop-eth0", to: "f-loop-eth0")
    try root.write("var/lib/cni/results/.hidden", [])
    try root.write(
      "var/lib/cni/cache/results/n-\(Self.id)-eth0", Array(#"{"cniVersion":"1.0.0"}"#.utf8))

    let folders = CNIResultCache().read(RootedFiles(root: root.path))
    #expect(folders.map(\.files.count) == [2, 1])
    let problems = folders[0].problems
    #expect(problems.count == 6)
    for (problem, part) in zip(
      problems,
      [
        "a-empty-eth0: not JSON", "b-binary-eth0: not JSON", "c-huge-eth0: larger than the limit",
        "d-folder-eth0: it is a directory", "e-fifo-eth0: it is a FIFO",
        "f-loop-eth0: openat2: Too many levels",
      ])
    {
      #expect(problem.contains(part))
    }
  }

  @Test func anAbsentFolderIsAFailureAndNoMore() throws {
    let root = try TemporaryFolder()
    let folders = CNIResultCache().read(RootedFiles(root: root.path))
    #expect(folders.allSatisfy { $0.files.isEmpty && $0.problems.isEmpty })
    #expect(folders[0].failure == .absent(path: "/var/lib/cni/results"))
  }

  @Test func readsTenThousandFiles() throws {
    let root = try TemporaryFolder()
    let file = "cbr0-\(Self.id)-eth0"
    let bytes = Array(try Data(contentsOf: Self.fixtures.appending(path: file)))
    for index in 0..<10_000 { try root.write("var/lib/cni/results/n\(index)-c-eth0", bytes) }
    let start = ContinuousClock.now
    let folders = CNIResultCache().read(RootedFiles(root: root.path))
    print("10,000 files of libcni's cache: \(ContinuousClock.now - start)")
    #expect(folders[0].files.count == 10_000 && folders[0].problems.isEmpty)
  }
}
