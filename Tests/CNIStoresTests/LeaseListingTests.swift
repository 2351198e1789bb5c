import Glibc
import LinuxSystem
import NetworkTypes
import TestSupport
import Testing

@testable import CNIStores

struct LeaseListingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(known: LeaseListing? = nil, limit: Int = 100) throws -> LeaseListing {
    try LeaseListing("net", in: RootedFiles(root: folder.path), known: known, limit: limit)
  }

  @Test func readsBothFormatsAndWhatIsNone() throws {
    try folder.write("net/10.1.2.3", "abc\r\neth0")
    try folder.write("net/10.1.2.4", "abc")
    try folder.write("net/10.1.2.5", "")
    try folder.write("net/10.1.2.6", [0, 1, 2, 255])
    try folder.write("net/fd00::5", "def\neth1\n")
    try folder.write("net/fd00:0::6", "no name that Go writes")
    try folder.write("net/lock", "")
    try folder.write("net/last_reserved_ip.0", "10.1.2.6")
    try folder.write("net/last_reserved_ip.1", "nonsense")
    try folder.write("net/notes.txt", "hello")
    try folder.folder("net/10.1.2.7")
    try folder.write("net/10.1.2.8", [UInt8](repeating: 65, count: 1 << 20))
    let listing = try read()
    #expect(
      listing.leases.map(\.address.description) == [
        "10.1.2.3", "10.1.2.4", "10.1.2.5", "10.1.2.6", "10.1.2.7", "10.1.2.8", "fd00::5",
      ])
    #expect(
      listing.leases.map(\.content) == [
        .owner(containerID: "abc", ifname: "eth0"), .owner(containerID: "abc", ifname: nil),
        .blank, .unreadable("its content is no container ID"),
        .unreadable("it is no regular file"), .unreadable("its content is no container ID"),
        .owner(containerID: "def", ifname: "eth1"),
      ])
    #expect(listing.lastReserved == [0: IPAddress("10.1.2.6")!])
    #expect(Set(listing.strangers) == ["fd00:0::6", "notes.txt"])
    #expect(!listing.isTruncated)
  }

  @Test func saysThatThereAreMore() throws {
    for number in 0..<20 { try folder.write("net/10.0.0.\(number)", "a") }
    let listing = try read(limit: 10)
    #expect(listing.leases.count == 10)
    #expect(listing.isTruncated)
  }

  @Test func anAbsentFolderIsAnError() {
    #expect(throws: FileError.absent(path: "net")) { try read() }
  }

  /// Unchanged files are not read again; changed, new and deleted ones show.
  @Test func readsOnlyWhatChanged() throws {
    try folder.write("net/10.0.0.1", "a\r\neth0")
    try folder.write("net/10.0.0.2", "b\r\neth0")
    let past = [timespec(tv_sec: 1000, tv_nsec: 0), timespec(tv_sec: 1000, tv_nsec: 0)]
    utimensat(AT_FDCWD, "\(folder.path)/net/10.0.0.1", past, 0)
    let first = try read()
    // A change of the content that keeps size and time is one that nobody makes.
    try folder.write("net/10.0.0.1", "c\r\neth0")
    utimensat(AT_FDCWD, "\(folder.path)/net/10.0.0.1", past, 0)
    try folder.write("net/10.0.0.2", "d\r\neth0")
    try folder.write("net/10.0.0.3", "e\r\neth0")
    let second = try read(known: first)
    #expect(
      second.leases.map(\.content)
        == ["a", "d", "e"].map {
          .owner(containerID: $0, ifname: "eth0")
        })
    try folder.remove("net/10.0.0.2")
    #expect(try read(known: second).leases.count == 2)
  }

  @Test(arguments: 0..<50) func survivesAnyContent(_ seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    for number in 0..<20 {
      var bytes = Array("0123456789abcdef\r\neth0".utf8)
      for _ in 0..<Int.random(in: 0..<6, using: &random) { random.mutate(&bytes) }
      try folder.write("net/10.0.0.\(number)", bytes)
    }
    #expect(try read().leases.count == 20)
  }
}
