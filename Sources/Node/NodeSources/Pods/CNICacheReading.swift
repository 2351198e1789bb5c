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

extension CNICacheReading {
  /// A container with the namespace that a runtime attached, by its path.
  public struct Attachment: Hashable, Sendable {
    public var containerID: String
    public var path: String
    /// Of the namespace at that time; nil where the runtime did not write it down.
    public var inode: UInt64?
  }

  /// The entries that name a container and a namespace.
  public var attachments: [Attachment] {
    folders.flatMap(\.files).compactMap { file in
      guard let id = file.entry.containerID, let path = file.entry.netns, !path.isEmpty else {
        return nil
      }
      return Attachment(containerID: id, path: path, inode: file.entry.netnsInode)
    }
  }
}
