import Glibc
import LinuxSystem
import NetworkTypes

/// A file that finds the leases of a container without a look at all of them: a hash table
/// with open addressing, from the hash of a lease's content to its address.
///
/// A page for the header, then slots of 32 bytes in the byte order of the machine: hash, address
/// (high, low), family, state, 6 unused. Whoever uses it holds the lock of the network. It does
/// no more than point at leases: that it belongs to the folder as it is now, is for `Stamp` to
/// say, and each lease found is read before anything is done with it.
struct LeaseTable: ~Copyable, Sendable {
  private enum State: UInt8 {
    case empty = 0
    case live = 1
    case blank = 2
    case removed = 3
  }

  private static let magic: UInt64 = 0x316c_7061_6d69_6e63  // "cnimapl1" in little-endian
  private static let headerLength = 4096
  private static let slotLength = 32
  /// So many slots are read at once: one page.
  private static let step = 128

  private let file: OwnedDescriptor
  /// A power of two.
  private let capacity: Int
  /// Slots that are not empty, also those of removed leases.
  private var filled: Int

  /// Opens a table if it is one and belongs to the folder as it is; nil if not.
  init?(path: String, for stamp: FolderStamp) {
    let fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
    guard fd >= 0 else { return nil }
    let owner = OwnedDescriptor(adopting: fd)
    var status = stat()
    var words = [UInt64](repeating: 0, count: 3 + FolderStamp.wordCount)
    guard fstat(fd, &status) == 0, Self.transfer(fd, &words, 0, Self.read) else { return nil }
    let capacity = Int(clamping: words[1])
    let filled = Int(clamping: words[2])
    guard words[0] == Self.magic, capacity >= Self.step, capacity & (capacity - 1) == 0,
      capacity <= 1 << 28, filled < capacity,
      Int(status.st_size) == Self.headerLength + capacity * Self.slotLength,
      words[3...].elementsEqual(stamp.words)
    else { return nil }
    file = owner
    self.capacity = capacity
    self.filled = filled
  }

  /// Makes a table of these leases that takes the place of another one only when it is whole.
  ///
  /// It belongs to no folder until `settle`.
  init(path: String, records: [LeaseRecord]) throws(SystemCallError) {
    var capacity = Self.step
    while capacity < records.count * 2 + 16 { capacity *= 2 }
    // In the order of their places, so that many leases with one content cost no search.
    let mask = UInt64(capacity - 1)
    var bytes = [UInt8](repeating: 0, count: Self.headerLength + capacity * Self.slotLength)
    var slot = 0
    var late: [LeaseRecord] = []
    for record in records.sorted(by: { $0.hash & mask < $1.hash & mask }) {
      slot = max(slot, Int(record.hash & mask))
      // Those that find no room before the end of the table go on at its start.
      guard slot < capacity else {
        late.append(record)
        continue
      }
      Self.write(record, to: &bytes, at: Self.headerLength + slot * Self.slotLength)
      slot += 1
    }
    slot = 0
    for record in late {
      while bytes[Self.headerLength + slot * Self.slotLength + 25] != State.empty.rawValue {
        slot += 1
      }
      Self.write(record, to: &bytes, at: Self.headerLength + slot * Self.slotLength)
    }
    let new = "\(path).\(getpid())"
    let owner = OwnedDescriptor(
      adopting: try systemCall("open") {
        open(new, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
      })
    do {
      try owner.writeAll(bytes)
      try systemCall("rename") { rename(new, path) }
    } catch {
      unlink(new)
      throw error
    }
    file = owner
    self.capacity = capacity
    filled = records.count
  }

  /// Whether the next leases are better kept in a new table.
  var isCrowded: Bool { filled > capacity / 4 * 3 }

  /// The leases whose content has this hash; nil if the table cannot be read.
  func addresses(hash: UInt64) -> [IPAddress]? {
    var found: [IPAddress] = []
    let isRead = visit(from: hash) { _, record, state in
      guard state != .empty else { return false }
      if state == .live, record.hash == hash { found.append(record.address) }
      return true
    }
    return isRead ? found : nil
  }

  /// All leases; nil if the table cannot be read.
  func records() -> [LeaseRecord]? {
    var records: [LeaseRecord] = []
    records.reserveCapacity(filled)
    var slot = 0
    var bytes = [UInt8](repeating: 0, count: min(2048, capacity) * Self.slotLength)
    while slot < capacity {
      guard Self.transfer(file.rawValue, &bytes, offset(of: slot), Self.read) else { return nil }
      for start in stride(from: 0, to: bytes.count, by: Self.slotLength) {
        guard let (record, state) = Self.read(bytes, at: start) else { return nil }
        if state == .live || state == .blank { records.append(record) }
      }
      slot += bytes.count / Self.slotLength
    }
    return records
  }

  /// Adds a lease; false if it could not, and the table is of no more use.
  mutating func insert(_ record: LeaseRecord) -> Bool {
    var place: (slot: Int, isEmpty: Bool)?
    let isRead = visit(from: record.hash) { slot, _, state in
      guard state == .empty || state == .removed else { return true }
      place = (slot, state == .empty)
      return false
    }
    guard isRead, let place else { return false }
    var bytes = [UInt8](repeating: 0, count: Self.slotLength)
    Self.write(record, to: &bytes, at: 0)
    if place.isEmpty { filled += 1 }
    return Self.transfer(file.rawValue, &bytes, offset(of: place.slot), Self.write)
  }

  /// Takes a lease out, if it is in; false if it could not.
  mutating func remove(_ record: LeaseRecord) -> Bool {
    var place: Int?
    let isRead = visit(from: record.hash) { slot, other, state in
      guard state != .empty else { return false }
      guard state != .removed, other == record else { return true }
      place = slot
      return false
    }
    guard isRead else { return false }
    guard let place else { return true }
    var bytes: [UInt8] = [State.removed.rawValue]
    return Self.transfer(file.rawValue, &bytes, offset(of: place) + 25, Self.write)
  }

  /// Says that the table has all leases of the folder with this stamp.
  func settle(_ stamp: FolderStamp) -> Bool {
    var words = [Self.magic, UInt64(capacity), UInt64(filled)] + stamp.words
    return Self.transfer(file.rawValue, &words, 0, Self.write)
  }
}

// MARK: Slots

extension LeaseTable {
  /// Looks at slots from the place of a hash on, until `body` says false; false if the table
  /// cannot be read or is full.
  private func visit(
    from hash: UInt64, _ body: (Int, LeaseRecord, State) -> Bool
  ) -> Bool {
    var slot = Int(hash & UInt64(capacity - 1))
    var seen = 0
    while seen < capacity {
      let count = min(Self.step, capacity - slot)
      var bytes = [UInt8](repeating: 0, count: count * Self.slotLength)
      guard Self.transfer(file.rawValue, &bytes, offset(of: slot), Self.read) else { return false }
      for index in 0..<count {
        guard let (record, state) = Self.read(bytes, at: index * Self.slotLength) else {
          return false
        }
        if !body(slot + index, record, state) { return true }
      }
      seen += count
      slot = (slot + count) & (capacity - 1)
    }
    return false
  }

