public import LinuxSystem
import NetlinkDiag
import NetworkTypes
import Synchronization

/// Finds who speaks BGP by what the kernel knows, and asks each for its sessions.
public final class BGPReader: Sendable {
  /// How long a daemon may take to answer; Calico's own check allows as much.
  static let patience = 2000
  /// How long a daemon that did not answer is left alone, in microseconds.
  static let rest: Int64 = 10_000_000
  /// How often namespaces are looked at in which nothing was found, in microseconds.
  static let sweep: Int64 = 30_000_000

  private struct Memory {
    var owners = SocketOwners()
    /// The namespaces that had sockets of BGP, and those that had none when they were swept.
    var busy: Set<UInt64> = []
    var quiet: Set<UInt64> = []
    var sweptAt: Int64?
    /// What did not answer, until when it rests, with its last words.
    var silent: [Key: (until: Int64, error: DaemonError)] = [:]
  }

  private struct Key: Hashable {
    var pid: Int32?
    var path: String
  }

  private let memory = Mutex(Memory())

  public init() {}

  /// Reads all of it once.
  ///
  /// - Parameters:
  ///   - files: Of the node, for control sockets of daemons that nobody may look into.
  ///   - host: The inode of the node's own namespace, which is looked at each time.
  ///   - entrances: A path that leads into each namespace, by its inode.
  public func read(
    _ files: RootedFiles, processes: ProcessTable, host: UInt64?, entrances: [UInt64: String]
  ) -> BGPFindings {
    let places = memory.withLock { Self.places(&$0, host, entrances) }
    let sockets = BGPSockets(entrances.filter { places.contains($0.key) })
    let unix = Self.unixSockets(
      in: Set(sockets.sockets.keys).union(host.map { [$0] } ?? []), of: processes)
    let owners = memory.withLock { memory in
      memory.busy = Set(sockets.sockets.keys)
      let wanted =
        sockets.sockets.values.flatMap { $0.map(\.inode) }
        + sockets.interfaces.values.flatMap { $0.map(\.inode) }
        + unix.values.flatMap { sockets in
          sockets.paths.filter { BGPDaemon.isControl($0.value) }.keys.map {
            UInt32(truncatingIfNeeded: $0)
          }
        }
      memory.owners.find(wanted, in: Set(unix.keys), of: processes)
      return memory.owners
    }
    var findings = BGPFindings(sockets: sockets, owners: owners)
    findings.statuses = sockets.statuses
    if owners.status.status != .ok { findings.statuses.append(owners.status) }
    findings.speakers = SpeakerSearch(processes, sockets, unix, owners).speakers
    ask(&findings.speakers, Nodes(files: files, processes: processes, entrances: entrances))
    return findings
  }

  /// Which namespaces are looked at now.
  private static func places(
    _ memory: inout Memory, _ host: UInt64?, _ entrances: [UInt64: String]
  ) -> Set<UInt64> {
    let now = Clock.monotonic()
    if let last = memory.sweptAt, now - last < Self.sweep {
      memory.quiet.formIntersection(entrances.keys)
      let new = Set(entrances.keys).subtracting(memory.quiet)
      memory.quiet.formUnion(entrances.keys)
      return new.union(memory.busy).union(host.map { [$0] } ?? [])
    }
    memory.sweptAt = now
    memory.quiet = Set(entrances.keys)
    return memory.quiet
  }

  /// The listening unix sockets of namespaces, through one process of each.
  private static func unixSockets(
    in namespaces: Set<UInt64>, of processes: ProcessTable
  ) -> [UInt64: ListeningUnixSockets] {
    var found: [UInt64: ListeningUnixSockets] = [:]
    let files = RootedFiles(root: processes.path)
    for (inode, holders) in processes.namespaces where namespaces.contains(inode) {
      guard let content = try? files.read("\(holders.firstPID)/net/unix", limit: 64 << 20) else {
        found[inode] = ListeningUnixSockets([])
        continue
      }
      found[inode] = ListeningUnixSockets(content)
    }
    return found
  }

  /// The ways to daemons.
  private struct Nodes: Sendable {
    var files: RootedFiles
    var processes: ProcessTable
    /// By the inode of the namespace.
    var entrances: [UInt64: String]
  }

  /// Asks all speakers at once: one that hangs must not delay what others say.
  private func ask(_ speakers: inout [FoundSpeaker], _ nodes: Nodes) {
    let answers = Mutex<[Int: FoundSpeaker.Answer]>([:])
    withThreads(speakers.indices.filter { speakers[$0].controlPath != nil }) { [speakers] index in
      let answer = self.answer(of: speakers[index], nodes)
      answers.withLock { $0[index] = answer }
    }
    for (index, answer) in answers.withLock({ $0 }) { speakers[index].answer = answer }
  }

  private func answer(of speaker: FoundSpeaker, _ nodes: Nodes) -> FoundSpeaker.Answer {
    guard let path = speaker.controlPath else { return .none }
    let key = Key(pid: speaker.pid, path: path)
    let now = Clock.monotonic()
    if let silence = memory.withLock({ $0.silent[key] }), now < silence.until {
      return .failed(silence.error)
    }
    do {
      let answer = try Self.ask(speaker, path, nodes)
      memory.withLock { $0.silent[key] = nil }
      return .known(answer)
    } catch {
      if error.isSilence {
        memory.withLock { $0.silent[key] = (Clock.monotonic() + Self.rest, error) }
      }
      return .failed(error)
    }
  }

  private static func ask(
    _ speaker: FoundSpeaker, _ path: String, _ nodes: Nodes
  ) throws(DaemonError) -> BGPAnswer {
    let (files, processes) = (nodes.files, nodes.processes)
    if !path.hasPrefix("/") {
      return try GoBGPReader.read(
        at: path, in: nodes.entrances[speaker.namespace] ?? "", milliseconds: patience)
    }
    guard let pid = speaker.pid else { return try ask(speaker.daemon, files, path) }
    do {
      return try ask(speaker.daemon, RootedFiles(root: "\(processes.path)/\(pid)/root"), path)
    } catch {
      // Who may not look into a process may still be of the group of its socket.
      guard case .unreachable(.denied) = error else { throw error }
      return try ask(speaker.daemon, files, path)
    }
  }

  private static func ask(
    _ daemon: BGPDaemon, _ files: RootedFiles, _ path: String
  ) throws(DaemonError) -> BGPAnswer {
    switch daemon {
    case .bird: try BIRDReader.read(files, path, milliseconds: patience)
    case .frr: try FRRReader.read(files, path, milliseconds: patience)
    case .gobgp: try GoBGPReader.read(files, path, milliseconds: patience)
    case .cilium, .other:
      throw .malformed(path: path, "there is no reader for such a daemon")
    }
  }
}

/// Calls `body` for each index, all at the same time, and waits.
private func withThreads(_ indices: [Int], _ body: @escaping @Sendable (Int) -> Void) {
  guard indices.count > 1 else { return indices.forEach(body) }
  var threads: [Thread] = []
  for index in indices {
    if let thread = try? Thread(name: "cnitop-bgp", { body(index) }) {
      threads.append(thread)
    } else {
      body(index)
    }
  }
  for thread in threads { thread.join() }
}
