internal import CLinux
import Glibc
import LinuxSystem

/// The netlink families that this package speaks.
public struct NetlinkFamily: RawRepresentable, Hashable, Sendable {
  public let rawValue: CInt
  public init(rawValue: CInt) { self.rawValue = rawValue }

  public static let route = Self(rawValue: 0)  // NETLINK_ROUTE
  public static let socketDiagnosis = Self(rawValue: 4)  // NETLINK_SOCK_DIAG
  public static let connector = Self(rawValue: 11)  // NETLINK_CONNECTOR
  public static let netfilter = Self(rawValue: 12)  // NETLINK_NETFILTER
  public static let generic = Self(rawValue: 16)  // NETLINK_GENERIC
}

/// A netlink socket for one request at a time.
///
/// It blocks, and it has one owner. It stays in the network namespace of the thread that made
/// it, so a thousand of them, one in each namespace, can be asked from one thread.
public struct NetlinkSocket: ~Copyable, Sendable {
  let descriptor: OwnedDescriptor
  private var sequence: UInt32 = 0
  /// Whether an answer was given up, so that the rest of it may still wait in the socket.
  private var isDirty = false

  public init(_ family: NetlinkFamily = .route) throws(NetlinkError) {
    do {
      let owner = try Self.open(family)
      // Connected to the kernel, so that another process that sends to our port is refused and
      // nobody has to look who a datagram is from.
      let fd = owner.rawValue
      try systemCall("connect") { Self.withAddress { connect(fd, $0, $1) } }
      descriptor = owner
    } catch {
      throw .system(error)
    }
  }

  /// A socket that has no port yet.
  static func open(_ family: NetlinkFamily) throws(SystemCallError) -> OwnedDescriptor {
    let fd = try systemCall("socket") {
      socket(AF_NETLINK, CInt(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue), family.rawValue)
    }
    let owner = OwnedDescriptor(adopting: fd)
    // Dump what was asked for and no more; explain refusals, and leave the request out of
    // them. Since Linux 4.20, 4.12 and 4.3.
    for option in [NETLINK_GET_STRICT_CHK, NETLINK_EXT_ACK, NETLINK_CAP_ACK] {
      try setOption(fd, SOL_NETLINK, CInt(option), CInt(1))
    }
    // The kernel answers at once; if it does not, an error is better than a hang.
    try setOption(fd, SOL_SOCKET, SO_RCVTIMEO, timeval(tv_sec: 10, tv_usec: 0))
    return owner
  }

