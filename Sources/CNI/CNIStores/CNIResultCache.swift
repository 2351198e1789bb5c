public import LinuxSystem

/// libcni's cache of results below a root.
///
/// `/var/lib/cni/results` is that of containerd, CRI-O, podman and nerdctl;
/// `/var/lib/cni/cache/results` that of cri-dockerd and the kubelets before Kubernetes 1.24.
public struct CNIResultCache: Sendable {
  public static let folders = ["/var/lib/cni/results", "/var/lib/cni/cache/results"]

  /// An entry with the file that it is from.
  public struct File: Hashable, Sendable {
    public var path: String
    public var entry: CNICacheEntry
  }

  /// How the reading of a folder went.
  public struct Folder: Sendable {
    public var path: String
    /// In the order of the file names.
    public var files: [File]
    /// One line for each file that could not be read, or not in full.
    public var problems: [String]
    /// Why the folder itself could not be listed.
    public var failure: FileError?
  }

  /// The largest file that is read, in bytes: results of hundreds of interfaces are far smaller.
  public static let fileLimit = 1 << 20

  public init() {}

  /// Reads every folder; one that is absent has a failure and no files.
  ///
  /// - Parameter known: What was read before and need not be read again.
  public func read(
    _ files: RootedFiles, known: ParsedFiles<CNICacheEntry> = ParsedFiles()
  ) -> [Folder] {
    Self.folders.map { read($0, files, known) }
  }

  /// Reads one folder.
  public func read(
    _ path: String, _ files: RootedFiles, _ known: ParsedFiles<CNICacheEntry> = ParsedFiles()
  ) -> Folder {
    var folder = Folder(path: path, files: [], problems: [], failure: nil)
    let names: [String]
    do { names = try files.list(path) } catch {
      folder.failure = error
      return folder
    }
    folder.files.reserveCapacity(names.count)
    for name in names where !name.hasPrefix(".") {
      let file = "\(path)/\(name)"
      do {
        let entry = try known.value(of: file, in: files, limit: Self.fileLimit) {
          try CNICacheEntry(parsing: $0, fileName: name)
        }
        folder.problems += entry.problems.map { "cannot read all of \(file): \($0)" }
        folder.files.append(File(path: file, entry: entry))
      } catch FileError.absent {
        continue  // deleted since the folder was listed
      } catch let error as FileError {
        folder.problems.append(error.description)
      } catch {
        folder.problems.append("cannot read \(file): \(error)")
      }
    }
    return folder
  }
}
