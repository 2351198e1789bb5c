import Glibc

/// What to say behind a "permission denied": to run as root, except to root.
public enum Denial {
  /// The end of a sentence, from the space or semicolon on.
  public static var advice: String { advice(isRoot: geteuid() == 0) }

  /// Root is denied where it lacks a capability, as in most containers and in user namespaces,
  /// or where a security module has rules for it.
  package static func advice(isRoot: Bool) -> String {
    isRoot ? " (root lacks a capability here, or a security module forbids it)" : "; run as root"
  }
}
