import Glibc

/// Limits of this process.
public enum ResourceLimit {
  /// Raises the number of descriptors that may be open, as far as there is the right to.
  ///
  /// - Returns: The number from now on.
  @discardableResult
  public static func raiseOpenFiles(to wanted: UInt64 = 1 << 20) -> UInt64 {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
    if limit.rlim_cur >= wanted { return UInt64(limit.rlim_cur) }
    for maximum in [max(limit.rlim_max, rlim_t(wanted)), limit.rlim_max] {
      var raised = rlimit(rlim_cur: min(rlim_t(wanted), maximum), rlim_max: maximum)
      if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 {
        return UInt64(raised.rlim_cur)
      }
    }
    return UInt64(limit.rlim_cur)
  }
}
