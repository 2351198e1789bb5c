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
    case reclaim
  }

  /// A lease that was taken back.
  public struct Lease: Hashable, Sendable {
    public var network: String
    /// The folder of the leases of its network.
    public var folder: String
    /// The name of its file there.
    public var address: String
    /// Where its content is kept.
    public var file: String

    public init(network: String, folder: String, address: String, file: String) {
      self.network = network
      self.folder = folder
      self.address = address
      self.file = file
    }
  }

  /// An action that was done.
  public struct Action: Hashable, Sendable {
    /// From 1 on, as long as the file lives.
    public var number: Int
    public var kind: Kind
    /// In microseconds since 1970 (UTC).
    public var time: Int64
    /// What was attached or detached: with it, the action can be turned round.
    ///
    /// Nil where leases were taken back.
    public var entry: CNICacheEntry?
    /// What was taken back.
    public var leases: [Lease]
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
        json["outcome"]?.string == "done"
      else { continue }
      let entry = json["attachment"].flatMap {
        try? CNICacheEntry(parsing: $0.bytes(), fileName: "")
      }
      let leases = (json["leases"]?.array ?? []).compactMap(Lease.init)
      guard kind == .reclaim ? !leases.isEmpty : entry != nil else { continue }
      let undoes = json["undoes"]?.integer.flatMap { Int(exactly: $0) }
      if let undoes { undone.insert(undoes) }
      actions.append(
        Action(
          number: number, kind: kind, time: json["time"]?.integer ?? 0, entry: entry,
          leases: leases, isUndone: undoes != nil))
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
    return try append(
      kind, JSONMember("attachment", document), number: number, time: time, outcome: outcome,
      undoes: undoes)
  }

  /// The same for leases that are taken back.
  @discardableResult
  public func append(
    leases: [Lease], number: Int? = nil, time: Int64, outcome: String?, undoes: Int? = nil
  ) throws(CNIError) -> Int {
    try append(
      .reclaim, JSONMember("leases", .array(leases.map(\.json))), number: number, time: time,
      outcome: outcome, undoes: undoes)
  }

  private func append(
    _ kind: Kind, _ subject: JSONMember, number: Int?, time: Int64, outcome: String?, undoes: Int?
  ) throws(CNIError) -> Int {
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
        members.append(subject)
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

extension ActionLog.Lease {
  fileprivate var json: JSONValue {
    .object([
      JSONMember("network", .string(network)), JSONMember("folder", .string(folder)),
      JSONMember("address", .string(address)), JSONMember("file", .string(file)),
    ])
  }

  fileprivate init?(_ json: JSONValue) {
    guard let network = json["network"]?.string, let folder = json["folder"]?.string,
      let address = json["address"]?.string, let file = json["file"]?.string
    else { return nil }
    self.init(network: network, folder: folder, address: address, file: file)
  }
}
