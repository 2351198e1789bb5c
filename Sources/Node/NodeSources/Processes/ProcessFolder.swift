import CLinux
import Glibc

/// `/proc`, opened once: its files are read relative to the descriptor, into one buffer.
struct ProcessFolder: ~Copyable {
  private let stream: OpaquePointer
  private var descriptor: CInt { dirfd(stream) }
  private let buffer: UnsafeMutableRawBufferPointer

  /// Nil with `errno` if the folder cannot be listed.
  init?(_ path: String) {
    // opendir would follow a path that ends at its NUL.
    guard !path.utf8.contains(0), let stream = opendir(path) else { return nil }
    self.stream = stream
    buffer = .allocate(byteCount: 16 << 10, alignment: 8)
  }

  deinit {
    closedir(stream)
    buffer.deallocate()
  }

  /// Calls `body` for each numeric name in any order, with the inode number of its entry.
  func forEachProcess(_ body: (_ pid: Int32, _ entry: UInt64) -> Void) {
    rewinddir(stream)
    while let entry = readdir(stream) {
      let name = UnsafeRawPointer(entry) + MemoryLayout<dirent>.offset(of: \.d_name)!
      guard let pid = Self.number(name.assumingMemoryBound(to: UInt8.self)) else { continue }
      body(pid, UInt64(entry.pointee.d_ino))
    }
  }

  private static func number(_ digits: UnsafePointer<UInt8>) -> Int32? {
    var value: Int32 = 0
    var index = 0
    while digits[index] != 0 {
      guard (48...57).contains(digits[index]), index < 9 else { return nil }
      value = value * 10 + Int32(digits[index] - 48)
      index += 1
    }
    return index > 0 && value > 0 ? value : nil
  }

  /// The number in the link `PID/ns/net`: `net:[4026531840]`; nil with `errno`.
  func networkNamespace(of pid: Int32) -> UInt64? {
    writePath(pid, "/ns/net")
    let text = buffer.baseAddress! + 64
    let count = readlinkat(
      descriptor, buffer.baseAddress!.assumingMemoryBound(to: CChar.self),
      text.assumingMemoryBound(to: CChar.self), 64)
    guard count > 0 else { return nil }
    errno = EINVAL
    return Self.number(in: UnsafeRawBufferPointer(start: text, count: count), after: "net:[")
  }

  /// The number in `net:[4026531840]` or `socket:[7]`; nil for anything else.
  private static func number(
    in text: UnsafeRawBufferPointer, after head: StaticString
  ) -> UInt64? {
    let length = head.utf8CodeUnitCount
    guard text.count > length + 1, text.last == UInt8(ascii: "]"),
      memcmp(text.baseAddress!, head.utf8Start, length) == 0
    else { return nil }
    var value: UInt64 = 0
    for byte in text[length..<text.count - 1] {
      guard (48...57).contains(byte) else { return nil }
      let (tens, isLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, isLarger) = tens.addingReportingOverflow(UInt64(byte - 48))
      guard !isLarge, !isLarger else { return nil }
      value = sum
    }
    return value
  }

  /// Calls `body` for each socket that a process has open, with its inode number.
  ///
  /// - Returns: 0, or the error number where its descriptors cannot be listed.
  func forEachSocket(of pid: Int32, _ body: (UInt64) -> Void) -> CInt {
    writePath(pid, "/fd")
    let path = buffer.baseAddress!.assumingMemoryBound(to: CChar.self)
    let folder = openat(descriptor, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return errno }
    guard let stream = fdopendir(folder) else {
      let reason = errno
      close(folder)
      return reason
    }
    defer { closedir(stream) }
    let text = buffer.baseAddress! + 64
    while let entry = readdir(stream) {
      let name = UnsafeRawPointer(entry) + MemoryLayout<dirent>.offset(of: \.d_name)!
      let count = readlinkat(
        folder, name.assumingMemoryBound(to: CChar.self),
        text.assumingMemoryBound(to: CChar.self), 64)
      guard count > 0,
        let inode = Self.number(
          in: UnsafeRawBufferPointer(start: text, count: count), after: "socket:[")
      else { continue }
      body(inode)
    }
    return 0
  }

  /// Reads a file of a process, as much as the buffer holds, and lends the bytes.
  func withFile<Result>(
    _ pid: Int32, _ name: StaticString, _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result? {
    writePath(pid, name)
    let path = buffer.baseAddress!.assumingMemoryBound(to: CChar.self)
    let file = openat(descriptor, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var count = 0
    while count < buffer.count - 64 {
      let result = read(file, buffer.baseAddress! + 64 + count, buffer.count - 64 - count)
      if result <= 0 { break }
      count += result
    }
    return body(UnsafeRawBufferPointer(start: buffer.baseAddress! + 64, count: count))
  }

  private func writePath(_ pid: Int32, _ rest: StaticString) {
    var digits = 1
    var power: Int32 = 10
    while digits < 10, pid >= power {
      digits += 1
      power = power &* 10
      if power < 0 { break }
    }
    var value = pid
    for index in (0..<digits).reversed() {
      buffer[index] = UInt8(48 + value % 10)
      value /= 10
    }
    for index in 0..<rest.utf8CodeUnitCount { buffer[digits + index] = rest.utf8Start[index] }
    buffer[digits + rest.utf8CodeUnitCount] = 0
  }
}
