import CLinux
import Glibc

/// The files below a folder that counts as `/`: the node's own, a mounted disk, or a test's.
///
/// No path leads out of the folder: an absolute symbolic link (`/var/run` to `/run`) and `..`
/// begin and end at the root (openat2(2), `RESOLVE_IN_ROOT`, since Linux 5.6; before that, or
/// where a filter refuses the call, each component is resolved here, which somebody who
/// exchanges folders for links at the same time can deceive).
public struct RootedFiles: Sendable {
  public let root: String
  /// Whether the kernel is asked to stay below the root; false only in tests.
  let asksKernel: Bool
  /// The root, where many files are read after each other.
  private let top: Top?

  private final class Top: Sendable {
    let descriptor: OwnedDescriptor
    init(_ descriptor: consuming OwnedDescriptor) { self.descriptor = descriptor }
  }

  /// Nothing is opened yet: a root that is not there shows with the first file.
  public init(root: String = "/") { self.init(root: root, asksKernel: true) }

  init(root: String, asksKernel: Bool) {
    self.init(root: root.isEmpty ? "/" : root, asksKernel: asksKernel, top: nil)
  }

  private init(root: String, asksKernel: Bool, top: Top?) {
    self.root = root
    self.asksKernel = asksKernel
    self.top = top
  }

  /// The same files, with the root kept open: for a while only, because an open folder keeps
  /// its file system from being unmounted.
  public func held() -> RootedFiles {
    guard root != "/", top == nil, let descriptor = try? openRoot() else { return self }
    return RootedFiles(root: root, asksKernel: asksKernel, top: Top(descriptor))
  }

  /// The content of a regular file.
  ///
  /// A FIFO, a socket or a device is refused, not waited for.
  ///
  /// - Parameter limit: The largest size in bytes that is read.
  public func read(_ path: String, limit: Int = 8 << 20) throws(FileError) -> [UInt8] {
    try contents(path, limit: limit).bytes
  }

  /// The content of a regular file, with its status from before the reading.
  func contents(_ path: String, limit: Int) throws(FileError)
    -> (bytes: [UInt8], status: FileStatus)
  {
    let file = try open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
    let status = try FileStatus(of: file, path: path)
    guard status.kind == .regular else {
      throw .notARegularFile(path: path, found: status.kind)
    }
    guard status.size <= limit else { throw .tooLarge(path: path, limit: limit) }
    // Files of /proc say that they are empty; others may grow meanwhile.
    var bytes: [UInt8] = []
    var chunk = Swift.max(Swift.min(Int(status.size), limit) &+ 1, 512)
    while true {
      var failure: CInt = 0
      let part = [UInt8](unsafeUninitializedCapacity: chunk) { buffer, count in
        let result = restarting { systemRead(file.rawValue, buffer.baseAddress, buffer.count) }
        if result < 0 { failure = errno } else { count = result }
      }
      guard failure == 0 else { throw FileError(path: path, call: "read", errno: failure) }
      if part.isEmpty { return (bytes, status) }
      guard part.count <= limit - bytes.count else { throw .tooLarge(path: path, limit: limit) }
      if bytes.isEmpty { bytes = part } else { bytes += part }
      // All that it had, and there was room for one more.
      if bytes.count == status.size, part.count < chunk { return (bytes, status) }
      chunk = Swift.max(512, Swift.min(bytes.count, 1 << 20))
    }
  }

  /// The names in a folder without `.` and `..`, sorted by their bytes.
  ///
  /// - Parameter limit: The largest number of names.
  public func list(_ path: String, limit: Int = 1_000_000) throws(FileError) -> [String] {
    let folder = try open(path, O_RDONLY | O_DIRECTORY | O_NONBLOCK)
    guard let stream = fdopendir(folder.rawValue) else {
      throw FileError(path: path, call: "fdopendir", errno: errno)
    }
    _ = folder.release()
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else { throw FileError(path: path, call: "readdir", errno: errno) }
        break
      }
      // A name is as long as its NUL says, not as the C array is declared.
      let start = UnsafeRawPointer(entry) + MemoryLayout<dirent>.offset(of: \.d_name)!
      let name = String(cString: start.assumingMemoryBound(to: CChar.self))
      if name == "." || name == ".." { continue }
      guard names.count < limit else { throw .tooLarge(path: path, limit: limit) }
      names.append(name)
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// An open folder, for those who read many files of it by their names alone.
  public func openFolder(_ path: String) throws(FileError) -> OwnedDescriptor {
    try open(path, O_RDONLY | O_DIRECTORY | O_NONBLOCK)
  }

  /// What a path leads to.
  ///
  /// - Parameter followingLinks: Whether a symbolic link stands for its target or for itself.
  public func status(
    _ path: String, followingLinks: Bool = true
  ) throws(FileError) -> FileStatus {
    // One call in place of three; a namespace, whose size is 0, shows only with a descriptor.
    if root == "/", followingLinks, !path.utf8.contains(0) {
      let status = try FileStatus(path: path.utf8.first == UInt8(ascii: "/") ? path : "/" + path)
      if status.kind != .regular || status.size > 0 { return status }
    }
    let file = try open(path, clinux_o_path | (followingLinks ? 0 : O_NOFOLLOW))
    return try FileStatus(of: file, path: path)
  }

