import Glibc
import LinuxSystem
import NetworkTypes

/// What can be told of a folder of leases without its lock and without making it.
extension LeaseFolder {
  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Whether an address of the set could be given out now.
  ///
  /// A file without content does not stand in the way: `reserve` takes it.
  public static func hasFreeAddress(
    of set: AddressRangeSet, in path: String
  ) throws(LeaseStoreError) -> Bool {
    let fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard fd >= 0 else {
      let reason = ErrorNumber(rawValue: errno)
      if reason == .noSuchFile { return true }
      throw LeaseStoreError("list", path, SystemCallError("open", reason))
    }
    let directory = OwnedDescriptor(adopting: fd)
    let used = try LeaseFiles.addresses(in: directory, path)
    var walk = AddressWalk(set, after: nil)
    if walk.next(notIn: used) != nil { return true }
    return used.contains { address in
      guard let range = set.range(of: address), range.gateway != address else { return false }
      return LeaseFiles.content(address.goText, in: directory)?.isBlank ?? false
    }
  }

  /// Throws where no lease could be written: into the folder, or where it would be made.
  public static func requireWritable(_ path: String) throws(LeaseStoreError) {
    var parts = path.split(separator: "/", omittingEmptySubsequences: false)
    while !parts.isEmpty {
      let folder = parts.count == 1 && parts[0].isEmpty ? "/" : parts.joined(separator: "/")
      do {
        try systemCall("access") { access(folder, W_OK | X_OK) }
        return
      } catch {
        guard error.errno == .noSuchFile else { throw LeaseStoreError("write into", folder, error) }
      }
      parts.removeLast()
    }
  }
}
