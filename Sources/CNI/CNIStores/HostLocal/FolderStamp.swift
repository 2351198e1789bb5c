import Glibc
import LinuxSystem

/// What tells whether something was made or deleted in a folder since.
///
/// Whoever makes or deletes a file sets the time of change of its folder to now. That alone does
/// not do: two changes within one tick of the kernel's clock (4 ms) have the same time. So the
/// time is set by hand, to seconds in the past and a fraction that no tick has; every other
/// writer, and every process that ended between its change and the new stamp, shows.
struct FolderStamp: Hashable, Sendable {
  private var device: UInt64
  private var inode: UInt64
  private var modified: (seconds: Int64, nanoseconds: Int64)
  /// The time of the last change of the inode, which cannot be set: a time of change that was
  /// restored from a copy shows here.
  private var changed: (seconds: Int64, nanoseconds: Int64)

  static let wordCount = 6
  var words: [UInt64] {
    [
      device, inode, UInt64(bitPattern: modified.seconds), UInt64(bitPattern: modified.nanoseconds),
      UInt64(bitPattern: changed.seconds), UInt64(bitPattern: changed.nanoseconds),
    ]
  }

  static func == (left: Self, right: Self) -> Bool { left.words == right.words }
  func hash(into hasher: inout Hasher) { hasher.combine(words) }

  /// The stamp that a folder has.
  init(of directory: borrowing OwnedDescriptor) throws(SystemCallError) {
    var status = stat()
    let fd = directory.rawValue
    try systemCall("fstat") { fstat(fd, &status) }
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    modified = (Int64(status.st_mtim.tv_sec), Int64(status.st_mtim.tv_nsec))
    changed = (Int64(status.st_ctim.tv_sec), Int64(status.st_ctim.tv_nsec))
  }

  /// Gives a folder a stamp that it never had.
  init(renewing directory: borrowing OwnedDescriptor) throws(SystemCallError) {
    let now = Clock.now()
    let fraction = Int(Clock.monotonicNanoseconds() % 1_000_000_000)
    let times = [
      timespec(tv_sec: 0, tv_nsec: omittedTime),
      timespec(tv_sec: Int(now / 1_000_000) - 10, tv_nsec: fraction),
    ]
    let fd = directory.rawValue
    try systemCall("futimens") { futimens(fd, times) }
    try self.init(of: directory)
  }

  /// A name for what is known of the folder, the same on every path that leads to it.
  var fileName: String { "\(String(device, radix: 16))-\(inode)" }
}

/// `UTIME_OMIT` of `linux/stat.h`: leaves a time as it is.
private let omittedTime = (1 << 30) - 2
