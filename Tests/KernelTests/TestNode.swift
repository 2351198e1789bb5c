import Glibc
import NodeCollector
import NodeModel
import TestSupport

/// A node for tests: a namespace that counts as its own, and others that are bound in a folder.
///
/// Everything is in a folder of its own under `/run`, which goes with the value; what a run that
/// was killed left behind goes with the next one.
final class TestNode: Sendable {
  /// Counts as `/`: files of pods go below it.
  let root: String
  var hostPath: String { root + "/host" }
  private var folder: String { root + "/run/netns" }

  private static let parent = "/run/cnitop-tests"

  init() throws {
    Self.removeRemains()
    mkdir(Self.parent, 0o755)
    var template = Array("\(Self.parent)/\(getpid())-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw CommandFailure(command: ["mkdtemp"], status: errno, output: Self.parent)
    }
    root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    try TestSupport.run(["mkdir", "-p", folder])
    try bind(hostPath)
  }

  deinit { Self.remove(root) }

  /// Of processes that are not there any more.
  private static func removeRemains() {
    guard let names = try? TestSupport.run(["ls", parent]) else { return }
    for name in names.split(separator: "\n") {
      guard let owner = name.split(separator: "-").first.flatMap({ pid_t($0) }) else { continue }
      if kill(owner, 0) != 0, errno == ESRCH { remove("\(parent)/\(name)") }
    }
  }

  private static func remove(_ folder: String) {
    _ = try? TestSupport.run([
      "sh", "-c",
      """
      for file in '\(folder)/host' '\(folder)'/run/netns/*; do umount -l "$file" 2>/dev/null; done
      rm -rf '\(folder)'
      """,
    ])
  }

  // MARK: Namespaces

  func path(_ name: String) -> String { name == "host" ? hostPath : "\(folder)/\(name)" }

  private func bind(_ path: String) throws {
    try TestSupport.run(["sh", "-c", "> '\(path)' && unshare --net='\(path)' ip link set lo up"])
  }

  /// Makes a namespace, bound to a file as runtimes and `ip netns` do it.
  func add(_ name: String) throws { try bind(path(name)) }

  /// Makes many namespaces at once.
  func add(_ names: [String]) throws {
    let loop = "for f in \(names.map(path).joined(separator: " ")); do > $f; "
    try TestSupport.run(["sh", "-c", loop + "unshare --net=$f ip link set lo up || exit 1; done"])
  }

  func remove(_ name: String) throws {
    try TestSupport.run(["sh", "-c", "umount -l '\(path(name))' && rm '\(path(name))'"])
  }

  /// The number that names a namespace.
  func id(_ name: String) throws -> NamespaceID {
    var status = stat()
    guard stat(path(name), &status) == 0 else {
      throw CommandFailure(command: ["stat"], status: errno, output: path(name))
    }
    return NamespaceID(inode: UInt64(status.st_ino))
  }

  /// Runs a program in a namespace.
  @discardableResult
  func run(in name: String, _ command: [String], input: String = "") throws -> String {
    try TestSupport.run(["nsenter", "--net=\(path(name))"] + command, input: input)
  }

  /// Runs lines of `ip` commands, without the word `ip`.
  func ip(_ name: String, _ lines: String) throws {
    try run(in: name, ["ip", "-batch", "-"], input: lines + "\n")
  }

  /// Runs lines of `ip` commands from a file, for more of them than a pipe holds.
  func ip(_ name: String, many lines: [String]) throws {
    let file = "\(root)/batch"
    try write(lines.joined(separator: "\n") + "\n", to: file)
    try run(in: name, ["ip", "-batch", file])
  }

  /// Moves a link to another namespace, under a new name.
  func move(_ link: String, from source: String, to target: String, as name: String) throws {
    try run(
      in: source,
      [
        "sh", "-c",
        "exec 9<'\(path(target))'; ip link set \(link) netns /proc/self/fd/9 name \(name)",
      ])
  }

  /// Writes a file, with its folders.
  func write(_ text: String, to path: String) throws {
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    try TestSupport.run(["mkdir", "-p", "/\(folder)"])
    guard let file = fopen(path, "w") else {
      throw CommandFailure(command: ["fopen"], status: errno, output: path)
    }
    fwrite(text, 1, text.utf8.count, file)
    fclose(file)
  }

  // MARK: Looking

  /// Nothing but this node, whatever else is on the machine.
  var options: CollectorOptions {
    var options = CollectorOptions()
    options.root = root
    options.netns = hostPath
    options.proc = "/proc"
    options.isLimitedToBound = true
    return options
  }

  /// The same, for the program.
  var arguments: [String] { ["--root", root, "--netns", hostPath, "--proc", "/nonexistent"] }

  func snapshot() throws -> Snapshot { try NodeReader.snapshot(options) }
}

/// What a test says that takes its time.
func say(_ text: String) { print("  \(text)") }

func milliseconds(_ microseconds: Int64) -> String {
  "\(microseconds / 1000).\(microseconds % 1000 / 100) ms"
}
