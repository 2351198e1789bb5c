import Foundation
import Glibc
import TestSupport
import Testing

struct HostLocalTests {
  private let folder: TemporaryFolder
  private static let small = #""ranges":[[{"subnet":"10.1.2.0/28"}]]"#

  init() throws { folder = try TemporaryFolder(onDisk: true) }

  private func request(
    _ command: String, _ id: String = "box", ifname: String = "eth0", ipam: String = small,
    more: String = ""
  ) -> Request {
    Request(
      command: command, id: id, ifname: ifname,
      input: folder.configuration(ipam, version: "1.1.0", more: more))
  }

  private func ours(_ request: Request) throws -> Answer { try call(.ours, request) }

  @Test func collectsWhatIsNotValid() throws {
    for id in ["a", "b", "c"] { #expect(try ours(request("ADD", id)).status == 0) }
    try folder.write("net/10.1.2.10", "")
    let valid = #","cni.dev/valid-attachments":[{"containerID":"b","ifname":"eth0"}]"#
    #expect(try ours(request("GC", more: valid)).status == 0)
    #expect(folder.leases() == ["10.1.2.3": "b\r\neth0"])
    #expect(try ours(request("GC", more: #","cni.dev/valid-attachments":[]"#)).status == 0)
    #expect(folder.leases().isEmpty)
  }

  @Test func collectsNothingWithoutAList() throws {
    #expect(try ours(request("ADD")).status == 0)
    let answer = try ours(request("GC"))
    #expect(answer.code == 7 && answer.message == "cni.dev/valid-attachments is missing")
    #expect(folder.leases().count == 1)
  }

  @Test func tellsWhenARangeIsUsedUp() throws {
    #expect(try ours(request("STATUS")).status == 0)
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/net"))
    for number in 2...14 { try folder.write("net/10.1.2.\(number)", "x\r\neth0") }
    let answer = try ours(request("STATUS"))
    #expect(answer.code == 50)
    #expect(answer.message == "no IP addresses available in range set: 10.1.2.1-10.1.2.14")
    let failed = try ours(request("ADD"))
    #expect(
      failed.message
        == "failed to allocate for range 0: no IP addresses available in range set: 10.1.2.1-10.1.2.14"
    )
    try folder.write("net/10.1.2.9", "")
    #expect(try ours(request("STATUS")).status == 0)
    #expect(try ours(request("ADD")).addresses == ["10.1.2.9/28"])
  }

  @Test func aFailureHalfWayTakesBackOnlyItsOwn() throws {
    let both =
      #""ranges":[[{"subnet":"10.1.2.0/28"}],[{"subnet":"fd00::/126","rangeEnd":"fd00::2"}]]"#
    #expect(try ours(request("ADD", "first", ipam: both)).status == 0)
    try folder.write("net/10.1.2.9", "second\r\neth0x")
    let before = folder.leases()
    let answer = try ours(request("ADD", "second", ipam: both))
    #expect(answer.message?.hasPrefix("failed to allocate for range 1: no IP") == true)
    #expect(folder.leases() == before)
  }

  @Test func checksEachAddressOfTheResult() throws {
    let added = try ours(request("ADD"))
    let previous = #","prevResult":\#(added.output)"#
    #expect(try ours(request("CHECK", more: previous)).status == 0)
    try FileManager.default.moveItem(
      atPath: "\(folder.path)/net/10.1.2.2", toPath: "\(folder.path)/net/10.1.2.7")
    let answer = try ours(request("CHECK", more: previous))
    #expect(answer.message == "host-local: Failed to find address added by container box")
    #expect(try ours(request("CHECK", "other")).status != 0)
  }

  @Test func givesBackWithABrokenConfiguration() throws {
    #expect(try ours(request("ADD")).status == 0)
    #expect(try ours(request("DEL", ipam: #""ranges":[[{"subnet":"nothing"}]]"#)).status == 0)
    #expect(folder.leases().isEmpty)
    #expect(try ours(request("DEL", "never")).status == 0)
  }

