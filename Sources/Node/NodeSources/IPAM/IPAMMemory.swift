import CNIStores
import LinuxSystem
import Synchronization

/// What was read of stores before: leases by their files, and which folders there were.
public final class IPAMMemory: Sendable {
  private let listings = Mutex<[String: LeaseListing]>([:])
  private let known = Mutex<[String]>([])
  let delegates = ParsedFiles<[HostLocalNetwork]>()

  public init() {}

  /// The folders that leases were found in, wherever configurations had them.
  public var folders: [String] { known.withLock { $0 } }

  func listing(_ path: String, _ files: RootedFiles) throws(FileError) -> LeaseListing {
    let old = listings.withLock { $0[path] }
    let new = try LeaseListing(path, in: files, known: old)
    listings.withLock { $0[path] = new }
    return new
  }

  /// Forgets the folders that are not among these.
  func keep(_ folders: Set<String>) {
    listings.withLock { $0 = $0.filter { folders.contains($0.key) } }
    known.withLock { $0 = folders.sorted() }
    delegates.sweep()
  }
}
