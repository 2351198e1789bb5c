import CLinux
import Glibc

/// What a path leads to, from fstat(2).
public struct FileStatus: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    case regular = "regular file"
    case directory
    case symlink = "symbolic link"
    case fifo = "FIFO"
    case socket
    case device
    case unknown = "file of an unknown kind"
  }

  public var kind: Kind
  /// Whether it is a network namespace that the kernel shows as a file (nsfs).
  ///
  /// True for a bind mount of `/proc/PID/ns/net`, false for the plain file that such a mount
  /// leaves behind.
  public var isNamespace: Bool
  /// In bytes; 0 for most files of `/proc`.
  public var size: Int64
  /// The last change of the content, in nanoseconds since 1970.
  public var modifiedNanoseconds: Int64
  public var device: UInt64
  public var inode: UInt64
  /// The user id.
  public var owner: UInt32

  public var isDirectory: Bool { kind == .directory }
  public var isSymlink: Bool { kind == .symlink }

  init(of file: borrowing OwnedDescriptor, path: String) throws(FileError) {
    var status = stat()
    guard fstat(file.rawValue, &status) == 0 else {
      throw FileError(path: path, call: "fstat", errno: errno)
    }
    self.init(status)
    isNamespace = kind == .regular && size == 0 && clinux_is_network_namespace(file.rawValue) == 1
  }

  /// Never says that it is a namespace.
  init(path: String) throws(FileError) {
    var status = Self.empty
    guard stat(path, &status) == 0 else {
      throw FileError(path: path, call: "stat", errno: errno)
    }
    self.init(status)
  }

  private static var empty: stat { stat() }

  private init(_ status: stat) {
    isNamespace = false
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFLNK: .symlink
      case S_IFIFO: .fifo
      case S_IFSOCK: .socket
      case S_IFCHR, S_IFBLK: .device
      default: .unknown
      }
    size = Int64(status.st_size)
    modifiedNanoseconds =
      Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec)
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    owner = status.st_uid
  }
}
