public import LinuxSystem

/// Where network namespaces are bound to files, so that they live without a process.
public struct NamespacePaths: Sendable {
  /// A file that is a namespace.
  public struct Binding: Hashable, Sendable {
    public var path: String
    /// Of the namespace: what `NamespaceID` has.
    public var inode: UInt64
  }

  /// In the order of the folders, and of the names in them.
  public var bindings: [Binding]
  /// Plain files where a namespace should be: what is left when its mount is gone.
  public var dangling: [String]
  /// A line for each folder that is there, and for what is in it and cannot be looked at.
  public var statuses: [SourceStatus]
  /// The same namespaces by path; a folder with two names has its first one here.
  private var inodes: [String: UInt64] = [:]
  /// The first name of a folder by its others: `/run/netns` by `/var/run/netns`.
  private var firstNames: [String: String] = [:]

  /// The namespace at a path, as it was when the folders were read; nil for any other path.
  public func inode(at path: String) -> UInt64? {
    if let inode = inodes[path] { return inode }
    guard let slash = path.lastIndex(of: "/"), let folder = firstNames[String(path[..<slash])]
    else { return nil }
    return inodes[folder + path[slash...]]
  }

  /// The folders of iproute2, CNI runtimes and podman; of docker; of snaps.
  private static let folders = [
    "/run/netns", "/var/run/netns", "/run/docker/netns", "/var/run/docker/netns",
    "/run/snap.docker/netns",
  ]
  /// Where each user has folders: of podman and docker without root.
  private static let perUser = ["netns", "docker/netns"]
  /// States of containerd, which binds below itself if it is told to
  /// (`netns_mounts_under_state_dir`).
  private static let containerdStates = Containerd.states

  /// Reads the folders below a root.
  ///
  /// - Parameter folders: Instead of the usual ones, from the operator; one that is absent is
  ///   an error.
  public init(_ files: RootedFiles, folders: [String]? = nil) {
    bindings = []
    dangling = []
    statuses = []
    // The same folder under two names, `/run` and `/var/run`, is read once.
    var seen: [[UInt64]: String] = [:]
    for folder in folders ?? Self.usualFolders(files) {
      read(folder, files, &seen, reportsAbsence: folders != nil)
    }
  }

  /// The folders of all tools that bind namespaces, whether they are there or not.
  public static func usualFolders(_ files: RootedFiles) -> [String] {
    var usual = folders
    for user in (try? files.list("/run/user", limit: 10_000)) ?? [] {
      usual += perUser.map { "/run/user/\(user)/\($0)" }
    }
    for state in containerdStates {
      for part in (try? files.list(state, limit: 10_000)) ?? []
      where (try? files.status("\(state)/\(part)"))?.isDirectory == true {
        usual.append("\(state)/\(part)/netns")
      }
    }
    return usual
  }

  private mutating func read(
    _ folder: String, _ files: RootedFiles, _ seen: inout [[UInt64]: String],
    reportsAbsence: Bool = false
  ) {
    let source = "file:\(folder)"
    let names: [String]
    do {
      let status = try files.status(folder)
      let id = [status.device, status.inode]
      if let first = seen[id] {
        firstNames[folder] = first
        return
      }
      seen[id] = folder
      names = try files.list(folder)
    } catch FileError.absent(let path) {
      if reportsAbsence {
        statuses.append(SourceStatus(source, .error, "\(FileError.absent(path: path))"))
      }
      return
    } catch {
      statuses.append(SourceStatus(source, error))
      return
    }
    var problems: [String] = []
    for name in names {
      let path = "\(folder)/\(name)"
      do {
        let status = try files.status(path)
        if status.isNamespace {
          bindings.append(Binding(path: path, inode: status.inode))
          inodes[path] = status.inode
        } else if !status.isDirectory {
          dangling.append(path)
          problems.append("\(path) is a \(status.kind.rawValue) and no network namespace")
        }
      } catch FileError.absent {
        continue  // deleted since the folder was listed
      } catch {
        problems.append(error.description)
      }
    }
    statuses.append(SourceStatus(source, problems: problems))
  }
}
