internal import CLinux
import Glibc
public import LinuxSystem

/// Hears of processes that start, run another program or end (`NETLINK_CONNECTOR`,
/// `CN_IDX_PROC`).
///
/// The kernel tells it to root in the first user and pid namespaces, and elsewhere takes the request
/// and says nothing for ever (`cn_proc_mcast_ctl`); there making one fails, and the caller looks by
/// itself from time to time.
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
    guard Self.isInFirstNamespaces else {
      throw SystemCallError("PROC_CN_MCAST_LISTEN", .notPermitted)
    }
    // A local first: the property must not be set before what may still throw.
    let socket = try EventSocket(.connector, groups: [1], receiveBuffer: 1 << 20)  // CN_IDX_PROC
    try socket.send(Self.message(1))  // PROC_CN_MCAST_LISTEN
    self.socket = socket
  }

  /// The kernel counts listeners and not sockets: without this it goes on making an event of each
  /// process until the machine starts anew.
  deinit { try? socket.send(Self.message(2)) }  // PROC_CN_MCAST_IGNORE

  /// By the inodes that the kernel gives to the first ones (`PROC_PID_INIT_INO`,
  /// `PROC_USER_INIT_INO`).
  private static var isInFirstNamespaces: Bool {
    [("pid", 0xEFFF_FFFC), ("user", 0xEFFF_FFFD)].allSatisfy { name, inode in
      var status = stat()
      return stat("/proc/self/ns/\(name)", &status) == 0 && status.st_ino == inode
    }
  }

  private static func message(_ operation: UInt32) -> [UInt8] {
    var message = MessageEncoder(type: .done, flags: [])
    message.append(UInt32(1))  // cn_msg: idx CN_IDX_PROC
    message.append(UInt32(1))  // val CN_VAL_PROC
    message.append(UInt32(0))  // seq
    message.append(UInt32(0))  // ack
    message.append(UInt16(4))  // len
    message.append(UInt16(0))  // flags
    message.append(operation)
    return message.bytes
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