  /// The text of a symbolic link, which may lead nowhere.
  public func readLink(_ path: String) throws(FileError) -> String {
    let file = try open(path, clinux_o_path | O_NOFOLLOW)
    guard let text = Self.linkText(file.rawValue, "") else {
      throw FileError(path: path, call: "readlink", errno: errno)
    }
    return text
  }

  /// A connection to the unix socket that a path leads to, which does not block.
  ///
  /// The path may be longer than the 107 bytes of `sockaddr_un`. A file that its daemon left
  /// behind is `ECONNREFUSED`, a daemon that takes no more connections `EAGAIN`.
  public func connect(_ path: String) throws(FileError) -> OwnedDescriptor {
    let file = try open(path, clinux_o_path)
    let fd = restarting { clinux_connect_unix_at_once("/proc/self/fd/\(file.rawValue)") }
    guard fd >= 0 else { throw FileError(path: path, call: "connect", errno: errno) }
    return OwnedDescriptor(adopting: fd)
  }
}

// MARK: Opening

extension RootedFiles {
  private func open(_ path: String, _ flags: CInt) throws(FileError) -> OwnedDescriptor {
    // A C string would end at the NUL and name another file.
    guard !path.utf8.contains(0) else {
      throw FileError(path: path, call: "open", errno: EINVAL)
    }
    let flags = flags | O_CLOEXEC
    if root == "/" {
      let absolute = path.utf8.first == UInt8(ascii: "/") ? path : "/" + path
      let file = restarting { systemOpen(absolute, flags) }
      guard file >= 0 else { throw FileError(path: path, call: "open", errno: errno) }
      return OwnedDescriptor(adopting: file)
    }
    if let top { return try open(path, flags, below: top.descriptor) }
    let descriptor = try openRoot()
    return try open(path, flags, below: descriptor)
  }

  private func openRoot() throws(FileError) -> OwnedDescriptor {
    let directory = restarting { systemOpen(root, clinux_o_path | O_DIRECTORY | O_CLOEXEC) }
    guard directory >= 0 else { throw FileError(path: root, call: "open", errno: errno) }
    return OwnedDescriptor(adopting: directory)
  }

  private func open(
    _ path: String, _ flags: CInt, below top: borrowing OwnedDescriptor
  ) throws(FileError) -> OwnedDescriptor {
    if asksKernel {
      // EAGAIN: something was renamed during the look at a `..`.
      for _ in 0..<8 {
        let file = restarting { clinux_open_in_root(top.rawValue, path, flags) }
        if file >= 0 { return OwnedDescriptor(adopting: file) }
        guard errno == EAGAIN else { break }
      }
      // EPERM: what an old seccomp filter says to a call that it does not know.
      guard errno == ENOSYS || errno == EPERM else {
        throw FileError(path: path, call: "openat2", errno: errno)
      }
    }
    let resolved = try resolve(path, below: top.rawValue, lastLink: flags & O_NOFOLLOW == 0)
    let file = restarting { openat(top.rawValue, resolved, flags | O_NOFOLLOW) }
    guard file >= 0 else { throw FileError(path: path, call: "open", errno: errno) }
    return OwnedDescriptor(adopting: file)
  }

  /// A path from the root without links and `..` in it; 40 links at most, as in the kernel.
  private func resolve(
    _ path: String, below top: CInt, lastLink: Bool
  ) throws(FileError) -> String {
    var rest = path.split(separator: "/").map(String.init)
    rest.reverse()
    var done: [String] = []
    var links = 0
    while let next = rest.popLast() {
      if next == "." { continue }
      if next == ".." {
        _ = done.popLast()
        continue
      }
      let candidate = (done + [next]).joined(separator: "/")
      guard !rest.isEmpty || lastLink, let target = Self.linkText(top, candidate) else {
        done.append(next)
        continue
      }
      links += 1
      guard links <= 40 else { throw FileError(path: path, call: "open", errno: ELOOP) }
      if target.utf8.first == UInt8(ascii: "/") { done = [] }
      rest += target.split(separator: "/").reversed().map(String.init)
    }
    return done.isEmpty ? "." : done.joined(separator: "/")
  }

  /// The text of a link; nil with `errno` if there is none, or it is longer than any path.
  private static func linkText(_ directory: CInt, _ path: String) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX) + 1) { buffer in
      let count = readlinkat(directory, path, buffer.baseAddress!, buffer.count)
      guard count >= 0 else { return nil }
      guard count < buffer.count else {
        errno = ENAMETOOLONG
        return nil
      }
      return String(
        decoding: UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: buffer[..<count])),
        as: UTF8.self)
    }
  }
}

/// A call, again for as long as a signal interrupts it.
private func restarting<Result: FixedWidthInteger>(_ call: () -> Result) -> Result {
  while true {
    let result = call()
    guard result == -1, errno == EINTR else { return result }
  }
}

// The names of the calls are also those of the methods above.
private func systemOpen(_ path: String, _ flags: CInt) -> CInt { open(path, flags) }
private func systemRead(_ file: CInt, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(file, buffer, count)
}
