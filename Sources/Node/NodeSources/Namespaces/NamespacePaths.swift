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
  /// - Parameter folders: Instead of the usual ones, from the operator; they are reported also if
  ///   absent.
  public init(_ files: RootedFiles, folders: [String]? = nil) {
    bindings = []
    dangling = []
    statuses = []
    // The same folder under two names, `/run` and `/var/run`, is read once.
    var seen: Set<[UInt64]> = []
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
    _ folder: String, _ files: RootedFiles, _ seen: inout Set<[UInt64]>,
    reportsAbsence: Bool = false
  ) {
    let source = "file:\(folder)"
    let names: [String]
    do {
      let status = try files.status(folder)
      guard seen.insert([status.device, status.inode]).inserted else { return }
      names = try files.list(folder)
    } catch FileError.absent(_) where !reportsAbsence {
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
