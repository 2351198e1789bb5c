import Glibc
import LinuxSystem

/// What keeps a demo apart from the node that it runs on.
enum DemoIsolation {
  /// What a demo says that may not make what it needs.
  static let need = CommandFailure(
    "the demo makes network namespaces, which needs CAP_SYS_ADMIN and CAP_NET_ADMIN, or the "
      + "right to make user namespaces: run it as root (sudo cnitop demo)")

  /// Gives this process a mount namespace of its own: nobody else sees what the demo mounts and
  /// binds, and the kernel takes it away with the last process of the demo, however that ends.
  ///
  /// Who may not is made root of a new user namespace first, which is enough for everything
  /// that the demo does. Threads that were started before stay outside, and forbid the latter.
  static func begin() throws {
    let (user, group) = (geteuid(), getegid())
    do {
      try Unshare.mounts()
    } catch {
      guard error.errno == .notPermitted, (try? Unshare.users()) != nil, isMapped(user, group),
        (try? Unshare.mounts()) != nil
      else { throw need }
    }
    // Mounts of the node still arrive, so that nothing of it is kept busy from here.
    guard mount("none", "/", nil, UInt(MS_REC | MS_SLAVE), nil) == 0 else { throw need }
  }

  /// Makes this user root of the new namespace (user_namespaces(7)); a group may be mapped
  /// without rights only after setgroups(2) was given up.
  private static func isMapped(_ user: uid_t, _ group: gid_t) -> Bool {
    write("deny", to: "/proc/self/setgroups") && write("0 \(user) 1", to: "/proc/self/uid_map")
      && write("0 \(group) 1", to: "/proc/self/gid_map")
  }

  private static func write(_ text: String, to path: String) -> Bool {
    let file = open(path, O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    return Glibc.write(file, text, text.utf8.count) == text.utf8.count
  }
}
