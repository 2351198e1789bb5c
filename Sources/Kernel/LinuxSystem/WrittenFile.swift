import Glibc

/// Why a file could not be written: what, where and why.
public struct FileWriteError: Error, Hashable, Sendable, CustomStringConvertible {
  public let path: String
  public let reason: SystemCallError

  public init(path: String, _ reason: SystemCallError) {
    self.path = path
    self.reason = reason
  }

  public var description: String { "cannot write \(path): \(reason)" }
}

/// Files that are written whole or not at all.
public enum WrittenFile {
  /// Puts a file in place of what was there.
  ///
  /// It is written beside its place under a hidden name, brought to the disk and renamed, so that
  /// neither a crash nor a full disk leaves half of it. Two writers of one path must take turns.
  ///
  /// - Parameter mode: Its rights, whatever the umask is.
  public static func replace(
    _ path: String, with bytes: [UInt8], mode: UInt32
  ) throws(FileWriteError) {
    let (folder, name) = parts(path)
    let draft = "\(folder)/.\(name).new"
    do throws(SystemCallError) {
      try write(bytes, to: draft, mode)
      do { try systemCall("rename") { rename(draft, path) } } catch {
        unlink(draft)
        throw error
      }
    } catch { throw FileWriteError(path: path, error) }
    // The name too: else it may be gone after a loss of power.
    let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard directory >= 0 else { return }
    fsync(directory)
    close(directory)
  }

  private static func write(
    _ bytes: [UInt8], to path: String, _ mode: UInt32
  ) throws(SystemCallError) {
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
    let file = OwnedDescriptor(adopting: try systemCall("open") { open(path, flags, mode) })
    do throws(SystemCallError) {
      try systemCall("fchmod") { fchmod(file.rawValue, mode) }
      var written = 0
      while written < bytes.count {
        written += try systemCall("write") {
          bytes.withUnsafeBytes {
            Glibc.write(file.rawValue, $0.baseAddress! + written, $0.count - written)
          }
        }
      }
      try systemCall("fsync") { fsync(file.rawValue) }
    } catch {
      unlink(path)
      throw error
    }
  }

  /// Makes a folder and those above it that are not there.
  ///
  /// - Parameter mode: Of the last one; those above get 0755.
  public static func makeFolder(_ path: String, mode: UInt32) throws(FileWriteError) {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
    var current = path.hasPrefix("/") ? "" : "."
    let names = path.split(separator: "/")
    for (index, name) in names.enumerated() {
      current += "/\(name)"
      let result = mkdir(current, index == names.count - 1 ? mode : 0o755)
      guard result == 0 || errno == EEXIST else {
        throw FileWriteError(
          path: current, SystemCallError("mkdir", ErrorNumber(rawValue: errno)))
      }
    }
    let reason = stat(path, &status) == 0 ? ENOTDIR : errno
    guard reason == ENOTDIR, status.st_mode & S_IFMT == S_IFDIR else {
      throw FileWriteError(path: path, SystemCallError("mkdir", ErrorNumber(rawValue: reason)))
    }
  }

  /// Makes the folder of a file, likewise.
  public static func makeFolder(of path: String, mode: UInt32) throws(FileWriteError) {
    try makeFolder(parts(path).folder, mode: mode)
  }

  /// Deletes a file; one that is not there is no failure.
  public static func remove(_ path: String) throws(FileWriteError) {
    guard unlink(path) != 0, errno != ENOENT else { return }
    throw FileWriteError(path: path, SystemCallError("unlink", ErrorNumber(rawValue: errno)))
  }

  private static func parts(_ path: String) -> (folder: String, name: Substring) {
    let name = path.split(separator: "/").last ?? ""
    let folder = path.dropLast(name.count)
    return (folder.isEmpty ? "." : String(folder), name)
  }
}
