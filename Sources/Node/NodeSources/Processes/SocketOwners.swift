import Glibc
import LinuxSystem

/// A process that has a socket open.
public struct SocketOwner: Hashable, Sendable {
  public var pid: Int32
  /// The name of the program, at most 15 bytes (`/proc/PID/comm`).
  public var command: String
  /// The container that it is in, with the uid of the pod; nil for a process of the node itself.
  public var container: CgroupContainer?
}

/// Which processes have which sockets open, by the links in `/proc/PID/fd`.
///
/// Looking through the descriptors of all processes is the dearest thing there is to know about a
/// socket, so what was found is kept, and only sockets that nobody is known for are looked for. A
/// socket that a process passes on to another one later is still said to be the first one's.
public struct SocketOwners: Sendable {
  private struct Known: Sendable {
    /// Sorted by process.
    var owners: [SocketOwner]
    /// Of the first one: the inode number of its entry in `/proc`, another one for a later process.
    var entry: UInt64
  }

  private var known: [UInt64: Known] = [:]
  /// How the last search went; ok where none was needed.
  public private(set) var status = SourceStatus("proc:sockets", .ok)

  public init() {}

  /// The processes that have a socket open, by the inode of the socket; sorted by id.
  public subscript(inode: UInt32) -> [SocketOwner] { known[UInt64(inode)]?.owners ?? [] }

  /// Looks for the owners of sockets, in the processes of some namespaces.
  ///
  /// - Parameters:
  ///   - inodes: All that are wanted; others are forgotten. 0, which nobody has, is ignored.
  ///   - namespaces: Where the processes live; nil searches all of them. A socket stays in the
  ///     namespace that it was made in, a process may be elsewhere: that is rare.
  public mutating func find(
    _ inodes: some Sequence<UInt32>, in namespaces: Set<UInt64>?, of table: ProcessTable
  ) {
    let wanted = Set(inodes.lazy.filter { $0 != 0 }.map(UInt64.init))
    known = known.filter { inode, entry in
      guard wanted.contains(inode), let first = entry.owners.first else { return false }
      return table.process(first.pid)?.entry == entry.entry
    }
    let missing = wanted.subtracting(known.keys)
    status = SourceStatus("proc:sockets", .ok)
    guard !missing.isEmpty else { return }
    guard let folder = ProcessFolder(table.path) else {
      status = SourceStatus("proc:sockets", .error, "cannot list \(table.path)")
      return
    }
    var denied = 0
    for process in table.processes where namespaces?.contains(process.namespace) ?? true {
      var found: Set<UInt64> = []
      let failure = folder.forEachSocket(of: process.pid) { inode in
        if missing.contains(inode) { found.insert(inode) }
      }
      if failure == EACCES || failure == EPERM { denied += 1 }
      guard !found.isEmpty else { continue }
      let owner = SocketOwner(
        pid: process.pid,
        command: folder.withFile(process.pid, "/comm") { bytes in
          String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        } ?? "", container: table.container(of: process))
      for inode in found {
        known[inode, default: Known(owners: [], entry: process.entry)].owners.append(owner)
      }
    }
    guard denied > 0 else { return }
    status = SourceStatus(
      "proc:sockets", .denied,
      "cannot see the sockets of \(denied) processes in \(table.path): permission denied"
        + Denial.advice)
  }
}

extension ProcessTable {
  /// The inode numbers of all sockets that a process has open; none where they may not be seen.
  func sockets(of pid: Int32) -> Set<UInt64> {
    var found: Set<UInt64> = []
    _ = ProcessFolder(path)?.forEachSocket(of: pid) { found.insert($0) }
    return found
  }
}
