import LinuxSystem
import Netlink
import NodeModel
import Synchronization

/// How changes are heard in each namespace.
struct Listening: Sendable {
  var groups = EventTables.groups
  /// In bytes, of each socket; only what waits in it takes memory.
  var receiveBuffer: Int
}

/// Opens sessions in namespaces, on threads that go into one after another and then end.
enum SessionOpener {
  enum Outcome {
    case opened(NamespaceSession)
    case failed(FoundNamespace, any Error)
  }

  /// - Parameter listening: How to hear each; nil follows nothing.
  static func open(_ found: [FoundNamespace], listening: Listening?) -> [Outcome] {
    let outcomes = Outcomes()
    let open: @Sendable ([FoundNamespace]) -> Void = { items in
      var inside: UInt64?
      for item in items { outcomes.add(Self.open(item, listening: listening, &inside)) }
    }
    // The node's own on a thread that has not been anywhere else: getting in needs no right then.
    let host = found.filter(\.isHost)
    let others = found.filter { !$0.isHost }
    let half = others.count / 2
    let parts =
      [host] + (others.count < 32 ? [others] : [Array(others[..<half]), Array(others[half...])])
    // Never on the caller's thread: a thread that entered a namespace does not come back.
    let threads = parts.filter { !$0.isEmpty }.map { part in
      (part, try? Thread(name: "cnitop-open") { open(part) })
    }
    for (part, thread) in threads {
      if let thread { thread.join() } else { outcomes.fail(part) }
    }
    return outcomes.all
  }

  /// - Parameter inside: The namespace that the thread is in, where it is known.
  private static func open(
    _ found: FoundNamespace, listening: Listening?, _ inside: inout UInt64?
  ) -> Outcome {
    do {
      try enter(found, &inside)
      // Not the file that led here: one that is open keeps its mount busy, and whoever unmounts
      // it must not notice that somebody looks.
      let handle = try NetworkNamespace.current()
      let socket = try NetlinkSocket(.route)
      var events: EventSocket?
      if let listening {
        events = try EventSocket(
          groups: listening.groups, receiveBuffer: listening.receiveBuffer)
      }
      return .opened(
        NamespaceSession(
          handle: handle, isHost: found.isHost, socket: socket, events: events.take()))
    } catch {
      return .failed(found, error)
    }
  }

  private static func enter(_ found: FoundNamespace, _ inside: inout UInt64?) throws {
    let entrance = try NetworkNamespace(path: found.entrance)
    // The path may lead elsewhere by now: the process ended and its number was used again.
    guard entrance.inode == found.id.inode else { throw SystemCallError("open", .noSuchFile) }
    let current = try inside ?? NetworkNamespace.current().inode
    if current != entrance.inode { try entrance.enter() }
    inside = entrance.inode
  }

  /// Unchecked: sessions are made on one thread, kept under the lock, and used on another only
  /// after that thread has ended.
  private final class Outcomes: @unchecked Sendable {
    private let lock = Mutex<Void>(())
    private var outcomes: [Outcome] = []

    func add(_ outcome: Outcome) { lock.withLock { _ in outcomes.append(outcome) } }
    func fail(_ items: [FoundNamespace]) {
      for item in items { add(.failed(item, SystemCallError("pthread_create", .busy))) }
    }
    var all: [Outcome] { lock.withLock { _ in outcomes } }
  }
}
