import Glibc
import LinuxSystem

/// The private folder of one demo, and those that killed demos left behind.
struct DemoFolder {
  /// Where all of them are: a file system that a reboot empties.
  private static let parent = "/run/cnitop-demo"

  let path: String

  /// Stands for `/` of the demo node.
  var root: String { "\(path)/root" }
  /// Where the namespaces of pods are bound, as container runtimes do.
  var netns: String { "\(root)/run/netns" }
  /// Where those are bound that are no pods.
  var elsewhere: String { "\(root)/elsewhere" }

  /// Makes a folder that nobody else can read.
  ///
  /// Its name says which process it belongs to, and when that one started: numbers of processes
  /// are used again.
  init() throws {
    let pid = getpid()
    path = "\(Self.parent)/\(pid)-\(Self.startTime(of: pid) ?? 0)"
    for folder in [Self.parent, path, root] {
      guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
        throw CommandFailure("cannot make \(folder): \(String(cString: strerror(errno)))")
      }
    }
  }

  private init(path: String) { self.path = path }

  /// Unbinds every namespace and removes the folder.
  func remove() {
    for folder in [netns, elsewhere] {
      for name in (try? RootedFiles().list(folder)) ?? [] {
        DemoNamespace.remove(path: "\(folder)/\(name)")
      }
    }
    DemoFiles.removeTree(path)
    rmdir(Self.parent)  // stays while another demo runs
  }

  /// Removes what demos left that were killed.
  static func removeRemains() {
    for name in (try? RootedFiles().list(parent)) ?? [] {
      let parts = name.split(separator: "-").compactMap { UInt64($0) }
      guard parts.count == 2, let pid = pid_t(exactly: parts[0]) else { continue }
      if startTime(of: pid) == parts[1] { continue }
      DemoFolder(path: "\(parent)/\(name)").remove()
    }
  }

  /// When a process started, in ticks since the boot (field 22 of `/proc/PID/stat`).
  private static func startTime(of pid: pid_t) -> UInt64? {
    guard let bytes = try? RootedFiles().read("/proc/\(pid)/stat", limit: 4096) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    // The name, in parentheses, may have spaces in it.
    guard let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ")
    return fields.count > 19 ? UInt64(fields[19]) : nil
  }
}
