import Glibc

/// Why a file could not be read: one line that says what, where and why.
public enum FileError: Error, Hashable, Sendable, CustomStringConvertible {
  case absent(path: String)
  case denied(path: String)
  /// Larger than `limit`: bytes of a file, names of a folder.
  case tooLarge(path: String, limit: Int)
  case notARegularFile(path: String, found: FileStatus.Kind)
  /// Anything else that the kernel said, with the call that it said it to.
  case io(path: String, call: String, errno: CInt)

  init(path: String, call: String, errno code: CInt) {
    self =
      switch code {
      case ENOENT: .absent(path: path)
      case EACCES, EPERM: .denied(path: path)
      case ENXIO: .notARegularFile(path: path, found: .socket)
      default: .io(path: path, call: call, errno: code)
      }
  }

  public var path: String {
    switch self {
    case .absent(let path), .denied(let path), .tooLarge(let path, _),
      .notARegularFile(let path, _), .io(let path, _, _):
      path
    }
  }

  public var description: String {
    switch self {
    case .absent(let path): "cannot read \(path): it is not there"
    case .denied(let path): "cannot read \(path): permission denied\(Denial.advice)"
    case .tooLarge(let path, let limit): "cannot read \(path): larger than the limit of \(limit)"
    case .notARegularFile(let path, let kind):
      "cannot read \(path): it is a \(kind.rawValue), not a regular file"
    case .io(let path, let call, let code):
      "cannot read \(path): \(call): \(String(cString: strerror(code)))"
    }
  }
}
