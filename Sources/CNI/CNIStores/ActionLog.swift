public import CNISpec
import Glibc
public import LinuxSystem

/// What an operator did, a line of JSON each (NDJSON), so that it can be undone.
///
/// A line is written before the action and one with its outcome after it; only the second makes an
/// action that can be undone.
public struct ActionLog: Sendable {
  public enum Kind: String, Hashable, Sendable {
    case attach
    case detach
  }

  /// An action that was done.
  public struct Action: Hashable, Sendable {
    /// From 1 on, as long as the file lives.
    public var number: Int
    public var kind: Kind
    /// In microseconds since 1970 (UTC).
    public var time: Int64
    /// What was attached or detached: with it, the action can be turned round.
    public var entry: CNICacheEntry
    /// Whether it was undone, or is itself the undoing of another one.
    public var isUndone: Bool
  }

  public static let fileLimit = 16 << 20

  public let path: String

  public init(path: String) { self.path = path }

  /// The actions in their order; lines that are none, or were cut off, are left out.
  public func read() throws(FileError) -> [Action] {
    let bytes: [UInt8]
    do { bytes = try RootedFiles().read(path, limit: Self.fileLimit) } catch {
      if case .absent = error { return [] }
      throw error
    }
    return Self.parse(bytes)
  }

  static func parse(_ bytes: [UInt8]) -> [Action] {
    var actions: [Action] = []
    var undone: Set<Int> = []
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let json = try? JSONValue(parsing: Array(line)),
        let number = json["number"]?.integer.flatMap({ Int(exactly: $0) }),
        let word = json["action"]?.string, let kind = Kind(rawValue: word),
        json["outcome"]?.string == "done", let document = json["attachment"],
        let entry = try? CNICacheEntry(parsing: document.bytes(), fileName: "")
      else { continue }
      let undoes = json["undoes"]?.integer.flatMap { Int(exactly: $0) }
      if let undoes { undone.insert(undoes) }
      actions.append(
        Action(
          number: number, kind: kind, time: json["time"]?.integer ?? 0, entry: entry,
          isUndone: undoes != nil))
    }
    for index in actions.indices where undone.contains(actions[index].number) {
      actions[index].isUndone = true
    }
    return actions
  }

  /// Writes down what is to be done, or what came of it.
  ///
  /// - Parameters:
  ///   - number: That of the action; nil for the next one.
  ///   - outcome: Nil before the action, `done`, or why it failed.
  ///   - undoes: The number of the action that this one turns round.
  /// - Returns: The number of the action.
  @discardableResult
  public func append(
    _ kind: Kind, _ entry: CNICacheEntry, number: Int? = nil, time: Int64, outcome: String?,
    undoes: Int? = nil
  ) throws(CNIError) -> Int {
    let version = entry.configuration?.version ?? .latest
    let document = try entry.document(version: version)
    do throws(FileWriteError) {
      try WrittenFile.makeFolder(of: path, mode: 0o700)
      let lock = try FileLock(path + ".lock")
      return try lock.held { () throws(FileWriteError) in
        let number = number ?? (lastNumber() &+ 1)
        var members = [
          JSONMember("number", .number("\(number)")), JSONMember("time", .number("\(time)")),
          JSONMember("action", .string(kind.rawValue)),
        ]
        if let outcome { members.append(JSONMember("outcome", .string(outcome))) }
        if let undoes { members.append(JSONMember("undoes", .number("\(undoes)"))) }
        members.append(JSONMember("attachment", document))
        try write(JSONValue.object(members).bytes() + [UInt8(ascii: "\n")])
        return number
      }
    } catch { throw CNIError(.inputOutput, "\(error)") }
  }

  /// The highest number of any line, also of those that were not done.
  private func lastNumber() -> Int {
    let bytes = (try? RootedFiles().read(path, limit: Self.fileLimit)) ?? []
    return bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
      (try? JSONValue(parsing: Array(line)))?["number"]?.integer
    }.max().flatMap { Int(exactly: $0) } ?? 0
  }

  /// One write of a line; half of one that was there before is ended first.
  private func write(_ line: [UInt8]) throws(FileWriteError) {
    do throws(SystemCallError) {
      let flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW
      let file = OwnedDescriptor(
        adopting: try systemCall("open") { open(path, flags, 0o600) })
      var last = UInt8(ascii: "\n")
      let size = try systemCall("lseek") { lseek(file.rawValue, 0, SEEK_END) }
      if size > 0 { try systemCall("pread") { pread(file.rawValue, &last, 1, size - 1) } }
      let bytes = last == UInt8(ascii: "\n") ? line : [UInt8(ascii: "\n")] + line
      let count = try systemCall("write") { Glibc.write(file.rawValue, bytes, bytes.count) }
      guard count == bytes.count else { throw SystemCallError("write", .noSpace) }
    } catch { throw FileWriteError(path: path, error) }
  }
}