  private func offset(of slot: Int) -> Int { Self.headerLength + slot * Self.slotLength }

  /// Nil for bytes that no table has.
  private static func read(_ bytes: [UInt8], at start: Int) -> (LeaseRecord, State)? {
    guard let state = State(rawValue: bytes[start + 25]) else { return nil }
    func word(_ index: Int) -> UInt64 {
      bytes.span.bytes.unsafeLoadUnaligned(fromByteOffset: start + 8 * index, as: UInt64.self)
    }
    let family: AddressFamily = bytes[start + 24] == AddressFamily.ipv6.rawValue ? .ipv6 : .ipv4
    let address = IPAddress(high: word(1), low: word(2), family: family)
    return (LeaseRecord(hash: word(0), address: address, isBlank: state == .blank), state)
  }

  private static func write(_ record: LeaseRecord, to bytes: inout [UInt8], at start: Int) {
    bytes.withUnsafeMutableBytes { buffer in
      buffer.storeBytes(of: record.hash, toByteOffset: start, as: UInt64.self)
      buffer.storeBytes(of: record.address.high, toByteOffset: start + 8, as: UInt64.self)
      buffer.storeBytes(of: record.address.low, toByteOffset: start + 16, as: UInt64.self)
      buffer[start + 24] = record.address.family.rawValue
      buffer[start + 25] = (record.isBlank ? State.blank : .live).rawValue
    }
  }

  // The two calls with one signature.
  private static func read(
    _ file: CInt, _ buffer: UnsafeMutableRawPointer, _ count: Int, _ offset: Int
  ) -> Int { pread(file, buffer, count, off_t(offset)) }
  private static func write(
    _ file: CInt, _ buffer: UnsafeMutableRawPointer, _ count: Int, _ offset: Int
  ) -> Int { pwrite(file, buffer, count, off_t(offset)) }

  /// Reads or writes a whole array at an offset.
  private static func transfer<Element: BitwiseCopyable>(
    _ file: CInt, _ array: inout [Element], _ offset: Int,
    _ call: (CInt, UnsafeMutableRawPointer, Int, Int) -> Int
  ) -> Bool {
    array.withUnsafeMutableBytes { buffer in
      var done = 0
      while done < buffer.count {
        let count = call(file, buffer.baseAddress! + done, buffer.count - done, offset + done)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        done += count
      }
      return true
    }
  }
}
