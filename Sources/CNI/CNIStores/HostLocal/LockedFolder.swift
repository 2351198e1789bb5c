import Glibc
import LinuxSystem

/// An open folder with flock(2) on the file `lock` in it.
struct LockedFolder: ~Copyable {
  let directory: OwnedDescriptor
  private let lock: OwnedDescriptor

  /// Makes the folder where it is not there, and waits for the lock.
  static func open(_ path: String) throws(LeaseStoreError) -> LockedFolder {
    // A link that leads nowhere looks like a folder that is deleted again and again.
    var attempts = 1000
    while true {
      attempts -= 1
      do { try WrittenFile.makeFolder(path, mode: 0o755) } catch {
        if error.reason.errno == .noSuchFile, attempts > 0 { continue }
        throw LeaseStoreError("make the folder", path, error.reason)
      }
      do throws(SystemCallError) {
        let locked = try LockedFolder(path)
        // Whoever waited for a lock that was deleted meanwhile holds nothing.
        if !locked.isDeleted { return locked }
      } catch {
        // Deleted by somebody just now: once more from the start.
        if error.errno == .noSuchFile, attempts > 0 { continue }
        throw LeaseStoreError("lock", "\(path)/lock", error)
      }
    }
  }

  private init(_ path: String) throws(SystemCallError) {
    let folder = OwnedDescriptor(
      adopting: try systemCall("open") {
        Self.systemOpen(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      })
    let fd = folder.rawValue
    let file = OwnedDescriptor(
      adopting: try systemCall("open") {
        openat(fd, "lock", O_RDONLY | O_CREAT | O_CLOEXEC, 0o750)
      })
    let lockFile = file.rawValue
    try systemCall("flock") { flock(lockFile, LOCK_EX) }
    directory = folder
    lock = file
  }

  private var isDeleted: Bool {
    var status = stat()
    return fstat(lock.rawValue, &status) == 0 && status.st_nlink == 0
  }

  // The call has the name of the function above.
  private static func systemOpen(_ path: String, _ flags: CInt) -> CInt {
    Glibc.open(path, flags)
  }
}
