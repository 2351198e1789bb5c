import Glibc

/// Tells when something in folders comes, goes or changes (`inotify`).
///
/// Only the fact is told, not what it was: the reader looks again, which no lost or merged
/// event can make wrong.
public struct FileWatch: ~Copyable {
  private let descriptor: OwnedDescriptor
  private var watched: [CInt: String] = [:]
  private var paths: Set<String> = []
  public var rawDescriptor: CInt { descriptor.rawValue }

  public init() throws(SystemCallError) {
    descriptor = OwnedDescriptor(
      adopting: try systemCall("inotify_init1") {
        inotify_init1(CInt(IN_CLOEXEC | IN_NONBLOCK))
      })
  }

  /// Watches the entries of a folder, from its own path on; false if it cannot be watched,
  /// for example because it is not there.
  @discardableResult
  public mutating func add(_ folder: String) -> Bool {
    if paths.contains(folder) { return true }
    let mask = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_CLOSE_WRITE | IN_ATTRIB
    let flags = UInt32(mask) | UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF) | UInt32(IN_ONLYDIR)
    let watch = inotify_add_watch(descriptor.rawValue, folder, flags)
    guard watch >= 0 else { return false }
    watched[watch] = folder
    paths.insert(folder)
    return true
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
    if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
      changed.formUnion(paths)
    } else if let folder = watched[event.wd] {
      changed.insert(folder)
      if event.mask & UInt32(IN_IGNORED) != 0 {  // the folder itself is gone
        watched[event.wd] = nil
        paths.remove(folder)
      }
    }
  }
}
