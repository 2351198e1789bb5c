import LinuxSystem
import NetworkTypes
import TestSupport
import Testing

@testable import NodeSources

/// Stores besides host-local: files that the real programs wrote.
struct OtherStoresTests {
  private let root: TemporaryFolder

  init() throws { root = try TemporaryFolder() }

  private static func fixture(_ name: String) throws -> [UInt8] {
    try RootedFiles().read(
      "\(#filePath.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" })/Fixtures/ipam/\(name)",
      limit: 1 << 20)
  }

  private func read() -> IPAMFindings {
    let files = RootedFiles(root: root.path)
    return IPAMFindings(files, cache: CNICacheReading(files, PodFiles()), memory: IPAMMemory())
  }

  /// podman 4.3.1: three containers on a network of two families, of which one was removed, and
  /// one on the first network.
  @Test func readsThatOfPodman() throws {
    try root.write(
      "run/containers/networks/ipam.db", try Self.fixture("podman-4.3.1-ipam.db"))
    try root.write(
      "etc/containers/networks/dual.json", try Self.fixture("podman-4.3.1-dual.json"))
    let findings = read()
    #expect(findings.statuses.allSatisfy { $0.status == .ok })
    #expect(findings.networks.map(\.name) == ["dual", "podman"])
    let dual = findings.networks[0]
    #expect(dual.store == .podman)
    #expect(
      dual.ranges.map { "\($0.subnet) \($0.first) \($0.last) \($0.gateway!)" } == [
        "10.90.0.0/24 10.90.0.1 10.90.0.254 10.90.0.1",
        "fd90::/64 fd90::1 fd90::ffff:ffff:ffff:ffff fd90::1",
      ])
    let first = "c3491ac7781ced5aecb089981cc8a698ed4fbfc5b91177950e8fdaa8adc685c5"
    let third = "b5defbd1cfaa05b4623b0784e82839667057aff63e428848ceef051464dbc1b9"
    #expect(
      dual.leases.map(\.address.description) == ["10.90.0.2", "10.90.0.4", "fd90::2", "fd90::4"])
    #expect(
      dual.leases.map(\.content)
        == [first, third, first, third].map { .owner(containerID: $0, ifname: nil) })
    #expect(findings.networks[1].leases.map(\.address.description) == ["10.88.0.2"])
  }

  @Test func readsThatOfAWS() throws {
    try root.write("run/aws-node/ipam.json", try Self.fixture("aws-ipam.json"))
    let network = try #require(read().networks.first)
    #expect(network.name == "aws-cni" && network.store == .aws)
    #expect(network.leases.map(\.address.description) == ["10.0.1.57", "10.0.1.93"])
    #expect(network.leases[0].writtenAt == 1_718_000_000_000_000)
    for text in ["", "{", "[]", "{\"allocations\":3}", "{\"allocations\":[1,{\"ipv4\":\"x\"}]}"] {
      try root.write("run/aws-node/ipam.json", text)
      #expect(read().networks.allSatisfy { $0.leases.isEmpty })
    }
  }

  /// A damaged file is one line, and never more than that.
  @Test(arguments: 0..<300) func survivesAnyDatabase(_ seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    var bytes = try Self.fixture("podman-4.3.1-ipam.db")
    switch seed % 4 {
    case 0: bytes.removeLast(.random(in: 0...bytes.count, using: &random))
    case 1:
      // Within the trees, whose pages have no checksum.
      for _ in 0..<200 {
        let place = Int.random(in: 8192..<bytes.count, using: &random)
        bytes[place] = .random(in: 0...255, using: &random)
      }
    case 2: for _ in 0..<8 { random.mutate(&bytes) }
    default:
      // A page that leads to itself, or anywhere.
      for page in 2..<9 {
        let start = page * 4096
        bytes[start + 8] = 1
        bytes[start + 10] = .random(in: 0...9, using: &random)
        for element in 0..<9 {
          bytes[start + 24 + 16 * element] = .random(in: 0...9, using: &random)
        }
      }
    }
    if let file = try? BoltFile(bytes) {
      if let entries = try? file.entries(of: file.top) {
        for case (_, .bucket(let bucket)) in entries { _ = try? file.entries(of: bucket) }
      }
    }
    try root.write("run/containers/networks/ipam.db", bytes)
    let findings = read()
    #expect(findings.statuses.count <= 1)
    #expect(findings.networks.count < 1000)
  }

  @Test func saysWhyThereIsNoDatabase() {
    for bytes in [[], [UInt8](repeating: 0, count: 100), [UInt8](repeating: 0xFF, count: 10_000)] {
      #expect(throws: MalformedBolt("no meta page is valid")) { try BoltFile(bytes) }
    }
  }

  /// The second meta page counts where the first one is damaged: it is that of the transaction
  /// before.
  @Test func readsBehindADamagedMetaPage() throws {
    var bytes = try Self.fixture("podman-4.3.1-ipam.db")
    bytes[20] ^= 0xFF
    let file = try BoltFile(bytes)
    #expect(try file.entries(of: file.top).count > 0)
  }
}
