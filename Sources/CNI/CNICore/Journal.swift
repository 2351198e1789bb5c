import CNIPlan
import CNISpec
import Glibc
import LinuxSystem

/// Where the inverse of every step stands before the step is done, so that whoever comes after a
/// program that was killed can take its work back.
///
/// A file for each plugin and attachment, locked for as long as an operation goes on: one that
/// comes meanwhile waits. Nothing is synchronised with a disk, for what the kernel made does not
/// outlive a loss of power either.
struct Journal: ~Copyable {
  /// What a journal is about.
  struct Key: Hashable, Sendable {
    var type: String
    var network: String
    var containerID: String
    var ifname: String

    init(type: String, _ call: PluginCall) {
      self.type = type
      network = call.configuration.name
      containerID = call.containerID
      ifname = call.ifname
    }

    init?(_ json: JSONValue) {
      guard let type = json["type"]?.string, let network = json["network"]?.string,
        let containerID = json["containerID"]?.string, let ifname = json["ifname"]?.string
      else { return nil }
      self.type = type
      self.network = network
      self.containerID = containerID
      self.ifname = ifname
    }

    /// Names hold no `@` but the last one, so different attachments have different files, unless
    /// the name would be too long for a file.
    var fileName: String {
      let name = [type, network, containerID, ifname].joined(separator: "@")
      guard name.utf8.count > 240 else { return name }
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325  // FNV-1a; the header tells twins apart
      for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
      return String(decoding: name.utf8.prefix(200), as: UTF8.self) + "@" + String(hash, radix: 16)
    }
  }

  /// What a journal says that was left behind.
  struct Content: Hashable, Sendable {
    var key: Key?
    /// The path of the container's namespace, and the inode that it had.
    var netns: String?
    var inode: UInt64?
    /// In the order in which the steps were to be done.
    var entries: [UndoEntry] = []
  }

  private let file: OwnedDescriptor
  private let path: String

  // MARK: Opening

  /// Opens the journal of an operation that is to begin, after any other one on the same
  /// attachment has ended.
  static func begin(_ key: Key, in folder: String) throws(CNIError) -> Journal {
    do { try WrittenFile.makeFolder(folder, mode: 0o700) } catch {
      throw CNIError(.inputOutput, "cannot make the folder \(folder) of journals: \(error.reason)")
    }
    let path = "\(folder)/\(key.fileName)"
    guard let journal = try open(path, creating: true) else {
      throw CNIError(.inputOutput, "cannot open the journal \(path)")
    }
    return journal
  }

  /// Opens the journal that an operation left behind; nil if there is none.
  static func left(_ key: Key, in folder: String) throws(CNIError) -> Journal? {
    try open("\(folder)/\(key.fileName)", creating: false)
  }

  /// Opens a journal by its file's name; nil if it is gone.
  static func left(named name: String, in folder: String) throws(CNIError) -> Journal? {
    try open("\(folder)/\(name)", creating: false)
  }

  private static func open(_ path: String, creating: Bool) throws(CNIError) -> Journal? {
    let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | (creating ? O_CREAT : 0)
    while true {
      do {
        let file = OwnedDescriptor(
          adopting: try systemCall("open") { Glibc.open(path, flags, 0o600) })
        try systemCall("flock") { flock(file.rawValue, LOCK_EX) }
        // Another operation may have ended, and its file be gone, while this one waited.
        var status = stat()
        try systemCall("fstat") { fstat(file.rawValue, &status) }
        if status.st_nlink > 0 { return Journal(file: file, path: path) }
      } catch {
        if !creating, error.errno == .noSuchFile { return nil }
        throw CNIError(.inputOutput, "cannot open the journal \(path): \(error)")
      }
    }
  }

  private init(file: consuming OwnedDescriptor, path: String) {
    self.file = file
    self.path = path
  }

  // MARK: Content

  /// Forgets what there was and writes what the journal is about.
  borrowing func start(_ key: Key, netns: String?, inode: UInt64?) throws(CNIError) {
    try reporting { () throws(SystemCallError) in
      try systemCall("ftruncate") { ftruncate(file.rawValue, 0) }
      try systemCall("lseek") { lseek(file.rawValue, 0, SEEK_SET) }
    }
    var members = [
      JSONMember("type", .string(key.type)), JSONMember("network", .string(key.network)),
      JSONMember("containerID", .string(key.containerID)),
      JSONMember("ifname", .string(key.ifname)),
    ]
    if let netns { members.append(JSONMember("netns", .string(netns))) }
    if let inode { members.append(JSONMember("inode", .number("\(inode)"))) }
    try append(.object(members))
  }

  borrowing func append(_ entry: UndoEntry) throws(CNIError) { try append(entry.json) }

  /// A line is written at once, so that there is all of it or, where the space is used up, an
  /// error before the step.
  private borrowing func append(_ json: JSONValue) throws(CNIError) {
    let bytes = json.bytes() + [UInt8(ascii: "\n")]
    try reporting { () throws(SystemCallError) in
      let count = try systemCall("write") { write(file.rawValue, bytes, bytes.count) }
      guard count == bytes.count else { throw SystemCallError("write", .noSpace) }
    }
  }

  /// What is there, up to 1 MiB; lines that were cut off, or are none of ours, are left out.
  borrowing func content() throws(CNIError) -> Content {
    var bytes: [UInt8] = []
    try reporting { () throws(SystemCallError) in
      var status = stat()
      try systemCall("fstat") { fstat(file.rawValue, &status) }
      bytes = [UInt8](repeating: 0, count: min(Int(status.st_size), 1 << 20))
      let count = try systemCall("pread") { pread(file.rawValue, &bytes, bytes.count, 0) }
      bytes.removeLast(bytes.count - count)
    }
    return Content(parsing: bytes)
  }

  /// Takes the file away: there is nothing to undo any more.
  borrowing func remove() { unlink(path) }

  private borrowing func reporting(_ body: () throws(SystemCallError) -> Void) throws(CNIError) {
    do { try body() } catch {
      throw CNIError(.inputOutput, "cannot use the journal \(path): \(error)")
    }
  }
}

extension Journal.Content {
  init(parsing bytes: [UInt8]) {
    for (number, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
      guard let json = try? JSONValue(parsing: Array(line)) else { continue }
      if number == 0 {
        key = Journal.Key(json)
        netns = json["netns"]?.string
        inode = json["inode"]?.integer.flatMap { UInt64(exactly: $0) }
      } else if let entry = UndoEntry(json) {
        entries.append(entry)
      }
    }
  }
}
