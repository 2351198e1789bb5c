/// A node of real namespaces: one that counts as its own, and others that are bound in a folder.
///
/// Everything is in a folder of its own, which goes with the value.
public final class NamespaceNode: Sendable {
  public let files: TemporaryFolder
  /// Without IPv6, whose discovery of neighbours is traffic that comes and goes by itself.
  private let isQuiet: Bool

  /// Counts as `/`: files of pods go below it.
  public var root: String { files.path }
  public var hostPath: String { root + "/host" }

  public init(isQuiet: Bool = false) throws {
    files = try TemporaryFolder()
    self.isQuiet = isQuiet
    try files.folder("run/netns")
    try bind(hostPath)
  }

  /// The path of a namespace, of which `host` is the node's own.
  public func path(_ name: String) -> String {
    name == "host" ? hostPath : "\(root)/run/netns/\(name)"
  }

  private func bind(_ paths: String...) throws { try bind(paths) }
  private func bind(_ paths: [String]) throws {
    let quiet = isQuiet ? "echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6; " : ""
    let loop = "for f in \(paths.joined(separator: " ")); do > $f; "
    let setUp = "\(quiet)ip link set lo up"
    try TestSupport.run(["sh", "-ec", loop + "unshare --net=$f sh -ec '\(setUp)'; done"])
  }

  /// Makes a namespace, bound to a file as runtimes and `ip netns` do it.
  public func add(_ name: String) throws { try bind(path(name)) }

  /// Makes many namespaces at once.
  public func add(_ names: [String]) throws { try bind(names.map(path)) }

  public func remove(_ name: String) throws {
    try TestSupport.run(["sh", "-ec", "umount -l '\(path(name))'; rm '\(path(name))'"])
  }

  /// Runs a program in a namespace.
  @discardableResult
  public func run(in name: String, _ command: [String], input: String = "") throws -> String {
    try TestSupport.run(["nsenter", "--net=\(path(name))"] + command, input: input)
  }

  /// Runs lines of `ip` commands, without the word `ip`.
  public func ip(_ name: String, _ lines: String) throws {
    try run(in: name, ["ip", "-batch", "-"], input: lines + "\n")
  }

  /// Runs lines of `ip` commands from a file, for more of them than a pipe holds.
  public func ip(_ name: String, many lines: [String]) throws {
    try files.write("batch", lines.joined(separator: "\n") + "\n")
    try run(in: name, ["ip", "-batch", "\(root)/batch"])
  }

  /// Moves a link to another namespace, under a new name.
  public func move(_ link: String, from source: String, to target: String, as name: String) throws {
    try run(
      in: source,
      [
        "sh", "-c",
        "exec 9<'\(path(target))'; ip link set \(link) netns /proc/self/fd/9 name \(name)",
      ])
  }

  /// Runs lines of shell in the folder that counts as `/`.
  @discardableResult
  public func shell(_ lines: String) throws -> String {
    try TestSupport.run(["sh", "-ec", "cd '\(root)'\n\(lines)"])
  }
}
