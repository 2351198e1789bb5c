import Glibc
import LinuxSystem
public import NetworkTypes

/// host-local's leases of one network, locked against every other writer for as long as the
/// value lives.
///
/// A file for each address, whose name it has, with the container and its interface in it;
/// `last_reserved_ip.N`; `lock`, on which everybody holds flock(2) meanwhile: the files of the
/// reference plugin, with which they can be shared. A table outside the folder (`LeaseTable`)
/// saves looking into every file.
///
/// A file without content is what a writer leaves that died, or met a full disk, between making
/// and filling it. It is safe to take: both happen under the lock, so with the lock in hand no
/// writer is between the two, and an ADD that got no further gave the address to nobody. Some
/// people reserve an address by such a file, without the lock; so it is taken only where it was
/// asked for by number or nothing else is free.
public struct LeaseFolder: ~Copyable {
  public static let defaultDataFolder = "/var/lib/cni/networks"
  public static let defaultTableFolder = "/run/cni/cnitop/leases"

  public let path: String
  private let folder: LockedFolder
  private let tableFolder: String
  /// What finds leases without reading all of them; nil until it is needed and where none can
  /// be kept.
  private var table: LeaseTable?
  /// In place of a table that cannot be kept.
  private var records: [LeaseRecord]?
  private var isChanged = false

  /// Waits for the lock.
  ///
  /// - Parameters:
  ///   - path: Made where it is not there, with all folders above it.
  ///   - tableFolder: For tables of all networks, likewise; a failure there only costs time.
  public init(
    path: String, tableFolder: String = LeaseFolder.defaultTableFolder
  ) throws(LeaseStoreError) {
    self.path = path
    self.tableFolder = tableFolder
    folder = try LockedFolder.open(path)
  }

  deinit {
    guard isChanged, table != nil, let stamp = try? FolderStamp(renewing: folder.directory) else {
      return
    }
    _ = table?.settle(stamp)
  }

  /// The addresses that an interface of a container holds, also by leases of the old format.
  public mutating func addresses(of owner: LeaseOwner) throws(LeaseStoreError) -> [IPAddress] {
    try addresses(with: owner.content) + addresses(with: owner.oldContent)
  }

  /// Gives an interface an address of a set.
  ///
  /// - Parameter rangeID: The number of the set, for `last_reserved_ip`.
  /// - Returns: Nil if all of them are taken.
  public mutating func reserve(
    for owner: LeaseOwner, in set: AddressRangeSet, rangeID: Int
  ) throws(LeaseStoreError) -> IPAddress? {
    try load()
    let file = NewLease(owner, in: self)
    var walk = AddressWalk(set, after: LeaseFiles.lastReserved(rangeID, in: folder.directory))
    // A run of taken addresses is rarely longer; then the table is cheaper than attempts.
    for _ in 0..<128 {
      guard let address = walk.next() else { break }
      if try add(address, file, owner, rangeID) { return address }
    }
    var used = try allRecords().map(\.address)
    while let address = walk.next(notIn: used) {
      if try add(address, file, owner, rangeID) { return address }
      used.append(address)
    }
    // The table does not hear of a file that was emptied where it is, so all are looked at.
    try scan()
    let blank = try allRecords().filter { record in
      record.isBlank
        && set.range(of: record.address).map { $0.gateway != record.address } ?? false
    }
    for record in blank.sorted(by: { $0.address < $1.address }) {
      guard try reclaim(record.address) else { continue }
      if try add(record.address, file, owner, rangeID) { return record.address }
    }
    return nil
  }

  /// Gives an interface this address; false if it is taken.
  public mutating func reserve(
    _ address: IPAddress, for owner: LeaseOwner, rangeID: Int
  ) throws(LeaseStoreError) -> Bool {
    try load()
    let file = NewLease(owner, in: self)
    if try add(address, file, owner, rangeID) { return true }
    guard try reclaim(address) else { return false }
    return try add(address, file, owner, rangeID)
  }

  /// Takes all addresses from an interface of a container: those of the old format, which are
  /// of all its interfaces, only where it has no others.
  @discardableResult
  public mutating func release(_ owner: LeaseOwner) throws(LeaseStoreError) -> [IPAddress] {
    for content in [owner.content, owner.oldContent] {
      let found = try addresses(with: content)
      for address in found { try remove(LeaseRecord(address: address, content: content)) }
      if !found.isEmpty { return found }
    }
    return []
  }

  /// Takes one address from an interface of a container, if it holds it.
  public mutating func release(
    _ address: IPAddress, of owner: LeaseOwner
  ) throws(LeaseStoreError) {
    guard content(of: address) == owner.content else { return }
    try load()
    try remove(LeaseRecord(address: address, content: owner.content))
  }

  /// Takes the addresses from all who are not among the owners.
  ///
  /// Files without content go too; a lease of the old format stays with any interface of its
  /// container.
  public mutating func releaseAll(
    except owners: Set<LeaseOwner>
  ) throws(LeaseStoreError) -> [IPAddress] {
    try load()
    let containers = Set(owners.map(\.containerID))
    var released: [IPAddress] = []
    for address in try LeaseFiles.addresses(in: folder.directory, path) {
      guard let content = content(of: address) else { continue }
      let (containerID, ifname) = content.names
      let isKept =
        if content.isBlank {
          false
        } else if let ifname {
          owners.contains(LeaseOwner(containerID: containerID, ifname: ifname))
        } else {
          containers.contains(containerID)
        }
      guard !isKept else { continue }
      try remove(LeaseRecord(address: address, content: content))
      released.append(address)
    }
    return released
  }
}

// MARK: Files

