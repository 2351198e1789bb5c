import Glibc
import LinuxSystem

/// The private folder of one demo, and those that killed demos left behind.
///
/// It is a file system in memory that only the demo's own mount namespace has: of a demo that was
/// killed nothing stays but the empty folder below. A lock on that one tells those of demos that
/// run from those that are left; the kernel releases it with the process.
final class DemoFolder {
  private static let prefix = "cnitop-demo-"
  /// Where demos may be, the best place first; a reboot empties most of them.
  private static var parents: [String] {
    ["/run", Environment.all["XDG_RUNTIME_DIR"], "/tmp"].compactMap { $0 }.filter {
      $0.hasPrefix("/")
    }
  }

  let path: String
  private let lock: Lock

  /// Stands for `/` of the demo node.
  var root: String { "\(path)/root" }
  /// Where the namespaces of pods are bound, as container runtimes do.
  var netns: String { "\(root)/run/netns" }
  /// Where those are bound that are no pods.
  var elsewhere: String { "\(root)/elsewhere" }

  /// Makes a folder that nobody else can read; `DemoIsolation.begin` was called before.
  init() throws {
    var made: (path: String, lock: Lock)?
    var failure: any Error = CommandFailure("cannot make a folder for the demo")
    for parent in Self.parents where made == nil {
      do { made = try Self.make(in: parent) } catch { failure = error }
    }
    guard let made else { throw failure }
    path = made.path
    lock = made.lock
    do {
      try systemCall("mount") { mount("cnitop-demo", path, "tmpfs", 0, "mode=0700,size=16m") }
      try systemCall("mkdir") { mkdir(root, 0o700) }
    } catch {
      remove()
      throw error
    }
  }

  private static func make(in parent: String) throws -> (path: String, lock: Lock) {
    while true {
      var template = Array("\(parent)/\(prefix)XXXXXX".utf8CString)
      guard mkdtemp(&template) != nil else {
        throw CommandFailure(
          "cannot make a folder for the demo in \(parent): \(ErrorNumber(rawValue: errno))")
      }
      let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
      // Another demo that starts may have taken it for a remain before it was locked.
      if let lock = Lock(path) { return (path, lock) }
    }
  }

  /// Removes everything in it, with all namespaces that are bound there, and itself.
  func remove() {
    umount2(path, CInt(MNT_DETACH))
    lock.removeFolder()
  }

  /// Removes what demos left that were killed.
  static func removeRemains() {
    for parent in parents {
      let names = (try? RootedFiles().list(parent)) ?? []
      for name in names where name.hasPrefix(prefix) {
        let path = "\(parent)/\(name)"
        // Only an empty folder goes: what else has such a name is not a demo's.
        if let lock = Lock(path) { lock.removeFolder() }
      }
    }
  }
}

/// A folder that this process alone has locked.
private final class Lock {
  private let path: String
  private let descriptor: OwnedDescriptor

  /// Nil for one that another process has locked, or that is not there.
  init?(_ path: String) {
    let file = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard file >= 0 else { return nil }
    self.path = path
    descriptor = OwnedDescriptor(adopting: file)
    var (locked, named) = (stat(), stat())
    guard flock(file, LOCK_EX | LOCK_NB) == 0, fstat(file, &locked) == 0,
      lstat(path, &named) == 0, locked.st_ino == named.st_ino, locked.st_dev == named.st_dev
    else { return nil }
  }

  /// Removes it if it is empty, while nobody else can have locked it.
  func removeFolder() { rmdir(path) }
}
