import Glibc
public import LinuxSystem
public import NetworkTypes

/// A folder of host-local's leases as it was read: without its lock, and changing nothing.
///
/// A writer that is at work meanwhile shows at most as a lease more or less.
public struct LeaseListing: Hashable, Sendable {
  /// The file of an address.
  public struct Lease: Hashable, Sendable {
    public var address: IPAddress
    public var content: Content
    /// When it was written, in nanoseconds since 1970.
    public var modifiedNanoseconds: Int64
    fileprivate var size: Int64
    fileprivate var inode: UInt64
  }

  public enum Content: Hashable, Sendable {
    /// The interface is nil in the format before version 0.7.3: the lease is of all of them.
    case owner(containerID: String, ifname: String?)
    /// Nothing but blanks: reserved by hand, or left by a writer that died.
    case blank
    /// Why it could not be read, or what it has that is no container ID.
    case unreadable(String)
  }

  /// By address.
  public private(set) var leases: [Lease] = []
  /// The last address of each range set that was given out (`last_reserved_ip.N`).
  public private(set) var lastReserved: [Int: IPAddress] = [:]
  /// Names of files that are no address and that host-local does not write; at most a few.
  public private(set) var strangers: [String] = []
  public private(set) var strangerCount = 0
  /// Whether there were more names than are looked at.
  public private(set) var isTruncated = false

  /// How many names of a folder are looked at.
  public static let limit = 1_000_000

  /// Reads a folder.
  ///
  /// - Parameter known: What was read of it before: files that did not change are not read again.
  public init(
    _ path: String, in files: RootedFiles, known: LeaseListing? = nil, limit: Int = Self.limit
  ) throws(FileError) {
    let folder = try files.openFolder(path)
    let names: [String]
    do throws(SystemCallError) {
      (names, isTruncated) = try LeaseFiles.names(in: folder, limit: limit)
    } catch {
      throw .io(path: path, call: error.call, errno: error.errno.rawValue)
    }
    let old = Dictionary(
      (known?.leases ?? []).map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
    // What was written a moment ago may be written again in the same tick of the clock.
    let settled = (Clock.now() &- 1_000_000) &* 1000
    leases.reserveCapacity(names.count)
    for name in names {
      guard let address = IPAddress(name), address.goText == name else {
        note(name, in: folder)
        continue
      }
      if let lease = Self.lease(address, name, in: folder, old[address], settled: settled) {
        leases.append(lease)
      }
    }
    leases.sort { $0.address < $1.address }
  }

  private mutating func note(_ name: String, in folder: borrowing OwnedDescriptor) {
    if name == "lock" { return }
    if name.hasPrefix("last_reserved_ip."), let index = Int(name.dropFirst(17)),
      name == "last_reserved_ip.\(index)"
    {
      lastReserved[index] = LeaseFiles.lastReserved(index, in: folder)
      return
    }
    strangerCount += 1
    if strangers.count < 3 { strangers.append(name) }
  }

  /// Nil for a file that was deleted since the folder was listed.
  private static func lease(
    _ address: IPAddress, _ name: String, in folder: borrowing OwnedDescriptor, _ old: Lease?,
    settled: Int64
  ) -> Lease? {
    var status = stat()
    guard fstatat(folder.rawValue, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      guard errno != ENOENT else { return nil }
      return Lease(
        address: address, content: .unreadable("\(ErrorNumber(rawValue: errno))"),
        modifiedNanoseconds: 0, size: 0, inode: 0)
    }
    var lease = Lease(
      address: address, content: .blank,
      modifiedNanoseconds: Int64(status.st_mtim.tv_sec) &* 1_000_000_000
        &+ Int64(status.st_mtim.tv_nsec), size: Int64(status.st_size),
      inode: UInt64(status.st_ino))
    if let old, old.inode == lease.inode, old.size == lease.size,
      old.modifiedNanoseconds == lease.modifiedNanoseconds, old.modifiedNanoseconds < settled
    {
      return old
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      lease.content = .unreadable("it is no regular file")
      return lease
    }
    guard let content = LeaseFiles.content(name, in: folder) else {
      guard errno != ENOENT else { return nil }
      lease.content = .unreadable("\(ErrorNumber(rawValue: errno))")
      return lease
    }
    lease.content = Content(content)
    return lease
  }
}

extension LeaseListing.Content {
  /// The largest ID that is taken for one: a runtime's has 64 digits, a name 63 letters.
  private static let longest = 512

  init(_ content: LeaseContent) {
    guard !content.isBlank else {
      self = .blank
      return
    }
    // What a runtime calls a container is printable; anything else is another kind of file.
    guard content.bytes.count <= Self.longest,
      content.bytes.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == 13 || $0 == 10 })
    else {
      self = .unreadable("its content is no container ID")
      return
    }
    let (containerID, ifname) = content.names
    self = .owner(containerID: containerID, ifname: ifname)
  }
}