  /// The address of the kernel; to bind to, port 0 lets it choose one, so that a process can
  /// hold many sockets.
  ///
  /// - Parameter groups: The first 32 multicast groups, a bit each.
  static func withAddress(
    groups: UInt32 = 0, _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt
  ) -> CInt {
    var address = sockaddr_nl()
    address.nl_family = sa_family_t(AF_NETLINK)
    address.nl_groups = groups
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_nl>.size))
      }
    }
  }

  static func setOption<Value>(_ fd: CInt, _ level: CInt, _ option: CInt, _ value: Value)
    throws(SystemCallError)
  {
    try systemCall("setsockopt") {
      withUnsafeBytes(of: value) {
        setsockopt(fd, level, option, $0.baseAddress, socklen_t($0.count))
      }
    }
  }

  /// Reads a whole table, again if it changed meanwhile, up to `attempts` times.
  @inlinable public mutating func dump<Request: DumpRequest>(
    _ request: Request, buffer: ReceiveBuffer, attempts: Int = 3
  ) throws(NetlinkError) -> Table<Request.Entry> {
    var table = Table<Request.Entry>()
    for _ in 0..<max(attempts, 1) {
      table = Table()
      let answer = try walk(request, buffer: buffer) { message throws(MalformedMessage) in
        table.entries.append(try Request.Entry(payload: message.payload))
      }
      table.isConsistent = answer.isConsistent
      table.malformed = answer.malformed
      if answer.isConsistent { break }
    }
    return table
  }

  /// Hands each entry of a table to `body`, once, without keeping any.
  ///
  /// For tables that are too large or too hot for `dump`. An interrupted walk is marked in the
  /// answer; the caller decides whether to walk again.
  @inlinable public mutating func walk<Request: DumpRequest>(
    _ request: Request, buffer: ReceiveBuffer,
    _ body: (borrowing Message) throws(MalformedMessage) -> Void
  ) throws(NetlinkError) -> DumpAnswer {
    var message = MessageEncoder(type: Request.types.request, flags: [.request, .dump])
    request.encode(into: &message)
    return try walk(message, entry: Request.types.entry, buffer: buffer, body)
  }

  /// The same for a request whose type the kernel gave out when it started.
  ///
  /// - Parameters:
  ///   - message: The whole request, with the flags of a dump.
  ///   - type: Of the entries in the answer.
  @inlinable public mutating func walk(
    _ message: MessageEncoder, entry type: MessageType, buffer: ReceiveBuffer,
    _ body: (borrowing Message) throws(MalformedMessage) -> Void
  ) throws(NetlinkError) -> DumpAnswer {
    let sequence = try send(message, buffer: buffer)
    var answer = DumpAnswer(sequence: sequence, entry: type)
    while true {
      let count = try receive(buffer)
      let progress: AnswerProgress
      do { progress = try answer.receive(buffer.datagram(count), body) } catch {
        throw .malformed(error)
      }
      switch progress {
      case .more: continue
      case .done:
        finish()
        return answer
      case .refused(let refusal):
        finish()
        throw .refused(refusal)
      }
    }
  }

  /// Sends a request that changes something and waits for its acknowledgement.
  public mutating func perform(_ message: MessageEncoder, buffer: ReceiveBuffer)
    throws(NetlinkError)
  {
    _ = try exchange(message, buffer: buffer, answer: nil) { _ throws(MalformedMessage) in }
  }

  /// Sends a request for one thing and returns what came, or nil if only an acknowledgement did.
  public mutating func get<Value: MessageDecodable>(
    _ message: MessageEncoder, answer type: MessageType, as: Value.Type, buffer: ReceiveBuffer
  ) throws(NetlinkError) -> Value? {
    var value: Value?
    try exchange(message, buffer: buffer, answer: type) { payload throws(MalformedMessage) in
      value = try Value(payload: payload)
    }
    return value
  }

  private mutating func exchange(
    _ message: MessageEncoder, buffer: ReceiveBuffer, answer: MessageType?,
    _ body: (RawSpan) throws(MalformedMessage) -> Void
  ) throws(NetlinkError) {
    var message = message
    message.insertFlags([.request, .acknowledge])
    let sequence = try send(message, buffer: buffer)
    // An acknowledgement ends the answer (`NLMSG_ERROR` with code 0).
    var reply = DumpAnswer(sequence: sequence, entry: answer ?? .overrun)
    while true {
      let count = try receive(buffer)
      let progress: AnswerProgress
      do {
        progress = try reply.receive(buffer.datagram(count)) {
          message throws(MalformedMessage) in try body(message.payload)
        }
      } catch {
        throw .malformed(error)
      }
      if let error = reply.malformed.first { throw .malformed(error) }
      switch progress {
      case .more: continue
      case .done:
        finish()
        return
      case .refused(let refusal):
        finish()
        throw .refused(refusal)
      }
    }
  }

  @usableFromInline mutating func send(
    _ message: consuming MessageEncoder, buffer: ReceiveBuffer
  ) throws(NetlinkError) -> UInt32 {
    if isDirty { drain(buffer) }
    sequence &+= 1
    isDirty = true
    message.setSequence(sequence)
    let fd = descriptor.rawValue
    do {
      let bytes = message.bytes
      try systemCall("send") { Glibc.send(fd, bytes, bytes.count, 0) }
    } catch {
      throw .system(error)
    }
    return sequence
  }

  /// The first of `count` sequence numbers for messages that are sent together.
  mutating func reserveSequences(_ count: Int, buffer: ReceiveBuffer) -> UInt32 {
    if isDirty { drain(buffer) }
    isDirty = true
    let first = sequence &+ 1
    sequence &+= UInt32(truncatingIfNeeded: count)
    return first
  }

  /// One datagram of an answer; how many bytes of the buffer it fills.
  @usableFromInline mutating func receive(_ buffer: ReceiveBuffer) throws(NetlinkError) -> Int {
    let size: Int
    do { size = try buffer.receiveAnswer(from: descriptor.rawValue) } catch {
      throw .system(error)
    }
    guard size <= buffer.capacity else { throw .truncated(size: size) }
    return size
  }

  @usableFromInline mutating func finish() { isDirty = false }

  /// Reads away what is left of an answer that was given up: the kernel refuses a new dump
  /// (`EBUSY`) before the old one has been read.
  private mutating func drain(_ buffer: ReceiveBuffer) {
    while (try? buffer.receiveAnswer(from: descriptor.rawValue, flags: CInt(MSG_DONTWAIT))) != nil {
    }
    isDirty = false
  }
}
