internal import CLinux
import Glibc

/// A file with content that no folder names yet: it appears whole or not at all.
///
/// Nothing is left of it when the process ends before it got a name (`O_TMPFILE`, open(2)).
public struct UnnamedFile: ~Copyable, Sendable {
  private let descriptor: OwnedDescriptor

  /// - Parameter directory: Where it will get its name; the file system must know
  ///   `O_TMPFILE`, else the error is `EOPNOTSUPP` or `EISDIR`.
  public init(
    in directory: borrowing OwnedDescriptor, mode: UInt32, content: [UInt8]
  ) throws(SystemCallError) {
    let folder = directory.rawValue
    let file = OwnedDescriptor(
      adopting: try systemCall("open") {
        openat(folder, ".", clinux_o_tmpfile | O_WRONLY | O_CLOEXEC, mode)
      })
    try file.writeAll(content)
    descriptor = file
  }

  /// Gives it a name; `EEXIST` if that is taken, and the file can be tried with another one.
  public func link(_ name: String, in directory: borrowing OwnedDescriptor) throws(SystemCallError)
  {
    let folder = directory.rawValue
    try systemCall("linkat") {
      linkat(AT_FDCWD, "/proc/self/fd/\(descriptor.rawValue)", folder, name, AT_SYMLINK_FOLLOW)
    }
  }
}

extension OwnedDescriptor {
  /// Writes all bytes, in as many calls as it takes.
  public borrowing func writeAll(_ bytes: [UInt8]) throws(SystemCallError) {
    let file = rawValue
    var done = 0
    while done < bytes.count {
      done += try systemCall("write") {
        bytes.withUnsafeBytes { write(file, $0.baseAddress! + done, $0.count - done) }
      }
    }
  }
}
