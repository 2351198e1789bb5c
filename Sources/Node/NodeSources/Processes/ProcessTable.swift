import Glibc
import LinuxSystem

/// The processes of the node with what tells their pod: the network namespace and the cgroup.
///
/// A process that was seen unchanged in two readings is not read again. Its entry in `/proc`
/// carries an inode number that a later process of the same id does not get, so a reused id is
/// noticed; a process that changes its namespace later than that is not, until `forget()`.
public struct ProcessTable: Sendable {
  public struct Process: Hashable, Sendable {
    public let pid: Int32
    /// The inode number of the network namespace; 0 where it could not be read.
    public var namespace: UInt64
    /// An index in `containers`, -1 for a process outside of any.
    var container: Int32
    /// The inode number of the entry in `/proc`.
    var entry: UInt64
    var isSettled: Bool
  }

  /// The folder, `/proc` or what `--proc` says.
  public let path: String
  /// Sorted by id.
  public private(set) var processes: [Process] = []
  /// How the last reading went.
  public private(set) var status = SourceStatus("proc:namespaces", .absent)
  private var containers: [CgroupContainer] = []
  private var containerIndex: [CgroupContainer: Int32] = [:]

  /// Reads nothing yet.
  public init(path: String = "/proc") { self.path = path }

  /// Reads the processes that are new or were seen only once.
  ///
  /// - Parameter restarted: Processes that may have changed their namespace since.
  public mutating func refresh(rereading restarted: Set<Int32> = []) {
    guard let folder = ProcessFolder(path) else {
      processes = []
      let source = "proc:namespaces"
      let reason = String(cString: strerror(errno))
      status =
        switch errno {
        case EACCES, EPERM:
          SourceStatus(source, .denied, "cannot list \(path): \(reason)\(Denial.advice)")
        case ENOENT: SourceStatus(source, .absent, "cannot list \(path): it is not there")
        default: SourceStatus(source, .error, "cannot list \(path): \(reason)")
        }
      return
    }
    var found: [(pid: Int32, entry: UInt64)] = []
    found.reserveCapacity(processes.count + 64)
    folder.forEachProcess { found.append(($0, $1)) }
    if !zip(found, found.dropFirst()).allSatisfy({ $0.pid < $1.pid }) {
      found.sort { $0.pid < $1.pid }
    }
    var next: [Process] = []
    next.reserveCapacity(found.count)
    var old = 0
    for (pid, entry) in found {
      while old < processes.count, processes[old].pid < pid { old += 1 }
      let known =
        old < processes.count && processes[old].pid == pid && processes[old].entry == entry
        ? processes[old] : nil
      if let known, known.isSettled, !restarted.contains(pid) {
        next.append(known)
        continue
      }
      guard let process = read(pid, entry, known, from: folder) else { continue }
      next.append(process)
    }
    processes = next
    dropUnusedContainers()
    status = summary(denied: next.count { $0.namespace == 0 })
  }

  /// Forgets the processes in other namespaces than these, and that some could not be read: who
  /// limits the table knows that those are not among them.
  public mutating func limit(to namespaces: Set<UInt64>) {
    processes.removeAll { !namespaces.contains($0.namespace) }
    if status.status == .denied { status = SourceStatus(status.source, .ok) }
  }

  /// Reads every process again in the next reading.
  public mutating func forget() {
    processes = []
    containers = []
    containerIndex = [:]
  }

  /// Nil for a process that ended.
  private mutating func read(
    _ pid: Int32, _ entry: UInt64, _ known: Process?, from folder: borrowing ProcessFolder
  ) -> Process? {
    var namespace: UInt64 = 0
    if let number = folder.networkNamespace(of: pid) {
      namespace = number
    } else if errno == ENOENT || errno == ESRCH {
      return nil  // a zombie holds no namespace
    }
    let container = folder.withFile(pid, "/cgroup") { CgroupContainer($0) } ?? nil
    var process = Process(
      pid: pid, namespace: namespace, container: index(of: container), entry: entry,
      isSettled: false)
    process.isSettled =
      known.map { $0.namespace == namespace && $0.container == process.container } ?? false
    return process
  }

  private mutating func index(of container: CgroupContainer?) -> Int32 {
    guard let container else { return -1 }
    if let index = containerIndex[container] { return index }
    let index = Int32(truncatingIfNeeded: containers.count)
    containers.append(container)
    containerIndex[container] = index
    return index
  }

  /// Containers come and go; those that went are dropped when they are the greater part.
  private mutating func dropUnusedContainers() {
    guard containers.count > 1024, containers.count > 2 * processes.count else { return }
    let old = containers
    containers = []
    containerIndex = [:]
    for position in processes.indices where processes[position].container >= 0 {
      processes[position].container = index(of: old[Int(processes[position].container)])
    }
  }

  private func summary(denied: Int) -> SourceStatus {
    guard !processes.isEmpty else {
      return SourceStatus("proc:namespaces", .absent, "\(path) has no processes")
    }
    guard process(1) != nil else {
      return SourceStatus(
        "proc:namespaces", .denied,
        "cannot see process 1 in \(path): others' processes are hidden (hidepid)\(Denial.advice)")
    }
    guard denied > 0 else { return SourceStatus("proc:namespaces", .ok) }
    return SourceStatus(
      "proc:namespaces", .denied,
      "cannot read the network namespace of \(denied) of \(processes.count) processes in "
        + "\(path): permission denied\(Denial.advice)")
  }
}

// MARK: Looking up

extension ProcessTable {
  /// The container that a process is in.
  public func container(of process: Process) -> CgroupContainer? {
    process.container >= 0 ? containers[Int(process.container)] : nil
  }

  public func process(_ pid: Int32) -> Process? {
    var (low, high) = (0, processes.count)
    while low < high {
      let middle = (low + high) / 2
      if processes[middle].pid < pid { low = middle + 1 } else { high = middle }
    }
    return low < processes.count && processes[low].pid == pid ? processes[low] : nil
  }

  /// The namespace of a process by its id; nil where it is not known.
  public func namespace(of pid: Int32) -> UInt64? {
    guard let namespace = process(pid)?.namespace, namespace != 0 else { return nil }
    return namespace
  }

  /// Whether a process that is not here does not exist: others' are not hidden.
  public var isComplete: Bool { process(1) != nil }

  /// The namespace of the first process, which is the node's unless the caller knows better.
  public var initNamespace: UInt64? { namespace(of: 1) }

  /// How many processes hold each namespace, and the lowest id among them.
  public var namespaces: [UInt64: (count: Int, firstPID: Int32)] {
    var found: [UInt64: (count: Int, firstPID: Int32)] = [:]
    for process in processes where process.namespace != 0 {
      found[process.namespace, default: (0, process.pid)].count += 1
    }
    return found
  }

  /// The name of the program, at most 15 bytes (`/proc/PID/comm`); read at each call.
  public func command(of pid: Int32) -> String? {
    guard let folder = ProcessFolder(path) else { return nil }
    return folder.withFile(pid, "/comm") { bytes in
      String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
  }

  /// The names of the programs of some processes, each as `command(of:)` has it.
  public func commands(where isWanted: (Process) -> Bool) -> [(pid: Int32, name: String)] {
    guard let folder = ProcessFolder(path) else { return [] }
    return processes.filter(isWanted).compactMap { process in
      folder.withFile(process.pid, "/comm") { bytes in
        (process.pid, String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
      }
    }
  }
}
