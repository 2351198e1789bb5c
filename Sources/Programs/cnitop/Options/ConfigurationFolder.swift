import Glibc
import LinuxSystem

/// Where configuration and themes are looked for.
struct ConfigurationFolder {
  let path: String
  /// Whose the files in it have to be; nil for anybody's.
  private let owner: uid_t?

  /// The most personal folder first.
  ///
  /// Under `sudo` that is the folder of who called it, of which only files count that are this
  /// user's: else a link there would show a file that only root can read in a message.
  static let all: [ConfigurationFolder] = {
    let environment = Environment.all
    let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    var folders: [ConfigurationFolder] = []
    if let user = sudoUser, let userHome = homeFolder(of: user) {
      folders.append(.init(path: "\(userHome)/.config/cnitop", owner: user))
      if let home, home != userHome {
        folders.append(.init(path: "\(home)/.config/cnitop", owner: 0))
      }
    } else if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
      folders.append(.init(path: "\(folder)/cnitop", owner: nil))
    } else if let home {
      folders.append(.init(path: "\(home)/.config/cnitop", owner: nil))
    }
    return folders + [.init(path: "/etc/cnitop", owner: nil)]
  }()

  /// Reads a file of it; nil where there is none that counts.
  func read(_ name: String) throws(FileError) -> [UInt8]? {
    let path = "\(path)/\(name)"
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else {
      // ENOTDIR: the folder is a file.
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw errno == EACCES ? .denied(path: path) : .io(path: path, call: "open", errno: errno)
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw .io(path: path, call: "fstat", errno: errno) }
    if let owner, status.st_uid != owner { return nil }
    guard status.st_mode & S_IFMT == S_IFREG else {
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      throw .notARegularFile(path: path, found: isFolder ? .directory : .unknown)
    }
    // The same file, whatever the path leads to by now.
    return try RootedFiles().read("/proc/self/fd/\(file)", limit: Self.longest)
  }

  /// The names of the files in a folder of it.
  func list(_ name: String) -> [String] {
    (try? RootedFiles().list("\(path)/\(name)", limit: 1000)) ?? []
  }

  /// Of one file, in bytes.
  static let longest = 1 << 20

  /// Who called `sudo`; nil where nobody did, or root.
  private static var sudoUser: uid_t? {
    guard geteuid() == 0, let user = Environment.all["SUDO_UID"].flatMap({ uid_t($0) }), user != 0
    else { return nil }
    return user
  }

  /// From passwd(5): a static program cannot ask the name service.
  private static func homeFolder(of user: uid_t) -> String? {
    guard let bytes = try? RootedFiles().read("/etc/passwd", limit: longest) else { return nil }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let fields = line.split(separator: ":", omittingEmptySubsequences: false)
      if fields.count > 5, uid_t(fields[2]) == user, fields[5].hasPrefix("/") {
        return String(fields[5])
      }
    }
    return nil
  }
}
