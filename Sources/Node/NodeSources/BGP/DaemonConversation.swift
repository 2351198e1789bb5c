import Glibc
public import LinuxSystem

/// Why a daemon told nothing.
public enum DaemonError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The control socket could not be reached.
  case unreachable(FileError)
  /// A file that its daemon left behind when it ended.
  case stale(path: String)
  /// It was reached, and then said nothing for so long: it hangs, or is stopped.
  case silent(path: String, milliseconds: Int)
  /// It ended the conversation.
  case hungUp(path: String)
  case system(path: String, SystemCallError)
  /// What it said is not what such a daemon says.
  case malformed(path: String, String)

  init(_ error: FileError, path: String) {
    switch error {
    case .io(_, "connect", ECONNREFUSED): self = .stale(path: path)
    case .io(_, "connect", EAGAIN): self = .silent(path: path, milliseconds: 0)
    default: self = .unreachable(error)
    }
  }

  public var description: String {
    switch self {
    case .unreachable(let error): "\(error)"
    case .stale(let path): "nobody listens at \(path): the daemon that made it has ended"
    case .silent(let path, 0):
      "\(path) does not answer: the daemon takes no more connections, it hangs or is stopped"
    case .silent(let path, let milliseconds):
      "\(path) does not answer within \(milliseconds) ms: the daemon hangs or is stopped"
    case .hungUp(let path): "\(path) ended the conversation"
    case .system(let path, let error): "cannot talk to \(path): \(error)"
    case .malformed(let path, let reason): "cannot understand \(path): \(reason)"
    }
  }

  /// Whether another attempt soon would only wait again.
  public var isSilence: Bool { if case .silent = self { true } else { false } }
}

/// A conversation with a daemon over its control socket, which is over after a time, whatever the
/// daemon does.
struct DaemonConversation: ~Copyable {
  /// More than a daemon with ten thousand sessions says.
  static let sizeLimit = 64 << 20

  let path: String
  private let descriptor: OwnedDescriptor
  private let milliseconds: Int
  private let deadline: Int64
  /// What was received of the answer that is being read.
  private(set) var bytes: [UInt8] = []

  init(_ files: RootedFiles, _ path: String, milliseconds: Int) throws(DaemonError) {
    do { descriptor = try files.connect(path) } catch {
      throw DaemonError(error, path: path)
    }
    self.path = path
    self.milliseconds = milliseconds
    deadline = Clock.monotonic() + Int64(milliseconds) * 1000
  }

  /// Sends a request and forgets the answer to the one before.
  mutating func send(_ request: [UInt8]) throws(DaemonError) {
    bytes.removeAll(keepingCapacity: true)
    // A request is short: where it does not fit at once, nobody reads.
    do { try UnixSocket.send(request, on: descriptor) } catch {
      switch error.errno {
      case .wouldBlock: throw .silent(path: path, milliseconds: milliseconds)
      case ErrorNumber(rawValue: EPIPE): throw .hungUp(path: path)
      default: throw .system(path: path, error)
      }
    }
  }

  /// Waits for more of the answer, at the end of `bytes`.
  mutating func receive() throws(DaemonError) {
    let fd = descriptor.rawValue
    while true {
      var waiting = pollfd(fd: fd, events: Int16(POLLIN), revents: 0)
      let rest = deadline - Clock.monotonic()
      guard rest > 0 else { throw .silent(path: path, milliseconds: milliseconds) }
      let ready = poll(&waiting, 1, CInt(clamping: (rest + 999) / 1000))
      guard ready > 0 else { continue }
      guard bytes.count < Self.sizeLimit else {
        throw .malformed(path: path, "the answer is larger than \(Self.sizeLimit >> 20) MiB")
      }
      var failure: CInt = 0
      let received = withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { buffer in
        let count = read(fd, buffer.baseAddress, buffer.count)
        failure = errno
        if count > 0 { bytes.append(contentsOf: buffer[..<count]) }
        return count
      }
      if received > 0 { return }
      if received == 0 { throw .hungUp(path: path) }
      guard failure == EAGAIN || failure == EINTR else {
        if failure == ECONNRESET { throw .hungUp(path: path) }
        throw .system(path: path, SystemCallError("read", ErrorNumber(rawValue: failure)))
      }
    }
  }
}
