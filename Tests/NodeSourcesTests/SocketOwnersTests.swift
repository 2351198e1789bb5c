import Glibc
import NodeSources
import TestSupport
import Testing

struct SocketOwnersTests {
  private func ownSocket() throws -> (fd: CInt, inode: UInt32) {
    let fd = socket(AF_INET, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    try #require(fd >= 0)
    var status = stat()
    fstat(fd, &status)
    return (fd, UInt32(truncatingIfNeeded: status.st_ino))
  }

  @Test func findsOwnSocketAndForgetsIt() throws {
    let (fd, inode) = try ownSocket()
    defer { close(fd) }
    var table = ProcessTable()
    table.refresh()
    let namespace = try #require(table.namespace(of: getpid()))
    var owners = SocketOwners()
    owners.find([inode, 0], in: [namespace], of: table)
    #expect(owners[inode].map(\.pid) == [getpid()])
    #expect(owners[inode].first?.command.isEmpty == false)
    // Nobody has it in a namespace that is not there, unless it is remembered.
    owners.find([inode], in: [1], of: table)
    #expect(owners[inode].count == 1)
    owners.find([], in: nil, of: table)
    #expect(owners[inode].isEmpty)
    owners.find([inode], in: [1], of: table)
    #expect(owners[inode].isEmpty)
    owners.find([inode], in: nil, of: table)
    #expect(owners[inode].map(\.pid) == [getpid()])
  }

  /// What is no number of a socket is no socket, and nothing that a file system says is trusted.
  @Test func survivesOddLinks() throws {
    let files = try TemporaryFolder()
    try files.link("proc/7/ns/net", to: "net:[5]")
    for (name, target) in [
      ("0", "socket:[]"), ("1", "socket:[x]"), ("2", "socket:[99999999999999999999999]"),
      ("3", "/dev/null"), ("4", "socket:[12"), ("5", "socket:[12]"), ("6", "s"),
      ("7", String(repeating: "a", count: 300)),
    ] { try files.link("proc/7/fd/\(name)", to: target) }
    try files.write("proc/7/comm", "bird\n")
    try files.write("proc/8/fd", "not a folder")
    var table = ProcessTable(path: files.path + "/proc")
    table.refresh()
    var owners = SocketOwners()
    owners.find([12, 13], in: nil, of: table)
    #expect(owners[12].map(\.command) == ["bird"])
    #expect(owners[13].isEmpty)
    #expect(owners.status.status == .ok)
  }
}
