internal import CLinux
public import LinuxSystem

/// Hears of processes that start, run another program or end (`NETLINK_CONNECTOR`,
/// `CN_IDX_PROC`).
///
/// The kernel tells it to root in the first user and pid namespaces; elsewhere making one fails
/// or nothing is ever heard, and the caller looks by itself from time to time.
public struct ProcessConnector: ~Copyable, Sendable {
  private let socket: EventSocket
  public var rawDescriptor: CInt { socket.rawDescriptor }

  /// What happened since the last read.
  public struct Changes: Hashable, Sendable {
    /// Processes that started, or run another program; they may be in another namespace now.
    public var started: Set<Int32> = []
    public var ended: Set<Int32> = []
    /// Events were lost: look at all of them.
    public var isOverrun = false
    public var isEmpty: Bool { started.isEmpty && ended.isEmpty && !isOverrun }
  }

  public init() throws(SystemCallError) {
    // A local first: the property must not be set before what may still throw.
    let socket = try EventSocket(.connector, groups: [1], receiveBuffer: 1 << 20)  // CN_IDX_PROC
    var message = MessageEncoder(type: .done, flags: [])
    message.append(UInt32(1))  // cn_msg: idx CN_IDX_PROC
    message.append(UInt32(1))  // val CN_VAL_PROC
    message.append(UInt32(0))  // seq
    message.append(UInt32(0))  // ack
    message.append(UInt16(4))  // len
    message.append(UInt16(0))  // flags
    message.append(UInt32(1))  // PROC_CN_MCAST_LISTEN
    try socket.send(message.bytes)
    self.socket = socket
  }

  /// Reads all that waits.
  public func read(_ buffer: ReceiveBuffer) throws(SystemCallError) -> Changes {
    var changes = Changes()
    while true {
      switch try socket.read(buffer) {
      case .empty: return changes
      case .overrun: changes.isOverrun = true
      case .datagram(let count, _): Self.note(buffer.datagram(count), in: &changes)
      }
    }
  }

  /// Takes in one datagram; what does not fit the format counts as lost.
  static func note(_ datagram: RawSpan, in changes: inout Changes) {
    var messages = MessageReader(datagram)
    do {
      while let message = try messages.next() { note(message, in: &changes) }
    } catch {
      changes.isOverrun = true
    }
  }

  private static func note(_ message: borrowing Message, in changes: inout Changes) {
    let event = 20  // behind cn_msg: what, cpu, 64 bits of time, then the event itself
    guard let what: UInt32 = message.payload.integer(at: event) else {
      changes.isOverrun = true
      return
    }
    let data = event + 16
    switch what {
    case 0x0000_0001:  // PROC_EVENT_FORK: parent's pid and tgid, child's pid and tgid
      guard let pid: Int32 = message.payload.integer(at: data + 8),
        let group: Int32 = message.payload.integer(at: data + 12)
      else { return changes.isOverrun = true }
      if pid == group { changes.started.insert(pid) }  // else it is a thread
    case 0x0000_0002:  // PROC_EVENT_EXEC: pid, tgid
      guard let group: Int32 = message.payload.integer(at: data + 4) else {
        return changes.isOverrun = true
      }
      changes.started.insert(group)
    case 0x8000_0000:  // PROC_EVENT_EXIT: pid, tgid
      guard let pid: Int32 = message.payload.integer(at: data),
        let group: Int32 = message.payload.integer(at: data + 4)
      else { return changes.isOverrun = true }
      if pid == group { changes.ended.insert(pid) }
    default: break
    }
  }
}
