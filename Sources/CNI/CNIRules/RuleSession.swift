public import CNIPlan
public import CNISpec
import Glibc
import LinuxSystem
public import Netlink
import NetlinkFilter

/// The packet filter of one network namespace: that of the thread that makes this value and uses
/// it.
///
/// Operations of this program run one after another, by a lock; another program that changes
/// rules meanwhile makes an operation start again.
public final class RuleSession {
  var socket: NetlinkSocket
  let buffer: ReceiveBuffer

  public init(buffer: ReceiveBuffer = ReceiveBuffer()) throws(CNIError) {
    do { socket = try NetlinkSocket(.netfilter) } catch {
      throw CNIError(.other, "cannot ask the kernel about its packet filter: \(error)")
    }
    self.buffer = buffer
  }

  func dump<Request: DumpRequest>(_ request: Request) throws(NetlinkError) -> [Request.Entry] {
    do { return try socket.dump(request, buffer: buffer).entries } catch {
      // A table, a chain or a set that is not there has nothing in it.
      if error.reason == .noSuchFile { return [] }
      throw error
    }
  }

  /// Whether a chain is there.
  func hasChain(_ family: FilterFamily, _ table: String, _ name: String) throws(NetlinkError)
    -> Bool
  {
    try dump(FilterChainDump(family: family)).contains { $0.table == table && $0.name == name }
  }

  /// Reads, and makes the changes that `body` derives from what it read; again, from the reading
  /// on, where somebody changed the rules meanwhile.
  func change(_ what: String, _ body: (inout FilterBatch) throws -> Void) throws(CNIError) {
    for attempt in 0..<Self.attempts {
      do {
        var batch = FilterBatch(generation: try socket.filterGeneration(buffer: buffer))
        try body(&batch)
        try socket.perform(batch, buffer: buffer)
        return
      } catch FilterError.changed {
        usleep(UInt32.random(in: 0...UInt32(500 << min(attempt, 6))))
      } catch let error as CNIError {
        throw error
      } catch {
        throw CNIError(.other, "cannot \(what): \(error)")
      }
    }
    throw CNIError(
      .tryAgainLater, "cannot \(what): other programs change the rules without a pause")
  }

  private static let attempts = 100

  /// Runs `body` with nobody else of this program changing rules.
  ///
  /// Where the lock's file cannot be made, the kernel's own check has to do.
  func exclusively<Value>(_ body: () throws(CNIError) -> Value) throws(CNIError) -> Value {
    let lock = RuleLock()
    defer { lock.release() }
    return try body()
  }
}

/// A file that one process at a time has locked; released also when its process is killed.
private struct RuleLock {
  private let descriptor: CInt

  init() {
    let folder = "/run/cni/cnitop"
    try? WrittenFile.makeFolder(folder, mode: 0o700)
    descriptor = open("\(folder)/rules.lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { return }
    while flock(descriptor, LOCK_EX) < 0, errno == EINTR {}
  }

  func release() { if descriptor >= 0 { close(descriptor) } }
}

// MARK: All rules

extension RuleSession {
  /// Makes the rules; those of the same owner that are there already are replaced.
  public func add(_ rules: AttachmentRules) throws(CNIError) {
    try exclusively { () throws(CNIError) in
      switch rules {
      case .masquerade(let rules): try add(rules)
      case .hostPorts(let rules): try add(rules)
      case .firewall(let rules): try add(rules)
      case .spoofCheck(let rules): try add(rules)
      }
    }
  }

  /// What of the rules is missing or other than it should be, in words; nothing if all is well.
  public func differences(_ rules: AttachmentRules) throws(CNIError) -> [String] {
    switch rules {
    case .masquerade(let rules): try differences(rules)
    case .hostPorts(let rules): try differences(rules)
    case .firewall(let rules): try differences(rules)
    case .spoofCheck(let rules): try differences(rules)
    }
  }

  /// Takes rules away, of either backend; that there are none is no failure.
  public func delete(_ rules: AttachmentRules) throws(CNIError) {
    try exclusively { () throws(CNIError) in
      switch rules {
      case .masquerade(let rules): try delete(rules)
      case .hostPorts(let rules): try delete(rules)
      case .firewall(let rules): try delete(rules)
      case .spoofCheck(let rules): try delete(rules)
      }
    }
  }
}
