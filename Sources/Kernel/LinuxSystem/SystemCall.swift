import Glibc

/// A number of `errno`.
public struct ErrorNumber: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  public let rawValue: CInt
  public init(rawValue: CInt) { self.rawValue = rawValue }

  public static let notPermitted = Self(rawValue: EPERM)
  public static let noSuchFile = Self(rawValue: ENOENT)
  public static let noSuchProcess = Self(rawValue: ESRCH)
  public static let interrupted = Self(rawValue: EINTR)
  public static let wouldBlock = Self(rawValue: EAGAIN)
  public static let permissionDenied = Self(rawValue: EACCES)
  public static let busy = Self(rawValue: EBUSY)
  public static let fileExists = Self(rawValue: EEXIST)
  public static let noSuchDevice = Self(rawValue: ENODEV)
  public static let invalidArgument = Self(rawValue: EINVAL)
  public static let noBufferSpace = Self(rawValue: ENOBUFS)
  public static let notSupported = Self(rawValue: EOPNOTSUPP)
  public static let noSpace = Self(rawValue: ENOSPC)
  public static let noAddress = Self(rawValue: EADDRNOTAVAIL)
  public static let timedOut = Self(rawValue: ETIMEDOUT)
  public static let quota = Self(rawValue: EDQUOT)

  /// Whether a right is missing: `EPERM` or `EACCES`.
  public var isDenial: Bool { self == .notPermitted || self == .permissionDenied }

  /// The words of the C library: "No such file or directory".
  public var description: String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      let text = strerror_r(rawValue, buffer.baseAddress!, buffer.count)
      return text == 0 ? String(cString: buffer.baseAddress!) : "error \(rawValue)"
    }
  }
}

/// A system call that failed: which one, and why.
public struct SystemCallError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name of the call, as its manual page has it: `setns`.
  public let call: String
  /// The reason that the kernel gave.
  public let errno: ErrorNumber

  public init(_ call: StaticString, _ errno: ErrorNumber) {
    self.call = "\(call)"
    self.errno = errno
  }

  public var description: String { "\(call): \(errno)" }
}

/// Runs a call that reports failure as -1, again for as long as a signal interrupts it.
///
/// `errno` is read before anything else can run, so nothing overwrites it.
@discardableResult
public func systemCall<Result: FixedWidthInteger>(
  _ name: StaticString, _ body: () -> Result
) throws(SystemCallError) -> Result {
  while true {
    let result = body()
    guard result == -1 else { return result }
    let reason = ErrorNumber(rawValue: errno)
    guard reason == .interrupted else { throw SystemCallError(name, reason) }
  }
}
