import CNIStores
import Foundation
import LinuxSystem
import NetworkTypes
import TestSupport
import Testing

struct LeaseFolderTests {
  private let root: TemporaryFolder
  private let set: AddressRangeSet

  init() throws {
    root = try TemporaryFolder()
    set = try AddressRangeSet([try range("10.1.0.0/28")])
  }

  /// Opens the folder afresh, as another process would.
  private func locked<Value>(_ body: (inout LeaseFolder) throws -> Value) throws -> Value {
    var folder = try LeaseFolder(path: "\(root.path)/net", tableFolder: "\(root.path)/tables")
    return try body(&folder)
  }

  private func owner(_ id: String, _ ifname: String = "eth0") -> LeaseOwner {
    LeaseOwner(containerID: id, ifname: ifname)
  }

  private func add(_ id: String, _ ifname: String = "eth0") throws -> String? {
    try locked { try $0.reserve(for: owner(id, ifname), in: set, rangeID: 0)?.description }
  }

  private func addresses(of id: String, _ ifname: String = "eth0") throws -> [String] {
    try locked { try $0.addresses(of: owner(id, ifname)).map(\.description).sorted() }
  }

  @discardableResult
  private func release(_ id: String, _ ifname: String = "eth0") throws -> [String] {
    try locked { try $0.release(owner(id, ifname)).map(\.description).sorted() }
  }

