import CNISpec
import CNIStores
import LinuxSystem
import TestSupport
import Testing

struct ActionLogTests {
  private func entry(_ id: String) throws -> CNICacheEntry {
    let text = #"{"cniVersion":"1.1.0","name":"net","plugins":[{"type":"t"}]}"#
    return CNICacheEntry(
      network: "net", containerID: id, ifname: "net1", netns: "/run/netns/\(id)",
      configuration: try NetworkConfiguration(parsing: Array(text.utf8)))
  }

  @Test func tellsWhatCanBeUndone() throws {
    let folder = try TemporaryFolder()
    let log = ActionLog(path: folder.path + "/run/actions.ndjson")
    #expect(try log.read().isEmpty)
    let first = try log.append(.attach, entry("a"), time: 1, outcome: nil)
    // What was begun and not ended is none.
    #expect(try log.read().isEmpty)
    try log.append(.attach, entry("a"), number: first, time: 2, outcome: "done")
    let second = try log.append(.detach, entry("b"), time: 3, outcome: nil)
    try log.append(.detach, entry("b"), number: second, time: 4, outcome: "no: refused")
    let third = try log.append(.detach, entry("c"), time: 5, outcome: nil)
    try log.append(.detach, entry("c"), number: third, time: 6, outcome: "done")
    #expect([first, second, third] == [1, 2, 3])
    #expect(try log.read().map(\.number) == [1, 3])
    let undo = try log.append(.detach, entry("a"), time: 7, outcome: nil, undoes: 1)
    try log.append(.detach, entry("a"), number: undo, time: 8, outcome: "done", undoes: 1)
    let actions = try log.read()
    #expect(actions.map(\.isUndone) == [true, false, true])
    #expect(actions.map(\.entry?.containerID) == ["a", "c", "a"])
    #expect(actions[1].kind == .detach && actions[1].time == 6)
    #expect(actions[1].entry == (try entry("c")))
    #expect(try run(["stat", "-c", "%a", log.path]) == "600\n")
  }

  @Test func keepsLeasesThatWereTakenBack() throws {
    let folder = try TemporaryFolder()
    let log = ActionLog(path: folder.path + "/actions.ndjson")
    let lease = ActionLog.Lease(network: "n", folder: "/n", address: "10.0.0.2", file: "/trash/0")
    let number = try log.append(leases: [lease], time: 1, outcome: nil)
    #expect(try log.read().isEmpty)
    try log.append(leases: [lease], number: number, time: 2, outcome: "done")
    let action = try #require(try log.read().first)
    #expect(action.kind == .reclaim && action.leases == [lease] && action.entry == nil)
    try log.append(leases: [lease], time: 3, outcome: "done", undoes: number)
    #expect(try log.read().map(\.isUndone) == [true, true])
  }

  @Test func goesOnBehindWhatIsBroken() throws {
    let folder = try TemporaryFolder()
    let log = ActionLog(path: folder.path + "/actions.ndjson")
    try folder.write(
      "actions.ndjson",
      """
      no json
      {"number":9223372036854775807,"action":"attach","outcome":"done","attachment":{}}
      {"number":2,"action":"eat","outcome":"done","attachment":{"kind":"cniCacheV1"}}
      []
      {"number":7,"action":"attach","outcome":"done","attachment":{"kind":"cniCacheV1","contai
      """)
    #expect(try log.read().isEmpty)
    let number = try log.append(.attach, entry("a"), time: 1, outcome: nil)
    try log.append(.attach, entry("a"), number: number, time: 1, outcome: "done")
    // The line that was cut off has an end now, and ours is whole.
    #expect(try log.read().map(\.entry?.containerID) == ["a"])
  }

  @Test func readsNoBytesItCannotTrust() throws {
    let folder = try TemporaryFolder()
    let log = ActionLog(path: folder.path + "/actions.ndjson")
    let number = try log.append(.attach, entry("a"), time: 1, outcome: "done")
    let good = Array(try readFile(log.path).utf8)
    var random = SplitMix(seed: 5)
    for _ in 0..<300 {
      var bytes = good + good
      for _ in 0..<4 {
        let position = Int.random(in: 0..<bytes.count, using: &random)
        bytes[position] = UInt8.random(in: 0...255, using: &random)
      }
      try folder.write("actions.ndjson", bytes)
      for action in try log.read() { _ = (action.entry?.attachmentNames, action.isUndone) }
    }
    #expect(number == 1)
  }
}

extension CNICacheEntry {
  fileprivate var attachmentNames: [String?] { [network, containerID, ifname, netns] }
}
