import Glibc

/// Settings of the kernel below `/proc/sys`, by their path with slashes.
///
/// Those below `net` are of the namespace of the calling thread.
public enum Sysctl {
  /// The value without the line's end; nil where the kernel has no such setting.
  public static func read(_ key: String) throws(SystemCallError) -> String? {
    guard let file = try open(key, O_RDONLY) else { return nil }
    let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
      count = max(Glibc.read(file.rawValue, buffer.baseAddress, buffer.count), 0)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  /// Writes a value, unless it is the present one.
  ///
  /// - Returns: False where the kernel has no such setting.
  @discardableResult
  public static func write(_ key: String, _ value: String) throws(SystemCallError) -> Bool {
    guard let present = try read(key) else { return false }
    if present == value { return true }
    guard let file = try open(key, O_WRONLY) else { return false }
    let bytes = Array(value.utf8)
    try systemCall("write") { Glibc.write(file.rawValue, bytes, bytes.count) }
    return true
  }

  private static func open(_ key: String, _ flags: CInt) throws(SystemCallError)
    -> OwnedDescriptor?
  {
    // A component `..` would lead out of the folder.
    guard !key.split(separator: "/").contains("..") else {
      throw SystemCallError("open", .invalidArgument)
    }
    do {
      return OwnedDescriptor(
        adopting: try systemCall("open") { Glibc.open("/proc/sys/\(key)", flags | O_CLOEXEC) })
    } catch {
      if error.errno == .noSuchFile { return nil }
      throw error
    }
  }
}