  private var names: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: "\(root.path)/net").sorted()
    }
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(root.path)/net/\(name)", encoding: .utf8)
  }

  private func mode(_ name: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: "\(root.path)/\(name)")[.posixPermissions]
      as? Int
  }

  @Test func writesTheFilesOfTheReference() throws {
    #expect(try add("one") == "10.1.0.2")
    #expect(try add("two", "net1") == "10.1.0.3")
    #expect(try names == ["10.1.0.2", "10.1.0.3", "last_reserved_ip.0", "lock"])
    #expect(try text("10.1.0.2") == "one\r\neth0")
    #expect(try text("10.1.0.3") == "two\r\nnet1")
    #expect(try text("last_reserved_ip.0") == "10.1.0.3")
    #expect(try mode("net") == 0o755)
    #expect(try mode("net/lock") == 0o750)
    #expect(try mode("net/10.1.0.2") == 0o600)
    #expect(try mode("net/last_reserved_ip.0") == 0o600)
  }

  @Test func goesRoundAndReusesWhatWasReleasedLast() throws {
    for number in 2...14 { #expect(try add("c\(number)") == "10.1.0.\(number)") }
    #expect(try add("more") == nil)
    #expect(try release("c5") == ["10.1.0.5"])
    #expect(try release("c3") == ["10.1.0.3"])
    #expect(try release("c3") == [])
    #expect(try add("again") == "10.1.0.3")
    #expect(try add("again2") == "10.1.0.5")
    #expect(try text("last_reserved_ip.0") == "10.1.0.5")
  }

  @Test func findsByContainerAndInterface() throws {
    _ = try add("one")
    _ = try add("one", "eth1")
    _ = try add("one")
    #expect(try addresses(of: "one") == ["10.1.0.2", "10.1.0.4"])
    #expect(try addresses(of: "one", "eth1") == ["10.1.0.3"])
    #expect(try addresses(of: "on") == [])
    #expect(try release("one") == ["10.1.0.2", "10.1.0.4"])
    #expect(try addresses(of: "one", "eth1") == ["10.1.0.3"])
  }

  @Test func seesWhatOthersWroteAndDeleted() throws {
    _ = try add("one")
    try root.write("net/10.1.0.9", "other\r\neth0")
    #expect(try addresses(of: "other") == ["10.1.0.9"])
    #expect(try add("two") == "10.1.0.3")
    try FileManager.default.removeItem(atPath: "\(root.path)/net/10.1.0.2")
    try root.write("net/10.1.0.4", "one\r\neth0\n")
    #expect(try release("one") == ["10.1.0.4"])
    #expect(try addresses(of: "two") == ["10.1.0.3"])
  }

  @Test func refusesALinkThatLeadsNowhere() throws {
    try FileManager.default.createSymbolicLink(
      atPath: "\(root.path)/net", withDestinationPath: "gone")
    #expect(throws: LeaseStoreError.self) { try add("one") }
  }

  /// Two changes within one tick of the clock leave the folder with one time of change.
  @Test func seesChangesThatComeAtOnce() throws {
    for number in 0..<200 {
      let id = "c\(number)"
      try locked { folder in
        _ = try folder.reserve(for: owner(id), in: set, rangeID: 0)
        _ = try folder.release(owner(id))
      }
      try root.write("net/10.1.0.9", "\(id)\r\neth0")
      #expect(try release(id) == ["10.1.0.9"])
    }
  }

  @Test func aRestoredTimeOfChangeDeceivesNobody() throws {
    _ = try add("one")
    let folder = "\(root.path)/net"
    let before = try FileManager.default.attributesOfItem(atPath: folder)[.modificationDate]
    try root.write("net/10.1.0.9", "other\r\neth0")
    try FileManager.default.setAttributes([.modificationDate: before as Any], ofItemAtPath: folder)
    #expect(try addresses(of: "other") == ["10.1.0.9"])
  }

  @Test func knowsTheOldFormat() throws {
    try root.write("net/10.1.0.7", "one")
    try root.write("net/10.1.0.8", "one\n")
    #expect(try addresses(of: "one", "any") == ["10.1.0.7", "10.1.0.8"])
    _ = try add("one")
    #expect(try release("one") == ["10.1.0.2"])
    #expect(try release("one") == ["10.1.0.7", "10.1.0.8"])
  }

  @Test(arguments: ["", "\0\0\0\0\0\0\0\0", "\r\n", " \n"])
  func takesFilesWithoutContentLast(_ content: String) throws {
    for number in [2, 3, 9] { try root.write("net/10.1.0.\(number)", content) }
    for number in [4, 5, 6, 7, 8, 10, 11, 12, 13, 14] {
      #expect(try add("c\(number)") == "10.1.0.\(number)")
    }
    #expect(try add("x2") == "10.1.0.2")
    #expect(try add("x3") == "10.1.0.3")
    #expect(try locked { try $0.reserve(address("10.1.0.9"), for: owner("x9"), rangeID: 0) })
    #expect(try add("x") == nil)
    #expect(try text("10.1.0.9") == "x9\r\neth0")
    #expect(try release("x2") == ["10.1.0.2"])
  }

  private func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }

  @Test func givesAnAddressThatIsAskedForOnce() throws {
    #expect(try locked { try $0.reserve(address("10.1.0.9"), for: owner("a"), rangeID: 0) })
    #expect(try !locked { try $0.reserve(address("10.1.0.9"), for: owner("b"), rangeID: 0) })
    #expect(try text("10.1.0.9") == "a\r\neth0")
    try locked { try $0.release(address("10.1.0.9"), of: owner("b")) }
    #expect(try addresses(of: "a") == ["10.1.0.9"])
    try locked { try $0.release(address("10.1.0.9"), of: owner("a")) }
    #expect(try addresses(of: "a") == [])
  }

  @Test func leavesWhatIsNoLeaseAlone() throws {
    let odd = ["README", "10.1.0.256", "010.1.0.3", "10.1.0.5.bak", "::a", "2001:DB8::1"]
    for name in odd { try root.write("net/\(name)", "one\r\neth0") }
    try root.folder("net/10.1.0.2")
    try root.fifo("net/10.1.0.3")
    try root.link("net/10.1.0.4", to: "/dev/zero")
    try root.write("net/10.1.0.5", [UInt8](repeating: 65, count: 1 << 20))
    #expect(try add("one") == "10.1.0.6")
    #expect(try release("one").sorted() == ["10.1.0.6", "::a"])
    let released = try locked { try $0.releaseAll(except: []).map(\.description) }
    #expect(released == ["10.1.0.5"])
    #expect(try names.count == odd.count - 1 + 3 + 2)
  }

  @Test func removesAllButTheValid() throws {
    for id in ["a", "b", "c"] { _ = try add(id) }
    _ = try add("a", "eth1")
    try root.write("net/10.1.0.10", "")
    try root.write("net/10.1.0.11", "b")
    try root.write("net/10.1.0.12", "gone")
    let released = try locked { try $0.releaseAll(except: [owner("a"), owner("b", "net7")]) }
    #expect(
      released.map(\.description).sorted() == [
        "10.1.0.10", "10.1.0.12", "10.1.0.3", "10.1.0.4", "10.1.0.5",
      ])
    #expect(try addresses(of: "a") == ["10.1.0.2"])
    #expect(try addresses(of: "b") == ["10.1.0.11"])
  }

  @Test func worksWithoutATable() throws {
    try root.write("tables", "a file where the folder should be")
    #expect(try add("one") == "10.1.0.2")
    #expect(try add("two") == "10.1.0.3")
    try locked { folder in
      let third = try folder.reserve(for: owner("three"), in: set, rangeID: 0)
      #expect(try folder.addresses(of: owner("three")) == [try #require(third)])
      #expect(try folder.release(owner("one")).count == 1)
      #expect(try folder.addresses(of: owner("one")) == [])
    }
    #expect(try addresses(of: "two") == ["10.1.0.3"])
  }

  @Test func saysWhatItCannotMake() throws {
    try root.write("net", "a file")
    #expect {
      try add("one")
    } throws: {
      "\($0)" == "cannot make the folder \(root.path)/net: mkdir: Not a directory"
    }
  }
}

/// The table beside the folder, damaged in every way.
struct LeaseTableTests {
  private let root: TemporaryFolder
  private let set: AddressRangeSet

  init() throws {
    root = try TemporaryFolder()
    set = try AddressRangeSet([try range("10.1.0.0/16")])
    for number in 0..<300 {
      try root.write("net/10.1.1.\(number % 250)", "c\(number % 250)\r\neth0")
    }
  }

