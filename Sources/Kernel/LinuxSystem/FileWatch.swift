import Glibc

/// Tells when something in folders comes, goes or changes (`inotify`).
///
/// Only the fact is told, not what it was: the reader looks again, which no lost or merged
/// event can make wrong.
public struct FileWatch: ~Copyable {
  private let descriptor: OwnedDescriptor
  /// Two paths can lead to one folder, which has one watch.
  private var watched: [CInt: Set<String>] = [:]
  private var paths: [String: FolderID] = [:]

  /// A watch stays with a folder that is renamed; the path then leads to another one, or to none.
  private struct FolderID: Hashable {
    var device: dev_t
    var inode: ino_t

    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      (device, inode) = (status.st_dev, status.st_ino)
    }
  }

  public var rawDescriptor: CInt { descriptor.rawValue }

  public init() throws(SystemCallError) {
    descriptor = OwnedDescriptor(
      adopting: try systemCall("inotify_init1") {
        inotify_init1(CInt(IN_CLOEXEC | IN_NONBLOCK))
      })
  }

  /// Watches the entries of a folder, from its own path on; false if it cannot be watched,
  /// for example because it is not there.
  ///
  /// A path that leads to another folder than before is watched anew.
  @discardableResult
  public mutating func add(_ folder: String) -> Bool {
    let id = FolderID(folder)
    if let known = paths[folder] {
      if known == id { return true }
      forget(folder)
    }
    guard let id else { return false }
    let mask = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_CLOSE_WRITE | IN_ATTRIB
    let flags = UInt32(mask) | UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF) | UInt32(IN_ONLYDIR)
    let watch = inotify_add_watch(descriptor.rawValue, folder, flags)
    guard watch >= 0 else { return false }
    watched[watch, default: []].insert(folder)
    paths[folder] = id
    return true
  }

  /// Ends the watch of a path, and that of its folder with the last path.
  private mutating func forget(_ folder: String) {
    paths[folder] = nil
    for (watch, folders) in watched where folders.contains(folder) {
      watched[watch]?.remove(folder)
      if folders.count == 1 {
        watched[watch] = nil
        inotify_rm_watch(descriptor.rawValue, watch)
      }
    }
  }

  /// The folders in which something happened since the last call; all of them where the
  /// kernel's queue ran over.
  public mutating func changes() -> Set<String> {
    var changed: Set<String> = []
    withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 8) { buffer in
      while true {
        let count = read(descriptor.rawValue, buffer.baseAddress!, buffer.count)
        guard count > 0 else { return }
        var offset = 0
        while offset + MemoryLayout<inotify_event>.size <= count {
          let event = buffer.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
          note(event, in: &changed)
          offset += MemoryLayout<inotify_event>.size + Int(event.len)
        }
      }
    }
    return changed
  }

  private mutating func note(_ event: inotify_event, in changed: inout Set<String>) {
    if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { return changed.formUnion(paths.keys) }
    guard let folders = watched[event.wd] else { return }
    changed.formUnion(folders)
    if event.mask & UInt32(IN_IGNORED) != 0 {  // the folder itself is gone
      watched[event.wd] = nil
      for folder in folders { paths[folder] = nil }
    } else if event.mask & UInt32(IN_MOVE_SELF) != 0 {
      for folder in folders { forget(folder) }
    }
  }
}
