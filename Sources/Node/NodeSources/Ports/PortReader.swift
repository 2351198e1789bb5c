public import LinuxSystem
import NetlinkDiag
import Synchronization

/// What there is to know of ports.
public struct PortFindings: Sendable {
  /// By the inode of the namespace.
  public var sockets: [UInt64: [ListeningSocket]]
  public var owners: SocketOwners
  public var settings: [FoundPort]
  /// What outgoing connections take, as the kernel writes it.
  public var ephemeral: String?
  public var reserved: String?
  /// Whether a kubelet runs, or what is one besides.
  public var isKubernetesNode: Bool
  public var statuses: [SourceStatus]
}

/// Finds out who listens, and what the configuration of the node says about ports.
public final class PortReader: Sendable {
  /// How often a socket is looked for in all processes before it counts as one of the kernel.
  private static let patience = 2

  private struct Memory {
    var owners = SocketOwners()
    /// How often each socket was looked for in vain.
    var misses: [UInt32: Int] = [:]
    /// That processes could not be looked into; it holds while sockets have no known owner.
    var denial: SourceStatus?
  }

  private let memory = Mutex(Memory())

  public init() {}

  /// - Parameters:
  ///   - host: The inode of the node's own namespace.
  ///   - entrances: A path that leads into each namespace, by its inode.
  public func read(
    _ files: RootedFiles, processes: ProcessTable, host: UInt64?, entrances: [UInt64: String]
  ) -> PortFindings {
    let listening = ListeningSockets(entrances, host: host)
    let (owners, denial) = findOwners(listening, processes)
    let settings = PortSettings(files)
    let programs = Self.programs(in: host, of: processes)
    var statuses = settings.statuses + [listening.status ?? SourceStatus("netlink:sockets", .ok)]
    statuses.append(denial ?? SourceStatus("proc:sockets", .ok))
    return PortFindings(
      sockets: listening.sockets, owners: owners,
      settings: settings.ports
        + processes.portSettings(of: programs.filter { PortFlags.knows($0.name) }),
      ephemeral: listening.ephemeral, reserved: listening.reserved,
      isKubernetesNode: programs.contains { Self.kubelets.contains($0.name) }, statuses: statuses)
  }

  /// The owners of all sockets but those that no process was found to have: tunnels of the
  /// kernel have such, and looking for them is dear.
  private func findOwners(
    _ listening: ListeningSockets, _ processes: ProcessTable
  ) -> (owners: SocketOwners, denial: SourceStatus?) {
    let inodes = listening.sockets.values.flatMap { $0.map(\.socket.inode) }
    return memory.withLock { memory in
      let missed = memory.misses
      let wanted = inodes.filter { missed[$0, default: 0] < Self.patience }
      memory.owners.find(wanted, in: Set(listening.sockets.keys), of: processes)
      memory.misses = [:]
      for inode in inodes where memory.owners[inode].isEmpty {
        memory.misses[inode] = missed[inode, default: 0] + 1
      }
      if memory.owners.status.status != .ok { memory.denial = memory.owners.status }
      if memory.misses.isEmpty { memory.denial = nil }
      return (memory.owners, memory.denial)
    }
  }

  private static let kubelets: Set<String> = [
    "kubelet", "k3s", "k3s-server", "k3s-agent", "kubelite", "k0s",
  ]

  /// The programs in the node's own namespace, where the components of Kubernetes are.
  private static func programs(
    in host: UInt64?, of processes: ProcessTable
  ) -> [(pid: Int32, name: String)] {
    processes.commands { $0.namespace == host }.map { ($0.pid, whole($0.name)) }
  }

  /// The kernel keeps 15 bytes of a name.
  private static func whole(_ command: String) -> String {
    switch command {
    case "kube-controller": "kube-controller-manager"
    case "cloud-controlle": "cloud-controller-manager"
    case "k3s-server", "k3s-agent": "k3s"
    default: command
    }
  }
}
