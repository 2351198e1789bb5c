import CNIStores
import LinuxSystem

/// libcni's cache as it was read once, for pods and for what is attached.
public struct CNICacheReading: Sendable {
  let folders: [CNIResultCache.Folder]

  /// Nothing was read yet.
  public init() { folders = [] }

  init(_ files: RootedFiles, _ known: PodFiles) {
    folders = CNIResultCache().read(files, known: known.cache)
  }
}