extension LeaseFolder {
  /// A lease before it has an address, as a whole file where the file system can do that.
  private struct NewLease: ~Copyable {
    let content: [UInt8]
    let file: UnnamedFile?
    let failure: SystemCallError?

    init(_ owner: LeaseOwner, in folder: borrowing LeaseFolder) {
      content = owner.content.bytes
      var file: UnnamedFile?
      var failure: SystemCallError?
      do throws(SystemCallError) {
        file = try UnnamedFile(in: folder.folder.directory, mode: 0o600, content: content)
      } catch { failure = error }
      self.file = file
      self.failure = failure
    }
  }

  /// Makes the file of an address; false if there is one.
  private mutating func add(
    _ address: IPAddress, _ lease: borrowing NewLease, _ owner: LeaseOwner, _ rangeID: Int
  ) throws(LeaseStoreError) -> Bool {
    let name = address.goText
    do throws(SystemCallError) {
      if lease.file != nil {
        do {
          try lease.file?.link(name, in: folder.directory)
        } catch {
          // Without /proc the file has no path to link from.
          guard error.errno == .noSuchFile else { throw error }
          try create(name, lease.content)
        }
      } else if let failure = lease.failure, failure.errno == .noSpace || failure.errno == .quota {
        throw failure
      } else {
        try create(name, lease.content)
      }
    } catch {
      if error.errno == .fileExists { return false }
      throw LeaseStoreError("write", "\(path)/\(name)", error)
    }
    isChanged = true
    note(LeaseRecord(address: address, content: owner.content))
    setLastReserved(rangeID, name)
    return true
  }

  /// The way of the reference plugin: a process that is killed here leaves an empty file.
  private func create(_ name: String, _ content: [UInt8]) throws(SystemCallError) {
    let directory = folder.directory.rawValue
    let file = OwnedDescriptor(
      adopting: try systemCall("open") {
        openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      })
    do { try file.writeAll(content) } catch {
      unlinkat(directory, name, 0)
      throw error
    }
  }

  /// Deletes the file of an address if it names nobody.
  private mutating func reclaim(_ address: IPAddress) throws(LeaseStoreError) -> Bool {
    guard let content = content(of: address), content.isBlank else { return false }
    try remove(LeaseRecord(address: address, content: content))
    return true
  }

  private mutating func remove(_ record: LeaseRecord) throws(LeaseStoreError) {
    let directory = folder.directory.rawValue
    let name = record.address.goText
    isChanged = true
    do { try systemCall("unlink") { unlinkat(directory, name, 0) } } catch {
      guard error.errno == .noSuchFile else {
        throw LeaseStoreError("delete", "\(path)/\(name)", error)
      }
    }
    if table?.remove(record) == false { table = nil }
    records?.removeAll { $0 == record }
  }

  private func content(of address: IPAddress) -> LeaseContent? {
    LeaseFiles.content(address.goText, in: folder.directory)
  }

  /// A hint, whose loss only costs the order; so a failure is none of the lease.
  private func setLastReserved(_ rangeID: Int, _ text: String) {
    let fd = openat(
      folder.directory.rawValue, "last_reserved_ip.\(rangeID)", O_WRONLY | O_CREAT | O_CLOEXEC,
      0o600)
    guard fd >= 0 else { return }
    let file = OwnedDescriptor(adopting: fd)
    // Written over, not truncated first: its block is there even when the disk is full.
    guard (try? file.writeAll(Array(text.utf8))) != nil else { return }
    _ = ftruncate(fd, off_t(text.utf8.count))
  }
}

// MARK: Finding

extension LeaseFolder {
  private mutating func addresses(
    with content: LeaseContent
  ) throws(LeaseStoreError) -> [IPAddress] {
    try load()
    var candidates = table?.addresses(hash: content.hash)
    if candidates == nil, records == nil {
      try scan()
      candidates = table?.addresses(hash: content.hash)
    }
    if let records {
      candidates = records.filter { $0.hash == content.hash && !$0.isBlank }.map(\.address)
    }
    return (candidates ?? []).filter { self.content(of: $0) == content }
  }

  private mutating func allRecords() throws(LeaseStoreError) -> [LeaseRecord] {
    if let known = table?.records() { return known }
    if let records { return records }
    try scan()
    return records ?? table?.records() ?? []
  }

  private mutating func note(_ record: LeaseRecord) {
    if table?.insert(record) == false { table = nil }
    records?.append(record)
  }

  /// Finds the table, or makes one where it is not there or not of the folder as it is now.
  private mutating func load() throws(LeaseStoreError) {
    guard table == nil, records == nil else { return }
    if let stamp = try? FolderStamp(of: folder.directory) {
      table = LeaseTable(path: "\(tableFolder)/\(stamp.fileName)", for: stamp)
    }
    guard table?.isCrowded ?? true else { return }
    if let known = table?.records() { keep(known) } else { try scan() }
  }

  private mutating func scan() throws(LeaseStoreError) {
    var found: [LeaseRecord] = []
    for address in try LeaseFiles.addresses(in: folder.directory, path) {
      guard let content = content(of: address) else { continue }
      found.append(LeaseRecord(address: address, content: content))
    }
    keep(found)
  }

  /// In a table if possible, else in memory.
  private mutating func keep(_ found: [LeaseRecord]) {
    table = nil
    records = nil
    isChanged = true
    do {
      let stamp = try FolderStamp(of: folder.directory)
      try WrittenFile.makeFolder(tableFolder, mode: 0o700)
      table = try LeaseTable(path: "\(tableFolder)/\(stamp.fileName)", records: found)
    } catch {
      records = found
    }
  }
}
