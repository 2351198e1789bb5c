import Glibc
public import LinuxSystem
public import Netlink

/// Whether tests may make network namespaces; else those that need one are reported as skipped.
public let canMakeNamespaces = (try? NetworkNamespace.empty()) != nil

/// What a skipped test says.
public let needsNamespaces = "needs the right to make network namespaces (root)"

/// Whether tests may make user namespaces, in which anybody is root.
public let canMakeUserNamespaces = (try? run(["unshare", "-Urn", "true"])) != nil

/// What a skipped test says.
public let needsUserNamespaces = "needs the right to make user namespaces"

/// Whether tests may mount, in a mount namespace of their own.
public let canMount =
  (try? run(["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/tmp"])) != nil

/// What a skipped test says.
public let needsMounts = "needs the right to mount (root)"

/// A fresh network namespace, gone with the value.
public struct TestNamespace: ~Copyable, Sendable {
  public let namespace: NetworkNamespace

  public init() throws { namespace = try NetworkNamespace.empty() }

  /// A path that names it for as long as the value lives.
  public var path: String { "/proc/\(getpid())/fd/\(namespace.descriptor.rawValue)" }

  /// A socket in it.
  public func socket(_ family: NetlinkFamily = .route) throws -> NetlinkSocket {
    try namespace.run { try NetlinkSocket(family) }
  }

  /// Runs a program in it; words are divided by spaces.
  @discardableResult
  public func run(_ command: String, input: String = "") throws -> String {
    let words = command.split(separator: " ").map(String.init)
    return try TestSupport.run(["nsenter", "--net=\(path)"] + words, input: input)
  }

  /// Runs lines of `ip` commands, without the word `ip`.
  public func ip(_ lines: String) throws { try run("ip -batch -", input: lines + "\n") }

  /// What `ip -j -d` or `bridge -j -d` print.
  public func json(_ command: String) throws -> JSON {
    let text = try run(command)
    return try JSON(parsing: text.allSatisfy(\.isWhitespace) ? "[]" : text)
  }
}

/// Runs `body` with a fresh namespace.
public func withNamespace(_ body: (borrowing TestNamespace) throws -> Void) throws {
  let namespace = try TestNamespace()
  try body(namespace)
}
