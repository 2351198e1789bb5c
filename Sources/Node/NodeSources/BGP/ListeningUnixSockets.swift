/// The listening unix sockets of a network namespace that have a path, from `/proc/PID/net/unix`.
struct ListeningUnixSockets {
  /// By inode; a path is as the one who bound it sees it, which may be inside of a container.
  private(set) var paths: [UInt64: String] = [:]

  /// Lines `ADDRESS: REFCOUNT PROTOCOL FLAGS TYPE STATE INODE PATH`, numbers in hexadecimal but for
  /// the inode (`unix_seq_show`).
  init(_ content: [UInt8]) {
    for line in content.split(separator: UInt8(ascii: "\n")) {
      let words = line.split(separator: 32, maxSplits: 7)
      guard words.count == 8, words[3].elementsEqual("00010000".utf8),  // SO_ACCEPTCON
        words[7].first == UInt8(ascii: "/"),  // `@` is an abstract name
        let inode = UInt64(String(decoding: words[6], as: UTF8.self))
      else { continue }
      paths[inode] = String(decoding: words[7], as: UTF8.self)
    }
  }
}
