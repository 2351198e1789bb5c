import FoundationEssentials
public import Glibc

/// A folder that is empty on every Linux, for a `--proc` in which nobody runs.
public let emptyFolder = "/proc/tty/ldisc"

/// A folder for one test, removed when it goes away, with everything that is mounted in it.
///
/// What a test program that was killed left behind goes when the next one makes a folder.
public final class TemporaryFolder: Sendable {
  public let path: String

  /// On a file system of the memory where that is allowed: some tests make ten thousand files.
  private static let memory = access("/run", W_OK) == 0 ? "/run" : disk
  private static let disk = "/tmp"
  private static let prefix = "cnitop-tests-"
  /// Once in a test program.
  private static let removeRemains: Void = {
    for parent in Set([memory, disk]) {
      for name in entries(parent) where name.hasPrefix(prefix) {
        let words = name.dropFirst(prefix.count).split(separator: "-")
        guard let owner = words.first.flatMap({ pid_t($0) }) else { continue }
        if kill(owner, 0) != 0, errno == ESRCH { remove("\(parent)/\(name)") }
      }
    }
  }()

  /// - Parameter onDisk: On a file system like the one that files of a node are on.
  public init(onDisk: Bool = false) throws {
    Self.removeRemains
    let parent = onDisk ? Self.disk : Self.memory
    var template = Array("\(parent)/\(Self.prefix)\(getpid())-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw CommandFailure(command: ["mkdtemp"], status: errno, output: parent)
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { Self.remove(path) }

  private static func remove(_ path: String) {
    let mounts = (try? readFile("/proc/self/mountinfo")) ?? ""
    // The last one first, for one may lie on another.
    for line in mounts.split(separator: "\n").reversed() {
      let words = line.split(separator: " ")
      if words.count > 4, words[4].hasPrefix(path + "/") {
        umount2(String(words[4]), CInt(MNT_DETACH))
      }
    }
    try? FileManager.default.removeItem(atPath: path)
  }

  public func folder(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: "\(path)/\(name)", withIntermediateDirectories: true)
  }

  private func folder(of name: String) throws {
    try folder(name.split(separator: "/").dropLast().joined(separator: "/"))
  }

  /// Writes a file, after the folders that it is in.
  public func write(_ name: String, _ bytes: [UInt8]) throws {
    try folder(of: name)
    let file = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw failure("open", name) }
    defer { close(file) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard count > 0 else { throw failure("write", name) }
      rest = rest.dropFirst(count)
    }
  }

  public func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

  /// Writes lines of shell as an executable file.
  ///
  /// Another program writes them: what this one has open, a child of another test has for a moment
  /// too, and nobody can execute a file that somebody may write.
  public func program(_ name: String, _ script: String) throws {
    let path = "\(path)/\(name)"
    try run(
      ["sh", "-ec", "cat > '\(path)'; chmod 755 '\(path)'"], input: "#!/bin/sh\n\(script)\n")
  }

  public func link(_ name: String, to target: String) throws {
    try folder(of: name)
    guard symlink(target, "\(path)/\(name)") == 0 else { throw failure("symlink", name) }
  }

  public func fifo(_ name: String) throws {
    guard mkfifo("\(path)/\(name)", 0o600) == 0 else { throw failure("mkfifo", name) }
  }

  public func setMode(_ mode: mode_t, of name: String = "") throws {
    guard chmod("\(path)/\(name)", mode) == 0 else { throw failure("chmod", name) }
  }

  public func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(name)")
  }

  private func failure(_ call: String, _ name: String) -> CommandFailure {
    CommandFailure(command: [call], status: errno, output: "\(path)/\(name)")
  }
}
