import Glibc
public import LinuxSystem
import NetworkTypes

/// The files of a folder of leases, read without its lock.
enum LeaseFiles {
  /// The largest content that is a lease: a container ID and the name of an interface are far
  /// shorter.
  private static let limit = 4096

  /// The addresses that have a file; other names, of whatever form, are nobody's lease.
  static func addresses(
    in directory: borrowing OwnedDescriptor, _ path: String
  ) throws(LeaseStoreError) -> [IPAddress] {
    let names: [String]
    do throws(SystemCallError) { names = try Self.names(in: directory).names } catch {
      throw LeaseStoreError("list", path, error)
    }
    return names.compactMap { name in
      IPAddress(name).flatMap { $0.goText == name ? $0 : nil }
    }
  }

  /// The names in a folder without `.` and `..`, in the order of the file system.
  ///
  /// - Parameter limit: After how many names it stops and says that there are more.
  static func names(
    in directory: borrowing OwnedDescriptor, limit: Int = .max
  ) throws(SystemCallError) -> (names: [String], isTruncated: Bool) {
    // Another open directory: reading moves its position.
    let fd = openat(directory.rawValue, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard fd >= 0, let stream = fdopendir(fd) else {
      let reason = ErrorNumber(rawValue: errno)
      if fd >= 0 { close(fd) }
      throw SystemCallError("open", reason)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else {
          throw SystemCallError("readdir", ErrorNumber(rawValue: errno))
        }
        return (names, false)
      }
      // A name is as long as its NUL says, not as the C array is declared.
      let start = UnsafeRawPointer(entry) + MemoryLayout<dirent>.offset(of: \.d_name)!
      let name = String(cString: start.assumingMemoryBound(to: CChar.self))
      if name == "." || name == ".." { continue }
      guard names.count < limit else { return (names, true) }
      names.append(name)
    }
  }

  /// The address of a range that was given out last; nil where that is not known.
  static func lastReserved(_ rangeID: Int, in directory: borrowing OwnedDescriptor) -> IPAddress? {
    guard let content = content("last_reserved_ip.\(rangeID)", in: directory) else { return nil }
    return IPAddress(String(decoding: content.bytes, as: UTF8.self))?.unmapped
  }

  /// Nil for a file that is not there, cannot be read or is no file.
  static func content(_ name: String, in directory: borrowing OwnedDescriptor) -> LeaseContent? {
    let fd = openat(directory.rawValue, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard fd >= 0 else { return nil }
    let file = OwnedDescriptor(adopting: fd)
    return withUnsafeTemporaryAllocation(byteCount: limit, alignment: 1) { buffer in
      while true {
        let count = read(file.rawValue, buffer.baseAddress!, buffer.count)
        if count < 0, errno == EINTR { continue }
        guard count >= 0, count > 0 || isRegular(file) else { return nil }
        return LeaseContent(Array(buffer[..<count]))
      }
    }
  }
}

/// A FIFO without a writer, for example, is as empty as a file.
private func isRegular(_ file: borrowing OwnedDescriptor) -> Bool {
  var status = stat()
  return fstat(file.rawValue, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
}

/// Why a folder of leases could not be used: what was tried, on which file, and why it failed.
public struct LeaseStoreError: Error, Hashable, Sendable, CustomStringConvertible {
  /// As in "cannot write".
  public var action: String
  public var path: String
  public var cause: SystemCallError

  init(_ action: String, _ path: String, _ cause: SystemCallError) {
    self.action = action
    self.path = path
    self.cause = cause
  }

  public var description: String { "cannot \(action) \(path): \(cause)" }
}
