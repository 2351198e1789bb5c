import Glibc

/// Standard output, written in large pieces.
struct StandardOutput {
  /// The reader went away (`| head`): no failure, there is just nobody to write for.
  struct Closed: Error {}
  /// The disk is full, or the device failed.
  struct WriteFailure: Error, CustomStringConvertible {
    let errno: CInt
    var description: String {
      "cannot write to standard output: \(String(cString: strerror(errno)))"
    }
  }

  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  static func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes
    while let start = rest.baseAddress, !rest.isEmpty {
      let count = Glibc.write(STDOUT_FILENO, start, rest.count)
      if count < 0 {
        switch errno {
        case EINTR: continue
        case EAGAIN:
          var waiting = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
          _ = poll(&waiting, 1, -1)
          continue
        case EPIPE: throw Closed()
        default: throw WriteFailure(errno: errno)
        }
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  static func write(_ text: String) throws {
    var text = text
    try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
  }
}
