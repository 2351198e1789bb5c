import CNISpec
import CNIStores
import Foundation
import LinuxSystem
import TestSupport
import Testing

struct CNIResultStoreTests {
  private static let list =
    #"{"cniVersion":"0.4.0","name":"db-net","plugins":[{"type":"bridge"},{"type":"portmap"}]}"#

  private func entry() throws -> CNICacheEntry {
    var entry = CNICacheEntry(
      network: "db-net", containerID: "box.1", ifname: "eth0", netns: "/run/netns/box",
      configuration: try NetworkConfiguration(parsing: Array(Self.list.utf8)),
      arguments: [CNIArguments.Argument(key: "K", value: "V")],
      capabilityArguments: [JSONMember("mac", .string("02:00:00:00:00:01"))])
    entry.result = CNIResult(interfaces: [CNIResult.Interface(name: "eth0")])
    entry.maker = "test"
    entry.netnsInode = 4_026_532_000
    return entry
  }

  @Test func writesTheFormatOfLibcni() throws {
    let folder = try TemporaryFolder()
    let store = CNIResultStore(folder: folder.path + "/cni/results")
    try store.write(entry(), version: CNIVersion(0, 4, 0))
    let path = store.path(network: "db-net", containerID: "box.1", ifname: "eth0")
    let config = Data(Self.list.utf8).base64EncodedString()
    #expect(
      try String(contentsOfFile: path, encoding: .utf8)
        == #"{"kind":"cniCacheV1","containerId":"box.1","config":"\#(config)","ifName":"eth0","#
        + #""networkName":"db-net","netns":"/run/netns/box","cniArgs":[["K","V"]],"#
        + #""capabilityArgs":{"mac":"02:00:00:00:00:01"},"#
        + #""result":{"cniVersion":"0.4.0","interfaces":[{"name":"eth0"}],"dns":{}},"#
        + #""maker":"test","netnsInode":4026532000}"#)
    let manager = FileManager.default
    func mode(_ path: String) throws -> Int? {
      try manager.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
    #expect(try mode(path) == 0o600)
    #expect(try mode(store.folder) == 0o700)
    // Nothing is left beside it.
    #expect(try manager.contentsOfDirectory(atPath: store.folder) == ["db-net-box.1-eth0"])
  }

  @Test func readsBackWhatItWrote() throws {
    let folder = try TemporaryFolder()
    let store = CNIResultStore(folder: folder.path)
    #expect(try store.entry(network: "db-net", containerID: "box.1", ifname: "eth0") == nil)
    let written = try entry()
    try store.write(written, version: CNIVersion(1, 1, 0))
    let read = try #require(
      try store.entry(network: "db-net", containerID: "box.1", ifname: "eth0"))
    #expect(read == written)
    #expect(store.all().files.map(\.entry) == [written])
    try store.remove(network: "db-net", containerID: "box.1", ifname: "eth0")
    try store.remove(network: "db-net", containerID: "box.1", ifname: "eth0")
    #expect(store.all().files.isEmpty)
  }

  @Test(
    arguments: [
      ("an empty file", ""), ("half a file", #"{"kind":"cniCacheV1","containerId":"bo"#),
      ("no object", "[]"), ("another kind", #"{"kind":"x"}"#),
      (
        "another container",
        #"{"kind":"cniCacheV1","containerId":"other","networkName":"db-net","ifName":"eth0"}"#
      ),
    ])
  func takesWhatIsBrokenForNothing(_ what: String, content: String) throws {
    let folder = try TemporaryFolder()
    let store = CNIResultStore(folder: folder.path)
    let path = store.path(network: "db-net", containerID: "box.1", ifname: "eth0")
    try Data(content.utf8).write(to: URL(filePath: path))
    #expect(try store.entry(network: "db-net", containerID: "box.1", ifname: "eth0") == nil)
    // And replaces it.
    try store.write(entry(), version: CNIVersion(0, 4, 0))
    #expect(try store.entry(network: "db-net", containerID: "box.1", ifname: "eth0") != nil)
  }

  @Test func readsABareResultUnderTheNamesThatItIsAskedFor() throws {
    let folder = try TemporaryFolder()
    let store = CNIResultStore(folder: folder.path)
    let path = store.path(network: "a-b", containerID: "c-d", ifname: "eth0")
    try Data(#"{"cniVersion":"0.3.1","ips":[]}"#.utf8).write(to: URL(filePath: path))
    let entry = try store.entry(network: "a-b", containerID: "c-d", ifname: "eth0")
    #expect(entry?.result?.version == "0.3.1" && entry?.network == "a-b")
  }

  @Test func saysWhereItCannotWrite() throws {
    let store = CNIResultStore(folder: "/proc/version/results")
    let error = #expect(throws: CNIError.self) {
      try store.write(entry(), version: CNIVersion(0, 4, 0))
    }
    #expect(error?.code == .inputOutput)
    #expect(error?.message.hasPrefix("cannot write /proc/version") == true)
  }
}

struct WrittenFileTests {
  /// A disk without space: the old content stays, and no draft.
  @Test func leavesTheOldFileWhereTheDiskIsFull() throws {
    // Every write to /dev/full fails with ENOSPC: the draft leads there.
    let folder = try TemporaryFolder()
    let path = folder.path + "/file"
    try WrittenFile.replace(path, with: Array("old".utf8), mode: 0o640)
    try FileManager.default.createDirectory(
      atPath: folder.path + "/.file.new", withIntermediateDirectories: false)
    #expect(throws: FileWriteError.self) {
      try WrittenFile.replace(path, with: Array("new".utf8), mode: 0o600)
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
  }

  @Test func doesNotFollowALinkThatSomebodyPutInItsWay() throws {
    let folder = try TemporaryFolder()
    let victim = folder.path + "/victim"
    try Data("kept".utf8).write(to: URL(filePath: victim))
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/.file.new", withDestinationPath: victim)
    #expect(throws: FileWriteError.self) {
      try WrittenFile.replace(folder.path + "/file", with: [1], mode: 0o600)
    }
    #expect(try String(contentsOfFile: victim, encoding: .utf8) == "kept")
  }

  @Test func aLockIsTakenByOneAtATime() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/lock"
    do {
      let first = try FileLock(path)
      #expect(try FileLock.ifFree(path) == nil)
      _ = consume first
    }
    #expect(!FileManager.default.fileExists(atPath: path))
    // Many at once: the file is deleted and made again all the time, and still only one is inside.
    let counter = folder.path + "/counter"
    try Data("0".utf8).write(to: URL(filePath: counter))
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<25 {
            let lock = try FileLock(path)
            let number = Int(try String(contentsOfFile: counter, encoding: .utf8)) ?? -1000
            try Data("\(number + 1)".utf8).write(to: URL(filePath: counter))
            _ = consume lock
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try String(contentsOfFile: counter, encoding: .utf8) == "200")
  }
}
