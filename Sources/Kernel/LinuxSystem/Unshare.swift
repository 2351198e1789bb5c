internal import CLinux

/// Leaves namespaces that the process shares with others (`unshare(2)`).
///
/// Both concern the calling thread and those that it starts later, so they belong to the start of
/// a program.
public enum Unshare {
  /// Gets mounts of its own (`CLONE_NEWNS`); needs `CAP_SYS_ADMIN`.
  public static func mounts() throws(SystemCallError) {
    try systemCall("unshare") { clinux_new_mount_namespace() }
  }

  /// Gets users of its own, among which the process has all rights once it is mapped
  /// (`CLONE_NEWUSER`); refused to a process with more than one thread.
  public static func users() throws(SystemCallError) {
    try systemCall("unshare") { clinux_new_user_namespace() }
  }
}