  private func locked<Value>(_ body: (inout LeaseFolder) throws -> Value) throws -> Value {
    var folder = try LeaseFolder(path: "\(root.path)/net", tableFolder: "\(root.path)/tables")
    return try body(&folder)
  }

  private func table() throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(root.path)/tables")
    #expect(names.count == 1)
    return "\(root.path)/tables/\(try #require(names.first))"
  }

  private func owner(_ number: Int) -> LeaseOwner {
    LeaseOwner(containerID: "c\(number)", ifname: "eth0")
  }

  @Test func isKeptFromOneToTheNext() throws {
    #expect(try locked { try $0.addresses(of: owner(7)) }.map(\.description) == ["10.1.1.7"])
    let before = try FileManager.default.attributesOfItem(atPath: try table())[.systemFileNumber]
    for number in 300..<320 {
      _ = try locked { try $0.reserve(for: owner(number), in: set, rangeID: 0) }
      #expect(try locked { try $0.addresses(of: owner(number)) }.count == 1)
      #expect(try locked { try $0.release(owner(number)) }.count == 1)
    }
    let after = try FileManager.default.attributesOfItem(atPath: try table())[.systemFileNumber]
    #expect(before as? Int == after as? Int)
  }

  @Test(arguments: ["empty", "half", "garbage", "zero", "longer", "no slots", "full", "states"])
  func isMadeAgainWhereItIsBroken(_ damage: String) throws {
    _ = try locked { try $0.addresses(of: owner(7)) }
    let path = try table()
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    switch damage {
    case "empty": bytes = []
    case "half": bytes.removeLast(bytes.count / 2)
    case "garbage": bytes = bytes.map { ($0 &+ 13) &* 31 }
    case "zero": bytes = [UInt8](repeating: 0, count: bytes.count)
    case "longer": bytes += [0]
    case "no slots": bytes.removeLast(bytes.count - 4096)
    case "full": for slot in stride(from: 4096, to: bytes.count, by: 32) { bytes[slot + 25] = 3 }
    default: for index in 4096..<bytes.count { bytes[index] = 0xFF }
    }
    try Data(bytes).write(to: URL(filePath: path))
    #expect(try locked { try $0.addresses(of: owner(9)) }.map(\.description) == ["10.1.1.9"])
    #expect(try locked { try $0.release(owner(9)) }.map(\.description) == ["10.1.1.9"])
    let new = try locked { try $0.reserve(for: owner(999), in: set, rangeID: 0) }
    #expect(try locked { try $0.addresses(of: owner(999)) } == [try #require(new)])
  }

  @Test func damagedAtRandomItNeverMisleadsAboutWhoHoldsWhat() throws {
    var random = Seeded(seed: 5)
    for _ in 0..<60 {
      _ = try locked { try $0.addresses(of: owner(7)) }
      let path = try table()
      var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
      for _ in 0..<40 {
        bytes[Int.random(in: 4096..<bytes.count, using: &random)] = .random(
          in: 0...255, using: &random)
      }
      try Data(bytes).write(to: URL(filePath: path))
      let number = Int.random(in: 0..<250, using: &random)
      let found = try locked { try $0.addresses(of: owner(number)) }
      #expect(found.isEmpty || found.map(\.description) == ["10.1.1.\(number)"])
      // A change by somebody else has it made again.
      try root.write("net/10.1.1.\(number)", "c\(number)\r\neth0")
      try FileManager.default.removeItem(atPath: path)
      #expect(try locked { try $0.addresses(of: owner(number)) }.count == 1)
    }
  }

  @Test func manyLeasesWithOneContentAreFoundAndReleased() throws {
    for number in 0..<3000 {
      try root.write("net/10.1.\(8 + number / 250).\(number % 250)", "x\r\ny")
    }
    let owner = LeaseOwner(containerID: "x", ifname: "y")
    #expect(try locked { try $0.addresses(of: owner) }.count == 3000)
    #expect(try locked { try $0.addresses(of: self.owner(3)) }.count == 1)
    #expect(try locked { try $0.release(owner) }.count == 3000)
    #expect(try locked { try $0.addresses(of: owner) }.isEmpty)
    #expect(try locked { try $0.addresses(of: self.owner(3)) }.count == 1)
  }

  @Test func growsAndShrinks() throws {
    for number in 1000..<2000 {
      _ = try locked { try $0.reserve(for: owner(number), in: set, rangeID: 0) }
    }
    for number in 1000..<2000 {
      #expect(try locked { try $0.release(owner(number)) }.count == 1)
    }
    #expect(try locked { try $0.addresses(of: owner(3)) }.count == 1)
  }

  @Test func findsTheOneFreeAddressOfAFullRange() throws {
    let set = try AddressRangeSet([try range("10.8.0.0/20")])
    for number in 2..<4095 where number != 3000 {
      try root.write("net/10.8.\(number >> 8).\(number & 255)", "f\(number)\r\neth0")
    }
    let found = try locked { try $0.reserve(for: owner(1), in: set, rangeID: 0) }
    #expect(found?.description == "10.8.11.184")
    #expect(try locked { try $0.reserve(for: owner(2), in: set, rangeID: 0) } == nil)
  }
}