  /// Both makers at once, as while a node is being changed over.
  @Test func twoHundredAtOnceGetDifferentAddresses() throws {
    let input = folder.configuration(#""ranges":[[{"subnet":"10.1.0.0/23"}]]"#)
    let requests = (0..<200).map { Request(id: "box\($0)", input: input) }
    let running = try requests.enumerated().map { index, request in
      try RunningPlugin(index % 4 == 0 ? .reference : .ours, request)
    }
    let answers = running.map { $0.wait() }
    #expect(answers.allSatisfy { $0.status == 0 })
    #expect(Set(answers.flatMap(\.addresses)).count == 200)
    #expect(folder.leases().count == 200)
    // Half are deleted while as many others are added.
    let mixed = try (0..<200).map { index in
      var request = requests[index]
      if index % 2 == 0 { request.command = "DEL" } else { request.id = "more\(index)" }
      return try RunningPlugin(index % 4 < 2 ? .ours : .reference, request)
    }
    #expect(mixed.map { $0.wait() }.allSatisfy { $0.status == 0 })
    let owners = folder.leases().values.sorted()
    #expect(owners.count == 200 && Set(owners).count == 200)
    let last = try owners.map { owner in
      var request = Request(command: "DEL", input: input)
      request.id = owner.split(separator: "\r\n").first.map(String.init) ?? ""
      return try RunningPlugin(.ours, request)
    }
    #expect(last.map { $0.wait() }.allSatisfy { $0.status == 0 })
    #expect(folder.leases().isEmpty)
  }

  /// Killed at any moment of ADD or DEL, nothing is given twice, and DEL leaves nothing.
  @Test func survivesBeingKilled() throws {
    let input = folder.configuration(#""ranges":[[{"subnet":"10.1.2.0/26"}]]"#)
    for round in 0..<12 {
      let running = try (0..<20).map { index in
        try RunningPlugin(
          .ours, Request(command: index % 3 == 2 ? "DEL" : "ADD", id: "box\(index)", input: input))
      }
      for process in running {
        usleep(UInt32(round) * 150)
        kill(process.process, SIGKILL)
      }
      let given = running.map { $0.wait() }.filter { $0.status == 0 }.flatMap(\.addresses)
      #expect(Set(given).count == given.count)
      let owners = folder.leases().values.filter { !$0.isEmpty }
      #expect(Set(owners).count == owners.count)
      for index in 0..<20 {
        let answer = try call(.ours, Request(command: "DEL", id: "box\(index)", input: input))
        #expect(answer.status == 0)
      }
      #expect(folder.leases().isEmpty)
    }
    // All of them are there to be given.
    let all = try (0..<61).map { try call(.ours, Request(id: "last\($0)", input: input)) }
    #expect(all.allSatisfy { $0.status == 0 })
    #expect(Set(all.flatMap(\.addresses)).count == 61)
  }

  @Test(
    .enabled(if: canMakeNamespaces, "needs the right to mount"),
    arguments: ["size=64k", "nr_inodes=12"]
  )
  func saysThatTheDiskIsFull(_ limit: String) throws {
    let disk = "\(folder.path)/disk"
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    try run(["mount", "-t", "tmpfs", "-o", limit, "tmpfs", disk])
    // MNT_DETACH, which is no number to Swift.
    defer { umount2(disk, 2) }
    let input = #"""
      {"cniVersion":"1.0.0","name":"net","type":"any","ipam":{"type":"host-local",
       "dataDir":"\#(disk)","ranges":[[{"subnet":"10.1.2.0/24"}]]}}
      """#
    #expect(try call(.ours, Request(id: "first", input: input)).status == 0)
    var number = 0
    while number < 100 {
      let filler = Glibc.open("\(disk)/filler\(number)", O_WRONLY | O_CREAT, 0o600)
      guard filler >= 0, write(filler, "x", 1) == 1 else {
        if filler >= 0 { close(filler) }
        break
      }
      close(filler)
      number += 1
    }
    let before = try FileManager.default.contentsOfDirectory(atPath: "\(disk)/net").sorted()
    let answer = try call(.ours, Request(id: "second", input: input))
    #expect(answer.code == 5)
    #expect(answer.message?.contains("No space left on device") == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(disk)/net").sorted() == before)
    #expect(try call(.ours, Request(command: "DEL", id: "first", input: input)).status == 0)
    #expect(try call(.ours, Request(id: "second", input: input)).addresses == ["10.1.2.3/24"])
  }
}
